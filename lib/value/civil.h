/* civil.h: the calendar and the clock as numbers: days, and microseconds, since 1970. */
#ifndef QUERN__VALUE_CIVIL_H
#define QUERN__VALUE_CIVIL_H

#include <quern/convert.h>

#define QUERN__SECOND INT64_C(1000000) /* in microseconds */
#define QUERN__DAY INT64_C(86400000000)

/* The calendar has that day: month and day are looked at in that year, however far off it is. */
bool quern__civil_has_day(const quern_civil *civil);

/* Days since 1970-01-01, for a day that the calendar has, in a year of at most 9 digits. */
int64_t quern__civil_to_days(const quern_civil *civil);

/* Year, month and day; the rest is 0. Days of at most 15 digits. */
quern_civil quern__civil_of_days(int64_t days);

/* Microseconds since 1970 as days and a clock's time. */
quern_civil quern__civil_of_microseconds(int64_t microseconds);

/* `seconds` and `microseconds` (0 to 1000000) on top of them, as one number. False when that is out of range: the two
 * numbers at the ends are the infinities. */
bool quern__join_microseconds(int64_t seconds, int64_t microseconds, int64_t *out);

/* The quotient rounded down; what is left, which is never negative, goes to *rest. `divisor` is positive. */
int64_t quern__floor_divide(int64_t dividend, int64_t divisor, int64_t *rest);

#endif
