/* chores.c: what may block: connecting, cancelling, closing. The helper thread does these, one after the other; in a pool without
 * one, whoever waits for a connection connects, one at a time, and whoever discards one ends it. */
#include "lib/pool/pool_private.h"

#include "lib/base/clock.h"

#include <string.h>

enum {
    CANCEL_MOST_MS = 1000, /* a cancel that takes longer holds up those who wait for a connection */
    PASSWORD_ROOM = 8192   /* tokens of clouds have some thousand bytes */
};

/* The lock is released from the one to the other. */
static void begin(quern__pool *pool)
{
    pool->chore_count++;
    pthread_mutex_unlock(&pool->lock);
}

static void finish(quern__pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->chore_count--;
    if (pool->shut)
        pthread_cond_signal(&pool->drained);
}

static int32_t cancel_ms(const quern__pool *pool)
{
    return pool->connect_ms >= 0 && pool->connect_ms < CANCEL_MOST_MS ? pool->connect_ms : CANCEL_MOST_MS;
}

bool quern__chore_end(quern__pool *pool)
{
    const quern_backend *backend = pool->backend;
    quern__pool_slot *slot = quern__slot_take_ending(pool);
    if (!slot)
        return false;
    begin(pool);
    if (slot->cancel && backend->cancel)
        backend->cancel(slot->link, cancel_ms(pool));
    quern__report_disconnected(pool, slot->link);
    backend->close(slot->link);
    finish(pool);
    quern__slot_clear(pool, slot);
    quern__nudge_first(pool);
    return true;
}

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

static quern_link *connect_with_password(quern__pool *pool, quern_connect *how, quern_error *error)
{
    char password[PASSWORD_ROOM] = "";
    quern_link *link;
    how->password = password;
    if (!pool->password(pool->password_context, password, sizeof password))
        link = refuse(error, "there is no password: .password of quern_options gave false", "");
    else if (!memchr(password, '\0', sizeof password))
        link = refuse(error,
                      "the password is too long, or has no end: .password of quern_options wrote no NUL", "");
    else
        link = pool->backend->open(pool->backend, how, error);
    wipe(password, sizeof password);
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
    return pool->password ? connect_with_password(pool, &how, error)
                          : pool->backend->open(pool->backend, &how, error);
}

/* Whether somebody still waits is asked afterwards: whoever does first gets the connection. */
static void settle(quern__pool *pool, quern__pool_slot *slot, quern_link *link)
{
    slot->link = link;
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

bool quern__chore_grow(quern__pool *pool, int64_t deadline)
{
    bool cut;
    quern_error error = { .code = QUERN_OK };
    const int64_t now = quern__clock_now();
    if (!quern__grow_wanted(pool) || pool->connecting || now < pool->next_connect || now >= deadline)
        return false;
    quern__pool_slot *slot = quern__slot_take_empty(pool);
    const int32_t timeout_ms = connect_ms(pool, deadline, &cut);
    quern__wake wake = slot->wake;
    pool->connecting = true;
    begin(pool);
    quern_link *link = connect_now(pool, timeout_ms, &wake, &error);
    if (link)
        quern__report_connected(pool, link);
    else
        quern__report_connect_failed(pool, &error);
    finish(pool);
    pool->connecting = false;
    slot->wake = wake;
    if (link) {
        settle(pool, slot, link);
    } else {
        quern__slot_clear(pool, slot);
        quern__grow_failed(pool, &error, cut && quern__clock_now() >= deadline);
    }
    return true;
}
