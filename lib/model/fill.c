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

static bool fill_field(quern__arena *arena, const quern__model *model, const quern_field *from,
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

static bool fill_names(quern__arena *arena, quern__model *model)
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

static bool fill_model(quern__arena *arena, const quern_model *descriptor, quern__model *to)
{
    const quern_model from = quern__describe_model(descriptor);
    to->descriptor = descriptor;
    to->count = quern__describe_count(&from);
    quern__field *fields = quern__arena_take_array(arena, to->count, sizeof *fields);
    if (!fields || !keep_model(arena, &from, to))
        return false;
    to->fields = fields;
    quern_field field;
    for (size_t i = 0; i < to->count; i++) {
        quern__describe_field(&from, i, &field);
        fields[i].index = (uint16_t)i;
        if (!fill_field(arena, to, &field, &fields[i]))
            return false;
        if (field.role == QUERN_ROLE_KEY && !to->key)
            to->key = &fields[i];
    }
    return fill_names(arena, to);
}

bool quern__schema_fill(quern__arena *arena, const quern_model *const *descriptors, size_t count,
                        quern__schema *schema)
{
    quern__model *models = quern__arena_take_array(arena, count, sizeof *models);
    if (!models || !quern__names_open(&schema->by_descriptor, arena, count))
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
