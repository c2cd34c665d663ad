/* identity.c: see identity.h. */
#include "lib/value/identity.h"

#include <string.h>

static bool keep(quern__arena *arena, const void *bytes, size_t size, quern__identity *out)
{
    char *copy = quern__arena_take_bytes(arena, size);
    if (copy)
        memcpy(copy, bytes, size);
    *out = (quern__identity){ .bytes = copy, .size = size };
    return copy != NULL;
}

static bool borrow(const void *bytes, size_t size, quern__identity *out)
{
    *out = (quern__identity){ .bytes = bytes, .size = size };
    return true;
}

/* -0 is 0, and there is one NaN. */
static bool keep_real(quern__arena *arena, double real, quern__identity *out)
{
    const double same = real != real ? (double)__builtin_nanf("") : real == 0 ? 0 : real;
    return keep(arena, &same, sizeof same, out);
}

/* A month is 30 days, a day 24 hours. The number needs up to 70 bits: those below a day, and the days. */
static bool keep_interval(quern__arena *arena, const quern_interval *interval, quern__identity *out)
{
    enum { DAYS = 0, REST = 1 };
    const int64_t day = INT64_C(86400000000);
    int64_t parts[2] = { interval->microseconds / day, interval->microseconds % day };
    if (parts[REST] < 0) {
        parts[REST] += day;
        parts[DAYS]--;
    }
    parts[DAYS] += interval->days + 30 * (int64_t)interval->months;
    return keep(arena, parts, sizeof parts, out);
}

static bool keep_inet(quern__arena *arena, const quern_value *value, quern__identity *out)
{
    unsigned char bytes[sizeof value->count + sizeof value->as.address];
    memcpy(bytes, &value->count, sizeof value->count);
    memcpy(bytes + sizeof value->count, value->as.address, sizeof value->as.address);
    return keep(arena, bytes, sizeof bytes, out);
}

static bool keep_decimal(quern__arena *arena, const char *text, quern__identity *out)
{
    char *shortest = quern__arena_take_bytes(arena, strlen(text) + 24);
    if (!shortest)
        return false;
    quern__decimal_shortest(text, shortest);
    return borrow(shortest, strlen(shortest), out);
}

bool quern__identity_of(quern__arena *arena, const quern_value *value, quern__identity *out)
{
    switch (value->kind) {
    case QUERN_KIND_TEXT:
        return borrow(value->as.text, strlen(value->as.text), out);
    case QUERN_KIND_JSON:
        return borrow(value->as.json.text, strlen(value->as.json.text), out);
    case QUERN_KIND_BYTES:
        return borrow(value->as.bytes.data, value->as.bytes.size, out);
    case QUERN_KIND_DECIMAL:
        return keep_decimal(arena, value->as.decimal.text, out);
    case QUERN_KIND_F64:
        return keep_real(arena, value->as.real, out);
    case QUERN_KIND_BOOL:
        return keep(arena, &value->as.boolean, sizeof value->as.boolean, out);
    case QUERN_KIND_DATE:
        return keep(arena, &value->as.date.days, sizeof value->as.date.days, out);
    case QUERN_KIND_INTERVAL:
        return keep_interval(arena, &value->as.interval, out);
    case QUERN_KIND_UUID:
        return keep(arena, value->as.uuid.bytes, sizeof value->as.uuid.bytes, out);
    case QUERN_KIND_INET:
        return keep_inet(arena, value, out);
    default: /* one number of 64 bits */
        return keep(arena, &value->as.integer, sizeof value->as.integer, out);
    }
}

bool quern__identity_same(const quern__identity *a, const quern__identity *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}
