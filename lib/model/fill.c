/* fill.c: see fill.h. */
#include "lib/model/fill.h"

#include "lib/model/describe.h"
#include "lib/model/kind.h"

#include <string.h>

static uint32_t present_offset(const quern_field *field)
{
    switch (field->kind) {
#define QUERN__PRESENT(NAME, name, type)     \
    case QUERN_KIND_##NAME | QUERN_NULLABLE: \
        return field->offset + (uint32_t)offsetof(quern_null_##name, present);
        QUERN__SCALARS(QUERN__PRESENT)
#undef QUERN__PRESENT
    default:
        return 0;
    }
}

/* A default is what its C constant is. An integer also stands for a bool (true is an int before C23) and for a real. */
static void settle_default(quern_default *constant, unsigned kind)
{
    if (constant->kind != QUERN_KIND_I64)
        return;
    if (quern__kind_class(kind) == QUERN__B)
        constant->kind = QUERN_KIND_BOOL;
    if (quern__kind_class(kind) == QUERN__R) {
        constant->kind = QUERN_KIND_F64;
        constant->real = (double)constant->integer;
    }
}

/* The descriptor's copy, whole, in the arena. */
static const quern_field *keep_field(quern__arena *arena, const quern_field *from)
{
    quern_field *kept = quern__arena_take(arena, sizeof *kept);
    if (!kept)
        return NULL;
    *kept = *from;
    settle_default(&kept->default_value, from->kind);
    return kept;
}

bool quern__field_fill(quern__arena *arena, const quern__model *model, const quern_field *from,
                       quern__field *to)
{
    to->model = model;
    to->declared = keep_field(arena, from);
    to->name = from->name;
    to->kind = (quern_kind)(from->kind & ~QUERN_NULLABLE);
    to->nullable = (from->kind & QUERN_NULLABLE) || from->null;
    to->unique = from->unique || from->role == QUERN_ROLE_KEY || from->role == QUERN_ROLE_ONE_TO_ONE;
    to->offset = from->offset;
    to->present_offset = present_offset(from);
    to->object_offset = from->object_offset;
    to->column = from->column ? from->column : from->name;
    if (!quern__field_is_relation(from))
        return to->declared != NULL;
    to->key_name = quern__arena_format(arena, "%s_id", from->name);
    if (!from->column)
        to->column = to->key_name;
    return to->declared && to->key_name;
}

/* A member without a column: what it leads to is found by link.h. */
static bool fill_side(quern__arena *arena, const quern__model *model, const quern_field *from,
                      quern__field *to)
{
    to->model = model;
    to->declared = keep_field(arena, from);
    to->name = from->name;
    to->object_offset = from->object_offset;
    return to->declared != NULL;
}

static bool keep_model(quern__arena *arena, const quern_model *from, quern__model *to)
{
    quern_model *kept = quern__arena_take(arena, sizeof *kept);
    if (!kept)
        return false;
    *kept = *from;
    to->declared = kept;
    to->name = from->name;
    to->table = from->table;
    to->schema = from->schema;
    to->size = from->size;
    return true;
}

bool quern__model_fill_names(quern__arena *arena, quern__model *model)
{
    size_t count = model->count;
    for (size_t i = 0; i < model->count; i++)
        count += model->fields[i].key_name != NULL;
    if (!quern__names_open(&model->names, arena, count))
        return false;
    for (size_t i = 0; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        quern__names_add(&model->names, field->name, strlen(field->name), field);
        if (field->key_name)
            quern__names_add(&model->names, field->key_name, strlen(field->key_name), field);
    }
    return true;
}

static bool add_field(quern__arena *arena, quern__model *model, const quern_field *from, quern__field *fields)
{
    quern__field *to = &fields[model->count];
    to->index = (uint16_t)model->count++;
    if (from->role == QUERN_ROLE_KEY && !model->key)
        model->key = to;
    return quern__field_fill(arena, model, from, to);
}

static bool fill_model(quern__arena *arena, const quern_model *descriptor, quern__model *to)
{
    const quern_model from = quern__describe_model(descriptor);
    const size_t listed = quern__describe_count(&from);
    quern__field *fields = quern__arena_take_array(arena, listed, sizeof *fields);
    quern__field *sides = quern__arena_take_array(arena, listed, sizeof *sides);
    if (!fields || !sides || !keep_model(arena, &from, to))
        return false;
    to->descriptor = descriptor;
    to->fields = fields;
    to->sides = sides;
    quern_field field;
    for (size_t i = 0; i < listed; i++) {
        quern__describe_field(&from, i, &field);
        if (quern__field_is_side(&field) ? !fill_side(arena, to, &field, &sides[to->side_count++])
                                         : !add_field(arena, to, &field, fields))
            return false;
    }
    return quern__model_fill_names(arena, to);
}

/* How many tables a model needs between it and others. */
static size_t count_between(const quern_model *descriptor)
{
    const quern_model from = quern__describe_model(descriptor);
    quern_field field;
    size_t count = 0;
    for (size_t i = 0; quern__describe_field(&from, i, &field); i++)
        count += field.role == QUERN_ROLE_MANY_TO_MANY && !field.through;
    return count;
}

bool quern__schema_fill(quern__arena *arena, const quern_model *const *descriptors, size_t count,
                        quern__schema *schema)
{
    size_t room = count;
    for (size_t i = 0; i < count; i++)
        room += count_between(descriptors[i]);
    quern__model *models = quern__arena_take_array(arena, room, sizeof *models);
    if (!models || !quern__names_open(&schema->by_descriptor, arena, room))
        return false;
    schema->count = count;
    schema->models = models;
    for (size_t i = 0; i < count; i++) {
        models[i].index = (uint16_t)i;
        if (!fill_model(arena, descriptors[i], &models[i]))
            return false;
        quern__names_add(&schema->by_descriptor, (const char *)&models[i].descriptor,
                         sizeof models[i].descriptor, &models[i]);
    }
    return true;
}
