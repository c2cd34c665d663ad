/* borrow.c: lending a connection. One that was idle is looked at before it is lent (does it still live?), outside the lock;
 * a dead one goes to the helper, and the borrower is the next to be served. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

/* Microseconds since a connection came back in which nobody asks whether it lives, by a clock that ticks every 4 ms or so. Who does
 * one statement after the other is spared a system call for each. */
enum { FRESH = 5000 };

/* What came back as idle is so still, unless the server has gone since. */
static bool is_alive(const quern__pool *pool, const quern__pool_slot *slot)
{
    if (slot->fd < 0 || quern__clock_coarse() - slot->returned < FRESH || !quern__can_be_read(slot->fd))
        return true;
    return quern__read_news(pool->backend, slot->link);
}

static int64_t deadline_of(const quern__turn *turn)
{
    const int64_t own = quern__deadline_in(turn->turn_ms);
    return turn->deadline && turn->deadline < own ? turn->deadline : own;
}

/* Whether one who found nothing idle may wait, and if not, why. Who had one that was dead has a place, which that gives up. Locked. */
static quern__verdict judge(const quern__pool *pool, const quern__turn *turn, bool had_one, uint64_t thread,
                            quern__refusal *refusal)
{
    if (quern__grow_hopeless(pool))
        return QUERN__NO_CONNECT;
    if (had_one)
        return QUERN__WAITING;
    refusal->other_site = quern__interlocked(pool, turn, thread);
    if (refusal->other_site)
        return QUERN__INTERLOCKED;
    return pool->waiting_max && pool->waiting_count >= pool->waiting_max ? QUERN__FULL : QUERN__WAITING;
}

static quern__verdict try(quern__pool *pool, const quern__turn *turn, const quern__thread *thread,
                          quern__pool_slot **slot)
{
    if (pool->shut)
        return QUERN__SHUT;
    if (quern__interrupt_look(turn->interrupt))
        return QUERN__INTERRUPTED;
    *slot = quern__slot_take_idle(pool, turn, thread->number, thread->kernel);
    return *slot ? QUERN__SERVED : QUERN__WAITING;
}

/* Locked. */
static void end_chores(quern__pool *pool)
{
    while (pool->no_threads && quern__chore_end(pool))
        continue;
}

/* Of who has to wait: when that began, and must end. Zeroed: there was no need yet. */
typedef struct stay {
    int64_t began, deadline;
} stay;

static void begin_stay(stay *stay, const quern__turn *turn)
{
    if (stay->began)
        return;
    stay->began = quern__clock_now();
    stay->deadline = deadline_of(turn);
}

/* Called with the lock held, gives it back released. */
static quern__verdict take(quern__pool *pool, const quern__turn *turn, stay *stay, quern__pool_slot **slot,
                           quern__refusal *refusal)
{
    const quern__thread *thread = quern__thread_this(pool->process.id);
    const bool had_one = *slot;
    quern__verdict verdict = try(pool, turn, thread, slot);
    bool waited = false;
    if (verdict == QUERN__WAITING)
        verdict = judge(pool, turn, had_one, thread->number, refusal);
    if (verdict == QUERN__WAITING) {
        begin_stay(stay, turn);
        verdict = quern__wait_turn(pool, turn, had_one, stay->deadline, slot);
        if (verdict == QUERN__SERVED)
            return verdict;
        waited = true;
        quern__lock(pool);
    }
    if (verdict != QUERN__SERVED)
        quern__refusal_note(pool, verdict, turn, refusal);
    if (waited)
        quern__wait_over(pool);
    end_chores(pool);
    quern__unlock(pool);
    return verdict;
}

bool quern__pool_borrow(quern__pool *pool, const quern__turn *turn, quern__lease *lease, quern_error *error)
{
    quern__pool_slot *slot = NULL;
    quern__refusal refusal;
    stay stay = { 0 };
    *lease = (quern__lease){ .link = NULL };
    if (quern__pool_forked(pool)) {
        quern__refusal_fork(turn, error);
        return false;
    }
    quern__lock(pool);
    quern__verdict verdict = take(pool, turn, &stay, &slot, &refusal);
    while (verdict == QUERN__SERVED && !is_alive(pool, slot)) {
        quern__lock(pool);
        pool->sums.closed_dead++;
        pool->recounts++;
        quern__slot_discard(pool, slot, false);
        verdict = take(pool, turn, &stay, &slot, &refusal);
    }
    if (verdict != QUERN__SERVED) {
        quern__refusal_say(&refusal, turn, error);
        return false;
    }
    *lease = (quern__lease){ .link = slot->link,
                             .backend = pool->backend,
                             .needs_reset = slot->needs_reset,
                             .wake = slot->wake.heard,
                             .fd = slot->fd,
                             .waited = stay.began ? quern__clock_now() - stay.began : 0,
                             .slot = slot };
    return true;
}
