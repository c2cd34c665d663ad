/* interlock.c: a thread that has a connection, through one session, and asks for another through a second one. As long as there is one
 * to be had, that is its own affair. But where it would wait for others to give one back, they may be waiting in the same way, and
 * then all of them hang until their time is over. (Borrowers without a name are no sessions.) */
#include "lib/pool/pool_private.h"

/* The places that are neither lent nor idle will have a connection, or can, without anybody's giving one back; those who wait already
 * come first. Later comers queue behind, and a place that is lent does not become more so: who may wait once may wait to the end. */
static bool one_will_come(const quern__pool *pool)
{
    return pool->waiting_count < pool->max - pool->count_of[QUERN__SLOT_LENT];
}

static const quern__pool_slot *held_by(const quern__pool *pool, uint64_t thread)
{
    for (uint32_t i = 0; i < pool->max; i++) {
        const quern__pool_slot *slot = &pool->slots[i];
        if (slot->state == QUERN__SLOT_LENT && slot->borrower &&
            atomic_load_explicit(&slot->thread, memory_order_relaxed) == thread)
            return slot;
    }
    return NULL;
}

const char *quern__interlocked(const quern__pool *pool, const quern__turn *turn, uint64_t thread)
{
    const quern__pool_slot *held = !turn->interrupt || one_will_come(pool) ? NULL : held_by(pool, thread);
    if (!held)
        return NULL;
    return held->site ? held->site : "?";
}
