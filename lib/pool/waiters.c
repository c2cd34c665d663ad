/* waiters.c: the queue before the pool: first come, first served. Each waiter is parked in a place of its own, so that one
 * slot wakes one thread, and the right one; who is served has its slot before it wakes, and needs the lock no more. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

static void enter(quern__pool *pool, quern__waiter *waiter, bool in_front)
{
    if (in_front) {
        waiter->next = pool->first_waiter;
        *(waiter->next ? &waiter->next->previous : &pool->last_waiter) = waiter;
        pool->first_waiter = waiter;
    } else {
        waiter->previous = pool->last_waiter;
        *(waiter->previous ? &waiter->previous->next : &pool->first_waiter) = waiter;
        pool->last_waiter = waiter;
    }
    pool->present_count++;
    if (++pool->waiting_count > pool->sums.most_waiting)
        pool->sums.most_waiting = pool->waiting_count;
}

static void leave(quern__pool *pool, quern__waiter *waiter, quern__verdict verdict)
{
    *(waiter->previous ? &waiter->previous->next : &pool->first_waiter) = waiter->next;
    *(waiter->next ? &waiter->next->previous : &pool->last_waiter) = waiter->previous;
    pool->waiting_count--;
    waiter->verdict = verdict;
}

static void dismiss(quern__pool *pool, quern__waiter *waiter, quern__verdict verdict)
{
    leave(pool, waiter, verdict);
    quern__call(pool, waiter);
}

/* Without a helper, one of those who wait has to wake when the next connect is due. */
static int64_t next_look(const quern__pool *pool, const quern__waiter *waiter, int64_t deadline)
{
    if (waiter->called)
        return QUERN__NEVER;
    const int64_t due = pool->no_threads ? quern__grow_next(pool, quern__clock_now()) : QUERN__NEVER;
    return due < deadline ? due : deadline;
}

/* What a helper would do meanwhile; false when there is nothing. */
static bool help(quern__pool *pool, int64_t deadline)
{
    return pool->no_threads && (quern__chore_end(pool) || quern__chore_grow(pool, deadline));
}

/* True when there is no more to wait for, for one whom nobody is about to unpark. */
static bool is_over(quern__pool *pool, quern__waiter *waiter, int64_t deadline, int64_t now)
{
    if (waiter->verdict == QUERN__WAITING && now >= deadline)
        leave(pool, waiter, QUERN__TIMED_OUT);
    return waiter->verdict != QUERN__WAITING;
}

/* Locked before; afterwards too, unless it was served by a pool with a helper: there nobody is unparked without a verdict. */
static void wait(quern__pool *pool, quern__waiter *waiter, int64_t deadline)
{
    for (int64_t now = waiter->since;; now = quern__clock_now()) {
        if (waiter->verdict == QUERN__WAITING && help(pool, deadline))
            continue;
        if (!waiter->called && is_over(pool, waiter, deadline, now))
            return;
        const int64_t until = next_look(pool, waiter, deadline);
        quern__unlock(pool);
        const bool unparked = quern__park(&waiter->parker, until);
        if (unparked && !pool->no_threads && waiter->verdict == QUERN__SERVED)
            return;
        quern__lock(pool);
        if (unparked)
            waiter->called = false;
    }
}

/* For whoever gets a slot late: how late. Locked. */
static void note_wait(quern__pool *pool, int64_t microseconds)
{
    pool->sums.waited++;
    pool->sums.waited_microseconds += microseconds;
    if (microseconds > pool->sums.longest_microseconds)
        pool->sums.longest_microseconds = microseconds;
}

quern__verdict quern__wait_turn(quern__pool *pool, const quern__turn *turn, bool in_front, int64_t deadline,
                                quern__pool_slot **slot)
{
    const quern__thread *thread = quern__thread_this(pool->process.id);
    quern__waiter waiter = { .turn = turn,
                             .verdict = QUERN__WAITING,
                             .since = quern__clock_now(),
                             .thread = thread->number,
                             .kernel_thread = thread->kernel };
    quern__parker_open(&waiter.parker);
    enter(pool, &waiter, in_front);
    if (quern__grow_next(pool, waiter.since) != QUERN__NEVER)
        quern__ring_helper(pool);
    wait(pool, &waiter, deadline);
    if (waiter.verdict != QUERN__SERVED || pool->no_threads) {
        quern__nudge_first(pool);
        quern__unlock(pool);
    }
    quern__parker_close(&waiter.parker);
    *slot = waiter.slot;
    return waiter.verdict;
}

void quern__wait_over(quern__pool *pool)
{
    pool->present_count--;
}

bool quern__serve_first(quern__pool *pool, quern__pool_slot *slot)
{
    quern__waiter *first = pool->first_waiter;
    if (!first)
        return false;
    first->slot = slot;
    quern__slot_lend(pool, slot, first->turn, first->thread, first->kernel_thread);
    note_wait(pool, quern__clock_now() - first->since);
    dismiss(pool, first, QUERN__SERVED);
    pool->present_count--;
    return true;
}

void quern__dismiss(quern__pool *pool, quern__verdict verdict, bool patient_too)
{
    for (quern__waiter *waiter = pool->first_waiter, *next; waiter; waiter = next) {
        next = waiter->next;
        if (patient_too || !waiter->turn->patient)
            dismiss(pool, waiter, verdict);
    }
}

const quern__waiter *quern__waiter_named(const quern__pool *pool, const quern__interrupt *name)
{
    const quern__waiter *waiter = pool->first_waiter;
    while (waiter && waiter->turn->interrupt != name)
        waiter = waiter->next;
    return waiter;
}

void quern__dismiss_named(quern__pool *pool, const quern__interrupt *name)
{
    const quern__waiter *waiter = quern__waiter_named(pool, name);
    if (waiter)
        dismiss(pool, (quern__waiter *)(uintptr_t)waiter, QUERN__INTERRUPTED);
}

/* With a helper there is nothing for a waiter to do. */
void quern__nudge_first(quern__pool *pool)
{
    if (pool->no_threads && pool->first_waiter)
        quern__call(pool, pool->first_waiter);
}
