/* compare_constraint.c: keys, uniqueness, choices and indexes of a column. */
#include "lib/schema/compare.h"

#include "lib/sql/ddl.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(...) quern__arena_format(f->arena, __VA_ARGS__)

static void compare_key(quern__findings *f, const quern__field *field)
{
    const quern__fact *key = quern__fact_find(quern__facts_of(f, field), "key", NULL);
    if (key && strcmp(key->name, field->column) == 0)
        return;
    if (!key)
        quern__sql_alter(QUERN__ALTER_ADD_PRIMARY_KEY, field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  key ? TEXT("the primary key of \"%s\" is %s, where that of %s is %s", field->model->table,
                             key->name, field->model->name, field->name)
                      : TEXT("\"%s\" has no primary key", field->model->table));
}

static void compare_unique(quern__findings *f, const quern__field *field)
{
    if (quern__fact_find(quern__facts_of(f, field), "unique", field->column))
        return;
    quern__sql_alter(QUERN__ALTER_ADD_UNIQUE, field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  TEXT("\"%s\".\"%s\" is not unique, which %s.%s is", field->model->table, field->column,
                       field->model->name, field->name));
}

static void report_key(quern__findings *f, const quern__field *field, const quern__fact *key)
{
    const char *wanted = quern__sql_on_delete(field);
    if (key) {
        quern__sql_drop_constraint(field->model, key->d, f->dialect, &f->text);
        quern__text_put(&f->text, ";\n");
    }
    quern__sql_add_foreign_key(field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  !key ? TEXT("\"%s\".\"%s\" has no foreign key to \"%s\"", field->model->table,
                              field->column, field->target->table)
                       : TEXT("the foreign key of \"%s\".\"%s\" is ON DELETE %s, where %s.%s wants %s",
                              field->model->table, field->column, *key->c ? key->c : "NO ACTION",
                              field->model->name, field->name, *wanted ? wanted : "NO ACTION"));
}

static bool leads_to(const quern__fact *key, const quern__field *field)
{
    return strtoul(key->a, NULL, 10) == field->target->index + 1ul &&
           strcmp(key->b, field->reach->column) == 0;
}

static void compare_foreign(quern__findings *f, const quern__field *field)
{
    const quern__fact *found = NULL, *at = quern__facts_of(f, field);
    for (; (at = quern__fact_find(at, "foreign", field->column)); at = at->next) {
        if (!leads_to(at, field))
            continue;
        found = at;
        if (strcmp(at->c, quern__sql_on_delete(field)) == 0)
            return;
    }
    report_key(f, field, found);
}

/* The next text in single quotes, without them; where to look on, NULL behind the last one. Names in double quotes are none. */
static const char *next_literal(const char *at, quern__text *out)
{
    quern__text_clear(out);
    for (; *at && *at != '\''; at++)
        if (*at == '"' && !(at = strchr(at + 1, '"')))
            return NULL;
    if (!*at)
        return NULL;
    for (at++; *at && (*at != '\'' || at[1] == '\''); at++) {
        at += *at == '\'';
        quern__text_put_bytes(out, at, 1);
    }
    return *at ? at + 1 : at;
}

static bool mentions(const char *definition, const char *choice, quern__text *literal)
{
    while ((definition = next_literal(definition, literal)))
        if (strcmp(quern__text_get(literal), choice) == 0)
            return true;
    return false;
}

/* The server writes a CHECK in its own way, but with the choices as the texts in it, each once. */
static bool mentions_all(quern__findings *f, const char *definition, const char *choices)
{
    quern__text literal = quern__text_open(quern__arena_allocator(f->arena));
    bool all = true;
    size_t found = 0, wanted = 0;
    for (; *choices && all; choices += strlen(choices) + 1, wanted++)
        all = mentions(definition, choices, &literal);
    while ((definition = next_literal(definition, &literal)))
        found++;
    f->broken |= literal.broken;
    quern__text_close(&literal);
    return all && found == wanted;
}

/* Whether a CHECK is one of choices, and the mend may drop it: = 'a', = ANY (ARRAY['a', 'b']). */
static bool lists_choices(const char *definition)
{
    return strstr(definition, " = ") && strchr(definition, '\'');
}

static void compare_choices(quern__findings *f, const quern__field *field)
{
    const quern__fact *found = NULL, *at = quern__facts_of(f, field);
    for (; (at = quern__fact_find(at, "check", field->column)); at = at->next) {
        if (mentions_all(f, at->a, field->declared->choices))
            return;
        if (lists_choices(at->a))
            found = at;
    }
    if (found) {
        quern__sql_drop_constraint(field->model, found->b, f->dialect, &f->text);
        quern__text_put(&f->text, ";\n");
    }
    quern__sql_alter(QUERN__ALTER_ADD_CHECK, field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  found ? TEXT("\"%s\".\"%s\" has other choices than %s.%s: %s", field->model->table,
                               field->column, field->model->name, field->name, found->a)
                        : TEXT("\"%s\".\"%s\" may be anything, where %s.%s has choices", field->model->table,
                               field->column, field->model->name, field->name));
}

static void compare_index(quern__findings *f, const quern__field *field)
{
    if (quern__fact_find(quern__facts_of(f, field), "index", field->column))
        return;
    quern__sql_create_index(field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  TEXT("\"%s\".\"%s\" has no index", field->model->table, field->column));
}

void quern__compare_pair(quern__findings *f, const quern__model *between)
{
    const char *one = between->fields[1].column, *other = between->fields[2].column;
    const bool turned = strcmp(one, other) > 0;
    const char *both = TEXT("%s, %s", turned ? other : one, turned ? one : other);
    f->broken |= !both;
    if (f->broken || quern__fact_find(f->catalog->tables[between->index], "unique", both))
        return;
    quern__sql_add_pair(between, f->dialect, &f->text);
    quern__report(f, between, NULL,
                  TEXT("\"%s\" may have a pair of \"%s\" and \"%s\" twice", between->table, one, other));
}

void quern__compare_constraints(quern__findings *f, const quern__field *field)
{
    if (field == field->model->key)
        compare_key(f, field);
    else if (field->unique)
        compare_unique(f, field);
    if (quern__sql_wants_foreign_key(field))
        compare_foreign(f, field);
    if (field->declared->choices)
        compare_choices(f, field);
    if (quern__sql_wants_index(field))
        compare_index(f, field);
}
