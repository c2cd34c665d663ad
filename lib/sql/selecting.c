/* selecting.c: see selecting.h. */
#include "lib/sql/selecting.h"

#include <stdio.h>
#include <string.h>

void quern__select_write(quern_writer *writer, const char *bytes, size_t size)
{
    quern__selecting *s = (quern__selecting *)(void *)((char *)writer - offsetof(quern__selecting, writer));
    quern__text_put_bytes(s->out, bytes, size);
}

void quern__select_put(quern__selecting *s, const char *text)
{
    quern__text_put(s->out, text);
}

static const quern__model *table_model(const quern__selecting *s, size_t table)
{
    return table ? s->plan->joins[table - 1].hop->to : s->plan->model;
}

size_t quern__select_table_within(const quern__selecting *s, size_t table)
{
    return table ? s->plan->joins[table - 1].within : 0;
}

/* Whether one of the tables before it has the same name: then it is called T2, T3, … by its number, as Django does. Those of a NOT
 * EXISTS always are. */
static bool is_repeated(const quern__selecting *s, size_t table)
{
    if (quern__select_table_within(s, table))
        return true;
    for (size_t i = 0; i < table; i++)
        if (!quern__select_table_within(s, i) &&
            strcmp(table_model(s, i)->table, table_model(s, table)->table) == 0)
            return true;
    return false;
}

/* What a table of a subquery is called, always: so that it is none of those around it. */
static void alias_of(const quern__selecting *s, size_t table, char *out, size_t size)
{
    static const char letters[] = "UVWXYZ";
    const size_t level = s->level - 1;
    if (level < sizeof letters - 1)
        snprintf(out, size, "%c%zu", letters[level], table);
    else
        snprintf(out, size, "Z%zu_%zu", level, table);
}

static void put_table_name(quern__selecting *s, size_t table)
{
    char name[48];
    if (s->level) {
        alias_of(s, table, name, sizeof name);
        quern__select_put(s, name);
        return;
    }
    snprintf(name, sizeof name, "T%zu", table + 1);
    s->dialect->identifier(&s->writer, is_repeated(s, table) ? name : table_model(s, table)->table);
}

void quern__select_put_field(quern__selecting *s, size_t table, const quern__field *field)
{
    put_table_name(s, table);
    quern__select_put(s, ".");
    s->dialect->identifier(&s->writer, field->column);
}

void quern__select_put_column(quern__selecting *s, const quern__column *column)
{
    quern__select_put_field(s, quern__plan_table(s->plan, column), column->field);
}

void quern__select_put_value(quern__selecting *s, const quern_value *value, quern_kind kind)
{
    if (s->spelling == QUERN__SPELL_LITERALS)
        s->dialect->literal(&s->writer, value, kind);
    else
        s->dialect->placeholder(&s->writer, ++s->placeholders, kind);
}

void quern__select_put_table(quern__selecting *s, size_t table)
{
    const quern__model *model = table_model(s, table);
    if (model->schema) {
        s->dialect->identifier(&s->writer, model->schema);
        quern__select_put(s, ".");
    }
    s->dialect->identifier(&s->writer, model->table);
    if (s->level || is_repeated(s, table)) {
        quern__select_put(s, " ");
        put_table_name(s, table);
    }
}

void quern__select_put_equal(quern__selecting *s, size_t table)
{
    const quern__join *join = &s->plan->joins[table - 1];
    quern__select_put_field(s, join->from, join->hop->near);
    quern__select_put(s, " = ");
    quern__select_put_field(s, table, join->hop->far);
}

void quern__select_put_join(quern__selecting *s, size_t table)
{
    quern__select_put(s, s->plan->joins[table - 1].left ? " LEFT OUTER JOIN " : " INNER JOIN ");
    quern__select_put_table(s, table);
    quern__select_put(s, " ON (");
    quern__select_put_equal(s, table);
    quern__select_put(s, ")");
}
