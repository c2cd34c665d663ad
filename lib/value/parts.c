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
