/* helper.c: the threads of a pool. The helper closes and cancels, tends the connections, and says when one is to be opened; that is
 * done by openers, which it starts when it first needs them. Borrowers deal with the helper alone, and it with the openers, so that
 * there is one thread to start, to ring, and to wait for. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static void name_thread(const char *name)
{
#ifdef __linux__
    prctl(PR_SET_NAME, name, 0, 0, 0);
#else
    (void)name;
#endif
}

/* ---- Openers ---- */

static quern__pool_slot *next_to_open(quern__pool *pool)
{
    quern__pool_slot *slot = pool->to_open;
    if (slot)
        pool->to_open = slot->next;
    return slot;
}

/* Nobody waits for it any more. */
static void drop(quern__pool *pool, quern__pool_slot *slot)
{
    pool->began[slot->connect] = 0;
    quern__slot_clear(pool, slot);
}

static void *opener(void *argument)
{
    quern__pool *pool = argument;
    name_thread("quern-open");
    quern__lock(pool);
    for (;;) {
        quern__pool_slot *slot = next_to_open(pool);
        if (slot && pool->shut) {
            drop(pool, slot);
        } else if (slot) {
            quern__connect(pool, slot, QUERN__NEVER);
            quern__unlock(pool); /* whoever is served is called now */
            quern__lock(pool);
        } else if (pool->quit) {
            break;
        } else {
            pool->resting_openers++;
            pthread_cond_wait(&pool->growth, &pool->lock);
            pool->resting_openers--;
        }
    }
    quern__unlock(pool);
    return NULL;
}

/* A thread that cannot be started is like a server that cannot be reached, unless there is another that will do. */
static void hire(quern__pool *pool)
{
    static const quern_error none = { .code = QUERN_ERROR_CONNECT,
                                      .message = "no thread can be started that would connect",
                                      .detail = "",
                                      .hint = "raise the limit of processes" };
    const uint32_t number = pool->opener_count;
    quern__unlock(pool);
    const bool started = pthread_create(&pool->openers[number], NULL, opener, pool) == 0;
    quern__lock(pool);
    pool->opener_count += started;
    while (!pool->opener_count && pool->to_open) {
        drop(pool, next_to_open(pool));
        quern__grow_failed(pool, &none, quern__clock_now(), false);
    }
}

static void wake_openers(quern__pool *pool)
{
    pthread_cond_broadcast(&pool->growth);
}

/* ---- The helper ---- */

/* Gives out what is to be connected; true when there is something for those who rest. */
static bool grow(quern__pool *pool)
{
    bool any = false;
    for (quern__pool_slot *slot; (slot = quern__connect_begin(pool, QUERN__NEVER)); any = true) {
        slot->next = pool->to_open;
        pool->to_open = slot;
        if (pool->opener_count < pool->count_of[QUERN__SLOT_OPENING])
            hire(pool);
    }
    return any;
}

/* One round of work, and a rest, unless something has come up meanwhile: nobody rings a helper that is awake. */
static void work(quern__pool *pool)
{
    const bool growing = grow(pool);
    const int64_t tended = quern__tend(pool);
    const int64_t connect = quern__grow_next(pool, quern__clock_now());
    if (!pool->ending && !pool->quit)
        quern__watch(pool, tended < connect ? tended : connect, growing ? wake_openers : NULL);
    else if (growing)
        wake_openers(pool);
}

/* Whatever they have connected meanwhile is closed. */
static void dismiss_openers(quern__pool *pool)
{
    quern__unlock(pool);
    wake_openers(pool);
    for (uint32_t i = 0; i < pool->opener_count; i++)
        pthread_join(pool->openers[i], NULL);
    quern__lock(pool);
    quern__tend(pool);
    while (quern__chore_end(pool))
        continue;
}

static void *helper(void *argument)
{
    quern__pool *pool = argument;
    name_thread("quern-pool");
    quern__lock(pool);
    for (;;) {
        if (quern__chore_end(pool))
            continue;
        if (pool->quit)
            break;
        work(pool);
    }
    dismiss_openers(pool);
    quern__unlock(pool);
    return NULL;
}

/* The program's signals are for its own threads: the helper, and so the openers, inherit a mask that blocks them all. */
bool quern__helper_start(quern__pool *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(&pool->helper, NULL, helper, pool) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
