/* return.c: taking a connection back. Whatever the borrower says of it, only an idle one is lent again. */
#include "lib/pool/pool_private.h"

static bool is_idle(const quern_backend *backend, quern_link *link)
{
    quern_link_info info;
    backend->info(link, &info);
    return info.state == QUERN_LINK_IDLE;
}

/* The connection is the parent's; the lock may be held, for ever, by a thread that this process does not have. */
static void abandon(quern__pool *pool, quern__pool_slot *slot)
{
    pool->backend->abandon(slot->link);
    slot->link = NULL;
    slot->state = QUERN__SLOT_EMPTY;
}

static void take_back(quern__pool *pool, quern__pool_slot *slot, quern__return how)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->shut || how == QUERN__RETURN_BROKEN || how == QUERN__RETURN_CANCEL) {
        quern__slot_discard(pool, slot, how == QUERN__RETURN_CANCEL);
        quern__slot_leave(pool);
        while (pool->no_threads && quern__chore_end(pool))
            continue;
    } else {
        slot->needs_reset = how == QUERN__RETURN_TAINTED;
        quern__slot_leave(pool);
        quern__slot_offer(pool, slot);
    }
    pthread_mutex_unlock(&pool->lock);
}

void quern__pool_return(quern__pool *pool, quern__lease *lease, quern__return how)
{
    quern__pool_slot *slot = lease->slot;
    *lease = (quern__lease){ .link = NULL };
    if (!slot)
        return;
    if (quern__pool_forked(pool)) {
        abandon(pool, slot);
        return;
    }
    const bool good = how == QUERN__RETURN_CLEAN || how == QUERN__RETURN_TAINTED;
    take_back(pool, slot, good && !is_idle(pool->backend, slot->link) ? QUERN__RETURN_BROKEN : how);
}
