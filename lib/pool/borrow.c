/* borrow.c: lending a connection. One that was idle is looked at before it is lent (does it still live?), outside the lock;
 * a dead one goes to the helper, and the borrower is the next to be served. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <errno.h>
#include <poll.h>

/* An idle connection that can be read has either been closed by the server, or has a notice or the like to tell. */
static bool can_be_read(int fd)
{
    struct pollfd look = { .fd = fd, .events = POLLIN };
    int ready;
    do
        ready = poll(&look, 1, 0);
    while (ready < 0 && errno == EINTR);
    return ready != 0;
}

/* Whether it was a goodbye, the state tells. */
static void read_news(const quern_backend *backend, quern_link *link)
{
    quern_event event;
    backend->step(link, QUERN_READY_READ);
    while (backend->take(link, &event) && event.kind != QUERN_EVENT_LOST)
        continue;
}

static bool is_alive(const quern_backend *backend, quern_link *link)
{
    quern_link_info info;
    backend->info(link, &info);
    if (info.state != QUERN_LINK_IDLE || info.fd < 0 || !can_be_read(info.fd))
        return info.state == QUERN_LINK_IDLE;
    read_news(backend, link);
    backend->info(link, &info);
    return info.state == QUERN_LINK_IDLE;
}

/* Locked. */
static quern__verdict take(quern__pool *pool, const quern__turn *turn, bool in_front, int64_t deadline,
                           quern__pool_slot **slot)
{
    if (pool->shut)
        return QUERN__SHUT;
    if (quern__interrupt_look(turn->interrupt))
        return QUERN__INTERRUPTED;
    *slot = quern__slot_take_idle(pool);
    if (*slot)
        return QUERN__SERVED;
    if (quern__grow_hopeless(pool))
        return QUERN__NO_CONNECT;
    return quern__wait_turn(pool, turn, in_front, deadline, slot);
}

/* Locked, but for the looks at what is about to be lent. */
static quern__verdict take_living(quern__pool *pool, const quern__turn *turn, int64_t deadline,
                                  quern__pool_slot **slot)
{
    quern__verdict verdict = take(pool, turn, false, deadline, slot);
    while (verdict == QUERN__SERVED) {
        pthread_mutex_unlock(&pool->lock);
        const bool alive = is_alive(pool->backend, (*slot)->link);
        pthread_mutex_lock(&pool->lock);
        if (alive)
            break;
        quern__slot_discard(pool, *slot, false);
        quern__slot_leave(pool);
        verdict = take(pool, turn, true, deadline, slot);
    }
    return verdict;
}

static quern__lease lend(quern__pool *pool, quern__pool_slot *slot, const quern__turn *turn)
{
    slot->site = turn->site;
    slot->borrower = turn->interrupt;
    return (quern__lease){ .link = slot->link,
                           .backend = pool->backend,
                           .needs_reset = slot->needs_reset,
                           .wake = slot->wake.heard,
                           .slot = slot };
}

static int64_t deadline_of(const quern__turn *turn)
{
    const int64_t own = quern__deadline_in(turn->turn_ms);
    return turn->deadline && turn->deadline < own ? turn->deadline : own;
}

bool quern__pool_borrow(quern__pool *pool, const quern__turn *turn, quern__lease *lease, quern_error *error)
{
    quern__pool_slot *slot = NULL;
    quern__refusal refusal;
    *lease = (quern__lease){ .link = NULL };
    if (quern__pool_forked(pool)) {
        quern__refusal_fork(turn, error);
        return false;
    }
    const int64_t deadline = deadline_of(turn);
    pthread_mutex_lock(&pool->lock);
    const quern__verdict verdict = take_living(pool, turn, deadline, &slot);
    if (verdict == QUERN__SERVED)
        *lease = lend(pool, slot, turn);
    else
        quern__refusal_note(pool, verdict, turn, &refusal);
    while (pool->no_threads && quern__chore_end(pool))
        continue;
    pthread_mutex_unlock(&pool->lock);
    if (verdict != QUERN__SERVED)
        quern__refusal_say(&refusal, turn, error);
    return verdict == QUERN__SERVED;
}
