/* adopt.c: quern_adopt. */
#include "lib/load/adopt.h"

#include "lib/load/member.h"

#define TEXT(...) quern__arena_format(session->scope.arena, __VA_ARGS__)

/* One that quern has not seen was filled by the program. */
static bool has(const quern_object *object, const quern__field *field)
{
    const quern__origin *origin = quern__object_origin(object);
    return !origin || quern__object_loaded(object, &origin->model->fields[field->index]);
}

static bool note_loaded(quern_result *result, const quern_object *object)
{
    const quern__model *model = result->model;
    bool *loaded = quern__arena_take_array(result->arena, model->count, sizeof *loaded);
    bool all = true;
    for (size_t i = 0; loaded && i < model->count; i++) {
        loaded[i] = has(object, &model->fields[i]);
        all = all && loaded[i];
    }
    result->loaded = all ? NULL : loaded;
    return loaded;
}

static quern_object *copy_into(quern_result *result, const quern_object *object)
{
    quern_object *copy = note_loaded(result, object) ? quern__result_next(result) : NULL;
    if (!copy)
        return NULL;
    for (size_t i = 0; i < result->model->count; i++) {
        const quern__field *field = &result->model->fields[i];
        if (has(object, field) && !quern__member_copy(result->arena, field, object, copy))
            return NULL;
    }
    quern__result_accept(result);
    return copy;
}

quern_object *quern__object_copy(quern_session *session, const quern__model *model,
                                 const quern_object *object)
{
    quern_result *result = quern__result_open(session, model);
    quern_object *copy = result ? copy_into(result, object) : NULL;
    if (!copy)
        quern__result_close(result);
    return copy;
}

static void *refuse(quern_session *session, quern_error_code code, const char *message, const char *hint,
                    const char *site)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = code, .message = message, .hint = hint, .site = site });
    return NULL;
}

static const char *name_of(const quern_model *model)
{
    return model->name ? model->name : "?";
}

/* What of the arguments makes no sense; true when nothing does. */
static bool check(quern_session *session, const quern_model *model, const quern_object *object,
                  const char *site)
{
    const quern__origin *origin = object ? quern__object_origin(object) : NULL;
    const quern_model *of = origin ? origin->model->descriptor : model;
    const quern__schema *schema = session->scope.schema;
    if (!object)
        refuse(session, QUERN_ERROR_USAGE, "quern_adopt of no object: NULL", "", site);
    else if (!of)
        refuse(session, QUERN_ERROR_USAGE,
               "quern_adopt of an object that quern has not seen, without a model", "name its model", site);
    else if (model && (!schema || !quern__schema_model(schema, model)))
        refuse(session, QUERN_ERROR_MODEL, TEXT("%s is not among the models of this db", name_of(model)),
               "name it in quern_open", site);
    else if (model && of != model)
        refuse(session, QUERN_ERROR_USAGE,
               TEXT("an object of %s cannot be adopted as one of %s", name_of(of), name_of(model)),
               TEXT("name its own model: %s", name_of(of)), site);
    else if (!schema || !quern__schema_model(schema, of))
        refuse(session, QUERN_ERROR_USAGE,
               TEXT("an object of %s, which is not among the models of this db", name_of(of)),
               "it comes from a db with other models, or is a row of values", site);
    else
        return true;
    return false;
}

void *(quern_adopt)(quern_session *session, const quern_model *model, const quern_object *object,
                    const char *site)
{
    if (quern__scope_failed(&session->scope) || !check(session, model, object, site))
        return NULL;
    const quern_model *of = model ? model : quern__object_origin(object)->model->descriptor;
    quern_object *copy = quern__object_copy(session, quern__schema_model(session->scope.schema, of), object);
    if (!copy)
        quern__failure_no_memory(&session->scope.failure, site);
    return copy;
}
