/* digest.c: see digest.h. */
#include "lib/value/digest.h"

#include "lib/base/digest.h"
#include "lib/value/parts.h"

#include <string.h>

static uint64_t digest_text(uint64_t seed, const char *text)
{
    return quern__digest_bytes(seed, text, strlen(text));
}

static uint64_t digest_value(uint64_t digest, const quern_value *value);

/* Items that are nothing but bytes without a gap lie side by side: one call for all of them, unless some are NULL. */
static bool is_dense(const quern_value *array)
{
    if (array->as.array.nulls && memchr(array->as.array.nulls, true, array->count))
        return false;
    switch (array->kind & ~(unsigned)QUERN_ARRAY) {
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
    case QUERN_KIND_TIMESTAMP:
    case QUERN_KIND_UUID:
        return true;
    default:
        return false;
    }
}

static uint64_t digest_items(uint64_t digest, const quern_value *value)
{
    digest = quern__digest_mix(digest, value->count);
    if (is_dense(value))
        return quern__digest_bytes(digest, value->as.array.items,
                                   value->count * quern__value_size(value->kind));
    for (size_t i = 0; i < value->count; i++) {
        const quern_value item = quern__value_item(value, i);
        digest = digest_value(digest, &item);
    }
    return digest;
}

static uint64_t digest_interval(uint64_t digest, const quern_interval *interval)
{
    digest = quern__digest_mix(digest, (uint64_t)interval->microseconds);
    return quern__digest_mix(digest, (uint64_t)(uint32_t)interval->days << 32 | (uint32_t)interval->months);
}

static uint64_t digest_value(uint64_t digest, const quern_value *value)
{
    if (quern__value_is_null(value))
        return quern__digest_mix(digest, QUERN_KIND_NULL);
    digest = quern__digest_mix(digest, value->kind);
    if (value->kind & QUERN_ARRAY)
        return digest_items(digest, value);
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        return quern__digest_mix(digest, value->as.boolean);
    case QUERN_KIND_DATE:
        return quern__digest_mix(digest, (uint64_t)value->as.date.days);
    case QUERN_KIND_TEXT:
        return digest_text(digest, value->as.text);
    case QUERN_KIND_DECIMAL:
        return digest_text(digest, value->as.decimal.text);
    case QUERN_KIND_JSON:
        return digest_text(digest, value->as.json.text);
    case QUERN_KIND_BYTES:
        return quern__digest_bytes(digest, value->as.bytes.data, value->as.bytes.size);
    case QUERN_KIND_INTERVAL:
        return digest_interval(digest, &value->as.interval);
    case QUERN_KIND_UUID:
        return quern__digest_bytes(digest, &value->as.uuid, sizeof value->as.uuid);
    case QUERN_KIND_INET:
        return quern__digest_bytes(quern__digest_mix(digest, value->count), value->as.address,
                                   sizeof value->as.address);
    default: /* 64 bits: integers, reals, moments */
        return quern__digest_mix(digest, (uint64_t)value->as.integer);
    }
}

uint64_t quern__values_digest(uint64_t seed, const quern_value *values, const quern_kind *kinds, size_t count)
{
    uint64_t digest = quern__digest_mix(seed, count);
    for (size_t i = 0; i < count; i++) {
        digest = quern__digest_mix(digest, kinds[i]);
        if (values[i].kind == QUERN_KIND_I64) /* as digest_value does, which is longer on its way to it */
            digest =
                quern__digest_mix(quern__digest_mix(digest, QUERN_KIND_I64), (uint64_t)values[i].as.integer);
        else
            digest = digest_value(digest, &values[i]);
    }
    return digest;
}
