/* decode_array.c: arrays of one dimension. On the wire (array_send) are, each of 4 bytes: how many dimensions, whether some
 * item is NULL, the items' type, and for each dimension how many items and the number of the first; then the items, each with
 * its size before it, -1 for NULL. An array of no items has no dimensions.
 *
 * All sizes are looked at before any memory is taken. An item has 4 bytes at least, so what is taken is at most a few times the
 * cell, but for the texts of decimals. */
#include "backends/postgres/decode.h"

#include <string.h>

enum {
    HEADER = 12,         /* bytes */
    DIMENSION = 8,       /* bytes */
    DIMENSIONS_MOST = 6, /* that the server knows */
    NULL_SIZE = -1
};

/* What there is to know of the C type of an item. */
typedef struct item {
    size_t size, alignment;
    void (*store)(void *member, const void *items, const bool *nulls, size_t count);
} item;

#define ITEM(NAME, name, type)                                                                    \
    static void store_##name(void *member, const void *items, const bool *nulls, size_t count)    \
    {                                                                                             \
        *(quern_array_##name *)member =                                                           \
            (quern_array_##name){ .items = (type const *)items, .nulls = nulls, .count = count }; \
    }                                                                                             \
    static const item item_##name = { .size = sizeof(type), .alignment = _Alignof(type), store_##name };
QUERN__ELEMENTS(ITEM)
#undef ITEM

/* An array type: of which type its items are, and what they become. */
typedef struct array {
    uint32_t type;
    const item *item;
    quern_decoder *decode;
} array;

/* The items of a cell, one after the other. */
typedef struct items {
    const unsigned char *next, *end;
    size_t count;
} items;

static int32_t number_at(const unsigned char *bytes)
{
    return (int32_t)quern__pg_bits(bytes, 4);
}

/* Items of a type that a user made are what the server was asked about: their cells look like those of `type`. */
static bool is_of_type(uint32_t items_type, uint32_t type)
{
    return items_type == type || items_type >= QUERN__PG_FIRST_USER_TYPE;
}

/* Looks at the header; DECODED when there is at most one dimension, which begins at 1. */
static quern_decoded open_items(const quern_cell *cell, const array *a, items *out)
{
    const unsigned char *bytes = cell->data;
    if (cell->size < HEADER)
        return QUERN_DECODE_MALFORMED;
    const int32_t dimensions = number_at(bytes), flags = number_at(bytes + 4);
    if (dimensions < 0 || dimensions > DIMENSIONS_MOST || flags < 0 || flags > 1 ||
        !is_of_type((uint32_t)quern__pg_bits(bytes + 8, 4), a->type) ||
        cell->size < HEADER + DIMENSION * (size_t)dimensions)
        return QUERN_DECODE_MALFORMED;
    *out = (items){ .next = bytes + HEADER + DIMENSION * dimensions, .end = bytes + cell->size };
    if (dimensions == 0)
        return QUERN_DECODED;
    const int32_t count = number_at(bytes + HEADER);
    if (count < 0)
        return QUERN_DECODE_MALFORMED;
    out->count = (size_t)count;
    return dimensions == 1 && number_at(bytes + HEADER + 4) == 1 ? QUERN_DECODED : QUERN_DECODE_DIMENSIONS;
}

/* The next item; its data is NULL for NULL. False when its size is nonsense. */
static bool next_item(items *from, quern_cell *out)
{
    const size_t left = (size_t)(from->end - from->next);
    if (left < 4)
        return false;
    const int32_t size = number_at(from->next);
    from->next += 4;
    if (size == NULL_SIZE) {
        *out = (quern_cell){ .data = NULL };
        return true;
    }
    if (size < 0 || (size_t)size > left - 4)
        return false;
    *out = (quern_cell){ .data = from->next, .size = (size_t)size };
    from->next += size;
    return true;
}

/* Whether there are as many items as the header says, and nothing else; and how many of them are NULL. */
static bool count_nulls(items from, size_t *nulls)
{
    quern_cell cell;
    *nulls = 0;
    for (size_t i = 0; i < from.count; i++) {
        if (!next_item(&from, &cell))
            return false;
        *nulls += !cell.data;
    }
    return from.next == from.end;
}

static quern_decoded read_items(const array *a, items from, char *to, bool *nulls, quern_storage *storage)
{
    quern_cell cell;
    for (size_t i = 0; i < from.count; i++, to += a->item->size) {
        next_item(&from, &cell);
        if (nulls)
            nulls[i] = !cell.data;
        memset(to, 0, a->item->size);
        const quern_decoded decoded = cell.data ? a->decode(&cell, to, storage) : QUERN_DECODED;
        if (decoded != QUERN_DECODED)
            return decoded;
    }
    return QUERN_DECODED;
}

static quern_decoded read_array(const array *a, const quern_cell *cell, void *member, quern_storage *storage)
{
    static const max_align_t nothing;
    items from;
    size_t null_count;
    const quern_decoded opened = open_items(cell, a, &from);
    if (opened != QUERN_DECODED)
        return opened;
    if (!count_nulls(from, &null_count))
        return QUERN_DECODE_MALFORMED;
    if (!from.count) {
        a->item->store(member, &nothing, NULL, 0);
        return QUERN_DECODED;
    }
    if (from.count > SIZE_MAX / a->item->size)
        return QUERN_DECODE_NO_MEMORY;
    char *to = storage->take(storage, from.count * a->item->size, a->item->alignment);
    bool *nulls = to && null_count ? storage->take(storage, from.count * sizeof *nulls, 1) : NULL;
    if (!to || (null_count && !nulls))
        return QUERN_DECODE_NO_MEMORY;
    const quern_decoded decoded = read_items(a, from, to, nulls, storage);
    if (decoded == QUERN_DECODED)
        a->item->store(member, to, nulls, from.count);
    return decoded;
}

#define ARRAY(TYPE, KIND, kind, decoder)                                                        \
    static quern_decoded TYPE##_array_to_##kind(const quern_cell *cell, void *member,           \
                                                quern_storage *storage)                         \
    {                                                                                           \
        static const array a = { .type = QUERN__PG_##TYPE, &item_##kind, quern__pg_##decoder }; \
        return read_array(&a, cell, member, storage);                                           \
    }
QUERN__PG_READS(ARRAY)
#undef ARRAY

static const struct {
    uint32_t type;
    quern_kind kind;
    quern_decoder *decoder;
} decoders[] = {
#define ROW(TYPE, KIND, kind, decoder) \
    { QUERN__PG_##TYPE##_ARRAY, QUERN_KIND_##KIND, TYPE##_array_to_##kind },
    QUERN__PG_READS(ROW)
#undef ROW
};

quern_decoder *quern__pg_array_decoder(uint32_t type, quern_kind kind)
{
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++)
        if (decoders[i].type == type && decoders[i].kind == kind)
            return decoders[i].decoder;
    return NULL;
}
