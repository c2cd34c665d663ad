/* chores.c: what may block, beside connecting: cancelling and closing. The helper thread does these, one after the other; in a pool
 * without one, whoever discards a connection ends it. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

enum {
    CANCEL_MOST_MS = 1000, /* a cancel that takes longer holds up those who wait for a connection */
    HEED_FIRST_MS = 20, /* how long the server has to heed it, before it is told again; then twice as long */
    HEED_LAST_MS = 160
};

void quern__chore_begin(quern__pool *pool)
{
    pool->chore_count++;
    quern__unlock(pool);
}

void quern__chore_finish(quern__pool *pool)
{
    quern__lock(pool);
    pool->chore_count--;
}

static int32_t cancel_ms(const quern__pool *pool)
{
    return pool->connect_ms >= 0 && pool->connect_ms < CANCEL_MOST_MS ? pool->connect_ms : CANCEL_MOST_MS;
}

/* Until the connection can be read or written, or the deadline. */
static void wait_for(int fd, unsigned wanted, int64_t deadline)
{
    struct pollfd look = { .fd = fd, .events = POLLIN };
    if (wanted & QUERN_READY_WRITE)
        look.events |= POLLOUT;
    poll(&look, 1, quern__deadline_left_ms(deadline));
}

/* True when what ran has ended, or the connection has. The answer is nobody's any more. */
static bool ends_within(const quern_backend *backend, quern_link *link, int32_t ms)
{
    const int64_t deadline = quern__deadline_in(ms);
    unsigned ready = QUERN_READY_NONE;
    for (;;) {
        quern_link_info info;
        quern_event event;
        const unsigned wanted = backend->step(link, ready);
        while (backend->take(link, &event) && event.kind != QUERN_EVENT_LOST)
            continue;
        backend->info(link, &info);
        if (info.state != QUERN_LINK_BUSY)
            return true;
        if (info.fd < 0 || quern__clock_now() >= deadline)
            return false;
        wait_for(info.fd, wanted, deadline);
        ready = wanted;
    }
}

/* A cancel that overtakes its statement finds nothing to stop, and nobody is told; once the connection is closed, the server runs
 * the statement to its end. So it is told until it answers. */
static void stop(const quern__pool *pool, quern_link *link)
{
    const quern_backend *backend = pool->backend;
    for (int32_t heed = HEED_FIRST_MS; backend->cancel && heed <= HEED_LAST_MS; heed *= 2) {
        backend->cancel(link, cancel_ms(pool));
        if (ends_within(backend, link, heed))
            return;
    }
}

bool quern__chore_end(quern__pool *pool)
{
    quern__pool_slot *slot = quern__slot_take_ending(pool);
    if (!slot)
        return false;
    quern__chore_begin(pool);
    if (slot->cancel)
        stop(pool, slot->link);
    quern__report_disconnected(pool, slot->link);
    pool->backend->close(slot->link);
    quern__chore_finish(pool);
    quern__slot_clear(pool, slot);
    quern__nudge_first(pool);
    return true;
}
