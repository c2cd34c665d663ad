/* time.c: times of day. */
#include "lib/value/civil.h"
#include "lib/value/line.h"
#include "lib/value/scan.h"

size_t quern_time_format(quern_time time, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    if (time.microseconds < 0 || time.microseconds > QUERN__DAY) {
        quern__line_put_char(&line, '?');
    } else if (time.microseconds == QUERN__DAY) {
        quern__line_put(&line, "24:00:00");
    } else {
        const quern_civil civil = quern__civil_of_microseconds(time.microseconds);
        quern__line_put_clock(&line, &civil);
    }
    return quern__line_copy(&line, out, size);
}

bool quern_time_parse(const char *text, quern_time *out)
{
    int64_t microseconds;
    if (!text || !quern__scan_clock(&text, &microseconds) || *text)
        return false;
    out->microseconds = microseconds;
    return true;
}
