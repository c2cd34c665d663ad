/* alive.c: whether a connection that nobody has still lives. The server's goodbye can be read; where a firewall has forgotten the
 * connection, or the server's machine is gone, nothing can, and it has to be asked. The helper asks, and waits for the answer while
 * it watches all the others. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <errno.h>

enum { ANSWER_MS = 5000 };

bool quern__can_be_read(int fd)
{
    struct pollfd look = { .fd = fd, .events = POLLIN };
    int ready;
    do
        ready = poll(&look, 1, 0);
    while (ready < 0 && errno == EINTR);
    return ready != 0;
}

static quern_link_state state_of(const quern_backend *backend, quern_link *link)
{
    quern_link_info info;
    backend->info(link, &info);
    return info.state;
}

/* An idle connection that can be read has either been closed by the server, or has a notice or the like to tell: the state says
 * which. */
bool quern__read_news(const quern_backend *backend, quern_link *link)
{
    quern_event event;
    backend->step(link, QUERN_READY_READ);
    while (backend->take(link, &event) && event.kind != QUERN_EVENT_LOST)
        continue;
    return state_of(backend, link) == QUERN_LINK_IDLE;
}

/* Locked. */
static void bury(quern__pool *pool, quern__pool_slot *slot)
{
    pool->sums.closed_dead++;
    quern__slot_discard(pool, slot, false);
}

/* What has lived until now goes behind the others: nobody has used it. Locked. */
static void put_back(quern__pool *pool, quern__pool_slot *slot, int64_t now)
{
    slot->heard = now;
    slot->returned = now;
    if (pool->shut)
        quern__slot_discard(pool, slot, false);
    else
        quern__slot_offer_unused(pool, slot);
}

static bool send_question(const quern_backend *backend, quern_link *link)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT, .sync = true, .sql = "SELECT 1" };
    if (!backend->submit(link, &request))
        return false;
    backend->step(link, QUERN_READY_NONE);
    return true;
}

void quern__ask(quern__pool *pool, quern__pool_slot *slot)
{
    quern__slot_take(pool, slot);
    pool->sums.pinged++;
    quern__unlock(pool);
    const bool asked = send_question(pool->backend, slot->link);
    const int64_t until = quern__deadline_in(ANSWER_MS);
    quern__lock(pool);
    if (asked)
        slot->asked_until = until;
    else
        put_back(pool, slot, quern__clock_now()); /* no memory: that tells nothing of the connection */
}

/* Reads what there is; true when that is all of the answer, or there will be none. */
static bool hear(const quern_backend *backend, quern_link *link, bool *alive)
{
    *alive = quern__read_news(backend, link);
    return state_of(backend, link) != QUERN_LINK_BUSY;
}

/* The state first: of one that is lent all else is the borrower's, who has no lock. */
void quern__look(quern__pool *pool, quern__pool_slot *slot, int fd)
{
    bool alive;
    if ((slot->state != QUERN__SLOT_IDLE && slot->state != QUERN__SLOT_ASKED) || slot->fd != fd)
        return;
    if (slot->state == QUERN__SLOT_IDLE)
        quern__slot_take(pool, slot);
    quern__unlock(pool);
    const bool over = hear(pool->backend, slot->link, &alive);
    const int64_t now = quern__clock_now();
    quern__lock(pool);
    if (alive)
        put_back(pool, slot, now);
    else if (over)
        bury(pool, slot);
}

void quern__forget_asked(quern__pool *pool, quern__pool_slot *slot)
{
    bury(pool, slot);
}
