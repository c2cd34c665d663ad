/* tend.c: the upkeep of connections, by the helper: those too old, or idle too long, are closed; those silent too long are asked; of
 * those held too long the program is told. How long something has been so, is counted from when the helper first saw it: borrowers
 * are spared the clock. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* NEVER when there is no such limit. */
static int64_t after(int64_t since, int64_t time)
{
    return time == QUERN__NEVER ? QUERN__NEVER : since + time;
}

static void end(quern__pool *pool, quern__pool_slot *slot, uint64_t *count)
{
    ++*count;
    quern__slot_take(pool, slot);
    quern__slot_discard(pool, slot, false);
}

static int64_t tend_idle(quern__pool *pool, quern__pool_slot *slot, int64_t now)
{
    const bool spare = quern__grow_total(pool) > pool->min;
    if (!slot->since)
        slot->since = now;
    if (!slot->heard)
        slot->heard = slot->since;
    const int64_t unwanted = spare ? after(slot->since, pool->idle) : QUERN__NEVER;
    const int64_t silent = after(slot->heard, pool->keepalive);
    if (now >= slot->dies)
        end(pool, slot, &pool->sums.closed_old);
    else if (now >= unwanted)
        end(pool, slot, &pool->sums.closed_idle);
    else if (now >= silent)
        quern__ask(pool, slot);
    else
        return earlier(slot->dies, earlier(unwanted, silent));
    return now;
}

static int64_t tend_lent(quern__pool *pool, quern__pool_slot *slot, int64_t now)
{
    if (!slot->since)
        slot->since = now;
    const int64_t due = slot->told ? QUERN__NEVER : after(slot->since, pool->held);
    if (now < due)
        return due;
    slot->told = true;
    pool->sums.held_long++;
    const char *site = slot->site;
    const uint64_t thread = atomic_load_explicit(&slot->kernel_thread, memory_order_relaxed);
    quern__unlock(pool);
    quern__report_held(pool, site, thread);
    quern__lock(pool);
    return now;
}

/* When the next thing is due; `now` when something was done, or has to be. */
static int64_t tend(quern__pool *pool, quern__pool_slot *slot, int64_t now)
{
    switch (slot->state) {
    case QUERN__SLOT_IDLE:
        return tend_idle(pool, slot, now);
    case QUERN__SLOT_LENT:
        return tend_lent(pool, slot, now);
    case QUERN__SLOT_ASKED:
        if (now >= slot->asked_until || pool->quit)
            quern__forget_asked(pool, slot);
        return slot->asked_until;
    case QUERN__SLOT_EMPTY:
    case QUERN__SLOT_OPENING:
    case QUERN__SLOT_ENDING:
    case QUERN__SLOT_STATES:
        break;
    }
    return QUERN__NEVER;
}

int64_t quern__tend(quern__pool *pool)
{
    const int64_t now = quern__clock_now();
    int64_t next = QUERN__NEVER;
    for (uint32_t i = 0; i < pool->max; i++)
        next = earlier(next, tend(pool, &pool->slots[i], now));
    return next;
}
