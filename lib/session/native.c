/* native.c: the connection in the program's hands. It is pinned meanwhile, and tainted. */
#include "lib/session/run.h"

#include <quern/backend/native.h>

static void fail(quern_session *session, const quern_error *error, const char *site)
{
    quern_error complete = *error;
    complete.site = site;
    quern__failure_set(&session->scope.failure, &complete);
}

/* A stream's next chunk would come into the program's hands. */
static bool stream_is_open(const quern__hold *hold)
{
    for (const quern__cursor *cursor = hold->cursors; cursor; cursor = cursor->next)
        if (!cursor->over)
            return true;
    return false;
}

static bool check(quern_session *session, const quern_backend *backend, const char *site)
{
    static const quern_error stream = { .code = QUERN_ERROR_USAGE,
                                        .message = "the connection cannot be borrowed while a stream is open",
                                        .hint = "close it first, or borrow from another session" };
    static const quern_error unsupported = { .code = QUERN_ERROR_UNSUPPORTED,
                                             .message =
                                                 "the db has another backend, or one that lends nothing" };
    if (quern__scope_failed(&session->scope) || !quern__run_possible(session, NULL, site))
        return false;
    const quern_backend *own = quern__pool_backend(session->pool);
    const bool lends = own->size >= offsetof(quern_backend, reclaim) + sizeof own->reclaim && own->lend;
    if (own != backend || !lends)
        fail(session, &unsupported, site);
    else if (stream_is_open(&session->hold))
        fail(session, &stream, site);
    else
        return quern__hold_allows(session, NULL, site);
    return false;
}

/* Sends what is pending, or due to be reset: nothing, mostly. Taints it, as SQL of the user's own does. */
static bool obtain(quern_session *session, const char *site)
{
    const quern__work work = { .site = site, .origin = QUERN_ORIGIN_TRANSACTION, .own_sql = true };
    int64_t rows;
    return quern__run(session, &work, &rows);
}

static bool in_transaction(const quern__hold *hold)
{
    const quern_link_state state = quern__hold_state(hold);
    return state == QUERN_LINK_IN_TRANSACTION || state == QUERN_LINK_FAILED_TRANSACTION;
}

static void unpin(quern_session *session)
{
    session->hold.pins--;
    quern__hold_let_go(session);
}

/* The program's connection, or NULL when the session has failed. It may have been lost just behind the last answer. */
static void *lend(quern_session *session, const char *site)
{
    static const quern_error lost = { .code = QUERN_ERROR_CONNECTION_LOST,
                                      .message = "the connection was lost as it was to be borrowed" };
    quern__hold *hold = &session->hold;
    quern_error error;
    if (!hold->lease.link) {
        fail(session, &lost, site);
        return NULL;
    }
    void *native = hold->lease.backend->lend(hold->lease.link, &error);
    if (native) {
        hold->lent = true;
        hold->lent_site = site;
        hold->lent_in_transaction = in_transaction(hold);
        return native;
    }
    fail(session, &error, site);
    quern__hold_give_up(session, QUERN__RETURN_BROKEN);
    return NULL;
}

void *quern_native_borrow(quern_session *session, const quern_backend *backend, const char *site)
{
    if (!check(session, backend, site))
        return NULL;
    session->hold.pins++;
    void *native = obtain(session, site) ? lend(session, site) : NULL;
    if (!native)
        unpin(session);
    return native;
}

/* Whether it came back as it went. */
static bool reclaim(quern__hold *hold, quern_error *error)
{
    static const quern_error moved[] = {
        { .code = QUERN_ERROR_USAGE,
          .message = "the connection that was borrowed comes back in a transaction",
          .hint = "end it, or call quern_begin before borrowing" },
        { .code = QUERN_ERROR_USAGE,
          .message = "the transaction was ended while its connection was borrowed",
          .hint = "quern_commit and quern_rollback end it" },
    };
    if (!hold->lease.backend->reclaim(hold->lease.link, error))
        return false;
    if (in_transaction(hold) == hold->lent_in_transaction)
        return true;
    *error = moved[hold->lent_in_transaction];
    return false;
}

bool quern_native_return(quern_session *session, const char *site)
{
    static const quern_error not_lent = { .code = QUERN_ERROR_USAGE,
                                          .message = "the session's connection is not borrowed" };
    quern__hold *hold = &session->hold;
    quern_error error;
    if (!hold->lent) {
        fail(session, &not_lent, site);
        return false;
    }
    hold->lent = false;
    const bool good = quern__run_possible(session, NULL, site) && reclaim(hold, &error);
    if (!good) {
        if (!quern__pool_forked(session->pool))
            fail(session, &error, site);
        quern__hold_give_up(session, QUERN__RETURN_BROKEN);
    }
    unpin(session);
    return good;
}
