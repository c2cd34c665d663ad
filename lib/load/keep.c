/* keep.c: quern_keep: conditions and values with all that they are made of. What is too deep to be taken by any call is cut off, below
 * where the call will refuse it. */
#include "lib/load/adopt.h"

#include "lib/expr/resolve.h"
#include "lib/query/queryset.h"
#include "lib/value/copy.h"

enum { DEEPEST = QUERN__CONDITION_DEPTH + 2 };

_Static_assert(QUERN__EXPRESSION_DEPTH <= QUERN__CONDITION_DEPTH, "what is cut off is too deep for any call");

static bool keep_value(quern_session *session, const quern_value *from, int depth, quern_value *to);

/* Values that are ended by a zero element; NULL stays NULL. */
static bool keep_list(quern_session *session, const quern_value *from, int depth, const quern_value **to)
{
    *to = NULL;
    size_t count = 0;
    while (from && depth < DEEPEST && from[count].kind)
        count++;
    if (!from)
        return true;
    quern_value *kept = quern__arena_take_array(session->scope.arena, count + 1, sizeof *kept);
    *to = kept;
    for (size_t i = 0; kept && i < count; i++)
        if (!keep_value(session, &from[i], depth + 1, &kept[i]))
            return false;
    return kept;
}

/* An object that no call of the session will take: as much of it as a call needs to say so. NULL when out of memory. */
static const quern_object *keep_stranger(quern_session *session, const quern_object *from)
{
    struct {
        quern_object object;
        quern__origin origin;
        quern__model model;
    } *kept = quern__arena_take(session->scope.arena, sizeof *kept);
    const quern__origin *origin = quern__object_origin(from);
    if (!kept || !origin)
        return kept ? &kept->object : NULL;
    kept->object.result = (quern_result *)(void *)&kept->origin;
    kept->origin.model = &kept->model;
    kept->model.descriptor = origin->model->descriptor;
    kept->model.name = quern__arena_text(session->scope.arena, origin->model->name);
    return kept->model.name ? &kept->object : NULL;
}

/* The object is copied into the session. */
static bool keep_object(quern_session *session, const quern_object *from, const quern_object **to)
{
    const quern__origin *origin = from ? quern__object_origin(from) : NULL;
    const quern__schema *schema = session->scope.schema;
    const quern__model *model =
        origin && schema ? quern__schema_model(schema, origin->model->descriptor) : NULL;
    *to = NULL;
    if (!from)
        return true;
    *to = model ? quern__object_copy(session, model, from) : keep_stranger(session, from);
    return *to;
}

/* What belongs to an object, as what belongs to the session. NULL when out of memory. */
static bool bring(quern_session *session, const quern_queryset *from, quern_queryset **to)
{
    quern__scope *scope = &session->scope;
    *to = from->error ? quern__queryset_fail(scope, quern__error_copy(scope->arena, from->error), from->site)
                      : (quern_queryset *)(uintptr_t)quern__queryset_bring(from, scope);
    return *to && quern__queryset_usable(*to);
}

/* A queryset of the session lives as that does already. One of another session will be refused, but then it may be gone;
 * so will one whose object's result was taken. */
static bool keep_queryset(quern_session *session, quern_queryset *from, quern_queryset **to)
{
    *to = from;
    if (!from || !from->scope || from->scope == &session->scope)
        return true;
    if (quern__scope_top(from->scope) == &session->scope)
        return bring(session, from, to);
    const quern_error error = { .code = QUERN_ERROR_VALUE,
                                .message = "quern_keep was given a queryset of another session",
                                .hint = "make it in the session of the queryset that it stands in",
                                .site = from->site };
    *to = quern__queryset_fail(&session->scope, quern__error_copy(session->scope.arena, &error), from->site);
    return quern__queryset_usable(*to);
}

static bool keep_value(quern_session *session, const quern_value *from, int depth, quern_value *to)
{
    *to = *from;
    switch ((unsigned)from->kind) {
    case QUERN_KIND_PATH:
    case QUERN_KIND_PARAM:
        to->as.text = quern__arena_text(session->scope.arena, from->as.text);
        return to->as.text || !from->as.text;
    case QUERN_KIND_LIST:
    case QUERN_KIND_RANGE:
    case QUERN_KIND_CALL:
        return keep_list(session, from->as.list, depth, &to->as.list);
    case QUERN_KIND_OBJECT:
        return keep_object(session, from->as.object, &to->as.object);
    case QUERN_KIND_QUERYSET:
        return keep_queryset(session, from->as.queryset, &to->as.queryset);
    case (unsigned)QUERN_KIND_TOO_BIG | (unsigned)QUERN_ARRAY: /* whose items nobody looks at */
        return true;
    default:
        return quern__value_copy(session->scope.arena, from, to);
    }
}

static bool keep_condition(quern_session *session, const quern_condition *from, int depth,
                           quern_condition *to);

static bool keep_leaf(quern_session *session, const quern_condition *from, quern_condition *to)
{
    quern_value *left = NULL;
    if (from->path) {
        to->path = quern__arena_text(session->scope.arena, from->path);
        if (!to->path)
            return false;
    } else if (from->left) {
        left = quern__arena_take(session->scope.arena, sizeof *left);
        if (!left || !keep_value(session, from->left, 0, left))
            return false;
        to->left = left;
    }
    return keep_value(session, &from->as.value, 0, &to->as.value);
}

static bool keep_children(quern_session *session, const quern_condition *from, int depth,
                          const quern_condition **to)
{
    *to = NULL;
    size_t count = 0;
    while (from && depth < DEEPEST && from[count].op)
        count++;
    quern_condition *kept = quern__arena_take_array(session->scope.arena, count + 1, sizeof *kept);
    *to = kept;
    for (size_t i = 0; kept && i < count; i++)
        if (!keep_condition(session, &from[i], depth + 1, &kept[i]))
            return false;
    return kept;
}

static bool keep_condition(quern_session *session, const quern_condition *from, int depth,
                           quern_condition *to)
{
    *to = *from;
    switch (from->op) {
    case QUERN_LEAF:
        return keep_leaf(session, from, to);
    case QUERN_ALL_OF:
    case QUERN_ANY_OF:
    case QUERN_NONE_OF:
        return keep_children(session, from->as.children, depth, &to->as.children);
    default:
        return true;
    }
}

static void fail(quern_session *session)
{
    if (quern__session_usable(session))
        quern__failure_no_memory(&session->scope.failure, NULL);
}

quern_condition quern_keep_condition(quern_session *session, quern_condition condition)
{
    quern_condition kept;
    if (quern__session_usable(session) && keep_condition(session, &condition, 0, &kept))
        return kept;
    fail(session);
    return quern_combine(QUERN_ANY_OF, NULL);
}

quern_value quern_keep_value(quern_session *session, quern_value value)
{
    quern_value kept;
    if (quern__session_usable(session) && keep_value(session, &value, 0, &kept))
        return kept;
    fail(session);
    return quern_value_null();
}
