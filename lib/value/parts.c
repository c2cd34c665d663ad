/* parts.c: values taken apart. */
#include "lib/value/parts.h"

bool quern__value_is_null(const quern_value *value)
{
    if (value->kind & QUERN_ARRAY)
        return value->kind != (QUERN_KIND_TOO_BIG | QUERN_ARRAY) && !value->as.array.items;
    switch (value->kind) {
    case QUERN_KIND_NULL:
        return true;
    case QUERN_KIND_TEXT:
        return !value->as.text;
    case QUERN_KIND_BYTES:
        return !value->as.bytes.data;
    case QUERN_KIND_DECIMAL:
        return !value->as.decimal.text;
    case QUERN_KIND_JSON:
        return !value->as.json.text;
    default:
        return false;
    }
}

static void store_inet(quern_inet *to, const quern_value *value)
{
    to->family = (uint8_t)(value->count / 256);
    to->prefix = (uint8_t)(value->count % 256);
    for (size_t i = 0; i < sizeof to->bytes; i++)
        to->bytes[i] = value->as.address[i];
}

size_t quern__value_size(unsigned kind)
{
    switch (kind & ~(unsigned)QUERN_ARRAY) {
#define QUERN__SIZE(NAME, name, type) \
    case QUERN_KIND_##NAME:           \
        return sizeof(type);
        QUERN__ELEMENTS(QUERN__SIZE)
#undef QUERN__SIZE
    default:
        return 0;
    }
}

void quern__value_store(void *items, size_t index, unsigned kind, const quern_value *value)
{
    switch (kind) {
#define QUERN__STORE(NAME, type, member)                 \
    case QUERN_KIND_##NAME:                              \
        ((type *)items)[index] = (type)value->as.member; \
        return;
        QUERN__STORE(BOOL, bool, boolean)
        QUERN__STORE(I16, int16_t, integer)
        QUERN__STORE(I32, int32_t, integer)
        QUERN__STORE(I64, int64_t, integer)
        QUERN__STORE(F32, float, real)
        QUERN__STORE(F64, double, real)
        QUERN__STORE(TEXT, const char *, text)
#undef QUERN__STORE
#define QUERN__STORE(NAME, type, member)           \
    case QUERN_KIND_##NAME:                        \
        ((type *)items)[index] = value->as.member; \
        return;
        QUERN__STORE(TIMESTAMP, quern_timestamp, timestamp)
        QUERN__STORE(LOCAL_TIMESTAMP, quern_local_timestamp, local_timestamp)
        QUERN__STORE(DATE, quern_date, date)
        QUERN__STORE(TIME, quern_time, time)
        QUERN__STORE(INTERVAL, quern_interval, interval)
        QUERN__STORE(UUID, quern_uuid, uuid)
        QUERN__STORE(BYTES, quern_bytes, bytes)
        QUERN__STORE(DECIMAL, quern_decimal, decimal)
        QUERN__STORE(JSON, quern_json, json)
#undef QUERN__STORE
    case QUERN_KIND_INET:
        store_inet(&((quern_inet *)items)[index], value);
        return;
    }
}

quern_value quern__value_item(const quern_value *array, size_t index)
{
    quern_value item = quern_value_null();
    if (array->as.array.nulls && array->as.array.nulls[index])
        return item;
    switch (array->kind & ~QUERN_ARRAY) {
#define QUERN__ITEM(NAME, name, type)                                            \
    case QUERN_KIND_##NAME:                                                      \
        item = quern_value_##name(((type const *)array->as.array.items)[index]); \
        break;
        QUERN__ELEMENTS(QUERN__ITEM)
#undef QUERN__ITEM
    }
    return quern__value_is_null(&item) ? quern_value_null() : item;
}
