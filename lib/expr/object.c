/* object.c: an object where a relation takes a value. */
#include "lib/expr/object.h"

#include "lib/expr/refuse.h"
#include "lib/model/origin.h"
#include "lib/value/parts.h"

#define TEXT(...) quern__arena_format(place->scope->arena, __VA_ARGS__)

/* All arrays look alike. */
static quern_value array_value(quern_kind kind, const quern_array_i64 *array)
{
    if (!array->items)
        return quern_value_null();
    return (quern_value){ .kind = (uint16_t)kind,
                          .count = (uint32_t)array->count,
                          .as.array = { array->items, array->nulls } };
}

/* A member that is no array is one item of an array. */
quern_value quern__member_value(const quern__field *field, const void *object)
{
    const char *at = (const char *)object + field->offset;
    if (field->present_offset && !*((const bool *)object + field->present_offset))
        return quern_value_null();
    if (field->kind & QUERN_ARRAY)
        return array_value(field->kind, (const quern_array_i64 *)(const void *)at);
    const quern_value one = { .kind = (uint16_t)((unsigned)field->kind | (unsigned)QUERN_ARRAY),
                              .count = 1,
                              .as.array = { at, NULL } };
    return quern__value_item(&one, 0);
}

static const quern_error *no_relation(const quern__place *place)
{
    return quern__refuse_value(
        place,
        place->field ? TEXT("%s was given an object for %s.%s, which is not the name of a relation",
                            place->rule->name, place->field->model->name, place->field->name)
                     : TEXT("%s was given an object for an expression", place->rule->name),
        "name the relation, or give the object's key");
}

static const quern_error *find_fault(const quern__place *place, const quern_object *object)
{
    const quern__field *relation = place->relation;
    if (!object)
        return quern__refuse_value(place,
                                   TEXT("%s was given no object for %s.%s: NULL", place->rule->name,
                                        relation->model->name, relation->name),
                                   "to find rows without one, use isnull");
    const quern__origin *origin = quern__object_origin(object);
    if (!origin)
        return quern__refuse_value(
            place,
            TEXT("%s was given an object for %s.%s that quern has not loaded", place->rule->name,
                 relation->model->name, relation->name),
            TEXT("give its key: the value of %s.%s", relation->target->name, relation->reach->name));
    if (origin->model->descriptor != relation->target->descriptor)
        return quern__refuse_value(place,
                                   TEXT("%s takes an object of %s for %s.%s, and was given one of %s",
                                        place->rule->name, relation->target->name, relation->model->name,
                                        relation->name, origin->model->name),
                                   "an object stands for its key: it must be what the relation leads to");
    if (!quern__object_loaded(object, relation->reach))
        return quern__refuse_value(place,
                                   TEXT("%s was given an object for %s.%s whose %s was not loaded",
                                        place->rule->name, relation->model->name, relation->name,
                                        relation->reach->name),
                                   "load it: name it in quern_only, or do not defer it");
    return NULL;
}

const quern_error *quern__object_key(const quern__place *place, const quern_object *object, quern_value *out)
{
    if (!place->relation)
        return no_relation(place);
    const quern_error *error = find_fault(place, object);
    if (!error)
        *out = quern__member_value(place->relation->reach, object);
    return error;
}
