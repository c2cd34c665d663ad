/* exchange.c: the course of an exchange, and the state in which it leaves the connection. */
#include "lib/session/exchange.h"

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

static quern__return settle(quern__exchange *x)
{
    if (x->reset_failed)
        return QUERN__RETURN_BROKEN;
    switch (info_of(x).state) {
    case QUERN_LINK_IDLE:
        return x->work->own_sql ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN;
    case QUERN_LINK_IN_TRANSACTION:
    case QUERN_LINK_FAILED_TRANSACTION:
        return roll_back(x);
    case QUERN_LINK_BUSY:
    case QUERN_LINK_LOST:
        break;
    }
    return QUERN__RETURN_BROKEN;
}

const char *quern__exchange_sql(const quern__exchange *x)
{
    return x->done < x->work->before_count ? x->work->before[x->done] : x->work->sql;
}

void quern__exchange_fail(quern__exchange *x, const quern_error *error)
{
    quern_error complete = *error;
    if (!complete.site)
        complete.site = x->work->site;
    if (!complete.sql || !*complete.sql)
        complete.sql = quern__exchange_sql(x);
    quern__failure_set(&x->failure, &complete);
}

void quern__exchange_give_up(quern__exchange *x, quern__return how)
{
    x->over = x->gave_up = true;
    x->how = how;
}

/* A read changes nothing, whatever becomes of it. */
quern_outcome quern__exchange_outcome(const quern__exchange *x)
{
    if (x->reset_failed && x->ran)
        return QUERN_APPLIED;
    if (x->phase == QUERN__PHASE_ROLLBACK || !(x->work->own_sql || x->work->writes) || !x->sent)
        return QUERN_NOT_APPLIED;
    return x->gave_up ? QUERN_OUTCOME_UNKNOWN : x->failure.current->outcome;
}

static void run(quern__exchange *x, bool needs_reset)
{
    if (!quern__exchange_send(x, needs_reset))
        return;
    quern__exchange_receive(x);
    if (!x->gave_up)
        x->how = settle(x);
}

static bool in_transaction(quern__exchange *x)
{
    const quern_link_state state = info_of(x).state;
    return state == QUERN_LINK_IN_TRANSACTION || state == QUERN_LINK_FAILED_TRANSACTION;
}

void quern__exchange_run(quern__exchange *x, quern_session *session, const quern__work *work,
                         const quern__lease *lease, const quern__learnt *learnt)
{
    *x = (quern__exchange){ .work = work,
                            .backend = lease->backend,
                            .link = lease->link,
                            .limit = quern__limit_now(session, work),
                            .interrupt = &session->interrupt,
                            .wake = lease->wake,
                            .types = session->types,
                            .learnt = learnt };
    quern__failure_open(&x->failure, session->scope.allocator);
    x->fd = info_of(x).fd;
    quern__pool_note(session->pool, lease, work->sql, false);
    run(x, lease->needs_reset);
    quern__pool_note(session->pool, lease, NULL, in_transaction(x));
}

void quern__exchange_close(quern__exchange *x)
{
    quern__release(x->failure.allocator, x->columns);
    quern__failure_close(&x->failure);
}
