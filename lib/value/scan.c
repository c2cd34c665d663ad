/* scan.c: pieces of text, read the same in every locale. */
#include "lib/value/scan.h"

#include "lib/value/civil.h"

#include <string.h>

bool quern__scan_char(const char **at, const char *among, char *out)
{
    *out = **at;
    return quern__scan_skip(at, among);
}

bool quern__scan_skip(const char **at, const char *among)
{
    if (!**at || !strchr(among, **at))
        return false;
    ++*at;
    return true;
}

static bool digit(const char **at, int *out)
{
    if (**at < '0' || **at > '9')
        return false;
    *out = *(*at)++ - '0';
    return true;
}

bool quern__scan_number(const char **at, int least, int most, int64_t *out)
{
    int count = 0, next;
    for (*out = 0; count < most && digit(at, &next); count++)
        *out = *out * 10 + next;
    return count >= least;
}

/* Whether the digits from here on, those behind the last one that counts, are more than half of it. */
static bool rounds_up(const char **at, bool odd)
{
    int first = 0, next;
    bool more = false;
    digit(at, &first);
    while (digit(at, &next))
        more |= next > 0;
    return first > 5 || (first == 5 && (more || odd));
}

bool quern__scan_fraction(const char **at, int64_t *microseconds)
{
    int next, count = 0;
    *microseconds = 0;
    if (!quern__scan_skip(at, "."))
        return true;
    for (; count < 6 && digit(at, &next); count++)
        *microseconds = *microseconds * 10 + next;
    if (count == 0)
        return false;
    for (; count < 6; count++)
        *microseconds *= 10;
    *microseconds += rounds_up(at, *microseconds % 2 == 1);
    return true;
}

/* Hour 24 and second 60 are as good as the next day and minute, as long as they lead no further. */
bool quern__scan_clock(const char **at, int64_t *microseconds)
{
    int64_t hour, minute, second = 0, fraction = 0;
    if (!quern__scan_number(at, 2, 2, &hour) || !quern__scan_skip(at, ":") ||
        !quern__scan_number(at, 2, 2, &minute))
        return false;
    if (quern__scan_skip(at, ":") &&
        (!quern__scan_number(at, 2, 2, &second) || !quern__scan_fraction(at, &fraction)))
        return false;
    *microseconds = ((hour * 60 + minute) * 60 + second) * QUERN__SECOND + fraction;
    return minute < 60 && second <= 60 && *microseconds <= QUERN__DAY;
}

const char *quern__scan_end(const char *text, bool *before_christ)
{
    const char *end = text + strlen(text);
    *before_christ = end - text > 3 && strcmp(end - 3, " BC") == 0;
    return *before_christ ? end - 3 : end;
}

/* Seven digits are enough for the days that there are, and for the servers' too. */
bool quern__scan_date(const char **at, bool before_christ, quern_civil *out)
{
    int64_t year, month, day;
    char sign = '\0';
    const bool has_sign = quern__scan_char(at, "+-", &sign), negative = has_sign && sign == '-';
    if (!quern__scan_number(at, 4, 7, &year) || !quern__scan_skip(at, "-") ||
        !quern__scan_number(at, 2, 2, &month) || !quern__scan_skip(at, "-") ||
        !quern__scan_number(at, 2, 2, &day))
        return false;
    if ((before_christ && has_sign) || ((before_christ || negative) && year == 0))
        return false;
    *out = (quern_civil){ .year = before_christ ? 1 - year
                                  : negative    ? -year
                                                : year,
                          .month = (int32_t)month,
                          .day = (int32_t)day };
    return quern__civil_has_day(out);
}

bool quern__scan_infinity(const char *text, bool *negative)
{
    *negative = *text == '-';
    return strcmp(text + *negative, "infinity") == 0;
}
