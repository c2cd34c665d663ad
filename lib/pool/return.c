/* return.c: taking a connection back. Whatever the borrower says of it, only an idle one is lent again. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

/* The connection is the parent's; the lock may be held, for ever, by a thread that this process does not have. */
static void abandon(quern__pool *pool, quern__pool_slot *slot)
{
    pool->backend->abandon(slot->link);
    slot->link = NULL;
    slot->state = QUERN__SLOT_EMPTY;
}

/* Locked. */
static void discard(quern__pool *pool, quern__pool_slot *slot, quern__return how, bool old)
{
    pool->sums.closed_old += old;
    pool->sums.closed_broken += how == QUERN__RETURN_BROKEN || how == QUERN__RETURN_CANCEL;
    quern__slot_discard(pool, slot, how == QUERN__RETURN_CANCEL);
    while (pool->no_threads && quern__chore_end(pool))
        continue;
}

static void take_back(quern__pool *pool, quern__pool_slot *slot, quern__return how, bool old)
{
    quern__lock(pool);
    if (pool->shut || old || how == QUERN__RETURN_BROKEN || how == QUERN__RETURN_CANCEL) {
        discard(pool, slot, how, old);
    } else {
        slot->needs_reset = how == QUERN__RETURN_TAINTED;
        quern__slot_offer(pool, slot);
    }
    quern__unlock(pool);
}

void quern__pool_return(quern__pool *pool, quern__lease *lease, quern__return how)
{
    quern__pool_slot *slot = lease->slot;
    quern_link_info info;
    *lease = (quern__lease){ .link = NULL };
    if (!slot)
        return;
    if (quern__pool_forked(pool)) {
        abandon(pool, slot);
        return;
    }
    if (how == QUERN__RETURN_BROKEN || how == QUERN__RETURN_CANCEL) {
        take_back(pool, slot, how, false);
        return;
    }
    pool->backend->info(slot->link, &info);
    slot->fd = info.fd; /* the program may have made it connect anew */
    if (info.fd >= 0)
        slot->returned = quern__clock_coarse();
    take_back(pool, slot, info.state == QUERN_LINK_IDLE ? how : QUERN__RETURN_BROKEN,
              info.fd >= 0 && slot->returned >= slot->dies);
}
