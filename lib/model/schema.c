/* schema.c: models as the library uses them. Three steps, each over all models: fill (descriptors become fields), link
 * (relations find their targets), check (check.c). */
#include "lib/model/schema.h"

#include "lib/model/check.h"
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

/* The descriptor's copy, whole, in the arena. */
static const quern_field *keep_field(quern__arena *arena, const quern_field *from)
{
    quern_field *kept = quern__arena_take(arena, sizeof *kept);
    if (kept)
        *kept = *from;
    return kept;
}

static bool is_relation(const quern_field *field)
{
    return field->role == QUERN_ROLE_FOREIGN_KEY || field->role == QUERN_ROLE_ONE_TO_ONE;
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
    if (!is_relation(from))
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
    return true;
}

/* A relation's target may stand after it in the list, so targets are looked up once all models are filled. The check has
 * made sure that each is there. */
static void link_model(const quern__schema *schema, quern__model *model)
{
    quern__field *fields = (quern__field *)(uintptr_t)model->fields;
    for (size_t i = 0; i < model->count; i++) {
        const quern_field *declared = fields[i].declared;
        if (!is_relation(declared))
            continue;
        fields[i].target = quern__schema_model(schema, declared->target);
        const char *reach = declared->to_field;
        fields[i].reach =
            reach ? quern__model_field(fields[i].target, reach, strlen(reach)) : fields[i].target->key;
    }
}

const quern__schema *quern__schema_build(quern__arena *arena, const quern_model *const *models,
                                         const quern__schema_facts *facts, quern__failure *failure,
                                         const char *site)
{
    if (!quern__models_check(arena, models, facts, failure, site))
        return NULL;
    size_t count = 0;
    while (models[count])
        count++;
    quern__schema *schema = quern__arena_take(arena, sizeof *schema);
    quern__model *built = quern__arena_take_array(arena, count, sizeof *built);
    bool whole = schema && built;
    for (size_t i = 0; whole && i < count; i++) {
        built[i].index = (uint16_t)i;
        whole = fill_model(arena, models[i], &built[i]);
    }
    if (!whole) {
        quern__failure_set(failure, &quern__out_of_memory);
        return NULL;
    }
    *schema = (quern__schema){ .dialect = facts->dialect, .count = count, .models = built };
    for (size_t i = 0; i < count; i++)
        link_model(schema, &built[i]);
    return schema;
}

const quern__model *quern__schema_model(const quern__schema *schema, const quern_model *descriptor)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->models[i].descriptor == descriptor)
            return &schema->models[i];
    return NULL;
}

static bool same(const char *name, const char *wanted, size_t size)
{
    return name && strlen(name) == size && memcmp(name, wanted, size) == 0;
}

const quern__field *quern__model_field(const quern__model *model, const char *name, size_t size)
{
    if (same("pk", name, size))
        return model->key;
    for (size_t i = 0; i < model->count; i++)
        if (same(model->fields[i].name, name, size) || same(model->fields[i].key_name, name, size))
            return &model->fields[i];
    return NULL;
}

const char *quern__field_c_type(const quern__field *field)
{
    const quern__kind *facts = quern__kind_facts(field->kind);
    return !facts                      ? "?"
           : field->kind & QUERN_ARRAY ? facts->array
           : field->present_offset     ? facts->twin
                                       : facts->c_type;
}
