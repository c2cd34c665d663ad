/* related.c: quern_related: the objects on the other side of a relation, as a queryset that is bound to its owner by a value: no object of
 * the owner's model is asked for. Where they are known, the pointers to them are its cache. See doc/decisions/039. */
#include "lib/load/related.h"
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
    quern__annex *annex;
    quern__scope *scope; /* that */
    quern_object *owner;
    const quern__model *model; /* of the owner */
    const quern__sets *sets;   /* of that name; NULL: none are known of anybody */
    quern__set *set;           /* what is known; NULL: nothing */
    const quern__reverse *reverse;
    const quern__field *relation; /* instead: see quern__sets */
    const quern__field *near;     /* of the owner: the key */
    const void *call;             /* of the row between that it is bound by, over a many to many */
    bool sticky;                  /* and the next filter too */
    const char *name, *site;
} question;

#define TEXT(...) quern__arena_format(q->scope->arena, __VA_ARGS__)

static quern_queryset *refuse_as(const question *q, quern_error_code code, const char *message,
                                 const char *hint)
{
    const quern_error error = {
        .code = code, .message = message, .hint = hint, .path = q->name, .site = q->site
    };
    return quern__queryset_fail(q->scope, quern__error_copy(q->scope->arena, &error), q->site);
}

static quern_queryset *refuse(const question *q, const char *message, const char *hint)
{
    return refuse_as(q, QUERN_ERROR_USAGE, message, hint);
}

static const quern__field *prefetched_member(const question *q)
{
    for (size_t i = 0; i < q->model->side_count; i++) {
        const quern__field *side = &q->model->sides[i];
        if (side->declared->role == QUERN_ROLE_PREFETCHED && strcmp(side->name, q->name) == 0)
            return side;
    }
    return NULL;
}

static quern_queryset *refuse_name(const question *q)
{
    const quern__field *field = quern__model_field(q->model, q->name, strlen(q->name));
    const quern__field *member = prefetched_member(q);
    if (member)
        return refuse(q, TEXT("%s.%s was not prefetched", q->model->name, member->name),
                      TEXT("a prefetch with .to = \"%s\" fills it", member->name));
    if (!field)
        return quern__queryset_fail(
            q->scope, quern__path_unknown(q->scope, q->model, q->name, q->name, q->site), q->site);
    if (!field->target)
        return refuse_as(q, QUERN_ERROR_FIELD,
                         TEXT("%s.%s is a column, and leads to no objects", q->model->name, field->name), "");
    return refuse(q, TEXT("%s.%s is one object, not a set of them", q->model->name, field->name),
                  TEXT("quern_fetch(object, %s) gives it", field->name));
}

/* ---- The queryset ---- */

/* A many to many. */
static bool goes_by_table(const quern__reverse *reverse)
{
    return reverse && reverse->hop_count > 1;
}

/* The objects whose column is the owner's key. The column is that of a relation, or of a table between. */
static bool bind(const question *q, const quern_value *key, quern__condition *out)
{
    const quern__reverse *reverse = q->reverse;
    quern__condition *leaf = quern__arena_take(q->scope->arena, sizeof *leaf);
    const quern__hop **way = quern__arena_take_array(q->scope->arena, 1, sizeof(*way));
    if (!leaf || !way)
        return false;
    quern__column column = { .field = reverse ? reverse->hops[0]->far : q->relation->reach };
    if (goes_by_table(reverse)) {
        way[0] = reverse->hops[1]->relation->back;
        column = (quern__column){ .field = column.field, .hops = way, .hop_count = 1, .call = q->call };
    }
    *leaf = (quern__condition){ .op = QUERN_LEAF,
                                .lookup = QUERN_LOOKUP_exact,
                                .form = QUERN__FORM_COMPARE,
                                .spans = column.call != NULL,
                                .left = quern__expression_column(column),
                                .right = quern__expression_constant(*key, column.field->kind) };
    *out = (quern__condition){
        .op = QUERN_ALL_OF, .spans = leaf->spans, .bound = true, .count = 1, .children = leaf
    };
    return quern__value_copy(q->scope->arena, key, &leaf->right.as.constant);
}

/* The node behind the root of a chain, which may be its last; NULL: none. */
static quern_queryset *second_of(quern_queryset *last)
{
    quern_queryset *second = NULL;
    for (quern_queryset *node = last; node->parent; node = (quern_queryset *)(uintptr_t)node->parent)
        second = node;
    return second;
}

/* Over a many to many the first filter goes by the same row of the table between. There may be one already; else the relation stands for
 * the call, which is the same in copies. */
static void settle_call(question *q, quern_queryset *last)
{
    quern_queryset *first = NULL;
    for (quern_queryset *node = last; node; node = (quern_queryset *)(uintptr_t)node->parent)
        first = node->clause == QUERN__CLAUSE_FILTER ? node : first;
    q->call = q->reverse;
    q->sticky = goes_by_table(q->reverse) && !first;
    if (!goes_by_table(q->reverse) || !first || first->as.filter.op != QUERN_ALL_OF)
        return;
    first->shares = true;
    q->call = first->as.filter.children;
}

/* All objects, or those that the set was prefetched by, bound to the key before any of their slices. NULL when out of memory. */
static quern_queryset *make(question *q, const quern_value *key)
{
    const quern_queryset *by = q->set ? q->set->by : NULL;
    const quern__model *target = q->reverse ? q->reverse->as->target : q->relation->target;
    quern_queryset *last = by ? (quern_queryset *)(uintptr_t)quern__queryset_bring(by, q->scope)
                              : quern__queryset_root(q->scope, target, q->site);
    if (!last || !quern__queryset_usable(last))
        return NULL;
    settle_call(q, last);
    quern_queryset *second = second_of(last);
    quern_queryset *bound = quern__queryset_enter(q->scope, second ? second->parent : last, q->site);
    if (!quern__queryset_usable(bound))
        return NULL;
    if (key->kind == QUERN_KIND_NULL) {
        bound->empty = last->empty = true;
    } else {
        bound->clause = QUERN__CLAUSE_FILTER;
        bound->single |= !q->reverse || !q->reverse->many;
        if (!bind(q, key, &bound->as.filter))
            return NULL;
    }
    if (!second)
        return bound;
    second->parent = bound;
    return last;
}

/* Texts of the question's live as long as the call. */
static bool belong(const question *q, quern_queryset *made)
{
    quern__related *related = quern__arena_take(q->scope->arena, sizeof *related);
    if (!related)
        return false;
    *related = (quern__related){ .owner = q->owner,
                                 .reverse = q->reverse,
                                 .relation = q->relation,
                                 .name = q->sets ? q->sets->name : q->reverse->name,
                                 .whole = made,
                                 .is_relation = q->reverse && strcmp(q->name, q->reverse->name) == 0 };
    made->related = related;
    made->bring = quern__queryset_bring;
    made->fetch_mode = q->owner->result->fetch_mode;
    made->sticky = q->sticky ? q->reverse : NULL;
    return true;
}

static void know(quern__related *related, const quern__set *set)
{
    related->rows = set->rows;
    related->count = set->count;
}

static quern_queryset *build(question *q)
{
    const quern__field *near = q->near;
    if (!q->set && !quern__object_loaded(q->owner, near))
        return refuse(q, TEXT("quern_related of a %s whose %s was not loaded", q->model->name, near->name),
                      "load it: name it in quern_only, or do not defer it");
    const quern_value key =
        quern__object_loaded(q->owner, near) ? quern__member_value(near, q->owner) : quern_value_null();
    if (!q->set && key.kind == QUERN_KIND_NULL)
        return refuse(q, TEXT("quern_related of a %s whose %s is NULL", q->model->name, near->name),
                      "nothing can be related to it yet: save it first");
    quern_queryset *made = make(q, &key);
    if (!made || !belong(q, made))
        return quern__queryset_fail(q->scope, &quern__out_of_memory, q->site);
    if (q->set) {
        know(made->related, q->set);
        q->set->queryset = made;
        q->set->annex = q->annex->number;
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
    question q = { .owner = (quern_object *)(uintptr_t)object,
                   .model = result->model,
                   .name = name ? name : "",
                   .site = site };
    quern__sets *sets = quern__sets_find(result, q.name);
    q.annex = quern__annex_for(result);
    if (!q.annex)
        return quern__queryset_fail(&session->scope, &quern__out_of_memory, site);
    q.scope = &q.annex->scope;
    q.sets = sets;
    if (sets) {
        sets->used = true;
        q.set = quern__set_find(object, q.name);
        q.reverse = sets->reverse;
        q.relation = sets->relation;
        if (q.set && q.set->queryset && q.set->annex == q.annex->number)
            return q.set->queryset;
    } else {
        q.reverse = quern__model_reverse(q.model, q.name, strlen(q.name));
    }
    q.near = q.reverse ? q.reverse->hops[0]->near : q.relation;
    return q.near ? build(&q) : refuse_name(&q);
}

/* ---- Evaluating it ---- */

/* Whether it is quern_related's own, with nothing in its cache, even now that it has been looked at what is known. */
static bool is_unknown(const quern_queryset *queryset)
{
    quern__related *related = queryset->related;
    if (!related || related->whole != queryset || related->rows || queryset->result)
        return false;
    const quern__set *set = quern__set_find(related->owner, related->name);
    if (set)
        know(related, set);
    return !set;
}

quern__errand quern__related_errand(const quern_queryset *queryset, const char *site)
{
    const quern__related *related = queryset->related;
    return (quern__errand){ .session = quern__queryset_session(queryset),
                            .result = related->owner->result,
                            .object = related->owner,
                            .field = related->reverse ? related->reverse->as : related->relation,
                            .site = site };
}

bool quern__related_allows(quern_queryset *queryset, const char *site)
{
    if (!is_unknown(queryset) || queryset->fetch_mode != QUERN_FETCH_RAISE)
        return true;
    const quern__errand errand = quern__related_errand(queryset, site);
    return quern__errand_refuse_by_mode(&errand);
}

bool quern__related_fetch(quern_queryset *queryset, const char *site)
{
    if (!is_unknown(queryset))
        return true;
    if (queryset->fetch_mode != QUERN_FETCH_PEERS || !queryset->related->is_relation)
        return quern__related_allows(queryset, site);
    const quern__errand errand = quern__related_errand(queryset, site);
    if (!quern__set_load(&errand, queryset->related->reverse, true))
        return false;
    is_unknown(queryset);
    return true;
}

void quern__related_point_back(const quern_queryset *queryset, const quern_result *result)
{
    const quern__related *related = queryset->related;
    if (!related || !related->reverse || goes_by_table(related->reverse) || queryset->rows)
        return;
    const uint32_t offset = related->reverse->field->object_offset;
    for (size_t i = 0; i < result->count; i++) {
        quern_object **back = (quern_object **)(void *)((char *)quern__result_row(result, i) + offset);
        if (!*back)
            *back = related->owner;
    }
}

const char *quern__related_passed_by(const quern_queryset *queryset)
{
    const quern__related *related = queryset->related;
    return related && quern__set_find(related->owner, related->name) ? related->name : NULL;
}
