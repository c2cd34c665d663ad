/* copy.c: deep copies of values. */
#include "lib/value/copy.h"

#include "lib/value/parts.h"

#include <string.h>

static bool copy_bytes(quern__arena *arena, const quern_bytes *from, quern_bytes *to)
{
    char *kept = quern__arena_take_bytes(arena, from->size);
    if (kept && from->size)
        memcpy(kept, from->data, from->size);
    *to = (quern_bytes){ .data = kept, .size = from->size };
    return kept;
}

static bool copy_text(quern__arena *arena, const char *from, const char **to)
{
    *to = quern__arena_text(arena, from);
    return *to;
}

/* An item that points to something. Its copy has been taken, and is zero so far. */
static bool copy_item(quern__arena *arena, const quern_value *item, void *items, size_t index)
{
    switch (item->kind) {
    case QUERN_KIND_TEXT:
        return copy_text(arena, item->as.text, &((const char **)items)[index]);
    case QUERN_KIND_DECIMAL:
        return copy_text(arena, item->as.decimal.text, &((quern_decimal *)items)[index].text);
    case QUERN_KIND_JSON:
        return copy_text(arena, item->as.json.text, &((quern_json *)items)[index].text);
    default:
        return copy_bytes(arena, &item->as.bytes, &((quern_bytes *)items)[index]);
    }
}

static bool holds_pointers(unsigned kind)
{
    switch (kind) {
#define QUERN__POINTS(NAME, name, type) case QUERN_KIND_##NAME:
        QUERN__POINTERS(QUERN__POINTS)
#undef QUERN__POINTS
        return true;
    default:
        return false;
    }
}

/* Which items are NULL; *out is NULL when none is. */
static bool copy_nulls(quern__arena *arena, const quern_value *array, const bool **out)
{
    bool *nulls = NULL;
    *out = NULL;
    for (size_t i = 0; i < array->count; i++) {
        if (quern__value_item(array, i).kind != QUERN_KIND_NULL)
            continue;
        if (!nulls)
            nulls = quern__arena_take_array(arena, array->count, sizeof *nulls);
        if (!nulls)
            return false;
        nulls[i] = true;
    }
    *out = nulls;
    return true;
}

static bool copy_items(quern__arena *arena, const quern_value *from, const bool *nulls, void *items)
{
    for (size_t i = 0; i < from->count; i++) {
        const quern_value item = quern__value_item(from, i);
        if (!(nulls && nulls[i]) && !copy_item(arena, &item, items, i))
            return false;
    }
    return true;
}

static bool copy_array(quern__arena *arena, const quern_value *from, quern_value *to)
{
    const unsigned kind = from->kind & ~(unsigned)QUERN_ARRAY;
    const bool *nulls;
    void *items = quern__arena_take_array(arena, from->count, quern__value_size(kind));
    if (!items || !copy_nulls(arena, from, &nulls))
        return false;
    *to = *from;
    to->as.array.items = items;
    to->as.array.nulls = nulls;
    if (holds_pointers(kind))
        return copy_items(arena, from, nulls, items);
    memcpy(items, from->as.array.items, from->count * quern__value_size(kind));
    return true;
}

bool quern__value_copy(quern__arena *arena, const quern_value *value, quern_value *out)
{
    if (quern__value_is_null(value)) {
        *out = quern_value_null();
        return true;
    }
    if (value->kind & QUERN_ARRAY)
        return copy_array(arena, value, out);
    *out = *value;
    switch (value->kind) {
    case QUERN_KIND_TEXT:
        return copy_text(arena, value->as.text, &out->as.text);
    case QUERN_KIND_DECIMAL:
        return copy_text(arena, value->as.decimal.text, &out->as.decimal.text);
    case QUERN_KIND_JSON:
        return copy_text(arena, value->as.json.text, &out->as.json.text);
    case QUERN_KIND_BYTES:
        return copy_bytes(arena, &value->as.bytes, &out->as.bytes);
    default:
        return true;
    }
}
