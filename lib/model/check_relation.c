/* check_relation.c: a relation and what it points to. */
#include "lib/model/check.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/describe.h"
#include "lib/model/kind.h"

#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static bool check_target(quern__check *c, const quern__field *field)
{
    const quern_model *declared = field->declared->target;
    const char *model = field->model->name, *target = declared ? quern__describe_model(declared).name : "?";
    return field->target ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s points to %s, which is not among the models", model,
                                        field->name, target),
                        .hint = TEXT("open the db with it too: QUERN_MODELS(%s, %s)", model, target));
}

/* `to_field` names no field. Only what it might name is offered. */
static bool unknown_field(quern__check *c, const quern__field *field)
{
    const quern__model *target = field->target;
    const char *wanted = field->declared->to_field;
    quern__nearest nearest;
    quern__nearest_open(&nearest, wanted, strlen(wanted));
    for (size_t i = 0; i < target->count; i++)
        if (target->fields[i].unique)
            quern__nearest_offer(&nearest, target->fields[i].name);
    const char *best = quern__nearest_get(&nearest), *before = "choices are: ";
    quern__text hint = quern__text_open(quern__arena_allocator(c->arena));
    if (best)
        quern__text_put_format(&hint, "did you mean \"%s\"? ", best);
    for (size_t i = 0; i < target->count; i++)
        if (target->fields[i].unique) {
            quern__text_put_format(&hint, "%s%s", before, target->fields[i].name);
            before = ", ";
        }
    QUERN__FAULT(c, .field = field, .nearest = best, .hint = quern__text_get(&hint),
                 .message = TEXT("%s.%s: %s has no field \"%s\" for .to_field", field->model->name,
                                 field->name, target->name, wanted));
    quern__text_close(&hint);
    return false;
}

static bool check_reach(quern__check *c, const quern__field *field)
{
    const char *model = field->model->name, *target = field->target->name;
    if (!field->reach && field->declared->to_field)
        return unknown_field(c, field);
    if (!field->reach)
        return QUERN__FAULT(
            c, .field = field,
            .message = TEXT("%s.%s points to %s, which has no primary key", model, field->name, target),
            .hint = TEXT("name a unique field of %s by .to_field", target));
    return field->reach->unique ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s: .to_field names %s.%s, which is not unique", model,
                                        field->name, target, field->reach->name),
                        .hint = TEXT("declare %s.%s with .unique = true, or leave .to_field away for the "
                                     "primary key",
                                     target, field->reach->name));
}

/* "int64_t or quern_null_i64": what a member may be that holds values of the field's kind. */
static const char *types_for(quern__check *c, const quern__field *field)
{
    const quern__kind *facts = quern__kind_facts(field->kind);
    if (field->kind & QUERN_ARRAY)
        return facts->array;
    return facts->twin ? TEXT("%s or %s", facts->c_type, facts->twin) : facts->c_type;
}

static bool check_key_kind(quern__check *c, const quern__field *field)
{
    const quern__field *reach = field->reach;
    if (field->kind == reach->kind)
        return true;
    const char *types = types_for(c, reach);
    return QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s has another type than %s.%s, which it points to",
                                        field->model->name, field->key_name, reach->model->name, reach->name),
                        .hint = types ? TEXT("declare the member %s as %s", field->key_name, types) : NULL);
}

static bool check_on_delete(quern__check *c, const quern__field *field)
{
    const quern_field *declared = field->declared;
    const char *model = field->model->name;
    if (declared->on_delete == QUERN_SET_NULL && !field->nullable) {
        const char *twin = quern__kind_is_pointer(field->kind) ? NULL : quern__kind_facts(field->kind)->twin;
        return QUERN__FAULT(
            c, .field = field,
            .message = TEXT("%s.%s: QUERN_SET_NULL, and its key cannot be NULL", model, field->name),
            .hint = twin ? TEXT("declare the member %s as %s", field->key_name, twin) : "give .null = true");
    }
    return declared->on_delete != QUERN_SET_DEFAULT || declared->default_value.kind ||
           declared->default_sql ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s: QUERN_SET_DEFAULT without a default", model, field->name),
                        .hint = "give .default_value or .default_sql");
}

bool quern__check_relation(quern__check *c, const quern__field *field)
{
    return check_target(c, field) && check_reach(c, field) && check_key_kind(c, field) &&
           check_on_delete(c, field);
}
