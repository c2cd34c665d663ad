/* blank.c: see blank.h. All of them are there before the first is filled, since models may point to each other in a circle. */
#include "lib/model/blank.h"

#include <string.h>

/* What a member that is, or begins with, a pointer has where it may not be NULL. */
static const void *nothing_of(unsigned kind)
{
    static const max_align_t items;
    switch (kind) {
    case QUERN_KIND_TEXT:
    case QUERN_KIND_BYTES:
        return "";
    case QUERN_KIND_DECIMAL:
        return "0";
    case QUERN_KIND_JSON:
        return "null";
    default:
        return kind & QUERN_ARRAY ? &items : NULL;
    }
}

_Static_assert(offsetof(quern_bytes, data) == 0 && offsetof(quern_decimal, text) == 0 &&
                   offsetof(quern_json, text) == 0 && offsetof(quern_array_text, items) == 0,
               "the pointer comes first");

static void point(char *blank, size_t offset, const void *to)
{
    memcpy(blank + offset, &to, sizeof to);
}

static void fill(const quern__field *field, char *blank)
{
    const void *nothing = nothing_of((unsigned)field->kind);
    if (field->nullable)
        return;
    if (nothing)
        point(blank, field->offset, nothing);
    if (field->target)
        point(blank, field->object_offset, field->target->blank);
}

bool quern__schema_blank(quern__arena *arena, quern__schema *schema)
{
    quern__model *models = (quern__model *)(uintptr_t)schema->models;
    for (size_t i = 0; i < schema->count; i++)
        if (!(models[i].blank = quern__arena_take(arena, models[i].size)))
            return false;
    for (size_t i = 0; i < schema->count; i++)
        for (size_t f = 0; f < models[i].count; f++)
            fill(&models[i].fields[f], (char *)(uintptr_t)models[i].blank);
    return true;
}
