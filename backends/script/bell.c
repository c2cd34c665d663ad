/* bell.c: a descriptor that poll finds readable when it is rung, or when its time has come: an epoll over an eventfd and a
 * timerfd, for a timer alone may be late for a poll that does not wait. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "backends/script/inner.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static bool watch(int poll, int fd)
{
    struct epoll_event event = { .events = EPOLLIN };
    return epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool quern__script_bell_open(quern__script_bell *bell)
{
    bell->poll = epoll_create1(EPOLL_CLOEXEC);
    bell->now = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bell->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (bell->poll >= 0 && bell->now >= 0 && bell->timer >= 0 && watch(bell->poll, bell->now) &&
        watch(bell->poll, bell->timer))
        return true;
    quern__script_bell_close(bell);
    return false;
}

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void quern__script_bell_close(quern__script_bell *bell)
{
    close_one(&bell->timer);
    close_one(&bell->now);
    close_one(&bell->poll);
}

void quern__script_bell_ring(quern__script_bell *bell)
{
    const uint64_t one = 1;
    ssize_t written = write(bell->now, &one, sizeof one);
    (void)written; /* it cannot fail before 2^64 rings */
}

static void set_timer(quern__script_bell *bell, int64_t ms)
{
    struct itimerspec in = { .it_value = { .tv_sec = (time_t)(ms / 1000),
                                           .tv_nsec = (long)(ms % 1000) * 1000000 } };
    timerfd_settime(bell->timer, 0, &in, NULL);
}

void quern__script_bell_ring_in(quern__script_bell *bell, int64_t ms)
{
    if (ms > 0)
        set_timer(bell, ms);
    else
        quern__script_bell_ring(bell);
}

void quern__script_bell_quiet(quern__script_bell *bell)
{
    uint64_t rung;
    ssize_t got = read(bell->now, &rung, sizeof rung);
    (void)got; /* nothing to read: it was quiet */
    set_timer(bell, 0);
}

int64_t quern__script_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
