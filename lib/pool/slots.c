/* slots.c: the lists that slots move between. A slot is in exactly one of them, or in the hands of a borrower or the
 * helper, and the counts say how many are where. While there are waiters no slot is idle: what comes free goes straight to
 * the first of them, so nobody can push in. */
#include "lib/pool/pool_private.h"

static void move(quern__pool *pool, quern__pool_slot *slot, quern__slot_state state)
{
    pool->count_of[slot->state]--;
    pool->count_of[state]++;
    slot->state = state;
}

static uint32_t more(uint32_t most, uint32_t count)
{
    return count > most ? count : most;
}

void quern__slot_lend(quern__pool *pool, quern__pool_slot *slot, const quern__turn *turn, uint64_t thread,
                      uint64_t kernel_thread)
{
    move(pool, slot, QUERN__SLOT_LENT);
    slot->site = turn->site;
    slot->borrower = turn->interrupt;
    slot->told = false;
    slot->since = 0;
    atomic_store_explicit(&slot->thread, thread, memory_order_relaxed);
    atomic_store_explicit(&slot->kernel_thread, kernel_thread, memory_order_relaxed);
    if (pool->recounts)
        pool->recounts--;
    else
        pool->sums.borrowed++;
    pool->sums.most_lent = more(pool->sums.most_lent, pool->count_of[QUERN__SLOT_LENT]);
}

static void link_newest(quern__pool *pool, quern__pool_slot *slot)
{
    slot->previous = NULL;
    slot->next = pool->newest;
    *(slot->next ? &slot->next->previous : &pool->oldest) = slot;
    pool->newest = slot;
}

static void link_oldest(quern__pool *pool, quern__pool_slot *slot)
{
    slot->next = NULL;
    slot->previous = pool->oldest;
    *(slot->previous ? &slot->previous->next : &pool->newest) = slot;
    pool->oldest = slot;
}

static void unlink(quern__pool *pool, quern__pool_slot *slot)
{
    *(slot->previous ? &slot->previous->next : &pool->newest) = slot->next;
    *(slot->next ? &slot->next->previous : &pool->oldest) = slot->previous;
}

void quern__slot_offer(quern__pool *pool, quern__pool_slot *slot)
{
    slot->site = NULL;
    slot->borrower = NULL;
    atomic_store_explicit(&slot->sql, NULL, memory_order_relaxed);
    atomic_store_explicit(&slot->in_transaction, false, memory_order_relaxed);
    slot->since = slot->heard = 0;
    if (quern__serve_first(pool, slot))
        return;
    move(pool, slot, QUERN__SLOT_IDLE);
    link_newest(pool, slot);
}

void quern__slot_offer_unused(quern__pool *pool, quern__pool_slot *slot)
{
    slot->asked_until = 0;
    if (quern__serve_first(pool, slot))
        return;
    move(pool, slot, QUERN__SLOT_IDLE);
    link_oldest(pool, slot);
}

void quern__slot_discard(quern__pool *pool, quern__pool_slot *slot, bool cancel)
{
    move(pool, slot, QUERN__SLOT_ENDING);
    slot->borrower = NULL;
    atomic_store_explicit(&slot->sql, NULL, memory_order_relaxed);
    slot->cancel = cancel;
    slot->next = NULL;
    *pool->ending_end = slot;
    pool->ending_end = &slot->next;
    quern__ring_helper(pool);
}

/* A helper that dozes does not know that there are loans. */
quern__pool_slot *quern__slot_take_idle(quern__pool *pool, const quern__turn *turn, uint64_t thread,
                                        uint64_t kernel_thread)
{
    quern__pool_slot *slot = pool->newest;
    if (!slot)
        return NULL;
    pool->newest = slot->next;
    *(slot->next ? &slot->next->previous : &pool->oldest) = NULL;
    quern__slot_lend(pool, slot, turn, thread, kernel_thread);
    if (pool->dozing)
        quern__ring_helper(pool);
    return slot;
}

void quern__slot_take(quern__pool *pool, quern__pool_slot *slot)
{
    unlink(pool, slot);
    move(pool, slot, QUERN__SLOT_ASKED);
}

quern__pool_slot *quern__slot_take_empty(quern__pool *pool)
{
    quern__pool_slot *slot = pool->empty;
    if (!slot)
        return NULL;
    pool->empty = slot->next;
    move(pool, slot, QUERN__SLOT_OPENING);
    return slot;
}

quern__pool_slot *quern__slot_take_ending(quern__pool *pool)
{
    quern__pool_slot *slot = pool->ending;
    if (!slot)
        return NULL;
    pool->ending = slot->next;
    if (!pool->ending)
        pool->ending_end = &pool->ending;
    return slot;
}

void quern__slot_clear(quern__pool *pool, quern__pool_slot *slot)
{
    move(pool, slot, QUERN__SLOT_EMPTY);
    slot->link = NULL;
    slot->site = NULL;
    slot->needs_reset = slot->cancel = false;
    slot->fd = -1;
    slot->since = slot->heard = slot->asked_until = slot->dies = slot->returned = 0;
    slot->next = pool->empty;
    pool->empty = slot;
}
