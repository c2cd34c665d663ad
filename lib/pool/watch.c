/* watch.c: how the helper sleeps. It watches the sockets of connections that nobody has, so that one which the server has closed is
 * gone before somebody borrows it.
 *
 * Borrowers do not tell it what they take and bring back: that would be a system call each time. While anything is lent the helper
 * looks every tick at what has come back; a socket that it watches, and that was lent meanwhile, wakes it once in that time for
 * nothing. When nothing is lent all is watched, and it dozes until something is due; then the next loan rings. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

/* Gives how many descriptors there are, with the bell. Locked. */
static nfds_t gather(quern__pool *pool)
{
    nfds_t count = 1;
    pool->looks[0] = (struct pollfd){ .fd = pool->bell.heard, .events = POLLIN };
    for (uint32_t i = 0; i < pool->max; i++) {
        quern__pool_slot *slot = &pool->slots[i];
        if ((slot->state != QUERN__SLOT_IDLE && slot->state != QUERN__SLOT_ASKED) || slot->fd < 0)
            continue;
        pool->looked[count] = slot;
        pool->looks[count++] = (struct pollfd){ .fd = slot->fd, .events = POLLIN };
    }
    return count;
}

/* Locked. */
static void look_at_all(quern__pool *pool, nfds_t count)
{
    if (pool->looks[0].revents)
        quern__wake_hush(pool->bell.heard);
    for (nfds_t i = 1; i < count; i++)
        if (pool->looks[i].revents)
            quern__look(pool, pool->looked[i], pool->looks[i].fd);
}

void quern__watch(quern__pool *pool, int64_t until, void (*before)(quern__pool *pool))
{
    const nfds_t count = gather(pool);
    const int64_t tick = quern__clock_now() + pool->tick;
    pool->resting = true;
    pool->dozing = !pool->count_of[QUERN__SLOT_LENT];
    if (!pool->dozing && tick < until)
        until = tick;
    quern__unlock(pool);
    if (before)
        before(pool);
    const int ready = poll(pool->looks, count, quern__deadline_left_ms(until));
    quern__lock(pool);
    pool->resting = pool->rung = pool->dozing = false;
    if (ready > 0)
        look_at_all(pool, count);
}
