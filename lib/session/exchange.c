/* exchange.c: the course of an exchange, and the state in which it leaves the connection. */
#include "lib/session/exchange.h"

#include "lib/base/clock.h"
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
    x->wanted = x->backend->step(x->link, QUERN_READY_NONE);
    quern__exchange_receive(x);
    x->state = info_of(x).state;
    if (x->gave_up)
        return x->how;
    return x->state == QUERN_LINK_IDLE ? QUERN__RETURN_TAINTED : QUERN__RETURN_BROKEN;
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

/* How many units of the connection are not finished, but for this one once it is. */
static size_t in_flight(const quern__exchange *x)
{
    return x->hold ? x->hold->in_flight : 0;
}

static quern__return settle(quern__exchange *x)
{
    const quern__return kept = x->part->work->own_sql ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN;
    x->state = info_of(x).state;
    if (x->reset_failed)
        return QUERN__RETURN_BROKEN;
    switch (x->state) {
    case QUERN_LINK_IDLE:
        x->transaction_over = x->in_transaction;
        if (x->transaction_over && !x->part->work->ends)
            end_early(x);
        return kept;
    case QUERN_LINK_IN_TRANSACTION:
    case QUERN_LINK_FAILED_TRANSACTION:
        return x->in_transaction ? kept : roll_back(x);
    case QUERN_LINK_BUSY:
    case QUERN_LINK_LOST:
        break;
    }
    /* With what was sent behind it: who is next finds out how it stands, and what has happened. */
    return in_flight(x) ? kept : QUERN__RETURN_BROKEN;
}

/* ---- What a unit consists of ---- */

quern_query_origin quern__exchange_origin(const quern__exchange *x, const quern__part *part, size_t number)
{
    const bool pending =
        number < quern__exchange_pending(x, part) && part->work->origin != QUERN_ORIGIN_EXPLAIN;
    return pending ? QUERN_ORIGIN_TRANSACTION : part->work->origin;
}

void quern__exchange_turn_to(quern__exchange *x, quern__part *part)
{
    x->part = part;
    x->limit = quern__time_limit_at(x->session, part->work, x->now);
}

/* ---- Failures ---- */

/* The statement that is being answered. */
static const char *sql_of(const quern__exchange *x)
{
    const size_t count = quern__exchange_count(x, x->part), done = x->part->done;
    return count ? quern__exchange_command(x, x->part, done < count ? done : count - 1)->sql : NULL;
}

/* A write in the loop over a stream, which it is that made the transaction READ ONLY. What was in flight when the transaction was given
 * up finds no level any more. */
static bool writes_in_stream(const quern__exchange *x, const quern_error *error)
{
    const quern__level *outermost = x->in_transaction ? x->hold->outermost : NULL;
    return outermost && outermost->implicit && strcmp(error->sqlstate, "25006") == 0;
}

/* A limit of the session's memory that a sink has hit is this part's to tell of, not another's. */
static void take_hit(quern__exchange *x, const quern_error *error)
{
    quern__limit_hit *hit = &x->session->scope.failure.hit;
    if (!hit->limit || (error->message && error->code != QUERN_ERROR_MEMORY))
        return;
    x->part->failure.hit = *hit;
    hit->limit = NULL;
}

void quern__exchange_fail(quern__exchange *x, const quern_error *error)
{
    quern_error complete = *error;
    if (!complete.site)
        complete.site = x->part->work->site;
    if (!complete.sql || !*complete.sql)
        complete.sql = sql_of(x);
    if (writes_in_stream(x, error))
        complete.hint = "a stream reads in a READ ONLY transaction: call quern_begin before the loop";
    take_hit(x, error);
    quern__failure_set(&x->part->failure, &complete);
}

void quern__exchange_give_up(quern__exchange *x, quern__return how)
{
    x->over = x->gave_up = true;
    x->how = how;
}

/* A read changes nothing, whatever becomes of it, and neither does what is in a transaction that was not committed. */
quern_outcome quern__exchange_outcome(const quern__exchange *x, const quern__part *part)
{
    const quern__work *work = part->work;
    if (x->in_transaction && !work->ends)
        return part->ran && x->transaction_over ? QUERN_OUTCOME_UNKNOWN : QUERN_NOT_APPLIED;
    if (x->reset_failed && part->ran)
        return QUERN_APPLIED;
    if (x->phase == QUERN__PHASE_ROLLBACK || !(work->own_sql || work->writes) || !part->sent)
        return QUERN_NOT_APPLIED;
    if (x->gave_up)
        return QUERN_OUTCOME_UNKNOWN;
    return part->refused && part->ran ? QUERN_APPLIED : part->failure.current->outcome;
}

/* ---- Its course ---- */

/* On a connection where SQL of the user's own has run since it was reset, names may mean other tables, and those may change in a
 * transaction that is rolled back. A tag is to be seen by the server with each statement. */
static bool may_keep(const quern__exchange *x, const quern__part *part)
{
    return part->work->repeats && !part->plain && !x->session->no_prepare && !x->tag &&
           !(x->hold && x->hold->tainted);
}

static bool in_transaction(const quern__exchange *x)
{
    const quern_link_state state = x->state;
    return state == QUERN_LINK_IN_TRANSACTION || state == QUERN_LINK_FAILED_TRANSACTION ||
           (state == QUERN_LINK_BUSY && x->in_transaction);
}

/* A kept connection brings its transaction, and what is pending of it, unless that is on its way with another unit. */
static void join_hold(quern__exchange *x, const quern__hold *hold)
{
    x->hold = hold;
    x->fd = info_of(x).fd; /* the program may have made it connect anew */
    x->pending = hold->in_flight ? 0 : quern__hold_pending_count(hold);
    x->in_transaction = hold->level_count;
    x->transaction = hold->transaction;
}

/* The count of a hold is the exchange's to change, the rest is not. */
static void count_in_flight(const quern__exchange *x, int by)
{
    if (x->hold)
        x->session->hold.in_flight += (size_t)by;
}

/* Of an earlier attempt nothing is left. */
static void renew(quern__exchange *x, quern__part *part)
{
    if (part->columns)
        quern__release(part->failure.allocator, part->columns);
    part->columns = NULL;
    part->unknown = NULL;
    part->unknown_count = 0;
    part->sent = part->prompt = part->ran = part->again = part->refused = false;
    part->dropped = 0;
    part->done = part->answered = part->queued = 0;
    part->bytes = 0;
    part->count = part->work->before_count + (part->work->sql != NULL);
    part->repeats = may_keep(x, part);
}

/* Those that wait belong to the unit, but for what the server is too old for. */
static void choose_parts(quern__exchange *x)
{
    for (size_t i = 0; i < x->part_count; i++) {
        quern__part *part = &x->parts[i];
        part->sends = part->state == QUERN__PART_WAITS;
        if (!part->sends)
            continue;
        renew(x, part);
        x->part = part;
        part->sends = !part->work->server_version || quern__exchange_supports(x, part);
        if (part->sends && !x->first)
            x->first = part;
        if (part->sends)
            x->last = part;
    }
    if (x->first)
        x->first->count += x->pending;
    for (quern__part *part = x->first; part; part = quern__exchange_following(x, part)) {
        x->count += part->count;
        part->ran = !part->count;
    }
}

/* None of it is sent. */
static void stay(quern__exchange *x)
{
    quern__exchange_give_up(x, x->lease->needs_reset ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN);
}

void quern__exchange_begin(quern__exchange *x, quern_session *session, quern__part *parts, size_t count,
                           bool apart, const quern__lease *lease, const quern__learnt *learnt)
{
    *x = (quern__exchange){ .session = session,
                            .lease = lease,
                            .parts = parts,
                            .part_count = count,
                            .apart = apart,
                            .backend = lease->backend,
                            .link = lease->link,
                            .wake = lease->wake,
                            .types = session->types,
                            .learnt = learnt,
                            .epoch = quern__pool_epoch(session->pool),
                            .tag = session->tag };
    if (lease == &session->hold.lease)
        join_hold(x, &session->hold);
    else
        x->fd = lease->fd;
    x->began = x->now = quern__clock_now();
    choose_parts(x);
    count_in_flight(x, 1);
    if (!x->first) {
        stay(x);
        return;
    }
    x->next = x->first;
    x->interrupt = x->first->work->always ? NULL : &session->interrupt;
    quern__exchange_turn_to(x, x->first);
    quern__record_start(session, x);
    quern__pool_note(session->pool, lease, x->first->work->sql, false);
    if (quern__exchange_send(x, lease->needs_reset) && !x->over)
        x->wanted = x->backend->step(x->link, QUERN_READY_NONE);
}

/* What was in flight on a connection went with it, whichever unit it was that found out. */
static bool is_lost(quern__exchange *x)
{
    static const quern_error lost = { .code = QUERN_ERROR_CONNECTION_LOST,
                                      .message = "the connection was lost, with what was in flight on it" };
    if (x->lease->link == x->link)
        return false;
    if (!x->over)
        quern__exchange_fail(x, &lost);
    quern__exchange_give_up(x, QUERN__RETURN_BROKEN);
    return true;
}

void quern__exchange_finish(quern__exchange *x)
{
    const bool lost = is_lost(x);
    if (!x->over)
        quern__exchange_receive(x);
    count_in_flight(x, -1);
    if (x->gave_up)
        x->state = lost ? QUERN_LINK_LOST : info_of(x).state;
    else
        x->how = settle(x);
    if (!lost && x->first)
        quern__pool_note(x->session->pool, x->lease, NULL, in_transaction(x));
}
