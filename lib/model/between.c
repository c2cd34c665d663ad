/* between.c: see between.h. The names are Django's: a table is called as the model's own table and the member, its columns as the two
 * models; of a model to itself from_… and to_…. */
#include "lib/model/between.h"

#include "lib/model/fill.h"

#include <string.h>

enum {
    SLOT = 16, /* bytes of each member: enough for any key */
    MEMBERS = 6,
    FIELDS = 3
};

static const quern_field *no_fields(void)
{
    static const quern_field list[] = { { 0 } };
    return list;
}

/* A foreign key to either side. An index on the pair serves the first. */
static quern_field key_to(const quern__model *target, const char *name, size_t number)
{
    return (quern_field){ .name = name,
                          .role = QUERN_ROLE_FOREIGN_KEY,
                          .kind = (uint16_t)target->key->kind,
                          .offset = (uint32_t)(SLOT * 2 * number),
                          .object_offset = (uint32_t)(SLOT * (2 * number + 1)),
                          .target = target->descriptor,
                          .on_delete = QUERN_CASCADE,
                          .no_index = number == 1,
                          .related_name = "+" };
}

static bool fill_fields(quern__arena *arena, const quern__field *side, quern__model *made)
{
    const bool self = side->target == side->model;
    quern__field *fields = quern__arena_take_array(arena, FIELDS, sizeof *fields);
    const char *from = quern__arena_format(arena, "%s%s", self ? "from_" : "", side->model->name);
    const char *to = quern__arena_format(arena, "%s%s", self ? "to_" : "", side->target->name);
    if (!fields || !from || !to)
        return false;
    const quern_field declared[FIELDS] = {
        { .name = "id", .role = QUERN_ROLE_KEY, .kind = QUERN_KIND_I64, .offset = SLOT },
        key_to(side->model, from, 1),
        key_to(side->target, to, 2),
    };
    made->fields = fields;
    made->key = fields;
    made->count = FIELDS;
    for (size_t i = 0; i < FIELDS; i++) {
        fields[i].index = (uint16_t)i;
        if (!quern__field_fill(arena, made, &declared[i], &fields[i]))
            return false;
    }
    return quern__model_fill_names(arena, made);
}

static bool make(quern__arena *arena, quern__schema *schema, const quern__field *side)
{
    quern__model *made = (quern__model *)(uintptr_t)&schema->models[schema->count];
    quern_model *descriptor = quern__arena_take(arena, sizeof *descriptor);
    const quern__model *model = side->model;
    const char *name = quern__arena_format(arena, "%s_%s", model->name, side->name);
    const char *table = side->declared->between;
    if (!table)
        table = quern__arena_format(arena, "%s_%s", model->table ? model->table : "", side->name);
    if (!descriptor || !name || !table)
        return false;
    *descriptor =
        (quern_model){ .layout = sizeof *descriptor,
                       .stride = sizeof(quern_field),
                       .name = name,
                       .table = table,
                       .size = (size_t)SLOT * MEMBERS,
                       .fields = no_fields,
                       .schema = model->schema,
                       .unmanaged = model->declared->unmanaged && side->target->declared->unmanaged };
    *made = (quern__model){ .descriptor = descriptor,
                            .declared = descriptor,
                            .name = name,
                            .table = table,
                            .schema = model->schema,
                            .size = descriptor->size,
                            .index = (uint16_t)schema->count,
                            .between = side };
    schema->count++;
    quern__names_add(&schema->by_descriptor, (const char *)&made->descriptor, sizeof made->descriptor, made);
    ((quern_field *)(uintptr_t)side->declared)->through = descriptor;
    return fill_fields(arena, side, made);
}

static bool needs_one(const quern__field *side)
{
    return side->declared->role == QUERN_ROLE_MANY_TO_MANY && !side->declared->through && side->target &&
           side->target->key && side->model->key;
}

bool quern__schema_between(quern__arena *arena, quern__schema *schema)
{
    const size_t count = schema->count;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < schema->models[i].side_count; j++)
            if (needs_one(&schema->models[i].sides[j]) && !make(arena, schema, &schema->models[i].sides[j]))
                return false;
    return true;
}

/* ---- The keys ---- */

static const quern__field *named_key(const quern__model *between, const char *name,
                                     const quern__model *target)
{
    const quern__field *field = quern__model_field(between, name, strlen(name));
    return field && field->target == target ? field : NULL;
}

/* The only relation of the model to `target`, but for `other`; NULL: there is none, or there are several. */
static const quern__field *only_key(const quern__model *between, const quern__model *target,
                                    const quern__field *other)
{
    const quern__field *found = NULL;
    for (size_t i = 0; i < between->count; i++) {
        const quern__field *field = &between->fields[i];
        if (field->target != target || field == other)
            continue;
        if (found)
            return NULL;
        found = field;
    }
    return found;
}

/* To itself, without names: the first of two. */
static const quern__field *first_of_two(const quern__model *between, const quern__model *target)
{
    for (size_t i = 0; i < between->count; i++)
        if (between->fields[i].target == target)
            return only_key(between, target, &between->fields[i]) ? &between->fields[i] : NULL;
    return NULL;
}

quern__pair quern__pair_find(const quern__schema *schema, const quern__field *side)
{
    const quern_field *declared = side->declared;
    const char *from = declared->through_from, *to = declared->through_to;
    quern__pair pair = { .between =
                             declared->through ? quern__schema_model(schema, declared->through) : NULL };
    if (!pair.between || !side->target)
        return pair;
    if (to)
        pair.to = named_key(pair.between, to, side->target);
    if (from)
        pair.from = named_key(pair.between, from, side->model);
    else if (!to && side->target == side->model)
        pair.from = first_of_two(pair.between, side->model);
    else
        pair.from = only_key(pair.between, side->model, pair.to);
    if (!to)
        pair.to = only_key(pair.between, side->target, pair.from);
    return pair;
}
