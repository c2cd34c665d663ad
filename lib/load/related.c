/* related.c: quern_related: the objects on the other side of a relation, as a queryset that is bound to its owner by a value: no object of
 * the owner's model is asked for. */
#include "lib/load/evaluate.h"

#include "lib/expr/object.h"
#include "lib/model/path.h"
#include "lib/value/copy.h"

#include <quern/related.h>

#include <string.h>

/* There is no session that an error could live in. */
static const quern_error detached = {
    .code = QUERN_ERROR_USAGE,
    .message = "quern_related of an object that has no session",
    .detail = "",
    .hint = "it is NULL, or quern has not loaded it, or it was copied, or its result was taken: save it, or "
            "quern_adopt it",
    .path = "",
    .nearest = "",
    .sql = "",
};
static quern_queryset of_detached = { .clause = QUERN__CLAUSE_ERROR, .error = &detached };

/* What is asked for. */
typedef struct question {
    quern__scope *scope;
    const quern_object *owner;
    const quern__model *model; /* of the owner */
    const char *name, *site;
} question;

#define TEXT(...) quern__arena_format(q->scope->arena, __VA_ARGS__)

static quern_queryset *refuse(const question *q, const char *message, const char *hint)
{
    const quern_error error = {
        .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .path = q->name, .site = q->site
    };
    return quern__queryset_fail(q->scope, quern__error_copy(q->scope->arena, &error), q->site);
}

static quern_queryset *refuse_name(const question *q)
{
    const quern__field *field = quern__model_field(q->model, q->name, strlen(q->name));
    if (!field || !field->target)
        return quern__queryset_fail(
            q->scope, quern__path_unknown(q->scope, q->model, q->name, q->name, q->site), q->site);
    return refuse(q, TEXT("%s.%s is one object, not a set of them", q->model->name, field->name),
                  TEXT("quern_fetch(object, %s) gives it", field->name));
}

/* The objects whose column is the owner's key. The column is that of a relation, or of a table between. */
static bool bind(const question *q, const quern__reverse *reverse, const quern_value *key,
                 quern__condition *out)
{
    const quern__hop *first = reverse->hops[0];
    quern__condition *leaf = quern__arena_take(q->scope->arena, sizeof *leaf);
    const quern__hop **way = quern__arena_take_array(q->scope->arena, 1, sizeof(*way));
    if (!leaf || !way)
        return false;
    quern__column column = { .field = first->far };
    if (reverse->hop_count > 1) {
        way[0] = reverse->hops[1]->relation->back;
        column = (quern__column){ .field = first->far, .hops = way, .hop_count = 1, .call = leaf };
    }
    *leaf = (quern__condition){ .op = QUERN_LEAF,
                                .lookup = QUERN_LOOKUP_exact,
                                .form = QUERN__FORM_COMPARE,
                                .spans = column.call != NULL,
                                .left = quern__expression_column(column),
                                .right = quern__expression_constant(*key, first->far->kind) };
    *out = (quern__condition){ .op = QUERN_ALL_OF, .spans = leaf->spans, .count = 1, .children = leaf };
    return quern__value_copy(q->scope->arena, key, &leaf->right.as.constant);
}

static quern_queryset *build(const question *q, const quern__reverse *reverse)
{
    const quern__field *near = reverse->hops[0]->near;
    if (!quern__object_loaded(q->owner, near))
        return refuse(q, TEXT("quern_related of a %s whose %s was not loaded", q->model->name, near->name),
                      "load it: name it in quern_only, or do not defer it");
    const quern_value key = quern__member_value(near, q->owner);
    if (key.kind == QUERN_KIND_NULL)
        return refuse(q, TEXT("quern_related of a %s whose %s is NULL", q->model->name, near->name),
                      "nothing can be related to it yet: save it first");
    quern_queryset *all = quern__queryset_root(q->scope, reverse->as->target, q->site);
    if (!quern__queryset_usable(all))
        return all;
    quern_queryset *made = quern__queryset_refine(all, QUERN__CLAUSE_FILTER, q->site);
    if (quern__queryset_usable(made) && !bind(q, reverse, &key, &made->as.filter))
        return quern__queryset_fail(q->scope, &quern__out_of_memory, q->site);
    if (quern__queryset_usable(made)) {
        made->owner = q->owner;
        made->reverse = reverse;
    }
    return made;
}

quern_queryset *(quern_related)(const quern_object *object, const char *name, const char *site)
{
    quern_result *result = object ? object->result : NULL;
    quern_session *session =
        result && quern__result_has(result, object) ? quern__result_session(result) : NULL;
    if (!session)
        return &of_detached;
    const question q = { (quern__scope *)session, object, result->model, name ? name : "", site };
    const quern__reverse *reverse = quern__model_reverse(q.model, q.name, strlen(q.name));
    return reverse ? build(&q, reverse) : refuse_name(&q);
}
