/* binary.c: values in PostgreSQL's binary format. What the server cannot hold is sent all the same, or, where that cannot even
 * be computed, as something that it refuses in the same words. */
#include "backends/postgres/link.h"

#include <string.h>

/* Microseconds since 2000. What lies before PostgreSQL's time the server refuses; so it does with the smallest number there
 * is, which stands for what cannot be computed. One less would be -infinity. */
static int64_t to_server_time(int64_t since_1970)
{
    if (since_1970 == INT64_MAX || since_1970 == INT64_MIN)
        return since_1970;
    return since_1970 <= INT64_MIN + QUERN__PG_EPOCH ? INT64_MIN + 1 : since_1970 - QUERN__PG_EPOCH;
}

/* The same for days. */
static int32_t to_server_date(int32_t since_1970)
{
    if (since_1970 == INT32_MAX || since_1970 == INT32_MIN)
        return since_1970;
    return since_1970 <= INT32_MIN + QUERN__PG_EPOCH_DAYS ? INT32_MIN + 1 : since_1970 - QUERN__PG_EPOCH_DAYS;
}

static void put_real(quern__pg_pen *pen, double real, quern_kind kind)
{
    uint64_t bits;
    uint32_t narrow_bits;
    const float narrow = (float)real;
    memcpy(&bits, &real, sizeof bits);
    memcpy(&narrow_bits, &narrow, sizeof narrow_bits);
    if (kind == QUERN_KIND_F32)
        quern__pg_put_number(pen, narrow_bits, sizeof narrow_bits);
    else
        quern__pg_put_number(pen, bits, sizeof bits);
}

static void put_integer(quern__pg_pen *pen, int64_t integer, quern_kind kind)
{
    if (kind == QUERN_KIND_F32 || kind == QUERN_KIND_F64)
        put_real(pen, (double)integer, kind);
    else
        quern__pg_put_number(pen, (uint64_t)integer,
                             kind == QUERN_KIND_I16   ? 2
                             : kind == QUERN_KIND_I32 ? 4
                                                      : 8);
}

static void put_interval(quern__pg_pen *pen, quern_interval interval)
{
    quern__pg_put_number(pen, (uint64_t)interval.microseconds, 8);
    quern__pg_put_number(pen, (uint32_t)interval.days, 4);
    quern__pg_put_number(pen, (uint32_t)interval.months, 4);
}

/* Family (the server's own numbers), bits, whether it is a cidr, length, address. The server checks the first two. */
static void put_inet(quern__pg_pen *pen, const quern_value *value)
{
    const unsigned family = value->count >> 8, size = family == 6 ? 16 : 4;
    const unsigned char head[] = {
        (unsigned char)(family == 4   ? 2
                        : family == 6 ? 3
                                      : 0),
        (unsigned char)(value->count & 0xff),
        0,
        (unsigned char)size,
    };
    quern__pg_put(pen, head, sizeof head);
    quern__pg_put(pen, value->as.address, size);
}

/* With the version of the format before it. */
static void put_json(quern__pg_pen *pen, const char *text)
{
    quern__pg_put_number(pen, 1, 1);
    quern__pg_put(pen, text, strlen(text));
}

void quern__pg_put_binary(quern__pg_pen *pen, const quern_value *value, quern_kind kind)
{
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        quern__pg_put_number(pen, value->as.boolean, 1);
        break;
    case QUERN_KIND_I64:
        put_integer(pen, value->as.integer, kind);
        break;
    case QUERN_KIND_F64:
        put_real(pen, value->as.real, kind);
        break;
    case QUERN_KIND_BYTES:
        quern__pg_put(pen, value->as.bytes.data, value->as.bytes.size);
        break;
    case QUERN_KIND_TIMESTAMP:
        quern__pg_put_number(pen, (uint64_t)to_server_time(value->as.timestamp.microseconds), 8);
        break;
    case QUERN_KIND_LOCAL_TIMESTAMP:
        quern__pg_put_number(pen, (uint64_t)to_server_time(value->as.local_timestamp.microseconds), 8);
        break;
    case QUERN_KIND_DATE:
        quern__pg_put_number(pen, (uint32_t)to_server_date(value->as.date.days), 4);
        break;
    case QUERN_KIND_TIME:
        quern__pg_put_number(pen, (uint64_t)value->as.time.microseconds, 8);
        break;
    case QUERN_KIND_INTERVAL:
        put_interval(pen, value->as.interval);
        break;
    case QUERN_KIND_UUID:
        quern__pg_put(pen, value->as.uuid.bytes, sizeof value->as.uuid.bytes);
        break;
    case QUERN_KIND_INET:
        put_inet(pen, value);
        break;
    case QUERN_KIND_JSON:
        put_json(pen, value->as.json.text);
        break;
    default:
        break;
    }
}
