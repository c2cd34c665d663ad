/* interval.c: intervals. ISO 8601 has no signs; PostgreSQL, whose parts may differ in theirs, puts one before each number. */
#include "lib/value/civil.h"
#include "lib/value/line.h"
#include "lib/value/scan.h"

#include <string.h>

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* "-5D"; nothing for 0. */
static void put_part(quern__line *line, int64_t number, char unit)
{
    if (number == 0)
        return;
    if (number < 0)
        quern__line_put_char(line, '-');
    quern__line_put_number(line, magnitude(number), 1);
    quern__line_put_char(line, unit);
}

static void put_seconds(quern__line *line, int64_t microseconds)
{
    if (microseconds == 0)
        return;
    if (microseconds < 0)
        quern__line_put_char(line, '-');
    quern__line_put_number(line, magnitude(microseconds) / QUERN__SECOND, 1);
    quern__line_put_fraction(line, (int32_t)(magnitude(microseconds) % QUERN__SECOND));
    quern__line_put_char(line, 'S');
}

size_t quern_interval_format(quern_interval interval, char *out, size_t size)
{
    static const int64_t minute = 60 * QUERN__SECOND, hour = 3600 * QUERN__SECOND;
    quern__line line = { .size = 0 };
    quern__line_put_char(&line, 'P');
    put_part(&line, interval.months / 12, 'Y');
    put_part(&line, interval.months % 12, 'M');
    put_part(&line, interval.days, 'D');
    if (interval.microseconds)
        quern__line_put_char(&line, 'T');
    put_part(&line, interval.microseconds / hour, 'H');
    put_part(&line, interval.microseconds % hour / minute, 'M');
    put_seconds(&line, interval.microseconds % minute);
    if (line.size == 1)
        quern__line_put(&line, "T0S");
    return quern__line_copy(&line, out, size);
}

/* What an interval is made of, in numbers that cannot overflow while there are few parts. */
typedef struct sums {
    int64_t months, days, microseconds;
} sums;

/* The units in the order in which they must come. */
typedef struct unit {
    char letter;
    bool of_time; /* stands behind the T */
    size_t sum;
    int64_t factor;
} unit;

static const unit units[] = {
    { 'Y', false, offsetof(sums, months), 12 },
    { 'M', false, offsetof(sums, months), 1 },
    { 'W', false, offsetof(sums, days), 7 },
    { 'D', false, offsetof(sums, days), 1 },
    { 'H', true, offsetof(sums, microseconds), 3600 * QUERN__SECOND },
    { 'M', true, offsetof(sums, microseconds), 60 * QUERN__SECOND },
    { 'S', true, offsetof(sums, microseconds), QUERN__SECOND },
};

enum { UNITS = sizeof units / sizeof *units };

static bool add(sums *all, const unit *unit, bool negative, int64_t number, int64_t fraction)
{
    int64_t *sum = (int64_t *)(void *)((char *)all + unit->sum), product;
    if (__builtin_mul_overflow(negative ? -number : number, unit->factor, &product))
        return false;
    return !__builtin_add_overflow(*sum, product, sum) &&
           !__builtin_add_overflow(*sum, negative ? -fraction : fraction, sum);
}

/* "-6.5S"; *next is the first unit that may come, and then the one behind what came. */
static bool scan_part(const char **at, bool of_time, size_t *next, sums *all)
{
    char sign = '\0', letter;
    int64_t number, fraction;
    const bool negative = quern__scan_char(at, "-", &sign);
    if (!quern__scan_number(at, 1, 18, &number))
        return false;
    const bool whole = **at != '.';
    if (!quern__scan_fraction(at, &fraction) || !quern__scan_char(at, "YMWDHS", &letter))
        return false;
    while (*next < UNITS && (units[*next].letter != letter || units[*next].of_time != of_time))
        ++*next;
    return *next < UNITS && (whole || letter == 'S') &&
           add(all, &units[(*next)++], negative, number, fraction);
}

static bool scan_parts(const char *at, sums *all)
{
    size_t next = 0;
    bool of_time = false;
    do {
        if (!of_time && quern__scan_skip(&at, "T"))
            of_time = true;
        if (!scan_part(&at, of_time, &next, all))
            return false;
    } while (*at);
    return true;
}

bool quern_interval_parse(const char *text, quern_interval *out)
{
    sums all = { 0 };
    if (!text || !quern__scan_skip(&text, "P") || !scan_parts(text, &all))
        return false;
    if (all.months < INT32_MIN || all.months > INT32_MAX || all.days < INT32_MIN || all.days > INT32_MAX)
        return false;
    *out = (quern_interval){ all.microseconds, (int32_t)all.days, (int32_t)all.months };
    return true;
}
