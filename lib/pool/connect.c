/* connect.c: connecting, with the password that is asked for. Blocks. Done by threads of the pool's own, two at most, so that one
 * server that does not answer neither holds up the other connect, nor the helper; in a pool without threads, by whoever waits, one
 * at a time. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"
#include "lib/base/failure.h"

#include <string.h>

enum { PASSWORD_ROOM = 8192 /* tokens of clouds have some thousand bytes */ };

/* Through a pointer that the compiler must believe to be read, so that the bytes do not stay behind. */
static void wipe(char *bytes, size_t size)
{
    volatile char *at = bytes;
    while (size--)
        *at++ = '\0';
}

static quern_link *refuse(quern_error *error, const char *message, const char *hint)
{
    *error = (quern_error){ .code = QUERN_ERROR_CONNECT, .message = message, .hint = hint };
    return NULL;
}

static quern_link *open_with(quern__pool *pool, quern_connect *how, char *password, quern_error *error)
{
    pthread_mutex_lock(&pool->asking); /* not the pool's lock: it may take its time */
    const bool given = pool->password(pool->password_context, password, PASSWORD_ROOM);
    pthread_mutex_unlock(&pool->asking);
    if (!given)
        return refuse(error, "there is no password: .password of quern_options gave false", "");
    if (!memchr(password, '\0', PASSWORD_ROOM))
        return refuse(error,
                      "the password is too long, or has no end: .password of quern_options wrote no NUL", "");
    how->password = password;
    return pool->backend->open(pool->backend, how, error);
}

static quern_link *ask_and_open(quern__pool *pool, quern_connect *how, quern_error *error)
{
    char *password = quern__allocate_zeroed(pool->allocator, 1, PASSWORD_ROOM);
    if (!password) {
        *error = quern__out_of_memory;
        return NULL;
    }
    quern_link *link = open_with(pool, how, password, error);
    wipe(password, PASSWORD_ROOM);
    quern__release(pool->allocator, password);
    return link;
}

/* Not locked. */
static quern_link *connect_now(quern__pool *pool, int32_t timeout_ms, quern__wake *wake, quern_error *error)
{
    quern_connect how = { .uri = pool->uri,
                          .timeout_ms = timeout_ms,
                          .allocator = pool->allocator,
                          .application_name = pool->application_name };
    if (wake->heard < 0 && !quern__wake_open(wake))
        return refuse(error, "no file descriptor is left for another connection",
                      "raise the limit of open files, or lower .pool_max");
    return pool->password ? ask_and_open(pool, &how, error) : pool->backend->open(pool->backend, &how, error);
}

/* Up to a fifth of the time is left out, so that those that were opened together do not end together. */
static int64_t draw_end(quern__pool *pool, int64_t now)
{
    if (pool->lifetime == QUERN__NEVER)
        return QUERN__NEVER;
    return now + pool->lifetime - quern__grow_draw(pool, pool->lifetime / 5);
}

/* Whether somebody still waits is asked afterwards: whoever does first gets the connection. Locked. */
static void settle(quern__pool *pool, quern__pool_slot *slot, quern_link *link, int fd)
{
    const int64_t now = quern__clock_now();
    slot->link = link;
    slot->fd = fd;
    slot->returned = now;
    slot->dies = draw_end(pool, now);
    pool->sums.connected++;
    quern__grow_succeeded(pool);
    if (pool->shut)
        quern__slot_discard(pool, slot, false);
    else
        quern__slot_offer(pool, slot);
}

/* What is left until the deadline, if that is less than what a connect may take; `cut` says so. */
static int32_t connect_ms(const quern__pool *pool, int64_t deadline, bool *cut)
{
    const int left = quern__deadline_left_ms(deadline);
    *cut = left >= 0 && (pool->connect_ms < 0 || left < pool->connect_ms);
    return *cut ? (int32_t)left : pool->connect_ms;
}

/* Not locked. */
static quern_link *connect_and_tell(quern__pool *pool, int32_t timeout_ms, quern__wake *wake, int *fd,
                                    quern_error *error)
{
    quern_link_info info = { .fd = -1 };
    quern_link *link = connect_now(pool, timeout_ms, wake, error);
    if (link) {
        pool->backend->info(link, &info);
        quern__report_connected(pool, link);
    } else {
        quern__report_connect_failed(pool, error);
    }
    *fd = info.fd;
    return link;
}

quern__pool_slot *quern__connect_begin(quern__pool *pool, int64_t deadline)
{
    const int64_t now = quern__clock_now();
    uint32_t number = 0;
    if (now < pool->next_connect || now >= deadline || !quern__grow_wanted(pool, now))
        return NULL;
    quern__pool_slot *slot = quern__slot_take_empty(pool);
    while (pool->began[number])
        number++;
    pool->began[number] = now;
    slot->connect = number;
    return slot;
}

void quern__connect(quern__pool *pool, quern__pool_slot *slot, int64_t deadline)
{
    bool cut;
    int fd;
    quern_error error = { .code = QUERN_OK };
    const int32_t timeout_ms = connect_ms(pool, deadline, &cut);
    const int64_t began = pool->began[slot->connect];
    quern__wake wake = slot->wake;
    quern__chore_begin(pool);
    quern_link *link = connect_and_tell(pool, timeout_ms, &wake, &fd, &error);
    quern__chore_finish(pool);
    pool->began[slot->connect] = 0;
    slot->wake = wake;
    if (link) {
        settle(pool, slot, link, fd);
    } else {
        quern__slot_clear(pool, slot);
        quern__grow_failed(pool, &error, began, cut && quern__clock_now() >= deadline);
    }
    quern__ring_helper(pool); /* there is room for another connect, and a socket to watch */
}

bool quern__chore_grow(quern__pool *pool, int64_t deadline)
{
    quern__pool_slot *slot = quern__connect_begin(pool, deadline);
    if (slot)
        quern__connect(pool, slot, deadline);
    return slot;
}
