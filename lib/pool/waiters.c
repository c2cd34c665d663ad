/* waiters.c: the queue before the pool: first come, first served. Each waiter sleeps on a condition of its own, so that one
 * slot wakes one thread, and the right one. */
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
    pool->waiting_count++;
}

static void leave(quern__pool *pool, quern__waiter *waiter)
{
    *(waiter->previous ? &waiter->previous->next : &pool->first_waiter) = waiter->next;
    *(waiter->next ? &waiter->next->previous : &pool->last_waiter) = waiter->previous;
    pool->waiting_count--;
}

/* Signals under the lock: the waiter, and with it the condition, may be gone as soon as that is released. */
static void dismiss(quern__pool *pool, quern__waiter *waiter, quern__verdict verdict)
{
    leave(pool, waiter);
    waiter->verdict = verdict;
    pthread_cond_signal(&waiter->woken);
}

/* Without a helper, one of those who wait has to wake when the next connect is due. */
static int64_t next_look(const quern__pool *pool, int64_t deadline)
{
    const bool due = pool->no_threads && !pool->connecting && quern__grow_wanted(pool);
    return due && pool->next_connect < deadline ? pool->next_connect : deadline;
}

static void sleep_until(quern__pool *pool, quern__waiter *waiter, int64_t deadline)
{
    const int64_t until = next_look(pool, deadline);
    if (until == QUERN__NEVER) {
        pthread_cond_wait(&waiter->woken, &pool->lock);
        return;
    }
    const struct timespec at = quern__deadline_timespec(until);
    if (pthread_cond_timedwait(&waiter->woken, &pool->lock, &at) != 0 && waiter->verdict == QUERN__WAITING &&
        quern__clock_now() >= deadline) {
        leave(pool, waiter);
        waiter->verdict = QUERN__TIMED_OUT;
    }
}

/* What a helper would do meanwhile; false when there is nothing. */
static bool help(quern__pool *pool, int64_t deadline)
{
    return pool->no_threads && (quern__chore_end(pool) || quern__chore_grow(pool, deadline));
}

quern__verdict quern__wait_turn(quern__pool *pool, const quern__turn *turn, bool in_front, int64_t deadline,
                                quern__pool_slot **slot)
{
    quern__waiter waiter = { .turn = turn, .verdict = QUERN__WAITING };
    pthread_cond_init(&waiter.woken, &pool->monotonic);
    enter(pool, &waiter, in_front);
    pthread_cond_signal(&pool->work);
    pool->present_count++;
    while (waiter.verdict == QUERN__WAITING)
        if (!help(pool, deadline))
            sleep_until(pool, &waiter, deadline);
    quern__nudge_first(pool);
    pool->present_count--;
    pthread_cond_destroy(&waiter.woken);
    if (pool->shut)
        pthread_cond_signal(&pool->drained);
    *slot = waiter.slot;
    return waiter.verdict;
}

bool quern__serve_first(quern__pool *pool, quern__pool_slot *slot)
{
    quern__waiter *first = pool->first_waiter;
    if (!first)
        return false;
    first->slot = slot;
    dismiss(pool, first, QUERN__SERVED);
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
        pthread_cond_signal(&pool->first_waiter->woken);
}
