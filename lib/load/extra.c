/* extra.c: see extra.h. */
#include "lib/load/extra.h"

#include "lib/value/parts.h"

#include <string.h>

size_t quern__extra_find(const quern__extras *extras, const char *name)
{
    size_t i = 0;
    while (i < extras->count && strcmp(extras->columns[i].name, name) != 0)
        i++;
    return i;
}

const quern_cell *quern__extra_cell(const quern_object *row, size_t extra)
{
    const quern_result *result = row->result;
    const char *at = quern__result_row(result, row->row);
    return (const quern_cell *)(const void *)(at + result->extras->offset) + extra;
}

typedef struct place {
    quern_storage storage; /* first */
    quern__arena *arena;
} place;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    quern__arena *arena = ((place *)storage)->arena;
    return alignment > 1 ? quern__arena_take(arena, size) : quern__arena_take_bytes(arena, size);
}

quern_decoded quern__extra_decode(quern_decoder *decode, const quern_cell *cell, quern__arena *arena,
                                  void *out)
{
    place into = { .storage = { .take = take }, .arena = arena };
    return decode(cell, out, &into.storage);
}

/* A type that several kinds take is shown by the first of them. */
static quern_decoder *choose(const quern_backend *backend, const quern_column *column, quern_kind *kind)
{
    static const quern_kind kinds[] = {
        QUERN_KIND_BOOL, QUERN_KIND_I64,       QUERN_KIND_F64,  QUERN_KIND_DECIMAL,
        QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP, QUERN_KIND_DATE, QUERN_KIND_LOCAL_TIMESTAMP,
        QUERN_KIND_TIME, QUERN_KIND_INTERVAL,  QUERN_KIND_UUID, QUERN_KIND_INET,
        QUERN_KIND_JSON, QUERN_KIND_BYTES,
    };
    for (size_t i = 0; i < 2 * sizeof kinds / sizeof *kinds; i++) {
        *kind = (quern_kind)((unsigned)kinds[i / 2] | (i % 2 ? (unsigned)QUERN_ARRAY : 0U));
        quern_decoder *decode = backend->decoder(column, *kind);
        if (decode)
            return decode;
    }
    *kind = QUERN_KIND_END;
    return NULL;
}

bool quern__extra_value(const quern_object *row, size_t extra, quern__arena *arena, quern_value *out,
                        quern_kind *kind)
{
    const quern__extras *extras = row->result->extras;
    const quern_cell *cell = quern__extra_cell(row, extra);
    quern_decoder *decode = choose(extras->backend, &extras->columns[extra], kind);
    *out = quern_value_null();
    if (!cell->data || !decode)
        return true;
    const bool many = *kind & QUERN_ARRAY;
    void *made = quern__arena_take(arena, many ? sizeof(quern_array_i64) : quern__value_size(*kind));
    const quern_decoded outcome =
        made ? quern__extra_decode(decode, cell, arena, made) : QUERN_DECODE_NO_MEMORY;
    if (outcome != QUERN_DECODED) {
        *kind = QUERN_KIND_END;
        return outcome != QUERN_DECODE_NO_MEMORY;
    }
    const quern_value one = { .kind = (uint16_t)(*kind | (unsigned)QUERN_ARRAY),
                              .count = 1,
                              .as.array = { made, NULL } };
    const quern_array_i64 *array = made;
    *out = many ? (quern_value){ .kind = (uint16_t)*kind,
                                 .count = (uint32_t)array->count,
                                 .as.array = { array->items, array->nulls } }
                : quern__value_item(&one, 0);
    return true;
}
