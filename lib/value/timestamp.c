/* timestamp.c: the texts of moments, in UTC and of no time zone. */
#include "lib/value/civil.h"
#include "lib/value/line.h"
#include "lib/value/scan.h"

static size_t format(int64_t microseconds, const char *zone, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    if (microseconds == INT64_MAX || microseconds == INT64_MIN) {
        quern__line_put(&line, microseconds > 0 ? "infinity" : "-infinity");
    } else {
        const quern_civil civil = quern__civil_of_microseconds(microseconds);
        quern__line_put_date(&line, &civil);
        quern__line_put_char(&line, 'T');
        quern__line_put_clock(&line, &civil);
        quern__line_put(&line, zone);
    }
    return quern__line_copy(&line, out, size);
}

size_t quern_timestamp_format(quern_timestamp timestamp, char *out, size_t size)
{
    return format(timestamp.microseconds, "Z", out, size);
}

size_t quern_local_timestamp_format(quern_local_timestamp timestamp, char *out, size_t size)
{
    return format(timestamp.microseconds, "", out, size);
}

/* "Z", "+02", "+0200", "+02:00", "+00:53:28": seconds that are to be taken off. PostgreSQL knows none of 16 hours. */
static bool scan_offset(const char **at, int64_t *seconds)
{
    int64_t hour, minute = 0, second = 0;
    char sign;
    *seconds = 0;
    if (quern__scan_skip(at, "Zz"))
        return true;
    if (!quern__scan_char(at, "+-", &sign) || !quern__scan_number(at, 2, 2, &hour))
        return false;
    const bool colon = quern__scan_skip(at, ":");
    if ((colon || (**at >= '0' && **at <= '9')) && !quern__scan_number(at, 2, 2, &minute))
        return false;
    if (colon && quern__scan_skip(at, ":") && !quern__scan_number(at, 2, 2, &second))
        return false;
    *seconds = (hour * 60 + minute) * 60 + second;
    if (sign == '-')
        *seconds = -*seconds;
    return hour < 16 && minute < 60 && second < 60;
}

static bool parse_finite(const char *text, bool has_offset, int64_t *out)
{
    quern_civil day;
    int64_t clock, offset = 0;
    bool before_christ;
    const char *end = quern__scan_end(text, &before_christ);
    if (!quern__scan_date(&text, before_christ, &day) || !quern__scan_skip(&text, "Tt ") ||
        !quern__scan_clock(&text, &clock) || (has_offset && !scan_offset(&text, &offset)) || text != end)
        return false;
    const int64_t seconds = quern__civil_to_days(&day) * 86400 + clock / QUERN__SECOND - offset;
    return quern__join_microseconds(seconds, clock % QUERN__SECOND, out);
}

static bool parse(const char *text, bool has_offset, int64_t *out)
{
    bool negative;
    if (!text)
        return false;
    if (!quern__scan_infinity(text, &negative))
        return parse_finite(text, has_offset, out);
    *out = negative ? INT64_MIN : INT64_MAX;
    return true;
}

bool quern_timestamp_parse(const char *text, quern_timestamp *out)
{
    return parse(text, true, &out->microseconds);
}

bool quern_local_timestamp_parse(const char *text, quern_local_timestamp *out)
{
    return parse(text, false, &out->microseconds);
}
