/* same.c: see same.h. */
#include "lib/value/same.h"

#include "lib/value/parts.h"

#include <string.h>

static bool same_items(const quern_value *a, const quern_value *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const quern_value of_a = quern__value_item(a, i), of_b = quern__value_item(b, i);
        if (!quern__value_same(&of_a, &of_b))
            return false;
    }
    return true;
}

static bool same_interval(const quern_interval *a, const quern_interval *b)
{
    return a->microseconds == b->microseconds && a->days == b->days && a->months == b->months;
}

static bool same_bytes(const quern_bytes *a, const quern_bytes *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

bool quern__value_same(const quern_value *a, const quern_value *b)
{
    if (quern__value_is_null(a) || quern__value_is_null(b))
        return quern__value_is_null(a) && quern__value_is_null(b);
    if (a->kind != b->kind)
        return false;
    if (a->kind & QUERN_ARRAY)
        return same_items(a, b);
    switch (a->kind) {
    case QUERN_KIND_BOOL:
        return a->as.boolean == b->as.boolean;
    case QUERN_KIND_DATE:
        return a->as.date.days == b->as.date.days;
    case QUERN_KIND_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case QUERN_KIND_DECIMAL:
        return strcmp(a->as.decimal.text, b->as.decimal.text) == 0;
    case QUERN_KIND_JSON:
        return strcmp(a->as.json.text, b->as.json.text) == 0;
    case QUERN_KIND_BYTES:
        return same_bytes(&a->as.bytes, &b->as.bytes);
    case QUERN_KIND_INTERVAL:
        return same_interval(&a->as.interval, &b->as.interval);
    case QUERN_KIND_UUID:
        return memcmp(&a->as.uuid, &b->as.uuid, sizeof a->as.uuid) == 0;
    case QUERN_KIND_INET:
        return a->count == b->count && memcmp(a->as.address, b->as.address, sizeof a->as.address) == 0;
    default: /* 64 bits: integers, reals, moments */
        return a->as.integer == b->as.integer;
    }
}
