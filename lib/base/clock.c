/* clock.c: deadlines on CLOCK_MONOTONIC, which no clock change moves. */
#include "lib/base/clock.h"

#include <limits.h>

enum { SECOND = 1000000, MILLISECOND = 1000 };

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

int64_t quern__clock_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t quern__clock_coarse(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
    return read_clock(CLOCK_MONOTONIC_COARSE);
#else
    return read_clock(CLOCK_MONOTONIC);
#endif
}

int64_t quern__deadline_in(int32_t ms)
{
    return ms < 0 ? QUERN__NEVER : quern__deadline_from(quern__clock_now(), ms);
}

int64_t quern__deadline_from(int64_t now, int32_t ms)
{
    return ms < 0 ? QUERN__NEVER : now + (int64_t)ms * MILLISECOND;
}

int quern__deadline_left_ms(int64_t deadline)
{
    return deadline == QUERN__NEVER ? -1 : quern__deadline_left_ms_at(quern__clock_now(), deadline);
}

/* Rounded up: rounded down, the last millisecond would be spent asking again and again. */
int quern__deadline_left_ms_at(int64_t now, int64_t deadline)
{
    if (deadline == QUERN__NEVER)
        return -1;
    const int64_t left = deadline - now;
    if (left <= 0)
        return 0;
    const int64_t ms = (left + MILLISECOND - 1) / MILLISECOND;
    return ms < INT_MAX ? (int)ms : INT_MAX;
}

struct timespec quern__deadline_timespec(int64_t deadline)
{
    return (struct timespec){ .tv_sec = (time_t)(deadline / SECOND),
                              .tv_nsec = (long)(deadline % SECOND) * 1000 };
}
