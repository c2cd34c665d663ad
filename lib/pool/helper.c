/* helper.c: the thread that does what may block: connecting, cancelling, closing. One thing at a time: closing and
 * cancelling first, since they free places, then connecting. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { CANCEL_MOST_MS = 1000 }; /* a cancel that takes longer holds up those who wait for a connection */

static int32_t cancel_ms(const quern__pool *pool)
{
    return pool->connect_ms >= 0 && pool->connect_ms < CANCEL_MOST_MS ? pool->connect_ms : CANCEL_MOST_MS;
}

/* The lock is released meanwhile. */
static void end(quern__pool *pool, quern__pool_slot *slot)
{
    const quern_backend *backend = pool->backend;
    pthread_mutex_unlock(&pool->lock);
    if (slot->cancel && backend->cancel)
        backend->cancel(slot->link, cancel_ms(pool));
    quern__report_disconnected(pool, slot->link);
    backend->close(slot->link);
    pthread_mutex_lock(&pool->lock);
    quern__slot_clear(pool, slot);
}

/* As end. Whether somebody still waits is asked afterwards: whoever does first gets the connection. */
static void grow(quern__pool *pool)
{
    const quern_connect how = { .uri = pool->uri,
                                .timeout_ms = pool->connect_ms,
                                .application_name = pool->application_name,
                                .allocator = pool->allocator };
    quern_error error = { .code = QUERN_OK };
    quern__pool_slot *slot = quern__slot_take_empty(pool);
    pthread_mutex_unlock(&pool->lock);
    quern_link *link = pool->backend->open(pool->backend, &how, &error);
    if (link)
        quern__report_connected(pool, link);
    else
        quern__report_connect_failed(pool, &error);
    pthread_mutex_lock(&pool->lock);
    if (!link) {
        quern__slot_clear(pool, slot);
        quern__grow_failed(pool, &error);
        return;
    }
    slot->link = link;
    quern__grow_succeeded(pool);
    if (pool->shut)
        quern__slot_discard(pool, slot, false);
    else
        quern__slot_offer(pool, slot);
}

static void rest(quern__pool *pool)
{
    if (!quern__grow_wanted(pool)) {
        pthread_cond_wait(&pool->work, &pool->lock);
        return;
    }
    const struct timespec until = quern__deadline_timespec(pool->next_connect);
    pthread_cond_timedwait(&pool->work, &pool->lock, &until);
}

static void *helper(void *argument)
{
    quern__pool *pool = argument;
#ifdef __linux__
    prctl(PR_SET_NAME, "quern-pool", 0, 0, 0);
#endif
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        quern__pool_slot *slot = quern__slot_take_ending(pool);
        if (slot)
            end(pool, slot);
        else if (pool->quit)
            break;
        else if (quern__grow_wanted(pool) && quern__clock_now() >= pool->next_connect)
            grow(pool);
        else
            rest(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* The program's signals are for its own threads: the helper inherits a mask that blocks them all. */
bool quern__helper_start(quern__pool *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(&pool->helper, NULL, helper, pool) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
