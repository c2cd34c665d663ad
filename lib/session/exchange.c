/* exchange.c: the course of an exchange, and the state in which it leaves the connection. */
#include "lib/session/exchange.h"

#include "lib/session/record.h"

#include <string.h>

static quern_link_info info_of(const quern__exchange *x)
{
    quern_link_info info = { .fd = -1 };
    x->backend->info(x->link, &info);
    return info;
}

/* A connection in a transaction would take the next borrower's statements into it. The statement fails for it, but if
 * nothing else did the rollback leaves the connection usable. */
static quern__return roll_back(quern__exchange *x)
{
    static const quern_error left_open = {
        .code = QUERN_ERROR_USAGE,
        .message = "the statement left a transaction open",
        .detail = "It has been rolled back.",
        .hint = "each statement may run on another connection, so BEGIN cannot be a statement of its own",
    };
    quern__exchange_fail(x, &left_open);
    x->over = false;
    if (!quern__exchange_send_rollback(x))
        return QUERN__RETURN_BROKEN;
    quern__exchange_receive(x);
    if (x->gave_up)
        return x->how;
    return info_of(x).state == QUERN_LINK_IDLE ? QUERN__RETURN_TAINTED : QUERN__RETURN_BROKEN;
}

/* What came before it may be committed or rolled back, whatever it was that did so. */
static void end_early(quern__exchange *x)
{
    static const quern_error ended = {
        .code = QUERN_ERROR_USAGE,
        .message = "the statement ended the transaction that it ran in",
        .hint = "quern_commit and quern_rollback end it",
    };
    quern__exchange_fail(x, &ended);
}

static quern__return settle(quern__exchange *x)
{
    const quern__return kept = x->work->own_sql ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN;
    if (x->reset_failed)
        return QUERN__RETURN_BROKEN;
    switch (info_of(x).state) {
    case QUERN_LINK_IDLE:
        x->transaction_over = x->in_transaction;
        if (x->transaction_over && !x->work->ends)
            end_early(x);
        return kept;
    case QUERN_LINK_IN_TRANSACTION:
    case QUERN_LINK_FAILED_TRANSACTION:
        return x->in_transaction ? kept : roll_back(x);
    case QUERN_LINK_BUSY:
    case QUERN_LINK_LOST:
        break;
    }
    return QUERN__RETURN_BROKEN;
}

const quern__command *quern__exchange_command(const quern__exchange *x, size_t number)
{
    if (number < x->pending)
        return quern__hold_pending(x->hold, number);
    number -= x->pending;
    return number < x->work->before_count ? &x->work->before[number] : &x->main;
}

quern_query_origin quern__exchange_origin(const quern__exchange *x, size_t number)
{
    return number < x->pending && x->work->origin != QUERN_ORIGIN_EXPLAIN ? QUERN_ORIGIN_TRANSACTION
                                                                          : x->work->origin;
}

const char *quern__exchange_sql(const quern__exchange *x)
{
    return x->count ? quern__exchange_command(x, x->done < x->count ? x->done : x->count - 1)->sql : NULL;
}

/* A write in the loop over a stream, which it is that made the transaction READ ONLY. */
static bool writes_in_stream(const quern__exchange *x, const quern_error *error)
{
    return x->in_transaction && x->hold->outermost->implicit && strcmp(error->sqlstate, "25006") == 0;
}

void quern__exchange_fail(quern__exchange *x, const quern_error *error)
{
    quern_error complete = *error;
    if (!complete.site)
        complete.site = x->work->site;
    if (!complete.sql || !*complete.sql)
        complete.sql = quern__exchange_sql(x);
    if (writes_in_stream(x, error))
        complete.hint = "a stream reads in a READ ONLY transaction: call quern_begin before the loop";
    quern__failure_set(&x->failure, &complete);
}

void quern__exchange_give_up(quern__exchange *x, quern__return how)
{
    x->over = x->gave_up = true;
    x->how = how;
}

/* A read changes nothing, whatever becomes of it, and neither does what is in a transaction that was not committed. */
quern_outcome quern__exchange_outcome(const quern__exchange *x)
{
    if (x->in_transaction && !x->work->ends)
        return x->ran && x->transaction_over ? QUERN_OUTCOME_UNKNOWN : QUERN_NOT_APPLIED;
    if (x->reset_failed && x->ran)
        return QUERN_APPLIED;
    if (x->phase == QUERN__PHASE_ROLLBACK || !(x->work->own_sql || x->work->writes) || !x->sent)
        return QUERN_NOT_APPLIED;
    if (x->gave_up)
        return QUERN_OUTCOME_UNKNOWN;
    return x->refused && x->ran ? QUERN_APPLIED : x->failure.current->outcome;
}

static void run(quern__exchange *x, bool needs_reset)
{
    if (!quern__exchange_send(x, needs_reset))
        return;
    if (!x->over)
        quern__exchange_receive(x);
    if (!x->gave_up)
        x->how = settle(x);
}

/* On a connection where SQL of the user's own has run since it was reset, names may mean other tables, and those may change in a
 * transaction that is rolled back. A tag is to be seen by the server with each statement. */
static bool may_keep(const quern_session *session, const quern__exchange *x)
{
    return x->work->repeats && !session->no_prepare && !session->tag && !(x->hold && x->hold->tainted);
}

static bool in_transaction(quern__exchange *x)
{
    const quern_link_state state = info_of(x).state;
    return state == QUERN_LINK_IN_TRANSACTION || state == QUERN_LINK_FAILED_TRANSACTION;
}

/* A kept connection brings its transaction, and what is pending of it. */
static void join_hold(quern__exchange *x, const quern__hold *hold)
{
    x->hold = hold;
    x->pending = quern__hold_pending_count(hold);
    x->in_transaction = hold->level_count;
    x->transaction = hold->transaction;
}

void quern__exchange_run(quern__exchange *x, quern_session *session, const quern__work *work,
                         const quern__lease *lease, const quern__learnt *learnt, bool plain)
{
    *x = (quern__exchange){ .work = work,
                            .main = { work->sql, work->count, work->values, work->kinds },
                            .backend = lease->backend,
                            .link = lease->link,
                            .limit = quern__time_limit_now(session, work),
                            .interrupt = work->always ? NULL : &session->interrupt,
                            .wake = lease->wake,
                            .types = session->types,
                            .learnt = learnt,
                            .epoch = quern__pool_epoch(session->pool),
                            .tag = session->tag };
    quern__failure_open(&x->failure, session->scope.allocator);
    if (lease == &session->hold.lease)
        join_hold(x, &session->hold);
    x->repeats = !plain && may_keep(session, x);
    x->count = x->pending + work->before_count + (work->sql != NULL);
    x->fd = info_of(x).fd;
    quern__record_start(session, x);
    quern__pool_note(session->pool, lease, work->sql, false);
    run(x, lease->needs_reset);
    quern__pool_note(session->pool, lease, NULL, in_transaction(x));
}

void quern__exchange_close(quern__exchange *x)
{
    quern__release(x->failure.allocator, x->columns);
    quern__failure_close(&x->failure);
}
