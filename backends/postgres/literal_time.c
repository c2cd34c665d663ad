/* literal_time.c: literals of what <quern/convert.h> knows the text or the calendar of. ISO 8601 as far as the server follows
 * it: it has years BC instead of signs, and no T between day and time. */
#include "backends/postgres/literal.h"

#include <quern/convert.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* `time` is put between day and era. */
static void put_calendar(quern_writer *writer, const quern_civil *civil, const char *time)
{
    char text[QUERN_TEXT_SIZE];
    snprintf(text, sizeof text, "%04" PRId64 "-%02d-%02d%s%s",
             civil->year > 0 ? civil->year : 1 - civil->year, (int)civil->month, (int)civil->day, time,
             civil->year > 0 ? "" : " BC");
    quern__pg_put_quoted(writer, text);
}

static void put_infinity(quern_writer *writer, bool future)
{
    quern__pg_put_quoted(writer, future ? "infinity" : "-infinity");
}

static void put_moment(quern_writer *writer, const quern_civil *civil, const char *zone)
{
    char time[QUERN_TEXT_SIZE];
    snprintf(time, sizeof time, " %02d:%02d:%02d.%06d%s", (int)civil->hour, (int)civil->minute,
             (int)civil->second, (int)civil->microsecond, zone);
    put_calendar(writer, civil, time);
}

static void put_timestamp(quern_writer *writer, quern_timestamp timestamp)
{
    quern_civil civil;
    if (quern_timestamp_to_civil(timestamp, &civil))
        put_moment(writer, &civil, "+00");
    else
        put_infinity(writer, timestamp.microseconds > 0);
}

static void put_local_timestamp(quern_writer *writer, quern_local_timestamp timestamp)
{
    quern_civil civil;
    if (quern_local_timestamp_to_civil(timestamp, &civil))
        put_moment(writer, &civil, "");
    else
        put_infinity(writer, timestamp.microseconds > 0);
}

static void put_date(quern_writer *writer, quern_date date)
{
    quern_civil civil;
    if (quern_date_to_civil(date, &civil))
        put_calendar(writer, &civil, "");
    else
        put_infinity(writer, date.days > 0);
}

static quern_inet inet_of(const quern_value *value)
{
    quern_inet inet = { .family = (uint8_t)(value->count >> 8), .prefix = (uint8_t)(value->count & 0xff) };
    memcpy(inet.bytes, value->as.address, sizeof inet.bytes);
    return inet;
}

void quern__pg_put_formatted(quern_writer *writer, const quern_value *value)
{
    char text[QUERN_TEXT_SIZE];
    switch (value->kind) {
    case QUERN_KIND_TIMESTAMP:
        put_timestamp(writer, value->as.timestamp);
        return;
    case QUERN_KIND_LOCAL_TIMESTAMP:
        put_local_timestamp(writer, value->as.local_timestamp);
        return;
    case QUERN_KIND_DATE:
        put_date(writer, value->as.date);
        return;
    case QUERN_KIND_TIME:
        quern_time_format(value->as.time, text, sizeof text);
        break;
    case QUERN_KIND_INTERVAL:
        quern_interval_format(value->as.interval, text, sizeof text);
        break;
    case QUERN_KIND_UUID:
        quern_uuid_format(value->as.uuid, text, sizeof text);
        break;
    default:
        quern_inet_format(inet_of(value), text, sizeof text);
    }
    quern__pg_put_quoted(writer, text);
}
