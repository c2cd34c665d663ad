/* result.c: from libpq's results to events. PQgetResult is only called when PQisBusy says that it will not wait. */
#include "backends/postgres/link.h"

#include <stdlib.h>
#include <string.h>

/* Of libpq 17, whose header may not be there. */
#define TUPLES_CHUNK 12

/* Some rows of a statement, of which more comes. */
static bool is_part(int status)
{
    return status == PGRES_SINGLE_TUPLE || status == TUPLES_CHUNK;
}

static void drop_result(quern_link *link)
{
    PQclear(link->result);
    link->result = NULL;
    link->next_row = link->row_count = 0;
    link->told = false;
}

/* An event without columns, cells or an error: what those say is not looked at, and not worth clearing. */
static void begin_event(quern_event *event, quern_event_kind kind)
{
    event->kind = kind;
    event->count = 0;
    event->rows = 0;
    event->again = event->outdated = false;
}

/* Nothing comes after it, so nothing is kept for it. */
static bool lost(quern_link *link, quern_event *event)
{
    drop_result(link);
    quern__pg_settle_all(link);
    *event = (quern_event){ .kind = QUERN_EVENT_LOST, .error = quern__pg_problem_error(&link->problem) };
    return true;
}

static bool make_width(quern_link *link, size_t width)
{
    const quern_allocator *allocator = link->allocator;
    link->width = width;
    if (width <= link->room)
        return true;
    quern_column *columns = allocator->reallocate(allocator->context, link->columns, width * sizeof *columns);
    if (!columns)
        return false;
    link->columns = columns;
    quern_cell *cells = allocator->reallocate(allocator->context, link->cells, width * sizeof *cells);
    if (!cells)
        return false;
    link->cells = cells;
    link->room = width;
    return true;
}

static void describe(quern_link *link, quern__pg_prepared *prepared)
{
    for (size_t i = 0; i < link->width; i++)
        link->columns[i] = (quern_column){ .name = PQfname(link->result, (int)i),
                                           .type = PQftype(link->result, (int)i),
                                           .modifier = PQfmod(link->result, (int)i) };
    if (prepared)
        quern__pg_prepared_describe(link, prepared, link->columns, link->width);
}

static bool give_columns(quern_link *link, quern_event *event)
{
    quern__pg_prepared *prepared = link->owed[link->owed_first].prepared;
    if (!make_width(link, (size_t)PQnfields(link->result))) {
        quern__pg_break(link, QUERN_ERROR_MEMORY, "out of memory");
        return lost(link, event);
    }
    const quern_column *columns =
        prepared ? quern__pg_prepared_columns(prepared, link->result, link->width) : NULL;
    if (!columns)
        describe(link, prepared);
    link->described = true;
    begin_event(event, QUERN_EVENT_COLUMNS);
    event->count = link->width;
    event->columns = columns ? columns : link->columns;
    return true;
}

/* Done for each row, so no more of the event is written than a row has, and libpq, which checks the numbers each time, is asked no
 * more often than it has to be. Its length of NULL is 0. */
static bool give_row(quern_link *link, quern_event *event)
{
    const PGresult *result = link->result;
    const int row = link->next_row++, width = (int)link->width;
    quern_cell *cell = link->cells;
    for (int i = 0; i < width; i++, cell++) {
        cell->size = (size_t)PQgetlength(result, row, i);
        cell->data = cell->size || !PQgetisnull(result, row, i) ? PQgetvalue(result, row, i) : NULL;
    }
    link->rows++;
    event->kind = QUERN_EVENT_ROW;
    event->count = (size_t)width;
    event->cells = link->cells;
    return true;
}

static bool give_done(quern_link *link, quern_event *event, int64_t rows)
{
    link->told = true;
    begin_event(event, QUERN_EVENT_DONE);
    event->rows = rows;
    return true;
}

static bool give_command(quern_link *link, quern_event *event)
{
    give_done(link, event, strtoll(PQcmdTuples(link->result), NULL, 10));
    quern__pg_prepared_heed(link, PQcmdStatus(link->result), event);
    return true;
}

/* The statement of a parse that failed has been told of. */
static bool give_skipped(quern_link *link, quern_event *event)
{
    const bool known = link->unparsed;
    link->unparsed = false;
    link->told = true;
    begin_event(event, QUERN_EVENT_SKIPPED);
    return !known;
}

/* The unit is over as soon as this is told, not with the next call: the connection may be idle again. */
static bool give_synced(quern_link *link, quern_event *event)
{
    drop_result(link);
    quern__pg_settle_oldest(link);
    begin_event(event, QUERN_EVENT_SYNCED);
    return true;
}

/* An error with an SQLSTATE is the statement's, or, when all of them have been answered, the unit's. FATAL ends the
 * connection. One without an SQLSTATE is libpq's own and leaves it in a state that nobody can tell. */
static bool give_failure(quern_link *link, quern_event *event)
{
    *event = (quern_event){ .kind = QUERN_EVENT_FAILED, .error = quern__pg_statement_error(link->result) };
    if (*event->error.sqlstate && !quern__pg_is_fatal(link->result)) {
        link->told = true;
        return true;
    }
    quern__pg_problem_from_result(&link->problem, link->result);
    link->broken = true;
    return lost(link, event);
}

static bool refuse_copy(quern_link *link, quern_event *event)
{
    quern__pg_problem_note(&link->problem, QUERN_ERROR_UNSUPPORTED, "", "COPY cannot be run as a statement",
                           "The connection was given up.", "use INSERT … SELECT unnest($1), or psql");
    link->broken = true;
    return lost(link, event);
}

/* The same, where the reason may be that it was kept: as long as none of its rows have come. */
static bool give_statement_failure(quern_link *link, quern_event *event)
{
    give_failure(link, event);
    if (event->kind == QUERN_EVENT_FAILED && !link->described)
        quern__pg_prepared_failed(link, link->owed[link->owed_first].prepared, link->result, event);
    return true;
}

/* The answer to a parse: that it failed is told as the failure of its statement, which the server skips then. */
static bool give_parsed(quern_link *link, quern_event *event)
{
    quern__pg_prepared *prepared = link->owed[link->owed_first].prepared;
    link->told = true;
    link->unparsed = link->status == PGRES_FATAL_ERROR;
    quern__pg_prepared_parsed(link, prepared, link->result);
    return link->unparsed && give_statement_failure(link, event);
}

/* The answer to what nobody but this folder has asked for: only that the connection is lost is told. */
static bool give_nothing(quern_link *link, quern_event *event)
{
    const quern__pg_debt *oldest = &link->owed[link->owed_first];
    if (link->status == PGRES_FATAL_ERROR && give_failure(link, event) && event->kind == QUERN_EVENT_LOST)
        return true;
    link->told = true;
    if (oldest->what == QUERN__PG_DEALLOCATE)
        quern__pg_prepared_closed(link, oldest->prepared, link->result);
    return false;
}

/* The next event of a statement's or a sync's result; false when it has no more. */
static bool give_asked(quern_link *link, quern_event *event)
{
    switch ((int)link->status) {
    case PGRES_SINGLE_TUPLE:
    case TUPLES_CHUNK:
    case PGRES_TUPLES_OK:
        if (!link->described)
            return give_columns(link, event);
        if (link->next_row < link->row_count)
            return give_row(link, event);
        return link->status == PGRES_TUPLES_OK && give_done(link, event, link->rows);
    case PGRES_COMMAND_OK:
        return give_command(link, event);
    case PGRES_EMPTY_QUERY:
        return give_done(link, event, 0);
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return refuse_copy(link, event);
    case PGRES_PIPELINE_ABORTED:
        return give_skipped(link, event);
    case PGRES_PIPELINE_SYNC:
        return give_synced(link, event);
    default:
        return give_statement_failure(link, event);
    }
}

/* The next event of the result at hand; false when it has no more. */
static bool give(quern_link *link, quern_event *event)
{
    if (link->told)
        return false;
    switch (quern__pg_oldest(link)) {
    case QUERN__PG_PARSE:
        return give_parsed(link, event);
    case QUERN__PG_DEALLOCATE:
    case QUERN__PG_OWN_SYNC:
        return give_nothing(link, event);
    default:
        return give_asked(link, event);
    }
}

static bool is_copy(ExecStatusType status)
{
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

static bool owes_sync(const quern_link *link)
{
    const quern__pg_owed oldest = quern__pg_oldest(link);
    return oldest == QUERN__PG_SYNC || oldest == QUERN__PG_OWN_SYNC;
}

/* A sync has to answer a sync, and what a statement gives, a statement. An error may come for either. */
static bool is_expected(const quern_link *link)
{
    return link->status == PGRES_FATAL_ERROR || (link->status == PGRES_PIPELINE_SYNC) == owes_sync(link);
}

/* Whether libpq is done with what the result answers. All but a sync end with a NULL, which is there at once. It is taken at
 * once, too: until then libpq does not parse the next statement's rows, and so can still be told that they are wanted one by
 * one; and a statement that is sent behind a failed one would make libpq leave the NULL out. */
static bool end_results(quern_link *link)
{
    if (is_part(link->status) || is_copy(link->status))
        return true;
    if (link->status != PGRES_PIPELINE_SYNC) {
        PGresult *more = PQisBusy(link->conn) ? link->result : PQgetResult(link->conn);
        if (more && more != link->result)
            PQclear(more);
        if (more)
            return false;
    }
    quern__pg_choose_mode(link, 1);
    return true;
}

/* Gets the next result into the link; false when there is none, now or ever. */
static bool next_result(quern_link *link)
{
    if (!link->owed_count || PQisBusy(link->conn))
        return false;
    link->result = PQgetResult(link->conn);
    link->status = PQresultStatus(link->result);
    if (link->result && is_expected(link) && end_results(link)) {
        link->row_count = PQntuples(link->result);
        return true;
    }
    quern__pg_break(link, QUERN_ERROR_CONNECTION_LOST,
                    PQstatus(link->conn) == CONNECTION_OK ? "libpq lost track of what it was sent"
                                                          : PQerrorMessage(link->conn));
    drop_result(link);
    return false;
}

/* All events of the result have been given. After the error of a unit its sync is still owed. */
static void finish_result(quern_link *link)
{
    drop_result(link);
    if (!is_part(link->status) && (!owes_sync(link) || link->status == PGRES_PIPELINE_SYNC))
        quern__pg_settle_oldest(link);
}

/* Whether a row is at hand, of columns that have been told. */
static inline bool has_row(const quern_link *link)
{
    return link->described && link->next_row < link->row_count;
}

static __attribute__((noinline)) bool take_other(quern_link *link, quern_event *event)
{
    for (;;) {
        if (link->result && give(link, event))
            return true;
        if (link->result)
            finish_result(link);
        if (!next_result(link))
            return link->broken && lost(link, event);
        if (has_row(link))
            return give_row(link, event);
    }
}

bool quern__pg_take(quern_link *link, quern_event *event)
{
    return has_row(link) ? give_row(link, event) : take_other(link, event);
}
