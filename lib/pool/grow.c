/* grow.c: when the helper connects, and what it makes of a connect that failed. It grows the pool only while somebody waits.
 * After a failure it waits for a random time below a limit that doubles (back-off with full jitter), so that many processes
 * do not come back to a server that restarted in the same moment. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"
#include "lib/base/utf8.h"

#include <string.h>

enum {
    BACKOFF_FIRST = 50000, /* microseconds */
    BACKOFF_MOST = 5000000,
    BREAKER = 2 /* failures in a row, with no connection left, that make waiting pointless */
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

static int64_t backoff(quern__pool *pool)
{
    int64_t limit = BACKOFF_FIRST;
    for (uint32_t i = 1; i < pool->failures && limit < BACKOFF_MOST; i++)
        limit *= 2;
    if (limit > BACKOFF_MOST)
        limit = BACKOFF_MOST;
    return (int64_t)(next_random(pool) % (uint64_t)(limit + 1));
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
    return pool->failures >= BREAKER && pool->idle_count + pool->lent_count == 0;
}

bool quern__grow_wanted(const quern__pool *pool)
{
    return pool->first_waiter && pool->empty && !pool->shut;
}

void quern__grow_failed(quern__pool *pool, const quern_error *error, bool cut_short)
{
    pool->failures++;
    note_cause(&pool->cause, error);
    pool->next_connect = quern__clock_now() + backoff(pool);
    if (!cut_short && is_hopeless(pool))
        quern__dismiss(pool, QUERN__NO_CONNECT, pool->cause.prospect != QUERN__PROSPECT_DOWN);
}

void quern__grow_succeeded(quern__pool *pool)
{
    pool->failures = 0;
    pool->next_connect = 0;
}

bool quern__grow_hopeless(const quern__pool *pool)
{
    return pool->failures && pool->cause.prospect == QUERN__PROSPECT_NEVER &&
           pool->idle_count + pool->lent_count == 0 && quern__clock_now() < pool->next_connect;
}
