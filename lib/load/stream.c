/* stream.c: see stream.h.
 *
 * The statement is that of the plan, or the program's own. Three go in one unit: the READ ONLY transaction's BEGIN where that is due,
 * DECLARE, and the first FETCH. Each chunk is a result of its own, which goes when the next one is asked for, with all that was loaded
 * for its objects. */
#include "lib/load/stream.h"

#include "lib/compile/statements.h"
#include "lib/load/evaluate.h"
#include "lib/load/watch.h"
#include "lib/sql/spell.h"

#include <quern/backend/dialect.h>

#include <stdio.h>

static bool no_memory(const quern__stream *stream)
{
    quern__failure_no_memory(&stream->session->scope.failure, stream->site);
    return false;
}

/* ---- The sink ---- */

/* Types that had to be asked for are known to the first chunk's columns. */
static bool take_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    quern__stream *stream = (quern__stream *)(void *)sink;
    const bool again = stream->declared && stream->loader.columns;
    stream->declared = true;
    return again || stream->choose(sink, backend, columns, count, error);
}

static bool open_chunk(quern__stream *stream)
{
    const quern__model *model = quern__queryset_rows_model(stream->queryset);
    quern__result_close(stream->chunk);
    stream->next = 0;
    stream->chunk = quern__result_open_under(stream->session, stream->arena, model);
    if (!stream->chunk)
        return no_memory(stream);
    quern__result_of(stream->chunk, stream->queryset);
    if (!stream->first)
        stream->first = stream->chunk->number;
    quern__result_chunk(stream->chunk, stream->first);
    stream->loader.result = stream->chunk;
    return true;
}

/* ---- Statements ---- */

/* Runs one that ends with the FETCH. */
static bool run(quern__stream *stream, const quern__work *work)
{
    int64_t rows;
    bool came = false;
    const bool done = stream->queryset->raw ? quern__raw_load(stream->chunk, work, stream->loader.rows, &came)
                                            : quern__run(stream->session, work, &rows);
    stream->declared |= came;
    if (!done)
        return false;
    stream->last = stream->chunk->count < stream->rows;
    if (stream->queryset->raw)
        stream->loader.rows += stream->chunk->count;
    return true;
}

static bool fetch(quern__stream *stream)
{
    const quern__work work = { .sql = stream->fetch,
                               .site = stream->site,
                               .origin = QUERN_ORIGIN_STREAM,
                               .statement_ms = stream->queryset->statement_ms,
                               .once = true,
                               .sink = &stream->loader.sink };
    return open_chunk(stream) && run(stream, &work);
}

/* Where the first rows are of types that nobody knows, they were read for nothing: a cursor does not go back. Then it is declared
 * anew, since no row of it has been handed out yet. */
static bool run_declare(quern__stream *stream, const char *sql, const quern__parameters *parameters)
{
    const quern__command commands[] = {
        { .sql = stream->close },
        { .sql = sql, .count = parameters->count, .values = parameters->values, .kinds = parameters->kinds },
    };
    const quern__work again = { .before = commands,
                                .before_count = 2,
                                .sql = stream->fetch,
                                .site = stream->site,
                                .origin = QUERN_ORIGIN_STREAM,
                                .statement_ms = stream->queryset->statement_ms,
                                .own_sql = stream->queryset->raw,
                                .sink = &stream->loader.sink };
    quern__work work = again;
    work.before = commands + 1;
    work.before_count = 1;
    work.again = &again;
    return run(stream, &work);
}

static bool declare(quern__stream *stream, const char *select, const quern__parameters *parameters)
{
    quern_session *session = stream->session;
    quern__text text = quern__text_open(session->scope.allocator);
    quern__spell spell = quern__spell_open(session->scope.schema->dialect, &text);
    spell.dialect->declare(&spell.writer, stream->cursor.name);
    quern__spell_put(&spell, select);
    quern__watch watch = { 0 };
    const bool done = text.broken ? no_memory(stream)
                                  : quern__watch_query(&watch, session, stream->queryset, select, parameters,
                                                       stream->site) &&
                                        run_declare(stream, quern__text_get(&text), parameters);
    quern__watch_end(&watch, session);
    quern__text_close(&text);
    return done;
}

static bool declare_raw(quern__stream *stream)
{
    const quern_queryset *raw = stream->queryset;
    const quern__parameters parameters = { raw->as.raw.count, raw->as.raw.values, raw->as.raw.kinds };
    return declare(stream, raw->as.raw.sql, &parameters);
}

static bool declare_plan(quern__stream *stream)
{
    quern__statements *statements = stream->session->statements;
    quern__parameters parameters;
    const quern__compiled *compiled = quern__plan_parameters(&stream->plan, stream->arena, &parameters)
                                          ? quern__compile(statements, &stream->plan)
                                          : NULL;
    if (!compiled)
        return no_memory(stream);
    const bool done = declare(stream, compiled->sql, &parameters);
    quern__compiled_release(statements, compiled);
    return done;
}

/* ---- The stream ---- */

static bool has_cursors(const quern__stream *stream)
{
    const quern_dialect *dialect = stream->session->scope.schema->dialect;
    if (dialect->size > offsetof(quern_dialect, declare) && dialect->declare)
        return true;
    quern__failure_set(&stream->session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                                       .message = "quern_iterate: this database has no cursors",
                                       .hint = "read slices of it, in order",
                                       .site = stream->site });
    return false;
}

static bool open_cursor(quern__stream *stream)
{
    if (!has_cursors(stream) || !quern__run_possible(stream->session, NULL, stream->site) ||
        !quern__cursor_open(stream->session, &stream->cursor, stream->site))
        return false;
    const char *name = stream->cursor.name;
    snprintf(stream->fetch, sizeof stream->fetch, "FETCH FORWARD %u FROM \"%s\"", (unsigned)stream->rows,
             name);
    snprintf(stream->close, sizeof stream->close, "CLOSE \"%s\"", name);
    stream->opened = true;
    return true;
}

static bool open_plan(quern__stream *stream)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    if (!quern__evaluation_plan(stream->session, stream->queryset, &all_rows, stream->arena, stream->site,
                                &stream->plan))
        return false;
    stream->loader = quern__loader_make(NULL, &stream->plan);
    stream->loader.arena = stream->arena;
    stream->choose = stream->loader.sink.columns;
    stream->loader.sink.columns = take_columns;
    stream->last = stream->plan.empty;
    return open_chunk(stream) && (stream->last || (open_cursor(stream) && declare_plan(stream)));
}

bool quern__stream_open(quern__stream *stream)
{
    if (!stream->queryset->raw)
        return open_plan(stream);
    return open_chunk(stream) && open_cursor(stream) && declare_raw(stream);
}

void *quern__stream_next(quern__stream *stream)
{
    if (!quern__cursor_usable(stream->session, &stream->cursor, stream->site))
        return NULL;
    if (stream->next == stream->chunk->count && (stream->last || !fetch(stream)))
        return NULL;
    return stream->next < stream->chunk->count ? quern__result_row(stream->chunk, stream->next++) : NULL;
}

void quern__stream_close(quern__stream *stream)
{
    if (stream->opened)
        quern__cursor_close(stream->session, &stream->cursor, !stream->declared, stream->site);
    quern__arena_close(stream->arena);
}
