/* stream.c: see stream.h.
 *
 * The statement is that of the plan, or the program's own. Three go in one unit: the READ ONLY transaction's BEGIN where that is due,
 * DECLARE, and the first FETCH. Each chunk is a result of its own, which goes when the next one is asked for, with all that was loaded
 * for its objects.
 *
 * FETCHes that are ahead are units of their own in flight (lib/session/flight.h): see doc/decisions/025. */
#include "lib/load/stream.h"

#include "lib/compile/statements.h"
#include "lib/load/behind.h"
#include "lib/load/eager.h"
#include "lib/load/evaluate.h"
#include "lib/load/related.h"
#include "lib/load/watch.h"
#include "lib/sql/spell.h"

#include <quern/backend/dialect.h>

#include <stdio.h>

static bool no_memory(const quern__stream *stream)
{
    quern__failure_no_memory(&stream->session->scope.failure, stream->site);
    return false;
}

/* ---- A chunk ---- */

static bool open_rows(quern__chunk *chunk)
{
    quern__stream *stream = chunk->stream;
    quern__result_close(chunk->rows);
    chunk->rows = quern__result_open_under(stream->session, stream->arena,
                                           quern__queryset_rows_model(stream->queryset));
    if (!chunk->rows)
        return false;
    chunk->rows->held.birth = stream->birth;
    quern__result_of(chunk->rows, stream->queryset);
    if (!stream->first)
        stream->first = chunk->rows->number;
    quern__result_chunk(chunk->rows, stream->first);
    chunk->loader.result = chunk->rows;
    return true;
}

static bool open_raw(quern__chunk *chunk)
{
    quern__arena_close(chunk->raw_arena);
    chunk->raw_arena = quern__arena_open(chunk->stream->session->scope.allocator, NULL);
    chunk->raw = chunk->raw_arena ? quern__raw_open(chunk->rows, chunk->raw_arena, chunk->loader.rows) : NULL;
    return chunk->raw;
}

/* Rows before them are of other chunks: they have been read, or are there to be read, whatever becomes of these. So what there is for
 * want of memory is a failure of this chunk, as are rows that cannot be decoded. */
static bool take_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    quern__chunk *chunk = (quern__chunk *)(void *)sink;
    quern__stream *stream = chunk->stream;
    stream->declared = true;
    *error = quern__out_of_memory;
    if (!open_rows(chunk) || (stream->queryset->raw && !open_raw(chunk)))
        return false;
    if (chunk->raw)
        return chunk->raw->columns(chunk->raw, backend, columns, count, error);
    if (!stream->loader.columns) {
        if (!stream->choose(sink, backend, columns, count, error))
            return false;
        stream->loader = chunk->loader;
        return true;
    }
    chunk->loader.columns = stream->loader.columns;
    chunk->loader.count = stream->loader.count;
    return quern__loader_tie(&chunk->loader, error);
}

static bool take_raw_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__sink *raw = ((quern__chunk *)(void *)sink)->raw;
    return raw->row(raw, cells, count, error);
}

static void open_chunk(quern__stream *stream, quern__chunk *chunk)
{
    chunk->stream = stream;
    chunk->loader = quern__loader_make(NULL, &stream->plan);
    chunk->loader.arena = stream->arena;
    chunk->loader.rows = stream->fetches++ * stream->rows; /* all before it were full */
    stream->choose = chunk->loader.sink.columns;
    chunk->loader.sink.columns = take_columns;
    if (stream->queryset->raw)
        chunk->loader.sink.row = take_raw_row;
}

static void close_chunk(quern__chunk *chunk)
{
    quern__flight_close(&chunk->flight);
    quern__result_close(chunk->rows);
    quern__arena_close(chunk->raw_arena);
    chunk->rows = NULL;
    chunk->raw = NULL;
    chunk->raw_arena = NULL;
}

static quern__work work_of(const quern__stream *stream, quern__chunk *chunk)
{
    return (quern__work){ .sql = stream->fetch,
                          .site = stream->site,
                          .origin = QUERN_ORIGIN_STREAM,
                          .statement_ms = stream->queryset->statement_ms,
                          .once = true,
                          .sink = &chunk->loader.sink };
}

/* The chunk is there, and is going to be read. */
static bool read_chunk(quern__stream *stream, quern__chunk *chunk)
{
    const quern__work work = work_of(stream, chunk);
    if (chunk->raw && !quern__raw_finish(chunk->raw, &work))
        return false;
    quern__arena_close(chunk->raw_arena);
    chunk->raw_arena = NULL;
    chunk->raw = NULL;
    stream->next = 0;
    stream->count = chunk->rows ? chunk->rows->count : 0;
    if (stream->count)
        quern__related_point_back(stream->queryset, chunk->rows);
    stream->last = stream->count < stream->rows;
    return !stream->count ||
           quern__behind_fetch(stream->session, stream->queryset, chunk->rows, stream->site);
}

/* ---- Reading ahead ---- */

static quern__chunk *chunk_at(const quern__stream *stream, uint32_t further)
{
    return &stream->chunks[(stream->at + further) % (stream->ahead + 1)];
}

/* One that has landed already, while something else ran, was not full. */
static bool end_is_known(const quern__stream *stream)
{
    for (uint32_t i = 0; i < stream->asked; i++) {
        const quern__chunk *chunk = chunk_at(stream, i);
        if (chunk->flight.state == QUERN__FLIGHT_LANDED &&
            !(chunk->rows && chunk->rows->count == stream->rows))
            return true;
    }
    return false;
}

static bool ask(quern__stream *stream, quern__chunk *chunk)
{
    open_chunk(stream, chunk);
    chunk->flight.work = work_of(stream, chunk);
    stream->asked++;
    return quern__flight_send(stream->session, &chunk->flight);
}

static bool ask_for(quern__stream *stream, uint32_t count)
{
    while (stream->asked < count && !end_is_known(stream))
        if (!ask(stream, chunk_at(stream, stream->asked)))
            return false;
    return true;
}

/* Only from the second chunk on: who reads few rows, of a small set or in a loop that ends early, pays for none of this. From then on,
 * whenever a chunk is wanted, those that follow it are on their way. But what is fetched along with its objects would have to wait for
 * all that is: so with that they are asked for behind it. */
static bool next_chunk(quern__stream *stream)
{
    const bool along = quern__behind_wanted(stream->queryset);
    const uint32_t all = stream->ahead + 1;
    close_chunk(chunk_at(stream, 0));
    stream->at = (stream->at + 1) % all;
    stream->next = stream->count = 0;
    if (!ask_for(stream, along ? 1 : all))
        return false;
    quern__chunk *wanted = chunk_at(stream, 0);
    if (!quern__flight_take(stream->session, &wanted->flight) || !read_chunk(stream, wanted) ||
        (along && !stream->last && !ask_for(stream, all)))
        return false;
    stream->asked--;
    return true;
}

/* ---- The first chunk ---- */

/* Where the first rows are of types that nobody knows, they were read for nothing: a cursor does not go back. Then it is declared
 * anew, since no row of it has been handed out yet. */
static bool run_declare(quern__stream *stream, const char *sql, const quern__parameters *parameters)
{
    quern__chunk *first = chunk_at(stream, 0);
    const quern__command commands[] = {
        { .sql = stream->close },
        { .sql = sql, .count = parameters->count, .values = parameters->values, .kinds = parameters->kinds },
    };
    quern__work again = work_of(stream, first), work;
    again.before = commands;
    again.before_count = 2;
    again.own_sql = stream->queryset->raw;
    again.once = false;
    again.passed_by = quern__related_passed_by(stream->queryset);
    work = again;
    work.before = commands + 1;
    work.before_count = 1;
    work.again = &again;
    int64_t rows;
    open_chunk(stream, first);
    return quern__run(stream->session, &work, &rows) && read_chunk(stream, first);
}

static bool declare(quern__stream *stream, const char *select, const quern__parameters *parameters)
{
    quern_session *session = stream->session;
    quern__text text = quern__text_open(session->scope.allocator);
    quern__spell spell = quern__spell_open(session->scope.schema->dialect, &text);
    spell.dialect->declare(&spell.writer, stream->cursor.name);
    quern__spell_put(&spell, select);
    const quern__work asked = { .sql = select,
                                .count = parameters->count,
                                .values = parameters->values,
                                .kinds = parameters->kinds,
                                .site = stream->site };
    quern__watch watch = { 0 };
    const bool done = text.broken ? no_memory(stream)
                                  : quern__watch_query(&watch, session, stream->queryset, &asked) &&
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
        !quern__cursor_open(stream->session, &stream->cursor, quern__behind_snapshot(stream->queryset),
                            stream->site))
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
    stream->last = stream->plan.empty;
    return stream->last || (open_cursor(stream) && declare_plan(stream));
}

bool quern__stream_open(quern__stream *stream)
{
    stream->chunks =
        quern__arena_take_array(stream->arena, stream->ahead + (size_t)1, sizeof *stream->chunks);
    if (!stream->chunks)
        return no_memory(stream);
    if (!quern__related_allows(stream->queryset, stream->site))
        return false;
    return stream->queryset->raw ? open_cursor(stream) && declare_raw(stream) : open_plan(stream);
}

void *quern__stream_next(quern__stream *stream)
{
    if (!quern__cursor_usable(stream->session, &stream->cursor, stream->site))
        return NULL;
    if (stream->next == stream->count && (stream->last || !next_chunk(stream)))
        return NULL;
    return stream->next < stream->count ? quern__result_row(chunk_at(stream, 0)->rows, stream->next++) : NULL;
}

void quern__stream_close(quern__stream *stream)
{
    quern__stream_end(stream);
    quern__arena_close(stream->arena);
}

void quern__stream_end(quern__stream *stream)
{
    for (uint32_t i = 0; stream->chunks && i <= stream->ahead; i++)
        quern__flight_drop(&stream->chunks[i].flight);
    if (stream->opened)
        quern__cursor_close(stream->session, &stream->cursor, !stream->declared, stream->site);
    for (uint32_t i = 0; stream->chunks && i <= stream->ahead; i++)
        close_chunk(&stream->chunks[i]);
    quern__eager_end_stream(stream->session, stream->first);
}
