/* pipeline.c: sending. Always libpq's pipeline mode and never blocking: requests are queued in libpq's buffer, and `step`
 * moves bytes. What is owed is remembered in the order in which it was sent; result.c takes the answers in that order. */
#include "backends/postgres/link.h"

#include <stdio.h>

/* libpq has it from version 17 on: whether the one that is there at run time does is seen by its address. */
#ifndef LIBPQ_HAS_CHUNK_MODE
extern int PQsetChunkedRowsMode(PGconn *conn, int chunkSize);
#endif
#pragma weak PQsetChunkedRowsMode

enum {
    ROWS_AT_ONCE = 32
}; /* that libpq gathers, if it can: what they cost it beside their bytes is shared by so many */

static bool make_room(quern_link *link)
{
    const quern_allocator *allocator = link->allocator;
    const size_t room = link->owed_room ? 2 * link->owed_room : QUERN__PG_RING;
    if (link->owed_count + QUERN__PG_DEBTS <= link->owed_room)
        return true;
    quern__pg_debt *owed = allocator->allocate(allocator->context, room * sizeof *owed);
    if (!owed)
        return false;
    for (size_t i = 0; i < link->owed_count; i++)
        owed[i] = *quern__pg_owed_at(link, i);
    allocator->release(allocator->context, link->owed);
    link->owed = owed;
    link->owed_room = room;
    link->owed_first = 0;
    return true;
}

void quern__pg_owe(quern_link *link, quern__pg_owed what, quern__pg_prepared *prepared)
{
    const quern__pg_debt debt = { .what = what, .prepared = prepared };
    *quern__pg_owed_at(link, link->owed_count++) = debt;
    quern__pg_prepared_owe(prepared);
}

void quern__pg_settle_oldest(quern_link *link)
{
    quern__pg_prepared_settle(link, link->owed[link->owed_first].prepared);
    link->owed_first = (link->owed_first + 1) & (link->owed_room - 1);
    link->owed_count--;
    link->described = false;
    link->rows = 0;
}

void quern__pg_settle_all(quern_link *link)
{
    while (link->owed_count)
        quern__pg_settle_oldest(link);
}

void quern__pg_break(quern_link *link, quern_error_code code, const char *message)
{
    quern__pg_problem_note(&link->problem, code, "", message, "", "");
    link->broken = true;
}

void quern__pg_break_by_libpq(quern_link *link)
{
    quern__pg_break(link, QUERN_ERROR_CONNECTION_LOST, PQerrorMessage(link->conn));
}

/* The server would end the connection for it, and libpq counts bytes in an int. */
static void break_by_excess(quern_link *link, const quern__pg_parameters *p)
{
    char message[100];
    snprintf(message, sizeof message,
             "the parameters up to $%zu are more than 1 GB, the most that one statement can take", p->excess);
    quern__pg_break(link, QUERN_ERROR_UNSUPPORTED, message);
}

/* libpq takes the wish when the statement is the oldest; for the others it is repeated when their turn comes (result.c). */
void quern__pg_choose_mode(quern_link *link, size_t behind)
{
    if (behind >= link->owed_count || quern__pg_owed_at(link, behind)->what != QUERN__PG_STATEMENT ||
        quern__pg_owed_at(link, behind)->few)
        return;
    if (!PQsetChunkedRowsMode || !PQsetChunkedRowsMode(link->conn, ROWS_AT_ONCE))
        PQsetSingleRowMode(link->conn);
}

static void send_statement(quern_link *link, const quern_request *request, const quern__pg_parameters *p,
                           const quern__pg_prepared *prepared)
{
    const int count = (int)request->count;
    const int sent = prepared ? PQsendQueryPrepared(link->conn, quern__pg_prepared_name(prepared), count,
                                                    p->values, p->lengths, p->formats, 1)
                              : PQsendQueryParams(link->conn, request->sql, count, p->types, p->values,
                                                  p->lengths, p->formats, 1);
    if (!sent)
        quern__pg_break_by_libpq(link);
}

/* What is kept on the server, or is to be kept there no longer, goes in front. */
static void send_request(quern_link *link, const quern_request *request, const quern__pg_parameters *p)
{
    quern__pg_prepared *prepared = NULL;
    if (!link->broken)
        quern__pg_prepared_tend(link, request);
    if (!link->broken)
        prepared = quern__pg_prepared_for(link, request, p);
    if (!link->broken)
        send_statement(link, request, p, prepared);
    quern__pg_owe(link, QUERN__PG_STATEMENT, prepared);
    quern__pg_owed_at(link, link->owed_count - 1)->few = request->few;
    if (link->owed_count == 1)
        quern__pg_choose_mode(link, 0);
    if (!request->sync) {
        if (request->flush && !link->broken && !PQsendFlushRequest(link->conn))
            quern__pg_break_by_libpq(link);
        return;
    }
    link->cache.unit++;
    if (!link->broken && !PQpipelineSync(link->conn))
        quern__pg_break_by_libpq(link);
    quern__pg_owe(link, QUERN__PG_SYNC, NULL);
}

/* A request that cannot be sent because the connection is gone is owed all the same: LOST is the answer. */
bool quern__pg_submit(quern_link *link, const quern_request *request)
{
    quern__pg_parameters parameters;
    if (!make_room(link) || !quern__pg_encode(&link->scratch, request, &parameters))
        return false;
    if (parameters.excess && !link->broken)
        break_by_excess(link, &parameters);
    send_request(link, request, &parameters);
    quern__pg_scratch_rest(&link->scratch);
    return true;
}

/* Notifications pile up in libpq without bound unless they are taken. Looking for them also parses what has come, which
 * hands a FATAL on an idle connection to the notice receiver. */
static void drop_notifications(quern_link *link)
{
    for (PGnotify *notify; (notify = PQnotifies(link->conn));)
        PQfreemem(notify);
}

/* The server may be waiting for us to read before it reads what we send: so reading comes first. */
unsigned quern__pg_step(quern_link *link, unsigned ready)
{
    if (link->broken)
        return QUERN_READY_READ;
    if (ready & QUERN_READY_READ) {
        if (!PQconsumeInput(link->conn))
            quern__pg_break_by_libpq(link);
        drop_notifications(link);
    }
    const int unsent = link->broken ? 0 : PQflush(link->conn);
    if (unsent < 0)
        quern__pg_break_by_libpq(link);
    return QUERN_READY_READ | (unsent > 0 ? (unsigned)QUERN_READY_WRITE : 0U);
}

static quern_link_state state_of(const quern_link *link)
{
    if (link->broken || PQstatus(link->conn) != CONNECTION_OK)
        return QUERN_LINK_LOST;
    if (link->owed_count)
        return QUERN_LINK_BUSY;
    switch (PQtransactionStatus(link->conn)) {
    case PQTRANS_IDLE:
        return QUERN_LINK_IDLE;
    case PQTRANS_INTRANS:
        return QUERN_LINK_IN_TRANSACTION;
    case PQTRANS_INERROR:
        return QUERN_LINK_FAILED_TRANSACTION;
    default:
        return QUERN_LINK_LOST;
    }
}

void quern__pg_info(quern_link *link, quern_link_info *info)
{
    const quern_link_state state = state_of(link);
    *info = (quern_link_info){ .state = state,
                               .fd = state == QUERN_LINK_LOST ? PQsocket(link->conn) : link->fd,
                               .server_version = link->server_version,
                               .process = link->process };
}
