/* slots.c: the lists that slots move between. A slot is in exactly one of them, or in the hands of a borrower or the
 * helper, and the counts say how many are where. While there are waiters no slot is idle: what comes free goes straight to
 * the first of them, so nobody can push in. */
#include "lib/pool/pool_private.h"

void quern__slot_offer(quern__pool *pool, quern__pool_slot *slot)
{
    slot->site = slot->sql = NULL;
    slot->borrower = NULL;
    slot->in_transaction = false;
    if (quern__serve_first(pool, slot)) {
        slot->state = QUERN__SLOT_LENT;
        pool->lent_count++;
        return;
    }
    slot->state = QUERN__SLOT_IDLE;
    slot->next = pool->idle;
    pool->idle = slot;
    pool->idle_count++;
}

void quern__slot_discard(quern__pool *pool, quern__pool_slot *slot, bool cancel)
{
    slot->state = QUERN__SLOT_ENDING;
    slot->cancel = cancel;
    slot->next = NULL;
    *pool->ending_end = slot;
    pool->ending_end = &slot->next;
    pthread_cond_signal(&pool->work);
}

quern__pool_slot *quern__slot_take_idle(quern__pool *pool)
{
    quern__pool_slot *slot = pool->idle;
    if (!slot)
        return NULL;
    pool->idle = slot->next;
    pool->idle_count--;
    pool->lent_count++;
    slot->state = QUERN__SLOT_LENT;
    return slot;
}

quern__pool_slot *quern__slot_take_empty(quern__pool *pool)
{
    quern__pool_slot *slot = pool->empty;
    if (!slot)
        return NULL;
    pool->empty = slot->next;
    slot->state = QUERN__SLOT_OPENING;
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
    *slot = (quern__pool_slot){ .next = pool->empty, .wake = slot->wake, .state = QUERN__SLOT_EMPTY };
    pool->empty = slot;
}

void quern__slot_leave(quern__pool *pool)
{
    pool->lent_count--;
    if (pool->shut)
        pthread_cond_signal(&pool->drained);
}
