/* catalog.c: asks the dialect's catalogue query, and sorts what comes by table. */
#include "lib/schema/catalog.h"

#include "lib/sql/ddl.h"
#include "lib/sql/spell.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 7 };

/* ---- What is asked ---- */

typedef struct question {
    const char **tables, **columns, **types;
    int64_t *owners; /* of the columns: numbers of tables, from 1 */
    size_t table_count, column_count;
} question;

static const char *keep(quern__text *text, quern__arena *arena)
{
    const char *kept = quern__text_keep(text, arena);
    quern__text_clear(text);
    return kept;
}

static bool ask_column(question *q, const quern__field *field, const quern_dialect *dialect,
                       quern__arena *arena, quern__text *text)
{
    const size_t at = q->column_count++;
    quern__sql_column_type(field, dialect, text);
    q->owners[at] = (int64_t)field->model->index + 1;
    q->columns[at] = field->column;
    q->types[at] = keep(text, arena);
    return q->types[at] != NULL;
}

static bool ask_table(question *q, const quern__model *model, const quern_dialect *dialect,
                      quern__arena *arena, quern__text *text)
{
    quern__spell spell = quern__spell_open(dialect, text);
    quern__spell_table(&spell, model);
    q->tables[q->table_count] = keep(text, arena);
    bool well = q->tables[q->table_count++] != NULL;
    for (size_t i = 0; well && i < model->count; i++)
        well = ask_column(q, &model->fields[i], dialect, arena, text);
    return well;
}

static bool ask(question *q, const quern__schema *schema, quern__arena *arena)
{
    size_t columns = 0;
    for (size_t i = 0; i < schema->count; i++)
        columns += schema->models[i].count;
    q->tables = quern__arena_take_array(arena, schema->count, sizeof *q->tables);
    q->columns = quern__arena_take_array(arena, columns, sizeof *q->columns);
    q->types = quern__arena_take_array(arena, columns, sizeof *q->types);
    q->owners = quern__arena_take_array(arena, columns, sizeof *q->owners);
    bool well = q->tables && q->columns && q->types && q->owners;
    quern__text text = quern__text_open(quern__arena_allocator(arena));
    for (size_t i = 0; well && i < schema->count; i++)
        well = ask_table(q, &schema->models[i], schema->dialect, arena, &text);
    quern__text_close(&text);
    return well;
}

/* ---- What is answered ---- */

typedef struct listener {
    quern__sink sink; /* first */
    quern_storage storage;
    quern__arena *arena;
    quern__catalog *catalog;
    size_t table_count;
    quern_decoder *decode[COLUMNS];
} listener;

static bool refuse(quern_error *error, const char *message)
{
    *error =
        (quern_error){ .code = QUERN_ERROR_TYPE,
                       .message = message,
                       .hint = "the backend's catalogue query is not as <quern/backend/dialect.h> has it" };
    return false;
}

static bool hear_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    listener *l = (listener *)sink;
    l->catalog->backend = backend;
    if (count != COLUMNS)
        return refuse(error, "the catalogue gave another number of columns than 7");
    for (size_t i = 0; i < COLUMNS; i++)
        if (!(l->decode[i] = backend->decoder(&columns[i], QUERN_KIND_TEXT)))
            return refuse(error, "the catalogue gave a column that is no text");
    return true;
}

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    listener *l = (listener *)(void *)((char *)storage - offsetof(listener, storage));
    return alignment > 1 ? quern__arena_take(l->arena, size) : quern__arena_take_bytes(l->arena, size);
}

static bool hear_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    listener *l = (listener *)sink;
    const char *texts[COLUMNS];
    for (size_t i = 0; i < count; i++) {
        texts[i] = "";
        if (cells[i].data && l->decode[i](&cells[i], &texts[i], &l->storage) != QUERN_DECODED) {
            *error = quern__out_of_memory;
            return false;
        }
    }
    const unsigned long table = strtoul(texts[0], NULL, 10);
    quern__fact *fact = quern__arena_take(l->arena, sizeof *fact);
    if (!fact) {
        *error = quern__out_of_memory;
        return false;
    }
    if (table < 1 || table > l->table_count)
        return refuse(error, "the catalogue gave a table that was not asked for");
    quern__fact **list = &l->catalog->tables[table - 1];
    *fact = (quern__fact){ texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], *list };
    *list = fact;
    return true;
}

static bool run(quern_session *session, const question *q, listener *l, const char *site)
{
    const quern_value values[] = {
        quern_value_array_text(quern_array_of_text(q->tables, q->table_count)),
        quern_value_array_i64(quern_array_of_i64(q->owners, q->column_count)),
        quern_value_array_text(quern_array_of_text(q->columns, q->column_count)),
        quern_value_array_text(quern_array_of_text(q->types, q->column_count)),
    };
    const quern_kind texts = (quern_kind)((int)QUERN_KIND_TEXT | (int)QUERN_ARRAY);
    const quern_kind kinds[] = { texts, (quern_kind)((int)QUERN_KIND_I64 | (int)QUERN_ARRAY), texts, texts };
    const quern__work work = { .sql = session->scope.schema->dialect->catalog,
                               .count = 4,
                               .values = values,
                               .kinds = kinds,
                               .site = site,
                               .origin = QUERN_ORIGIN_SCHEMA,
                               .sink = &l->sink };
    int64_t rows;
    return quern__run(session, &work, &rows);
}

bool quern__catalog_read(quern_session *session, quern__arena *arena, const char *site, quern__catalog *out)
{
    const quern__schema *schema = session->scope.schema;
    question q = { .table_count = 0 };
    *out = (quern__catalog){ .tables = quern__arena_take_array(arena, schema->count, sizeof *out->tables) };
    if (!out->tables || !ask(&q, schema, arena)) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return false;
    }
    listener l = { .sink = { .columns = hear_columns, .row = hear_row },
                   .storage = { .take = take },
                   .arena = arena,
                   .catalog = out,
                   .table_count = schema->count };
    return run(session, &q, &l, site);
}

const quern__fact *quern__fact_find(const quern__fact *from, const char *what, const char *name)
{
    for (; from; from = from->next)
        if (strcmp(from->what, what) == 0 && (!name || strcmp(from->name, name) == 0))
            return from;
    return NULL;
}
