/* run.c: a statement from borrowing its connection to the line in the log. */
#include "lib/session/run.h"

#include "lib/base/clock.h"
#include "lib/session/exchange.h"

/* A session of a db that could not be opened has that error from the start; this is for whoever cleared it. */
static const quern_error no_db = { .code = QUERN_ERROR_USAGE,
                                   .message = "the db of this session could not be opened",
                                   .hint = "quern_db_error says why" };

static bool borrow(quern_session *session, const quern__work *work, quern__lease *lease)
{
    const quern__turn turn = { .turn_ms = session->turn_ms,
                               .site = work->site,
                               .arena = session->scope.arena };
    quern_error error;
    if (!session->pool) {
        quern__failure_set(&session->scope.failure, &no_db);
        return false;
    }
    if (quern__pool_borrow(session->pool, &turn, lease, &error))
        return true;
    error.sql = work->sql;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

/* Those that ran before the last one of their unit, or the one that failed. They share its time. */
static void write_down_before(quern_session *session, const quern__exchange *x)
{
    for (size_t i = 0; i < x->done; i++)
        quern__log_add(&session->log, &(quern_query){ .sql = x->work->before[i], .site = x->work->site });
}

static void write_down(quern_session *session, const quern__exchange *x, int64_t waited, int64_t began)
{
    write_down_before(session, x);
    quern__log_add(&session->log, &(quern_query){ .sql = quern__exchange_sql(x),
                                                  .site = x->work->site,
                                                  .rows = x->failure.current ? -1 : x->rows,
                                                  .waited_microseconds = waited,
                                                  .elapsed_microseconds = quern__clock_now() - began });
}

/* True when it succeeded; else the failure is the session's from now on. */
static bool conclude(quern_session *session, quern__exchange *x, int64_t *rows)
{
    const bool done = !x->failure.current;
    if (done) {
        *rows = x->rows;
    } else {
        quern_error error = *x->failure.current;
        error.outcome = quern__exchange_outcome(x);
        quern__failure_set(&session->scope.failure, &error);
    }
    quern__exchange_close(x);
    return done;
}

/* A connection that could not be reset is the last borrower's doing, and this statement has not run: once it is worth
 * another connection. */
bool quern__run(quern_session *session, const quern__work *work, int64_t *rows)
{
    quern__exchange x;
    quern__lease lease;
    int64_t waited = 0, began;
    *rows = -1;
    if (quern__scope_failed(&session->scope))
        return false;
    for (int more = 1;; more--) {
        const int64_t asked = quern__clock_now();
        if (!borrow(session, work, &lease))
            return false;
        began = quern__clock_now();
        waited += began - asked;
        quern__exchange_run(&x, session, work, &lease);
        quern__pool_return(session->pool, &lease, x.how);
        if (!x.reset_failed || x.ran || x.gave_up || !more)
            break;
        quern__exchange_close(&x);
    }
    if (x.sent)
        write_down(session, &x, waited, began);
    return conclude(session, &x, rows);
}
