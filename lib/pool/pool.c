/* pool.c: opening and closing a pool. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <string.h>

static char *copy_uri(const quern_allocator *allocator, const char *uri)
{
    const size_t size = strlen(uri) + 1;
    char *copy = quern__allocate(allocator, size);
    return copy ? memcpy(copy, uri, size) : NULL;
}

/* Two pools, also of two processes, should not draw the same numbers. */
static uint64_t seed(const quern__pool *pool)
{
    return ((uint64_t)quern__clock_now() << 20 ^ (uint64_t)pool->process.id << 40 ^ (uintptr_t)pool) | 1;
}

static void prepare_locks(quern__pool *pool)
{
    pthread_mutex_init(&pool->lock, NULL);
    pthread_mutex_init(&pool->asking, NULL);
    pthread_cond_init(&pool->growth, NULL);
}

static void destroy_locks(quern__pool *pool)
{
    pthread_cond_destroy(&pool->growth);
    pthread_mutex_destroy(&pool->asking);
    pthread_mutex_destroy(&pool->lock);
}

static void free_pool(quern__pool *pool)
{
    const quern_allocator *allocator = pool->allocator;
    for (uint32_t i = 0; i < pool->max; i++)
        quern__wake_close(&pool->slots[i].wake);
    quern__wake_close(&pool->bell);
    quern__process_forget(&pool->process);
    quern__release(allocator, pool->looked);
    quern__release(allocator, pool->looks);
    quern__release(allocator, (void *)(uintptr_t)pool->uri);
    quern__release(allocator, pool);
}

/* 0 and -1: none. */
static int64_t time_of(int32_t ms)
{
    return ms > 0 ? (int64_t)ms * 1000 : QUERN__NEVER;
}

/* A quarter of the shortest time that has to be kept, within reason: what that time is for is noticed so much too late. */
static int64_t tick_of(const quern__pool *pool)
{
    enum { LEAST = 10000, MOST = 500000 };
    const int64_t times[] = { pool->idle, pool->keepalive, pool->held };
    int64_t tick = MOST;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        tick = times[i] / 4 < tick ? times[i] / 4 : tick;
    return tick < LEAST ? LEAST : tick;
}

static void set_upkeep(quern__pool *pool, const quern__pool_options *options)
{
    pool->min = options->min;
    pool->waiting_max = options->waiting_max;
    pool->idle = time_of(options->idle_ms);
    pool->lifetime = time_of(options->lifetime_ms);
    pool->keepalive = time_of(options->keepalive_ms);
    pool->held = time_of(options->held_ms);
    pool->tick = tick_of(pool);
}

static void set_slots(quern__pool *pool)
{
    pool->ending_end = &pool->ending;
    pool->count_of[QUERN__SLOT_EMPTY] = pool->max;
    for (uint32_t i = 0; i < pool->max; i++) {
        pool->slots[i].wake = (quern__wake){ .heard = -1, .rung = -1 };
        quern__slot_clear(pool, &pool->slots[i]);
    }
}

/* What a helper needs, and nobody else. */
static bool equip(quern__pool *pool)
{
    if (pool->no_threads)
        return true;
    pool->looks = quern__allocate_zeroed(pool->allocator, pool->max + (size_t)1, sizeof *pool->looks);
    pool->looked = quern__allocate_zeroed(pool->allocator, pool->max + (size_t)1, sizeof(quern__pool_slot *));
    return pool->looks && pool->looked && quern__wake_open(&pool->bell);
}

static quern__pool *new_pool(const quern__pool_options *options)
{
    quern__pool *pool =
        quern__allocate_zeroed(options->allocator, 1, sizeof *pool + options->max * sizeof(quern__pool_slot));
    if (!pool)
        return NULL;
    pool->backend = options->backend;
    pool->allocator = options->allocator;
    pool->max = options->max;
    pool->connect_ms = options->connect_ms;
    pool->application_name = options->application_name;
    pool->tracer = options->tracer;
    pool->password = options->password;
    pool->password_context = options->password_context;
    pool->no_threads = options->no_threads;
    pool->process = quern__process_this();
    pool->random = seed(pool);
    pool->bell = (quern__wake){ .heard = -1, .rung = -1 };
    set_upkeep(pool, options);
    set_slots(pool);
    pool->uri = copy_uri(options->allocator, options->uri);
    if (pool->uri && equip(pool))
        return pool;
    free_pool(pool);
    return NULL;
}

quern__pool *quern__pool_open(const quern__pool_options *options)
{
    quern__pool *pool = new_pool(options);
    if (!pool)
        return NULL;
    prepare_locks(pool);
    if (pool->no_threads || quern__helper_start(pool))
        return pool;
    destroy_locks(pool);
    free_pool(pool);
    return NULL;
}

/* Only what was idle in the parent is sure to be whole: another thread may have been at work on the rest when the process
 * was forked. That is left as it is. */
static void abandon_all(quern__pool *pool)
{
    for (uint32_t i = 0; i < pool->max; i++)
        if (pool->slots[i].state == QUERN__SLOT_IDLE)
            pool->backend->abandon(pool->slots[i].link);
    free_pool(pool);
}

/* Locked. */
static void shut(quern__pool *pool)
{
    pool->shut = true;
    quern__dismiss(pool, QUERN__SHUT, true);
}

/* Locked. */
static void discard_idle(quern__pool *pool)
{
    for (quern__pool_slot *slot; (slot = pool->newest);) {
        quern__slot_take(pool, slot);
        quern__slot_discard(pool, slot, false);
    }
}

void quern__pool_shut(quern__pool *pool)
{
    if (quern__pool_forked(pool))
        return;
    quern__lock(pool);
    shut(pool);
    quern__unlock(pool);
}

void quern__pool_close(quern__pool *pool)
{
    if (!pool)
        return;
    if (quern__pool_forked(pool)) {
        abandon_all(pool);
        return;
    }
    quern__lock(pool);
    shut(pool);
    quern__drain(pool);
    discard_idle(pool);
    while (pool->no_threads && quern__chore_end(pool))
        continue;
    pool->quit = true;
    quern__ring_helper(pool);
    quern__unlock(pool);
    if (!pool->no_threads)
        pthread_join(pool->helper, NULL);
    destroy_locks(pool);
    free_pool(pool);
}

uint32_t quern__pool_epoch(const quern__pool *pool)
{
    return atomic_load_explicit(&pool->epoch, memory_order_acquire);
}

void quern__pool_outdate(quern__pool *pool, uint32_t epoch)
{
    uint_least32_t expected = epoch;
    atomic_compare_exchange_strong(&pool->epoch, &expected, epoch + 1);
}

const quern_backend *quern__pool_backend(const quern__pool *pool)
{
    return pool->backend;
}

bool quern__pool_forked(const quern__pool *pool)
{
    return quern__process_forked(&pool->process);
}
