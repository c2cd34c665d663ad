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

static void sleep_until(quern__pool *pool, quern__waiter *waiter, int64_t deadline)
{
    if (deadline == QUERN__NEVER) {
        pthread_cond_wait(&waiter->woken, &pool->lock);
        return;
    }
    const struct timespec at = quern__deadline_timespec(deadline);
    if (pthread_cond_timedwait(&waiter->woken, &pool->lock, &at) != 0 && waiter->verdict == QUERN__WAITING &&
        quern__clock_now() >= deadline) {
        leave(pool, waiter);
        waiter->verdict = QUERN__TIMED_OUT;
    }
}

quern__verdict quern__wait_turn(quern__pool *pool, bool in_front, int64_t deadline, quern__pool_slot **slot)
{
    quern__waiter waiter = { .verdict = QUERN__WAITING };
    pthread_cond_init(&waiter.woken, &pool->monotonic);
    enter(pool, &waiter, in_front);
    pthread_cond_signal(&pool->work);
    pool->present_count++;
    while (waiter.verdict == QUERN__WAITING)
        sleep_until(pool, &waiter, deadline);
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

void quern__dismiss_all(quern__pool *pool, quern__verdict verdict)
{
    while (pool->first_waiter)
        dismiss(pool, pool->first_waiter, verdict);
}
