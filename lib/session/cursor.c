/* cursor.c: the cursors of streams: where they are listed, and the READ ONLY transaction of those outside of any other. */
#include "lib/session/flight.h"

#include <quern/transaction.h>

#include <stdio.h>

bool quern__cursor_open(quern_session *session, quern__cursor *cursor, bool snapshot, const char *site)
{
    quern__hold *hold = &session->hold;
    *cursor = (quern__cursor){ .over = true };
    if (quern__scope_failed(&session->scope) || !quern__hold_allows(session, NULL, site) ||
        (snapshot && !quern__snapshot_possible(session, site)) ||
        (!hold->innermost && !quern__implicit_begin(session, snapshot, site)))
        return false;
    *cursor = (quern__cursor){ .next = hold->cursors,
                               .level = hold->level_count,
                               .implicit = hold->innermost->implicit };
    snprintf(cursor->name, sizeof cursor->name, "quern_%u", (unsigned)++hold->cursor_number);
    if (hold->cursors)
        hold->cursors->previous = cursor;
    hold->cursors = cursor;
    hold->implicit_cursors += cursor->implicit;
    return true;
}

bool quern__cursor_usable(quern_session *session, const quern__cursor *cursor, const char *site)
{
    static const quern_error over = { .code = QUERN_ERROR_CURSOR,
                                      .message = "the stream is over: its cursor went with its transaction",
                                      .hint = "a stream ends with the quern_begin that it was opened in" };
    if (quern__scope_failed(&session->scope))
        return false;
    if (!cursor->over)
        return true;
    quern_error error = over;
    error.site = site;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

/* False when it is not in the list. */
static bool unlist(quern__hold *hold, quern__cursor *cursor)
{
    if (hold->cursors != cursor && !cursor->previous)
        return false;
    *(cursor->previous ? &cursor->previous->next : &hold->cursors) = cursor->next;
    if (cursor->next)
        cursor->next->previous = cursor->previous;
    cursor->next = cursor->previous = NULL;
    return true;
}

static bool close_cursor(quern_session *session, const quern__cursor *cursor, const char *site)
{
    char sql[QUERN__LEVEL_SQL];
    int64_t rows;
    snprintf(sql, sizeof sql, "CLOSE \"%s\"", cursor->name);
    const quern__work work = { .sql = sql, .site = site, .origin = QUERN_ORIGIN_STREAM, .always = true };
    return quern__run(session, &work, &rows);
}

/* Rows that were read ahead have to be read away before anything else can run. For the last stream of a READ ONLY transaction, in which
 * there is nothing to lose, that must not take long, and how it goes is of no interest. */
static void land(quern_session *session, const quern__cursor *cursor, const char *site)
{
    const bool last = cursor->implicit && session->hold.implicit_cursors == 1 && !session->hold.pins;
    const quern__work work = { .site = site,
                               .origin = QUERN_ORIGIN_STREAM,
                               .statement_ms = last ? QUERN__CLOSE_MS : 0,
                               .always = true };
    const quern_error *error = quern__flights_land(session, &work);
    if (error && !last)
        quern__failure_set(&session->scope.failure, error);
}

bool quern__cursor_close(quern_session *session, quern__cursor *cursor, bool closed, const char *site)
{
    quern__hold *hold = &session->hold;
    if (!unlist(hold, cursor))
        return true;
    if (!quern__pool_forked(session->pool))
        land(session, cursor, site);
    else if (hold->flights) /* that are the parent's, and lie in the stream */
        quern__hold_give_up(session, QUERN__RETURN_BROKEN);
    const bool gone = cursor->over || closed;
    cursor->over = true;
    if (cursor->implicit && --hold->implicit_cursors == 0)
        return quern__implicit_end(session, site);
    return gone || quern__hold_state(hold) != QUERN_LINK_IN_TRANSACTION ||
           close_cursor(session, cursor, site);
}
