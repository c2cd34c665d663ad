/* hand_pool.c: the shortest pool that is fair: what quern's is measured against. */
#include "hand.h"

typedef struct hand_waiter {
    struct hand_waiter *next;
    void *thing;
    pthread_cond_t woken;
} hand_waiter;

void hand_pool_open(hand_pool *pool)
{
    *pool = (hand_pool){ .count = 0 };
    pool->end = &pool->first;
    pthread_mutex_init(&pool->lock, NULL);
}

/* Locked. */
static void *wait_for_one(hand_pool *pool)
{
    hand_waiter waiter = { .next = NULL };
    pthread_cond_init(&waiter.woken, NULL);
    *pool->end = &waiter;
    pool->end = &waiter.next;
    while (!waiter.thing)
        pthread_cond_wait(&waiter.woken, &pool->lock);
    pthread_cond_destroy(&waiter.woken);
    return waiter.thing;
}

void *hand_pool_take(hand_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    void *thing = pool->count ? pool->idle[--pool->count] : wait_for_one(pool);
    pthread_mutex_unlock(&pool->lock);
    return thing;
}

void hand_pool_give(hand_pool *pool, void *thing)
{
    pthread_mutex_lock(&pool->lock);
    hand_waiter *waiter = pool->first;
    if (waiter) {
        pool->first = waiter->next;
        if (!pool->first)
            pool->end = &pool->first;
        waiter->thing = thing;
        pthread_cond_signal(&waiter->woken);
    } else {
        pool->idle[pool->count++] = thing;
    }
    pthread_mutex_unlock(&pool->lock);
}

void hand_pool_close(hand_pool *pool)
{
    pthread_mutex_destroy(&pool->lock);
}
