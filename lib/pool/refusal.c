/* refusal.c: why a borrower gets nothing, in words. Taken down under the lock, said after it: the words need memory. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"
#include "lib/base/failure.h"

#include <string.h>

const quern_error quern__pool_forked_error = {
    .code = QUERN_ERROR_FORK,
    .message = "this process was forked after quern_open: the db is its parent's",
    .detail = "",
    .hint = "open a db of its own in the child",
    .path = "",
    .nearest = "",
    .sql = "",
};

static void count(quern_pool_counts *sums, quern__verdict verdict)
{
    sums->timed_out += verdict == QUERN__TIMED_OUT;
    sums->overflowed += verdict == QUERN__FULL;
    sums->interlocked += verdict == QUERN__INTERLOCKED;
}

enum { NO_ANSWER = 50000 }; /* microseconds: it is worth a word */

static bool hangs(const quern__pool *pool, int64_t now)
{
    for (size_t i = 0; i < QUERN__CONNECTS_MOST; i++)
        if (pool->began[i] && now - pool->began[i] >= NO_ANSWER)
            return true;
    return false;
}

void quern__refusal_note(quern__pool *pool, quern__verdict verdict, const quern__turn *turn,
                         quern__refusal *refusal)
{
    count(&pool->sums, verdict);
    refusal->verdict = verdict;
    refusal->max = pool->max;
    refusal->lent = pool->count_of[QUERN__SLOT_LENT];
    refusal->idle = pool->count_of[QUERN__SLOT_IDLE] + pool->count_of[QUERN__SLOT_ASKED];
    refusal->waiting = pool->waiting_count + (verdict == QUERN__TIMED_OUT); /* this one too */
    refusal->failing = pool->failures > 0;
    refusal->hanging = hangs(pool, quern__clock_now());
    refusal->late = turn->deadline && quern__clock_now() >= turn->deadline;
    refusal->interruption =
        verdict == QUERN__INTERRUPTED ? quern__interrupt_take(turn->interrupt) : QUERN__UNINTERRUPTED;
    if (refusal->failing || verdict == QUERN__NO_CONNECT)
        refusal->cause = pool->cause;
}

/* The texts live in `refusal`: the arena gets copies. */
static void say_no_connect(const quern__refusal *refusal, quern__arena *arena, quern_error *error)
{
    const quern__cause *cause = &refusal->cause;
    if (cause->prospect == QUERN__PROSPECT_NO_MEMORY) {
        *error = quern__out_of_memory;
        return;
    }
    error->code = QUERN_ERROR_CONNECT;
    memcpy(error->sqlstate, cause->sqlstate, sizeof error->sqlstate);
    error->message = quern__arena_text(arena, cause->message);
    error->detail = quern__arena_text(arena, cause->detail);
    error->hint = quern__arena_text(arena, cause->hint);
}

/* Why there are no more, where that is known. A server that does not answer at all gives no cause before the connect has used up its
 * time, which may be no less than the turn's. */
static const char *why_no_more(const quern__refusal *refusal)
{
    return refusal->failing   ? "; the last connect failed: "
           : refusal->hanging ? "; a connect is under way, and the server has not answered yet"
                              : "";
}

/* How things stood. */
static const char *counts(const quern__refusal *refusal, quern__arena *arena)
{
    return quern__arena_format(arena, "%u of %u connections lent, %u idle, %u waiting%s%s", refusal->lent,
                               refusal->max, refusal->idle, refusal->waiting, why_no_more(refusal),
                               refusal->failing ? refusal->cause.message : "");
}

static void say_full(const quern__refusal *refusal, const quern__turn *turn, quern_error *error)
{
    error->code = QUERN_ERROR_POOL_FULL;
    error->message =
        quern__arena_format(turn->arena, "%u sessions wait for a connection already", refusal->waiting);
    error->detail = counts(refusal, turn->arena);
    error->hint = "raise .pool_max or .waiting_max, or let fewer threads ask at once";
}

static void say_interlocked(const quern__refusal *refusal, const quern__turn *turn, quern_error *error)
{
    const char *here = turn->site ? turn->site : "?", *stood = counts(refusal, turn->arena);
    error->code = QUERN_ERROR_INTERLOCK;
    error->message = quern__arena_format(
        turn->arena, "this thread has a connection since %s, and would have to wait for another at %s",
        refusal->other_site, here);
    error->detail = !stood
                        ? NULL
                        : quern__arena_format(turn->arena,
                                              "Another session borrowed the one at %s; the call at %s would "
                                              "wait until somebody gives one back: %s.",
                                              refusal->other_site, here, stood);
    error->hint =
        "use one session for both, or end its transaction, or close its stream, first; or raise .pool_max";
}

static void say_timed_out(const quern__refusal *refusal, const quern__turn *turn, quern_error *error)
{
    const char *what = refusal->failing ? "; the last connect failed: " : "";
    error->code = turn->patient ? QUERN_ERROR_CONNECT : QUERN_ERROR_POOL_TIMEOUT;
    error->message =
        refusal->late
            ? quern__arena_format(turn->arena, "no connection before the session's deadline of %d ms",
                                  (int)turn->deadline_ms)
            : quern__arena_format(turn->arena, "no connection in %d ms", (int)turn->turn_ms);
    if (turn->patient && refusal->failing) /* nobody else had one: why not is what matters */
        error->message = quern__arena_format(turn->arena, "no connection in %d ms%s%s", (int)turn->turn_ms,
                                             what, refusal->cause.message);
    error->detail = counts(refusal, turn->arena);
    if (refusal->failing)
        memcpy(error->sqlstate, refusal->cause.sqlstate, sizeof error->sqlstate);
    if (refusal->lent == refusal->max)
        error->hint = "all connections are in use: raise .pool_max, or look for statements that take long";
}

void quern__refusal_say(const quern__refusal *refusal, const quern__turn *turn, quern_error *error)
{
    *error = (quern_error){ .message = "", .detail = "", .hint = "", .path = "", .nearest = "", .sql = "" };
    if (refusal->verdict == QUERN__NO_CONNECT) {
        say_no_connect(refusal, turn->arena, error);
    } else if (refusal->verdict == QUERN__TIMED_OUT) {
        say_timed_out(refusal, turn, error);
    } else if (refusal->verdict == QUERN__FULL) {
        say_full(refusal, turn, error);
    } else if (refusal->verdict == QUERN__INTERLOCKED) {
        say_interlocked(refusal, turn, error);
    } else {
        *error = quern__interrupt_error(refusal->verdict == QUERN__SHUT ? QUERN__INTERRUPTED_BY_CLOSE
                                                                        : refusal->interruption);
    }
    if (!error->message || !error->detail || !error->hint)
        *error = quern__out_of_memory;
    error->site = turn->site;
}

void quern__refusal_fork(const quern__turn *turn, quern_error *error)
{
    *error = quern__pool_forked_error;
    error->site = turn->site;
}
