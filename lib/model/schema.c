/* schema.c: models as the library uses them. Five steps, each over all models: the descriptors are looked at, the schema is
 * filled from them (fill.c), relations are linked with their targets (link.c), what has become of it is checked (check.c), and
 * each gets a blank object (blank.c). */
#include "lib/model/schema.h"

#include "lib/model/blank.h"
#include "lib/model/check.h"
#include "lib/model/fill.h"
#include "lib/model/kind.h"
#include "lib/model/link.h"

#include <string.h>

const quern__schema *quern__schema_build(quern__arena *arena, const quern_model *const *models,
                                         const quern__schema_facts *facts, quern__failure *failure,
                                         const char *site)
{
    quern__check check = { .arena = arena, .facts = facts, .failure = failure, .site = site };
    size_t count = 0;
    for (; models[count]; count++)
        if (!quern__check_descriptor(&check, models[count]))
            return NULL;
    if (!quern__check_count(&check, count))
        return NULL;
    check.schema = quern__arena_take(arena, sizeof *check.schema);
    if (!check.schema || !quern__schema_fill(arena, models, count, check.schema) ||
        !quern__schema_link(arena, check.schema)) {
        quern__failure_set(failure, &quern__out_of_memory);
        return NULL;
    }
    check.schema->dialect = facts->dialect;
    if (!quern__check_models(&check))
        return NULL;
    if (quern__schema_blank(arena, check.schema))
        return check.schema;
    quern__failure_set(failure, &quern__out_of_memory);
    return NULL;
}

const quern__model *quern__schema_model(const quern__schema *schema, const quern_model *descriptor)
{
    return quern__names_find(&schema->by_descriptor, (const char *)&descriptor, sizeof descriptor);
}

const quern__field *quern__model_field(const quern__model *model, const char *name, size_t size)
{
    if (size == 2 && memcmp(name, "pk", 2) == 0)
        return model->key;
    return quern__names_find(&model->names, name, size);
}

const quern__field *quern__model_side(const quern__model *model, size_t offset)
{
    for (size_t i = 0; i < model->side_count; i++)
        if (model->sides[i].object_offset == offset)
            return &model->sides[i];
    return NULL;
}

const quern__field *quern__model_prefetched(const quern__model *model, const char *name)
{
    for (size_t i = 0; i < model->side_count; i++)
        if (model->sides[i].declared->role == QUERN_ROLE_PREFETCHED &&
            strcmp(model->sides[i].name, name) == 0)
            return &model->sides[i];
    return NULL;
}

const quern__reverse *quern__model_reverse(const quern__model *model, const char *name, size_t size)
{
    return quern__names_find(&model->reverse_names, name, size);
}

const char *quern__field_c_type(const quern__field *field)
{
    const quern__kind *facts = quern__kind_facts(field->kind);
    return !facts                      ? "?"
           : field->kind & QUERN_ARRAY ? facts->array
           : field->present_offset     ? facts->twin
                                       : facts->c_type;
}
