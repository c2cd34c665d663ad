/* lock.c: see pool_private.h. Waking somebody is a system call. Who is to be woken is noted under the lock, and woken by whoever
 * noted it, once the lock is released. Those who are called do not leave before that; and while somebody is about to ring the helper,
 * whose descriptor goes with the pool, nobody closes that. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

/* Nobody else has anything to do with the pool, but its own threads. Locked. */
static bool is_drained(const quern__pool *pool)
{
    return !pool->present_count && !pool->count_of[QUERN__SLOT_LENT] && !pool->ringing_count &&
           !(pool->no_threads && pool->chore_count);
}

void quern__call(quern__pool *pool, quern__waiter *waiter)
{
    if (waiter->called)
        return;
    waiter->called = true;
    waiter->next_called = pool->called;
    pool->called = waiter;
}

/* One that is awake looks at all there is before it sleeps. */
void quern__ring_helper(quern__pool *pool)
{
    pool->ring |= pool->resting && !pool->rung;
    pool->rung |= pool->resting;
}

void quern__unlock_and_tell(quern__pool *pool)
{
    const bool ring = pool->ring;
    pool->ring = false;
    pool->ringing_count += ring;
    if (pool->closer && is_drained(pool))
        quern__call(pool, pool->closer);
    quern__waiter *called = pool->called;
    pool->called = NULL;
    pthread_mutex_unlock(&pool->lock);
    for (quern__waiter *next; called;
         called = next) { /* from here on the pool may be gone, unless it is to be rung */
        next = called->next_called;
        quern__unpark(&called->parker);
    }
    if (!ring)
        return;
    quern__wake_ring(&pool->bell);
    pthread_mutex_lock(&pool->lock);
    pool->ringing_count--;
    quern__unlock(pool);
}

void quern__drain(quern__pool *pool)
{
    quern__waiter closer = { .verdict = QUERN__WAITING };
    quern__parker_open(&closer.parker);
    pool->closer = &closer;
    while (!is_drained(pool) || closer.called) {
        quern__unlock(pool);
        quern__park(&closer.parker, QUERN__NEVER);
        quern__lock(pool);
        closer.called = false;
    }
    pool->closer = NULL;
    quern__parker_close(&closer.parker);
}
