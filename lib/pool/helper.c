/* helper.c: the thread that does what may block (chores.c), one thing at a time: closing and cancelling first, since they free
 * places, then connecting. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

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
        if (quern__chore_end(pool))
            continue;
        if (pool->quit)
            break;
        if (!quern__chore_grow(pool, QUERN__NEVER))
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
