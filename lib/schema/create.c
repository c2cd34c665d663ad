/* create.c: quern_tables_sql and quern_create_tables. A table comes after those that it points to; where they point in a circle
 * one of them has to begin, and the foreign keys to tables behind it are added once all are there. */
#include "lib/schema/create.h"

#include "lib/schema/catalog.h"
#include "lib/sql/ddl.h"

#include <quern/schema.h>

/* ---- The order ---- */

/* The first foreign key of the model, from field number `from` on, whose table has yet to be made; NULL: none. */
static const quern__field *first_unmet(const quern__model *model, const bool *there, size_t from)
{
    for (size_t i = from; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        if (quern__sql_wants_foreign_key(field) && field->target != model && !there[field->target->index])
            return field;
    }
    return NULL;
}

/* Whether rows can be inserted before the tables that are missing have any. */
static bool can_wait(const quern__model *model, const bool *there)
{
    const quern__field *field = first_unmet(model, there, 0);
    for (; field; field = first_unmet(model, there, field->index + 1u))
        if (!field->nullable)
            return false;
    return true;
}

/* Where a circle is best broken. Each table that is not ready points to another one, so following them leads into a circle. */
static const quern__model *break_circle(const quern__schema *schema, const quern__model *model,
                                        const bool *there)
{
    for (size_t i = 0; i < schema->count; i++)
        model = first_unmet(model, there, 0)->target;
    for (size_t i = 0; i < schema->count && !can_wait(model, there); i++)
        model = first_unmet(model, there, 0)->target;
    return model;
}

/* The next table to make: one that is ready, else one of a circle; NULL: all are there. */
static const quern__model *choose(const quern__schema *schema, const bool *there)
{
    const quern__model *first = NULL;
    for (size_t i = 0; i < schema->count; i++) {
        const quern__model *model = &schema->models[i];
        if (there[i] || model->declared->unmanaged)
            continue;
        if (!first_unmet(model, there, 0))
            return model;
        if (!first)
            first = model;
    }
    return first ? break_circle(schema, first, there) : NULL;
}

/* ---- The statements ---- */

typedef struct list {
    const quern_dialect *dialect;
    quern__arena *arena;
    quern__text text;
    quern__statement_list made;
    size_t room;
    bool broken;
} list;

/* Takes the text that was written as one statement. */
static void end_statement(list *l)
{
    const char *sql = quern__text_keep(&l->text, l->arena);
    quern__text_clear(&l->text);
    if (l->made.count == l->room) {
        l->room = l->room ? 2 * l->room : 16;
        const char **longer = quern__arena_take_array(l->arena, l->room, sizeof *longer);
        for (size_t i = 0; longer && i < l->made.count; i++)
            longer[i] = l->made.sql[i];
        l->made.sql = longer;
    }
    l->broken |= !sql || !l->made.sql;
    if (!l->broken)
        l->made.sql[l->made.count++] = sql;
}

/* Which tables were made, in order, and the foreign keys that have to wait for all of them. */
typedef struct course {
    const quern__model **tables;
    size_t table_count;
    const quern__field **keys;
    size_t key_count;
} course;

static bool open_course(course *c, const quern__schema *schema, quern__arena *arena)
{
    size_t keys = 0;
    for (size_t i = 0; i < schema->count; i++)
        for (size_t f = 0; f < schema->models[i].count; f++)
            keys += schema->models[i].fields[f].target != NULL;
    *c = (course){ .tables = quern__arena_take_array(arena, schema->count, sizeof *c->tables),
                   .keys = quern__arena_take_array(arena, keys, sizeof *c->keys) };
    return c->tables && c->keys;
}

static void add_table(list *l, course *c, const quern__model *model, bool *there)
{
    quern__sql_create_table(model, l->dialect, there, &l->text);
    end_statement(l);
    const quern__field *field = first_unmet(model, there, 0);
    for (; field; field = first_unmet(model, there, field->index + 1u))
        c->keys[c->key_count++] = field;
    c->tables[c->table_count++] = model;
    there[model->index] = true;
}

static void add_indexes(list *l, const quern__model *model)
{
    for (size_t i = 0; i < model->count && !l->broken; i++)
        if (quern__sql_wants_index(&model->fields[i])) {
            quern__sql_create_index(&model->fields[i], l->dialect, &l->text);
            end_statement(l);
        }
}

static void add_all(list *l, course *c, const quern__schema *schema, bool *there)
{
    for (const quern__model *next; !l->broken && (next = choose(schema, there));)
        add_table(l, c, next, there);
    for (size_t i = 0; i < c->key_count && !l->broken; i++) {
        quern__sql_add_foreign_key(c->keys[i], l->dialect, &l->text);
        end_statement(l);
    }
    for (size_t i = 0; i < c->table_count; i++)
        add_indexes(l, c->tables[i]);
    l->made.tables = c->table_count;
}

bool quern__create_list(const quern__schema *schema, quern__arena *arena, bool *there,
                        quern__statement_list *out)
{
    list l = { .dialect = schema->dialect,
               .arena = arena,
               .text = quern__text_open(quern__arena_allocator(arena)) };
    course c;
    l.broken = !open_course(&c, schema, arena);
    if (!l.broken)
        add_all(&l, &c, schema, there);
    quern__text_close(&l.text);
    *out = l.made;
    return !l.broken;
}

/* ---- The calls ---- */

bool quern__schema_session(quern_session *session, bool catalog, const char *site)
{
    const quern_error unsupported = { .code = QUERN_ERROR_UNSUPPORTED,
                                      .message = "the backend of this db cannot tell about tables",
                                      .hint = "its dialect has no `catalog`: see <quern/backend/dialect.h>",
                                      .site = site };
    const quern_error no_models = { .code = QUERN_ERROR_USAGE,
                                    .message = "the db of this session could not be opened",
                                    .hint = "quern_db_error says why",
                                    .site = site };
    if (quern__scope_failed(&session->scope))
        return false;
    if (!session->scope.schema)
        quern__failure_set(&session->scope.failure, &no_models);
    else if (catalog && !session->scope.schema->dialect->catalog)
        quern__failure_set(&session->scope.failure, &unsupported);
    return !quern__scope_failed(&session->scope);
}

static const char *script_of(const quern__schema *schema, quern__arena *arena)
{
    quern__statement_list statements;
    quern__text text = quern__text_open(quern__arena_allocator(arena));
    bool *there = quern__arena_take_array(arena, schema->count, sizeof *there);
    const char *script = NULL;
    for (size_t i = 0; there && i < schema->count; i++)
        there[i] = schema->models[i].declared->unmanaged;
    if (there && quern__create_list(schema, arena, there, &statements)) {
        for (size_t i = 0; i < statements.count; i++)
            quern__text_put_format(&text, "%s;\n", statements.sql[i]);
        script = quern__text_keep(&text, arena);
    }
    quern__text_close(&text);
    return script;
}

const char *(quern_tables_sql)(quern_session *session, const char *site)
{
    if (!quern__schema_session(session, false, site)) {
        const char *text = session->scope.arena ? quern__arena_format(session->scope.arena, "-- %s\n",
                                                                      session->scope.failure.current->message)
                                                : NULL;
        return text ? text : "-- out of memory\n";
    }
    const char *script = script_of(session->scope.schema, session->scope.arena);
    if (script)
        return script;
    quern__failure_set(&session->scope.failure, &quern__out_of_memory);
    return "-- out of memory\n";
}

/* All statements in one unit; the last one carries the others. */
static bool run_all(quern_session *session, quern__arena *arena, const quern__statement_list *statements,
                    const char *site)
{
    quern__command *before = quern__arena_take_array(arena, statements->count, sizeof *before);
    if (!before) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return false;
    }
    for (size_t i = 0; i + 1 < statements->count; i++)
        before[i].sql = statements->sql[i];
    const quern__work work = { .before = before,
                               .before_count = statements->count - 1,
                               .sql = statements->sql[statements->count - 1],
                               .writes = true,
                               .site = site,
                               .origin = QUERN_ORIGIN_SCHEMA };
    int64_t rows;
    return quern__run(session, &work, &rows);
}

static int64_t create(quern_session *session, quern__arena *arena, const char *site)
{
    const quern__schema *schema = session->scope.schema;
    quern__catalog catalog;
    quern__statement_list statements;
    if (!quern__catalog_read(session, arena, site, &catalog))
        return -1;
    bool *there = quern__arena_take_array(arena, schema->count, sizeof *there);
    for (size_t i = 0; there && i < schema->count; i++)
        there[i] = catalog.tables[i] || schema->models[i].declared->unmanaged;
    if (!there || !quern__create_list(schema, arena, there, &statements)) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return -1;
    }
    if (statements.count && !run_all(session, arena, &statements, site))
        return -1;
    return (int64_t)statements.tables;
}

int64_t(quern_create_tables)(quern_session *session, const char *site)
{
    if (!quern__schema_session(session, true, site))
        return -1;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    if (!arena) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return -1;
    }
    const int64_t made = create(session, arena, site);
    quern__arena_close(arena);
    return made;
}
