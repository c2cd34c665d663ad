/* run.c: a statement from borrowing its connection to the line in the log. */
#include "lib/session/run.h"

#include "lib/base/clock.h"
#include "lib/session/cancel.h"
#include "lib/session/exchange.h"
#include "lib/session/explain.h"
#include "lib/session/learn.h"
#include "lib/session/record.h"

/* A session of a db that could not be opened has that error from the start; this is for whoever cleared it. */
static const quern_error no_db = { .code = QUERN_ERROR_USAGE,
                                   .message = "the db of this session could not be opened",
                                   .hint = "quern_db_error says why" };

bool quern__run_possible(quern_session *session, const char *sql, const char *site)
{
    if (session->pool && !quern__pool_forked(session->pool))
        return true;
    quern_error error = session->pool ? quern__pool_forked_error : no_db;
    error.sql = sql;
    error.site = site;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

static bool borrow(quern_session *session, const quern__work *work, quern__lease *lease)
{
    const quern__turn turn = { .turn_ms = session->options.turn_ms,
                               .site = work->site,
                               .arena = session->scope.arena,
                               .deadline = session->deadline,
                               .deadline_ms = session->options.deadline_ms,
                               .interrupt = &session->interrupt,
                               .sql = work->sql };
    quern_error error;
    if (!quern__run_possible(session, work->sql, work->site))
        return false;
    if (quern__pool_borrow(session->pool, &turn, lease, &error))
        return true;
    error.sql = work->sql;
    quern__failure_set(&session->scope.failure, &error);
    return false;
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
        if (!x->work->quiet)
            quern__failure_set(&session->scope.failure, &error);
    }
    quern__exchange_close(x);
    return done;
}

/* What runs once more, as it is, and why: it failed by how the server kept it. In a transaction, that failed with it. */
static bool may_heal(const quern__exchange *x)
{
    return x->again && x->repeats && !x->gave_up && !x->in_transaction && x->count == 1;
}

/* Runs the statement; false when there was no connection for it, and then there is nothing to close. A connection that could
 * not be reset is the last borrower's doing, and this statement has not run: once it is worth another connection. */
static bool attempt(quern_session *session, const quern__work *work, const quern__learnt *learnt,
                    quern__exchange *x)
{
    quern__lease own = { .link = NULL };
    const bool kept = quern__hold_wanted(&session->hold);
    quern__lease *lease = kept ? &session->hold.lease : &own;
    int64_t waited = 0, began;
    bool plain = false;
    if (kept && !(quern__run_possible(session, work->sql, work->site) &&
                  quern__hold_allows(session, work->sql, work->site)))
        return false;
    for (int more = 1;;) {
        const int64_t asked = quern__clock_now();
        if (!lease->link && !borrow(session, work, lease))
            return false;
        began = quern__clock_now();
        waited += began - asked;
        if (kept)
            quern__hold_count(&session->hold);
        quern__exchange_run(x, session, work, lease, learnt, plain);
        const bool heals = may_heal(x), resets = x->reset_failed && !x->ran && !x->gave_up && more;
        const bool last = !heals && !resets;
        if (x->outdated || (plain && last && !x->failure.current))
            quern__pool_outdate(session->pool, x->epoch);
        if (!kept) /* before the program is told, which may take its time */
            quern__pool_return(session->pool, lease, x->how);
        if (last)
            quern__record_end(session, x, waited, quern__clock_now() - began);
        else
            quern__record_skipped(session, x);
        if (kept)
            quern__hold_note(session, x);
        if (last)
            return true;
        more -= resets;
        plain |= heals;
        quern__exchange_close(x);
    }
}

/* Asks the server about one type; nothing is learnt of one that is gone. */
static bool ask(quern_session *session, const quern__exchange *x, uint32_t number, quern__arena *arena,
                quern__learnt *learnt)
{
    static const quern__learnt nothing;
    const quern_value value = quern_value_i64(number);
    const quern_kind kind = QUERN_KIND_I64;
    quern__type_sink sink = quern__type_sink_make(arena, number);
    const quern__work work = { .sql = x->backend->resolve_type,
                               .count = 1,
                               .values = &value,
                               .kinds = &kind,
                               .site = x->work->site,
                               .origin = QUERN_ORIGIN_TYPE,
                               .sink = &sink.sink };
    quern__exchange asking;
    int64_t rows;
    if (!attempt(session, &work, &nothing, &asking) || !conclude(session, &asking, &rows))
        return false;
    if (sink.found) {
        learnt->types[learnt->count++] = sink.type;
        quern__types_add(session->types, &sink.type);
    }
    return true;
}

/* Asks about all types that the statement met and nobody knew; the answers lie in the arena. */
static bool ask_all(quern_session *session, const quern__exchange *x, quern__arena *arena,
                    quern__learnt *learnt)
{
    learnt->types = arena ? quern__arena_take_array(arena, x->unknown_count, sizeof *learnt->types) : NULL;
    if (!learnt->types) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return false;
    }
    for (size_t i = 0; i < x->unknown_count; i++)
        if (!ask(session, x, x->unknown[i], arena, learnt))
            return false;
    return true;
}

/* The statement once more, with what there is to know of the types that it met. */
static bool run_again(quern_session *session, quern__exchange *x, int64_t *rows)
{
    const quern__work *work = x->work->again ? x->work->again : x->work;
    quern__learnt learnt = { 0 };
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    const bool asked = ask_all(session, x, arena, &learnt);
    quern__exchange_close(x);
    const bool done = asked && attempt(session, work, &learnt, x) && conclude(session, x, rows);
    quern__arena_close(arena);
    return done;
}

static bool run(quern_session *session, const quern__work *work, int64_t *rows)
{
    quern__exchange x;
    *rows = -1;
    if (!work->always && (quern__scope_failed(&session->scope) || !quern__may_begin(session, work)))
        return false;
    if (!attempt(session, work, NULL, &x))
        return false;
    if (x.unknown_count && !x.failure.current)
        return run_again(session, &x, rows);
    return conclude(session, &x, rows);
}

bool quern__run(quern_session *session, const quern__work *work, int64_t *rows)
{
    const bool explains = quern__explain_begin(session, work);
    const bool done = run(session, work, rows);
    if (explains)
        quern__explain_end(session, work, done);
    return done;
}
