/* result.c: from libpq's results to events. PQgetResult is only called when PQisBusy says that it will not wait. */
#include "backends/postgres/link.h"

#include <stdlib.h>
#include <string.h>

static bool lost(quern_link *link, quern_event *event)
{
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

static bool give_columns(quern_link *link, quern_event *event)
{
    const int width = PQnfields(link->result);
    if (!make_width(link, (size_t)width)) {
        quern__pg_break(link, QUERN_ERROR_MEMORY, "out of memory");
        return lost(link, event);
    }
    for (int i = 0; i < width; i++)
        link->columns[i] = (quern_column){ .name = PQfname(link->result, i),
                                           .type = PQftype(link->result, i),
                                           .modifier = PQfmod(link->result, i) };
    link->described = true;
    *event = (quern_event){ .kind = QUERN_EVENT_COLUMNS, .count = (size_t)width, .columns = link->columns };
    return true;
}

static bool give_row(quern_link *link, quern_event *event)
{
    const int row = link->next_row++;
    for (size_t i = 0; i < link->width; i++) {
        const int column = (int)i;
        const bool null = PQgetisnull(link->result, row, column);
        link->cells[i].data = null ? NULL : PQgetvalue(link->result, row, column);
        link->cells[i].size = null ? 0 : (size_t)PQgetlength(link->result, row, column);
    }
    link->rows++;
    *event = (quern_event){ .kind = QUERN_EVENT_ROW, .count = link->width, .cells = link->cells };
    return true;
}

static bool give_done(quern_link *link, quern_event *event, int64_t rows)
{
    link->finished = true;
    *event = (quern_event){ .kind = QUERN_EVENT_DONE, .rows = rows };
    return true;
}

/* An error with an SQLSTATE is the statement's. FATAL ends the connection. One without an SQLSTATE is libpq's own and leaves
 * it in a state that nobody can tell. */
static bool give_failure(quern_link *link, quern_event *event)
{
    *event = (quern_event){ .kind = QUERN_EVENT_FAILED, .error = quern__pg_statement_error(link->result) };
    if (*event->error.sqlstate && !quern__pg_is_fatal(link->result)) {
        link->finished = true;
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

static void drop_result(quern_link *link)
{
    PQclear(link->result);
    link->result = NULL;
    link->next_row = 0;
}

/* The next event of the result at hand; false when it has no more. */
static bool give(quern_link *link, quern_event *event)
{
    switch (PQresultStatus(link->result)) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_TUPLES_OK:
        if (!link->described)
            return give_columns(link, event);
        if (link->next_row < PQntuples(link->result))
            return give_row(link, event);
        return PQresultStatus(link->result) == PGRES_TUPLES_OK && !link->finished &&
               give_done(link, event, link->rows);
    case PGRES_COMMAND_OK:
        return !link->finished && give_done(link, event, strtoll(PQcmdTuples(link->result), NULL, 10));
    case PGRES_EMPTY_QUERY:
        return !link->finished && give_done(link, event, 0);
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return refuse_copy(link, event);
    case PGRES_PIPELINE_ABORTED:
        *event = (quern_event){ .kind = QUERN_EVENT_SKIPPED };
        return !link->finished && (link->finished = true);
    case PGRES_PIPELINE_SYNC:
        *event = (quern_event){ .kind = QUERN_EVENT_SYNCED };
        return !link->finished && (link->finished = true);
    default:
        return !link->finished && give_failure(link, event);
    }
}

/* The end of a statement's results is a NULL; a sync has none. False when libpq has nothing although something is owed. */
static bool end_of_results(quern_link *link)
{
    if (quern__pg_oldest(link) != QUERN__PG_STATEMENT || !link->finished)
        return false;
    quern__pg_settle_oldest(link);
    PQsetSingleRowMode(link->conn);
    return true;
}

/* Gets the next result into the link; false when there is none, now or ever. */
static bool next_result(quern_link *link)
{
    while (link->owed_count && !PQisBusy(link->conn)) {
        link->result = PQgetResult(link->conn);
        if (link->result)
            return true;
        if (end_of_results(link))
            continue;
        quern__pg_break(link, QUERN_ERROR_CONNECTION_LOST,
                        PQstatus(link->conn) == CONNECTION_OK ? "libpq lost track of what it was sent"
                                                              : PQerrorMessage(link->conn));
        return false;
    }
    return false;
}

static void finish_result(quern_link *link)
{
    const bool sync = PQresultStatus(link->result) == PGRES_PIPELINE_SYNC;
    drop_result(link);
    if (!sync)
        return;
    quern__pg_settle_oldest(link);
    PQsetSingleRowMode(link->conn);
}

bool quern__pg_take(quern_link *link, quern_event *event)
{
    do {
        if (link->result && give(link, event))
            return true;
        if (link->result)
            finish_result(link);
    } while (next_result(link));
    return link->broken && lost(link, event);
}
