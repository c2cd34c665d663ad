/* side.c: members without a column: what quern_fetch and quern_related_loaded give of the objects on the other side of a relation, or
 * of a many to many. They are loaded as a prefetch loads them, for one object or for all of its result. */
#include "lib/load/evaluate.h"
#include "lib/load/related.h"
#include "lib/load/span.h"
#include "lib/load/watch.h"

#include "lib/expr/object.h"

#include <quern/related.h>

#include <string.h>

typedef quern__errand errand;

#define TEXT(...) quern__arena_format(e->session->scope.arena, __VA_ARGS__)
#define refuse quern__errand_refuse

/* ---- Loading ---- */

static const quern__field *member_of(const quern__reverse *reverse)
{
    return quern__reverse_member(reverse);
}

bool quern__set_load(const errand *e, const quern__reverse *reverse, bool peers)
{
    const quern__prefetch tree = {
        .model = e->result->model, .reverse = reverse, .name = reverse->name, .to = member_of(reverse)
    };
    const quern__prefetch_way way = { .origin = QUERN_ORIGIN_LAZY, .site = e->site };
    if (peers)
        return quern__prefetch_result(e->result, &tree, &way);
    void *const one[] = { e->object };
    return quern__prefetch_run(e->session, &tree, one, 1, &way);
}

/* Where only the server knows which rows are of which key, no prefetch can tell: but of one object's all are. */
static bool load_by_server(const errand *e, const quern__reverse *reverse)
{
    size_t rows;
    quern_queryset *set = (quern_related)(e->object, reverse->name, e->site);
    quern_result *result = quern__result_open_via(e->result, reverse->as);
    quern__sets *sets = quern__sets_open(e->result, reverse->name, reverse, member_of(reverse));
    const bool asked = result && sets && !quern_queryset_error(set) &&
                       quern__evaluate_later(e->session, set, result, NULL, &rows, e->site);
    const quern__span all = { .result = result, .count = asked ? result->count : 0 };
    void *const *list = asked ? quern__span_list(&all) : NULL;
    if (!list) {
        quern__result_close(result);
        return refuse(e, QUERN_ERROR_MEMORY, NULL, NULL); /* if nothing else has failed */
    }
    quern__related_point_back(set, result);
    quern__sets_give(sets, e->object, list, result->count);
    return true;
}

static bool load_alone(const errand *e, const quern__reverse *reverse)
{
    quern__watch watch = { 0 };
    if (!quern__watch_fetch(&watch, e))
        return false;
    const bool done = quern__set_load(e, reverse, false);
    quern__watch_end(&watch, e->session);
    return done;
}

/* Without the key there is nothing to look for. */
static bool has_key(const errand *e, const quern__field *near)
{
    const char *model = e->result->model->name, *name = e->field->name;
    if (!quern__object_loaded(e->object, near))
        return refuse(
            e, QUERN_ERROR_USAGE,
            TEXT("%s.%s cannot be loaded: the %s of the object was not loaded", model, name, near->name),
            "load it: name it in quern_only, or do not defer it");
    const quern_value key = quern__member_value(near, e->object);
    return key.kind != QUERN_KIND_NULL ||
           refuse(e, QUERN_ERROR_USAGE,
                  TEXT("%s.%s cannot be loaded: the %s of the object is NULL", model, name, near->name),
                  "nothing can be related to it yet: save it first");
}

static bool load(const errand *e)
{
    const quern__reverse *reverse =
        quern__model_reverse(e->result->model, e->field->name, strlen(e->field->name));
    if (e->field->declared->role == QUERN_ROLE_PREFETCHED)
        return refuse(e, QUERN_ERROR_USAGE,
                      TEXT("%s.%s was not prefetched", e->result->model->name, e->field->name),
                      TEXT("a prefetch with .to = \"%s\" fills it", e->field->name));
    if (e->result->fetch_mode == QUERN_FETCH_RAISE)
        return quern__errand_refuse_by_mode(e);
    if (!has_key(e, reverse->hops[0]->near))
        return false;
    const bool done = e->result->fetch_mode == QUERN_FETCH_PEERS ? quern__set_load(e, reverse, true)
                                                                 : load_alone(e, reverse);
    return done && (quern__set_find(e->object, reverse->name) || load_by_server(e, reverse));
}

/* ---- quern_fetch ---- */

/* Of a failure, and of what there is nobody to ask for. */
static void *blank_of(const errand *e)
{
    static void *const none[] = { NULL };
    static void *const *const no_rows = none;
    return e->field->declared->role == QUERN_ROLE_HAS_ONE ? (void *)(uintptr_t)&e->field->target->blank
                                                          : (void *)(uintptr_t)&no_rows;
}

void *quern__side_fetch(const errand *e)
{
    void **member = (void **)(void *)((char *)e->object + e->field->object_offset);
    if (*member || quern__set_find(e->object, e->field->name))
        return member;
    return e->session && !quern__scope_failed(&e->session->scope) && load(e) ? member : blank_of(e);
}

/* ---- quern_related_loaded ---- */

void *const *(quern_related_loaded)(const quern_object *object, const char *name, const quern_model *model)
{
    quern__set *set = object && name ? quern__set_find(object, name) : NULL;
    if (!set)
        return NULL;
    quern__sets *sets = quern__sets_find(object->result, name);
    const quern__field *as = sets->reverse ? sets->reverse->as : sets->relation;
    if (as->target->descriptor != model)
        return NULL;
    if (quern__result_session(object->result))
        sets->used = true;
    return set->rows;
}
