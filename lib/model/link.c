/* link.c: see link.h. A relation's target may stand after it in the list, so this comes once all models are filled. */
#include "lib/model/link.h"

#include "lib/model/between.h"

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
    const bool side = quern__field_is_side(declared);
    if (!declared->target || !(side || quern__field_is_relation(declared)))
        return;
    const quern__model *target = quern__schema_model(schema, declared->target);
    const char *reach = side ? NULL : declared->to_field;
    field->target = target;
    if (target)
        field->reach = reach ? quern__model_field(target, reach, strlen(reach)) : target->key;
    if (side && field->reach)
        field->kind = field->reach->kind;
}

static void find_targets(const quern__schema *schema, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++)
        find_target(schema, &fields_of(model)[i]);
    for (size_t i = 0; i < model->side_count; i++)
        find_target(schema, (quern__field *)(uintptr_t)&model->sides[i]);
}

/* Of a relation that knows its target: the steps over it. */
static bool make_hops(quern__arena *arena, quern__field *field)
{
    if (!field->target || !field->reach)
        return true;
    quern__hop *ahead = quern__arena_take(arena, sizeof *ahead),
               *back = quern__arena_take(arena, sizeof *back);
    if (!ahead || !back)
        return false;
    *ahead = (quern__hop){ .relation = field,
                           .near = field,
                           .far = field->reach,
                           .to = field->target,
                           .optional = field->nullable };
    *back = (quern__hop){ .relation = field,
                          .near = field->reach,
                          .far = field,
                          .to = field->model,
                          .back = true,
                          .many = !field->unique,
                          .optional = true };
    field->ahead = ahead;
    field->back = back;
    return true;
}

/* ---- Names on the other side ---- */

/* The member that the target declares for the other side of a relation, or many to many; NULL: none. */
static const quern__field *declared_side(const quern__field *field)
{
    const quern__model *target = field->target;
    for (size_t i = 0; i < target->side_count; i++) {
        const quern_field *declared = target->sides[i].declared;
        if (quern__field_is_other_side(declared) && target->sides[i].target == field->model &&
            declared->key && strcmp(declared->key, field->name) == 0)
            return &target->sides[i];
    }
    return NULL;
}

/* Whether the target has a name for it. */
static bool is_known(const quern__field *field)
{
    const char *name = field->declared->related_name;
    return field->target && !field->declared->symmetrical && !(name && strcmp(name, "+") == 0);
}

static const char *reverse_name(quern__arena *arena, const quern__field *field, const quern__field *side)
{
    if (side)
        return side->name;
    if (field->declared->related_name)
        return field->declared->related_name;
    if (field->declared->role == QUERN_ROLE_ONE_TO_ONE)
        return field->model->name;
    return quern__arena_format(arena, "%s_set", field->model->name);
}

/* How a relation without a member looks from its target. */
static const quern__field *look_back(quern__arena *arena, const quern__field *field, const char *name)
{
    quern__field *made = quern__arena_take(arena, sizeof *made);
    if (!made)
        return NULL;
    *made = (quern__field){ .model = field->target,
                            .name = name,
                            .nullable = true,
                            .target = field->model,
                            .reach = field->model->key,
                            .declared = field->declared };
    if (made->reach)
        made->kind = made->reach->kind;
    return made;
}

static void add(const quern__model *to, const quern__reverse *made)
{
    quern__model *model = (quern__model *)(uintptr_t)to;
    quern__reverse *kept = (quern__reverse *)(uintptr_t)&model->reverses[model->reverse_count++];
    *kept = *made;
    quern__names_add(&model->reverse_names, kept->name, strlen(kept->name), kept);
}

/* What leads back by these steps. */
static bool add_back(quern__arena *arena, const quern__field *field, const quern__hop *first,
                     const quern__hop *second)
{
    if (!is_known(field))
        return true;
    const quern__field *side = declared_side(field);
    const char *name = reverse_name(arena, field, side);
    const quern__field *as = side ? side : name ? look_back(arena, field, name) : NULL;
    if (!as)
        return false;
    add(field->target, &(quern__reverse){ .name = name,
                                          .field = field,
                                          .as = as,
                                          .hops = { first, second },
                                          .hop_count = first ? 1 + (second != NULL) : 0,
                                          .many = second || !field->unique });
    return true;
}

static bool add_many(quern__arena *arena, const quern__schema *schema, const quern__field *side)
{
    if (side->declared->role != QUERN_ROLE_MANY_TO_MANY || !side->target)
        return true;
    const quern__pair pair = quern__pair_find(schema, side);
    const bool whole = pair.from && pair.to && pair.from->ahead && pair.to->ahead;
    add(side->model,
        &(quern__reverse){ .name = side->name,
                           .field = side,
                           .as = side,
                           .hops = { whole ? pair.from->back : NULL, whole ? pair.to->ahead : NULL },
                           .hop_count = 2,
                           .many = true });
    return add_back(arena, side, whole ? pair.to->back : NULL, whole ? pair.from->ahead : NULL);
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
    for (size_t i = 0; i < model->count; i++)
        if (!add_back(arena, &model->fields[i], model->fields[i].back, NULL))
            return false;
    for (size_t i = 0; i < model->side_count; i++)
        if (!add_many(arena, schema, &model->sides[i]))
            return false;
    return true;
}

static void count_reverses_of(quern__model *models, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++)
        if (is_known(&model->fields[i]))
            models[model->fields[i].target->index].reverse_count++;
    for (size_t i = 0; i < model->side_count; i++) {
        const quern__field *side = &model->sides[i];
        if (side->declared->role != QUERN_ROLE_MANY_TO_MANY || !side->target)
            continue;
        models[model->index].reverse_count++;
        models[side->target->index].reverse_count += is_known(side);
    }
}

bool quern__schema_link(quern__arena *arena, quern__schema *schema)
{
    quern__model *models = models_of(schema);
    for (size_t i = 0; i < schema->count; i++)
        find_targets(schema, &models[i]);
    if (!quern__schema_between(arena, schema))
        return false;
    for (size_t i = 0; i < schema->count; i++) {
        if (models[i].between)
            find_targets(schema, &models[i]);
        for (size_t f = 0; f < models[i].count; f++)
            if (!make_hops(arena, &fields_of(&models[i])[f]))
                return false;
    }
    for (size_t i = 0; i < schema->count; i++)
        count_reverses_of(models, &models[i]);
    for (size_t i = 0; i < schema->count; i++)
        if (!make_room(arena, &models[i]))
            return false;
    for (size_t i = 0; i < schema->count; i++)
        if (!add_reverses_of(arena, schema, &models[i]))
            return false;
    return true;
}
