/* moment.c: moments as calendars, clocks and POSIX have them. */
#include "lib/value/civil.h"

enum { NANOSECONDS = 1000000000, MOST_YEARS = 300000 /* more than 64 bits of microseconds can count */ };

static bool finite(int64_t microseconds)
{
    return microseconds != INT64_MAX && microseconds != INT64_MIN;
}

static bool to_civil(int64_t microseconds, quern_civil *out)
{
    if (!finite(microseconds))
        return false;
    *out = quern__civil_of_microseconds(microseconds);
    return true;
}

static bool has_time(const quern_civil *civil)
{
    return civil->hour >= 0 && civil->hour < 24 && civil->minute >= 0 && civil->minute < 60 &&
           civil->second >= 0 && civil->second < 60 && civil->microsecond >= 0 &&
           civil->microsecond < QUERN__SECOND;
}

static bool of_civil(const quern_civil *civil, int64_t *out)
{
    if (civil->year < -MOST_YEARS || civil->year > MOST_YEARS || !quern__civil_has_day(civil) ||
        !has_time(civil))
        return false;
    const int64_t hours = quern__civil_to_days(civil) * 24 + civil->hour;
    return quern__join_microseconds((hours * 60 + civil->minute) * 60 + civil->second, civil->microsecond,
                                    out);
}

bool quern_timestamp_to_civil(quern_timestamp timestamp, quern_civil *out)
{
    return to_civil(timestamp.microseconds, out);
}

bool quern_local_timestamp_to_civil(quern_local_timestamp timestamp, quern_civil *out)
{
    return to_civil(timestamp.microseconds, out);
}

bool quern_timestamp_of_civil(const quern_civil *civil, quern_timestamp *out)
{
    return of_civil(civil, &out->microseconds);
}

bool quern_local_timestamp_of_civil(const quern_civil *civil, quern_local_timestamp *out)
{
    return of_civil(civil, &out->microseconds);
}

bool quern_timestamp_of_timespec(struct timespec from, quern_timestamp *out)
{
    if (from.tv_nsec < 0 || from.tv_nsec >= NANOSECONDS)
        return false;
    return quern__join_microseconds((int64_t)from.tv_sec, from.tv_nsec / 1000, &out->microseconds);
}

/* Where time_t has 32 bits, it ends in 2038. */
bool quern_timestamp_to_timespec(quern_timestamp timestamp, struct timespec *out)
{
    int64_t rest;
    const int64_t seconds = quern__floor_divide(timestamp.microseconds, QUERN__SECOND, &rest);
    if (!finite(timestamp.microseconds) || (int64_t)(time_t)seconds != seconds)
        return false;
    *out = (struct timespec){ .tv_sec = (time_t)seconds, .tv_nsec = (long)rest * 1000 };
    return true;
}

quern_timestamp quern_timestamp_now(void)
{
    struct timespec now;
    quern_timestamp timestamp = { 0 };
    clock_gettime(CLOCK_REALTIME, &now);
    quern_timestamp_of_timespec(now, &timestamp);
    return timestamp;
}
