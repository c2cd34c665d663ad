/* snapshot.c: READ ONLY transactions that are quern's own, and what is read as of one moment: where the server is told so, and nowhere
 * else, since what its settings say is not known here. */
#include "lib/session/flight.h"

#include <quern/transaction.h>

#include <stdio.h>

bool quern__implicit_begin(quern_session *session, bool snapshot, const char *site)
{
    quern__level *level = quern__hold_push(session, 0, 0, NULL);
    if (!level)
        return false;
    snprintf(level->sql, sizeof level->sql, "BEGIN%s READ ONLY",
             snapshot ? " ISOLATION LEVEL REPEATABLE READ" : "");
    level->implicit = true;
    level->snapshot = snapshot;
    level->site = site;
    return true;
}

bool quern__implicit_end(quern_session *session, const char *site)
{
    quern__hold *hold = &session->hold;
    const bool open = hold->innermost->state == QUERN__LEVEL_OPEN && !hold->lost && !hold->over;
    const bool failed =
        quern__scope_failed(&session->scope) || quern__hold_state(hold) != QUERN_LINK_IN_TRANSACTION;
    const bool done =
        !open || quern__transaction_end(session, failed ? "ROLLBACK" : "COMMIT", site, 0) || failed;
    quern__hold_pop(session);
    return done;
}

bool quern__snapshot_possible(quern_session *session, const char *site)
{
    const quern__level *outermost = session->hold.outermost;
    if (!outermost || outermost->snapshot)
        return true;
    quern_error error = {
        .code = QUERN_ERROR_USAGE,
        .message = "quern_prefetch_snapshot in a transaction in which each statement sees another moment",
        .hint = "begin that by quern_begin(s, .isolation = QUERN_REPEATABLE_READ)",
        .site = site,
    };
    if (outermost->implicit) {
        error.message = "quern_prefetch_snapshot while a stream is open that reads without it";
        error.hint =
            "begin a transaction before the loop: quern_begin(s, .isolation = QUERN_REPEATABLE_READ); "
            "or open the stream with quern_prefetch_snapshot too";
    }
    quern__failure_set(&session->scope.failure, &error);
    return false;
}
