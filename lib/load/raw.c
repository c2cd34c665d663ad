/* raw.c: quern_raw: rows of the user's own SQL as objects. Columns find their fields by name once they are known. The SQL may
 * write, so it runs once and no more: rows with columns of types that nobody knows yet are kept as they come, until the server has
 * been asked about the types. */
#include "lib/load/evaluate.h"
#include "lib/load/watch.h"

#include "lib/session/ask.h"
#include "lib/session/own.h"
#include "lib/value/copy.h"

#include <string.h>

/* ---- The queryset ---- */

static const quern_error *fill(quern_queryset *raw, const char *sql, const quern_value *values)
{
    quern_error error;
    quern__arena *arena = raw->scope->arena;
    const size_t count = quern__own_values_count(values);
    quern_value *taken = NULL;
    quern_kind *kinds = NULL;
    bool good = quern__own_sql_check(sql, &error) && quern__own_count_check(count, sql, &error);
    if (good) {
        taken = quern__arena_take_array(arena, count, sizeof *taken);
        kinds = quern__arena_take_array(arena, count, sizeof *kinds);
        if (!taken || !kinds)
            return &quern__out_of_memory;
        good = quern__own_values_take(values, count, sql, arena, taken, kinds, &error);
    }
    if (!good) {
        error.site = raw->site;
        return quern__error_copy(arena, &error);
    }
    for (size_t i = 0; i < count; i++) {
        const quern_value borrowed = taken[i];
        if (!quern__value_copy(arena, &borrowed, &taken[i]))
            return &quern__out_of_memory;
    }
    raw->as.raw.sql = quern__arena_text(arena, sql);
    raw->as.raw.count = count;
    raw->as.raw.values = taken;
    raw->as.raw.kinds = kinds;
    return raw->as.raw.sql ? NULL : &quern__out_of_memory;
}

quern_queryset *(quern_raw)(quern_session *session, const quern_model *model, const char *sql,
                            const quern_value *values, const char *site)
{
    quern_queryset *made = quern__queryset_raw(session, model, site);
    if (!quern__queryset_usable(made) || made->error)
        return made;
    const quern_error *error = fill(made, sql, values);
    return error ? quern__queryset_fail(made->scope, error, site) : made;
}

/* ---- Its rows ---- */

/* A row as it came. */
typedef struct kept {
    struct kept *next;
    quern_cell cells[];
} kept;

typedef struct quern__raw loading;
struct quern__raw {
    quern__loader loader; /* first: the sink */
    const quern_backend *backend;
    size_t count; /* of columns */
    quern_column *columns;
    const quern__field **fields; /* what each is for; NULL: an extra */
    bool waits;                  /* for types to be known */
    quern__arena *arena;         /* of the rows that wait */
    kept *first, **last;
};

#define TEXT(...) quern__arena_format(l->loader.result->session->scope.arena, __VA_ARGS__)

static bool refuse(quern_error *error, const char *path, const char *message, const char *hint)
{
    *error = message
                 ? (quern_error){ .code = QUERN_ERROR_USAGE, .path = path, .message = message, .hint = hint }
                 : quern__out_of_memory;
    return false;
}

static bool no_memory(quern_error *error)
{
    return refuse(error, NULL, NULL, NULL);
}

/* By the column's name, else by the member's; of a relation that is its key's. */
static const quern__field *field_for(const quern__model *model, const char *name)
{
    for (size_t i = 0; i < model->count; i++)
        if (strcmp(model->fields[i].column, name) == 0)
            return &model->fields[i];
    const quern__field *field = quern__names_find(&model->names, name, strlen(name));
    return field && field->key_name && strcmp(field->key_name, name) != 0 ? NULL : field;
}

static bool keep_column(loading *l, const quern_column *from, quern_column *to)
{
    quern__arena *arena = l->loader.result->arena;
    *to = *from;
    to->name = quern__arena_text(arena, from->name);
    to->type_name = quern__arena_text(arena, from->type_name);
    return to->name && (to->type_name || !from->type_name);
}

/* One that is for nothing else, and no name comes twice. */
static bool check_column(const loading *l, size_t i, quern_error *error)
{
    const char *name = l->columns[i].name;
    const quern__field *field = l->fields[i];
    for (size_t other = 0; other < i; other++) {
        if (strcmp(l->columns[other].name, name) == 0)
            return refuse(error, name, TEXT("the SQL gives two columns \"%s\"", name),
                          "give one of them another name: AS");
        if (field && l->fields[other] == field)
            return refuse(error, name,
                          TEXT("the SQL gives two columns for %s.%s: \"%s\" and \"%s\"", field->model->name,
                               field->name, l->columns[other].name, name),
                          "give one of them another name: AS");
    }
    return true;
}

static bool check_key(const loading *l, quern_error *error)
{
    const quern__field *key = l->loader.result->model->key;
    for (size_t i = 0; key && i < l->count; i++)
        if (l->fields[i] == key)
            return true;
    return !key || refuse(error, key->name,
                          TEXT("the SQL gives no column for the primary key of %s: \"%s\"", key->model->name,
                               key->column),
                          "add it to the columns");
}

/* What the result is told of its columns. */
static bool settle(loading *l)
{
    quern_result *result = l->loader.result;
    const size_t end = (result->model->size + sizeof(quern_cell) - 1) / sizeof(quern_cell);
    bool *loaded = quern__arena_take_array(result->arena, result->model->count, sizeof *loaded);
    quern__extras *extras = quern__arena_take(result->arena, sizeof *extras);
    quern_column *columns = quern__arena_take_array(result->arena, l->count, sizeof *columns);
    if (!loaded || !extras || !columns)
        return false;
    *extras =
        (quern__extras){ .backend = l->backend, .columns = columns, .offset = end * sizeof(quern_cell) };
    for (size_t i = 0; i < l->count; i++)
        if (l->fields[i])
            loaded[l->fields[i]->index] = true;
        else
            columns[extras->count++] = l->columns[i];
    result->loaded = loaded;
    result->extras = extras;
    result->stride = extras->offset + extras->count * sizeof(quern_cell);
    return true;
}

/* The types are known. */
static bool choose(loading *l, quern_error *error)
{
    if (!settle(l))
        return no_memory(error);
    if (!quern__loader_open(&l->loader, l->count, error))
        return false;
    for (size_t i = 0; i < l->count; i++)
        if (!quern__loader_column(&l->loader, l->backend, i, &l->columns[i], l->fields[i], error))
            return false;
    return true;
}

static bool take_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    loading *l = (loading *)(void *)sink;
    quern_result *result = l->loader.result;
    l->backend = backend;
    l->count = count;
    l->columns = quern__arena_take_array(result->arena, count, sizeof *l->columns);
    l->fields = quern__arena_take_array(result->arena, count, sizeof *l->fields);
    if (!l->columns || !l->fields)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        if (!keep_column(l, &columns[i], &l->columns[i]))
            return no_memory(error);
        l->fields[i] = field_for(result->model, columns[i].name);
        if (!check_column(l, i, error))
            return false;
        l->waits |= quern__column_unknown(backend, &columns[i]);
    }
    return check_key(l, error) && (l->waits || choose(l, error));
}

static bool take_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    loading *l = (loading *)(void *)sink;
    if (!l->waits)
        return quern__loader_row(sink, cells, count, error);
    kept *row = quern__arena_take(l->arena, sizeof *row + count * sizeof *row->cells);
    if (!row)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        char *data = cells[i].data ? quern__arena_copy(l->arena, cells[i].data, cells[i].size) : NULL;
        if (cells[i].data && !data)
            return no_memory(error);
        row->cells[i] = (quern_cell){ .data = data, .size = cells[i].size };
    }
    *l->last = row;
    l->last = &row->next;
    return true;
}

static bool load_kept(loading *l, quern_error *error)
{
    if (!choose(l, error))
        return false;
    for (const kept *row = l->first; row; row = row->next)
        if (!quern__loader_row(&l->loader.sink, row->cells, l->count, error))
            return false;
    return true;
}

quern__sink *quern__raw_open(quern_result *result, quern__arena *arena, size_t rows_before)
{
    loading *l = quern__arena_take(arena, sizeof *l);
    if (!l)
        return NULL;
    l->arena = arena;
    l->loader = quern__loader_make(result, NULL);
    l->loader.sink = (quern__sink){ .columns = take_columns, .row = take_row };
    l->loader.rows = rows_before;
    l->last = &l->first;
    return &l->loader.sink;
}

bool quern__raw_came(const quern__sink *sink)
{
    const loading *l = (const loading *)(const void *)sink;
    return l->backend;
}

bool quern__raw_finish(quern__sink *sink, const quern__work *work)
{
    loading *l = (loading *)(void *)sink;
    quern_session *session = l->loader.result->session;
    quern_error error = { .code = QUERN_OK };
    if (!l->backend && l->loader.result->model->key)
        refuse(&error, NULL, "the SQL of quern_raw gives no rows, but changes some or does something else",
               "run it by quern_execute, or let it give rows: RETURNING");
    else if (l->waits && !quern__ask_types(session, l->backend, l->columns, l->count, l->loader.result->arena,
                                           work->site))
        return false;
    else if (l->waits)
        load_kept(l, &error);
    if (!error.code)
        return true;
    error.outcome = session->hold.level_count ? QUERN_NOT_APPLIED : QUERN_APPLIED;
    error.sql = work->sql;
    error.site = work->site;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

static bool run(quern_result *result, const quern__work *work)
{
    quern_session *session = result->session;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__sink *sink = arena ? quern__raw_open(result, arena, 0) : NULL;
    quern__work sunk = *work;
    int64_t rows;
    sunk.sink = sink;
    if (!sink)
        quern__failure_no_memory(&session->scope.failure, work->site);
    const bool done = sink && quern__run(session, &sunk, &rows) && quern__raw_finish(sink, work);
    quern__arena_close(arena);
    return done;
}

quern_result *quern__evaluate_raw(quern_session *session, const quern_queryset *queryset, const char *site)
{
    quern_result *result = quern__result_open(session, queryset->model);
    const quern__work work = { .sql = queryset->as.raw.sql,
                               .count = queryset->as.raw.count,
                               .values = queryset->as.raw.values,
                               .kinds = queryset->as.raw.kinds,
                               .site = site,
                               .origin = QUERN_ORIGIN_OWN,
                               .statement_ms = queryset->statement_ms,
                               .own_sql = true };
    if (!result) {
        quern__failure_no_memory(&session->scope.failure, site);
        return NULL;
    }
    quern__result_of(result, queryset);
    quern__watch watch = { 0 };
    const bool done = quern__watch_query(&watch, session, queryset, &work) && run(result, &work);
    quern__watch_end(&watch, session);
    if (done)
        return result;
    quern__result_close(result);
    return NULL;
}
