/* check_relation.c: a relation and what it points to. */
#include "lib/model/check.h"

#include "lib/model/describe.h"

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

static bool check_key_kind(quern__check *c, const quern__field *field)
{
    return field->kind == field->reach->kind ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s has another type than the primary key of %s",
                                        field->model->name, field->key_name, field->target->name),
                        .hint = TEXT("give the member %s the type of that key, or its nullable twin",
                                     field->key_name));
}

bool quern__check_relation(quern__check *c, const quern__field *field)
{
    return check_target(c, field) && check_key_kind(c, field);
}
