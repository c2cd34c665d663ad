/* date.c: days. */
#include "lib/value/civil.h"
#include "lib/value/line.h"
#include "lib/value/scan.h"

enum { MOST_YEARS = 6000000 /* more than 32 bits of days can count */ };

static bool finite(quern_date date)
{
    return date.days != INT32_MAX && date.days != INT32_MIN;
}

size_t quern_date_format(quern_date date, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    if (finite(date)) {
        const quern_civil civil = quern__civil_of_days(date.days);
        quern__line_put_date(&line, &civil);
    } else {
        quern__line_put(&line, date.days > 0 ? "infinity" : "-infinity");
    }
    return quern__line_copy(&line, out, size);
}

bool quern_date_parse(const char *text, quern_date *out)
{
    quern_civil civil;
    bool negative, before_christ;
    if (!text)
        return false;
    if (quern__scan_infinity(text, &negative)) {
        out->days = negative ? INT32_MIN : INT32_MAX;
        return true;
    }
    const char *end = quern__scan_end(text, &before_christ);
    return quern__scan_date(&text, before_christ, &civil) && text == end && quern_date_of_civil(&civil, out);
}

bool quern_date_to_civil(quern_date date, quern_civil *out)
{
    if (!finite(date))
        return false;
    *out = quern__civil_of_days(date.days);
    return true;
}

bool quern_date_of_civil(const quern_civil *civil, quern_date *out)
{
    if (civil->year < -MOST_YEARS || civil->year > MOST_YEARS || !quern__civil_has_day(civil))
        return false;
    const int64_t days = quern__civil_to_days(civil);
    if (days <= INT32_MIN || days >= INT32_MAX)
        return false;
    out->days = (int32_t)days;
    return true;
}
