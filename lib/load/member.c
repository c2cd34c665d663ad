/* member.c: see member.h. */
#include "lib/load/member.h"

#include "lib/expr/object.h"
#include "lib/model/kind.h"
#include "lib/value/copy.h"
#include "lib/value/parts.h"

#include <string.h>

const quern__field *quern__member_at(const quern__model *model, size_t offset)
{
    for (size_t i = 0; i < model->count; i++)
        if (model->fields[i].offset == offset)
            return &model->fields[i];
    return NULL;
}

size_t quern__member_size(const quern__field *field)
{
    return field->kind & QUERN_ARRAY ? sizeof(quern_array_i64) : quern__kind_facts(field->kind)->size;
}

bool quern__member_same_bytes(const quern__field *field, const void *a, const void *b)
{
    const char *one = a, *other = b;
    return memcmp(one + field->offset, other + field->offset, quern__member_size(field)) == 0 &&
           (!field->present_offset || one[field->present_offset] == other[field->present_offset]);
}

void quern__member_copy_bytes(const quern__field *field, const void *from, void *to)
{
    memcpy((char *)to + field->offset, (const char *)from + field->offset, quern__member_size(field));
    if (field->present_offset)
        ((char *)to)[field->present_offset] = ((const char *)from)[field->present_offset];
}

void quern__member_store(const quern__field *field, const quern_value *value, void *to)
{
    char *object = to, *at = object + field->offset;
    memset(at, 0, quern__member_size(field));
    if (field->present_offset)
        *(bool *)(object + field->present_offset) = value->kind != QUERN_KIND_NULL;
    if (value->kind == QUERN_KIND_NULL)
        return;
    if (field->kind & QUERN_ARRAY)
        *(quern_array_i64 *)(void *)at =
            (quern_array_i64){ value->as.array.items, value->as.array.nulls, value->count };
    else
        quern__value_store(at, 0, field->kind, value);
}

bool quern__member_copy(quern__arena *arena, const quern__field *field, const void *from, void *to)
{
    const quern_value value = quern__member_value(field, from);
    quern_value copy;
    if (!quern__value_copy(arena, &value, &copy))
        return false;
    quern__member_store(field, &copy, to);
    return true;
}
