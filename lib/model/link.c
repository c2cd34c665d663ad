/* link.c: see link.h. A relation's target may stand after it in the list, so this comes once all models are filled. */
#include "lib/model/link.h"

#include <string.h>

/* What is const for everybody else is still being made here. */
static quern__field *fields_of(const quern__model *model)
{
    return (quern__field *)(uintptr_t)model->fields;
}

static quern__model *models_of(const quern__schema *schema)
{
    return (quern__model *)(uintptr_t)schema->models;
}

static void find_target(const quern__schema *schema, quern__field *field)
{
    const quern_field *declared = field->declared;
    if (!quern__field_is_relation(declared) || !declared->target)
        return;
    const quern__model *target = quern__schema_model(schema, declared->target);
    const char *reach = declared->to_field;
    field->target = target;
    if (target)
        field->reach = reach ? quern__model_field(target, reach, strlen(reach)) : target->key;
}

/* The target of a relation that has a name there; else NULL. */
static quern__model *known_to(const quern__schema *schema, const quern__field *field)
{
    const char *name = field->declared->related_name;
    if (!field->target || (name && strcmp(name, "+") == 0))
        return NULL;
    return &models_of(schema)[field->target->index];
}

static const char *reverse_name(quern__arena *arena, const quern__field *field)
{
    if (field->declared->related_name)
        return field->declared->related_name;
    if (field->declared->role == QUERN_ROLE_ONE_TO_ONE)
        return field->model->name;
    return quern__arena_format(arena, "%s_set", field->model->name);
}

static bool add_reverse(quern__arena *arena, quern__model *target, const quern__field *field)
{
    const char *name = reverse_name(arena, field);
    if (!name)
        return false;
    quern__reverse *made = (quern__reverse *)(uintptr_t)&target->reverses[target->reverse_count++];
    *made = (quern__reverse){ .name = name, .field = field };
    quern__names_add(&target->reverse_names, name, strlen(name), made);
    return true;
}

/* Room for as many as were counted; they are counted again as they are added. */
static bool make_room(quern__arena *arena, quern__model *target)
{
    const size_t count = target->reverse_count;
    target->reverse_count = 0;
    if (count == 0)
        return true;
    target->reverses = quern__arena_take_array(arena, count, sizeof *target->reverses);
    return target->reverses && quern__names_open(&target->reverse_names, arena, count);
}

static bool add_reverses_of(quern__arena *arena, const quern__schema *schema, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++) {
        quern__model *target = known_to(schema, &model->fields[i]);
        if (target && !add_reverse(arena, target, &model->fields[i]))
            return false;
    }
    return true;
}

static void count_reverses_of(const quern__schema *schema, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++) {
        quern__model *target = known_to(schema, &model->fields[i]);
        if (target)
            target->reverse_count++;
    }
}

bool quern__schema_link(quern__arena *arena, quern__schema *schema)
{
    quern__model *models = models_of(schema);
    for (size_t i = 0; i < schema->count; i++)
        for (size_t f = 0; f < models[i].count; f++)
            find_target(schema, &fields_of(&models[i])[f]);
    for (size_t i = 0; i < schema->count; i++)
        count_reverses_of(schema, &models[i]);
    for (size_t i = 0; i < schema->count; i++)
        if (!make_room(arena, &models[i]))
            return false;
    for (size_t i = 0; i < schema->count; i++)
        if (!add_reverses_of(arena, schema, &models[i]))
            return false;
    return true;
}
