/* grow.c: when to connect, and what to make of a connect that failed. The pool grows up to its minimum, and beyond that only while
 * somebody waits for whom nobody connects yet; one connect that hangs counts for nobody after a while. After a failure it waits for a random time below a limit that doubles (back-off with full jitter), so that many processes
 * do not come back to a server that restarted in the same moment. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"
#include "lib/base/utf8.h"

#include <string.h>

enum {
    BACKOFF_FIRST = 50000, /* microseconds */
    BACKOFF_MOST = 5000000,
    HANGS = 500000, /* a connect that takes longer: whoever waits may have another */
    BREAKER = 2     /* failures in a row, with no connection left, that make waiting pointless */
};

/* What the beginning of an SQLSTATE says about waiting. */
static const struct {
    const char *sqlstate;
    quern__prospect prospect;
} prospects[] = {
    { "28", QUERN__PROSPECT_NEVER },    /* no such role, wrong password, refused by pg_hba.conf */
    { "3D000", QUERN__PROSPECT_NEVER }, /* no such database */
    { "42501", QUERN__PROSPECT_NEVER }, /* may not connect to it */
    { "53300", QUERN__PROSPECT_SOON },  /* too many connections */
    { "57P03", QUERN__PROSPECT_SOON },  /* starting up or shutting down */
};

static quern__prospect prospect_of(const quern_error *error)
{
    if (error->code == QUERN_ERROR_MEMORY)
        return QUERN__PROSPECT_NO_MEMORY;
    for (size_t i = 0; i < sizeof prospects / sizeof *prospects; i++)
        if (strncmp(error->sqlstate, prospects[i].sqlstate, strlen(prospects[i].sqlstate)) == 0)
            return prospects[i].prospect;
    return QUERN__PROSPECT_DOWN;
}

static void note_cause(quern__cause *cause, const quern_error *error)
{
    cause->prospect = prospect_of(error);
    memcpy(cause->sqlstate, error->sqlstate, sizeof cause->sqlstate);
    quern__utf8_copy(cause->message, sizeof cause->message, error->message);
    quern__utf8_copy(cause->detail, sizeof cause->detail, error->detail);
    quern__utf8_copy(cause->hint, sizeof cause->hint, error->hint);
}

/* xorshift64, of Marsaglia: jitter needs no better, and a generator of the process would be everybody's. */
static uint64_t next_random(quern__pool *pool)
{
    uint64_t x = pool->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return pool->random = x;
}

int64_t quern__grow_draw(quern__pool *pool, int64_t most)
{
    return (int64_t)(next_random(pool) % ((uint64_t)most + 1));
}

static int64_t backoff(quern__pool *pool)
{
    int64_t limit = BACKOFF_FIRST;
    for (uint32_t i = 1; i < pool->failures && limit < BACKOFF_MOST; i++)
        limit *= 2;
    if (limit > BACKOFF_MOST)
        limit = BACKOFF_MOST;
    return quern__grow_draw(pool, limit);
}

/* A connection that is not being opened or closed. */
static bool has_any(const quern__pool *pool)
{
    return pool->count_of[QUERN__SLOT_IDLE] + pool->count_of[QUERN__SLOT_ASKED] +
           pool->count_of[QUERN__SLOT_LENT];
}

static bool is_hopeless(const quern__pool *pool)
{
    switch (pool->cause.prospect) {
    case QUERN__PROSPECT_NEVER:
    case QUERN__PROSPECT_NO_MEMORY:
        return true;
    case QUERN__PROSPECT_SOON:
        return false;
    case QUERN__PROSPECT_DOWN:
        break;
    }
    return pool->failures >= BREAKER && !has_any(pool);
}

/* When the first of the connects that do not hang yet will; NEVER: there is none. `count` is how many there are. */
static int64_t next_to_hang(const quern__pool *pool, int64_t now, uint32_t *count)
{
    int64_t next = QUERN__NEVER;
    *count = 0;
    for (size_t i = 0; i < QUERN__CONNECTS_MOST; i++) {
        const int64_t hangs = pool->began[i] + HANGS;
        if (!pool->began[i] || hangs <= now)
            continue;
        ++*count;
        next = hangs < next ? hangs : next;
    }
    return next;
}

uint32_t quern__grow_total(const quern__pool *pool)
{
    return pool->max - pool->count_of[QUERN__SLOT_EMPTY] - pool->count_of[QUERN__SLOT_ENDING];
}

/* Whether there may be one more connect. While the server is in trouble it is one at a time. */
static bool has_room(const quern__pool *pool)
{
    const uint32_t most = pool->no_threads || pool->failures ? 1 : QUERN__CONNECTS_MOST;
    return !pool->shut && pool->empty && pool->count_of[QUERN__SLOT_OPENING] < most;
}

bool quern__grow_wanted(const quern__pool *pool, int64_t now)
{
    uint32_t promising;
    if (!has_room(pool))
        return false;
    next_to_hang(pool, now, &promising);
    return pool->waiting_count > promising || (!pool->no_threads && quern__grow_total(pool) < pool->min);
}

int64_t quern__grow_next(const quern__pool *pool, int64_t now)
{
    uint32_t promising;
    if (!has_room(pool))
        return QUERN__NEVER;
    if (quern__grow_wanted(pool, now))
        return pool->next_connect;
    return pool->waiting_count ? next_to_hang(pool, now, &promising) : QUERN__NEVER;
}

/* One that began before the last failure was known has nothing new to say. */
void quern__grow_failed(quern__pool *pool, const quern_error *error, int64_t began, bool cut_short)
{
    pool->sums.connect_failed++;
    if (began < pool->failed_at)
        return;
    pool->failed_at = quern__clock_now();
    pool->failures++;
    note_cause(&pool->cause, error);
    pool->next_connect = pool->failed_at + backoff(pool);
    if (!cut_short && is_hopeless(pool))
        quern__dismiss(pool, QUERN__NO_CONNECT, pool->cause.prospect != QUERN__PROSPECT_DOWN);
}

void quern__grow_succeeded(quern__pool *pool)
{
    pool->failures = 0;
    pool->next_connect = pool->failed_at = 0;
}

bool quern__grow_hopeless(const quern__pool *pool)
{
    return pool->failures && pool->cause.prospect == QUERN__PROSPECT_NEVER && !has_any(pool) &&
           quern__clock_now() < pool->next_connect;
}
