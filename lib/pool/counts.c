/* counts.c: the numbers of a pool: what it counts as it goes, and what there is just now. */
#include "lib/pool/pool_private.h"

bool quern__pool_counts(quern__pool *pool, quern_pool_counts *out)
{
    *out = (quern_pool_counts){ .max = 0 };
    if (quern__pool_forked(pool))
        return false;
    quern__lock(pool);
    *out = pool->sums;
    out->max = pool->max;
    out->min = pool->min;
    out->lent = pool->count_of[QUERN__SLOT_LENT];
    out->idle = pool->count_of[QUERN__SLOT_IDLE] + pool->count_of[QUERN__SLOT_ASKED];
    out->opening = pool->count_of[QUERN__SLOT_OPENING];
    out->closing = pool->count_of[QUERN__SLOT_ENDING];
    out->waiting = pool->waiting_count;
    quern__unlock(pool);
    return true;
}
