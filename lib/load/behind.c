/* behind.c: see behind.h; and quern_prefetch_objects, which is the same for objects that are there already. */
#include "lib/load/behind.h"

#include "lib/load/prefetch.h"
#include "lib/load/watch.h"

#include <quern/related.h>

/* ---- For the objects of querysets ---- */

bool quern__behind_begin(quern_session *session, const quern_queryset *queryset, const char *site, bool *begun)
{
    *begun = false;
    if (!quern__behind_snapshot(queryset))
        return true;
    if (!quern__hold_allows(session, NULL, site) || !quern__snapshot_possible(session, site))
        return false;
    *begun = !session->hold.outermost;
    return !*begun || quern__implicit_begin(session, true, site);
}

bool quern__behind_end(quern_session *session, bool begun, const char *site)
{
    return !begun || quern__implicit_end(session, site);
}

static quern__prefetch_way way_of(const quern__prefetches *tree, const char *site)
{
    return (quern__prefetch_way){
        .batch = tree->batch, .origin = QUERN_ORIGIN_PREFETCH, .site = site, .asked = tree->site
    };
}

bool quern__behind_fetch(quern_session *session, const quern_queryset *queryset, quern_result *result,
                        const char *site)
{
    if (!quern__behind_wanted(queryset) || !result->count)
        return true;
    quern__prefetch_way way = way_of(queryset->prefetches, site);
    way.statement_ms = queryset->statement_ms;
    quern__watch_pause(session);
    const bool done = quern__prefetch_result(result, queryset->prefetches->first, &way);
    quern__watch_resume(session);
    return done;
}

/* ---- quern_prefetch_objects ---- */

#define TEXT(...) quern__arena_format(session->scope.arena, __VA_ARGS__)

static bool refuse(quern_session *session, const char *message, const char *hint, const char *site)
{
    if (message)
        quern__failure_set(
            &session->scope.failure,
            &(quern_error){ .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .site = site });
    else
        quern__failure_no_memory(&session->scope.failure, site);
    return false;
}

static bool check_object(quern_session *session, const quern__model *model, const quern_object *object,
                         size_t number, const char *site)
{
    const quern_result *result = object->result;
    if (!result || !quern__result_has(result, object) || !quern__result_session(result))
        return refuse(session, TEXT("quern_prefetch_objects: object %zu has no session", number),
                      "quern has not loaded it, or it was copied, or its result was taken: quern_adopt it",
                      site);
    if (quern__result_session(result) != session)
        return refuse(session, TEXT("quern_prefetch_objects: object %zu is of another session", number),
                      "quern_adopt it", site);
    return result->model == model || refuse(session,
                                            TEXT("quern_prefetch_objects: object %zu is a %s, and no %s",
                                                 number, result->model->name, model->name),
                                            "one call is for objects of one model", site);
}

static bool check_objects(quern_session *session, const quern__model *model, void *const *objects,
                          size_t count, const char *site)
{
    if (count && !objects)
        return refuse(session, "quern_prefetch_objects without objects", "give it a list of them", site);
    for (size_t i = 0; i < count; i++)
        if (objects[i] && !check_object(session, model, objects[i], i, site))
            return false;
    return true;
}

/* The model, if something can be fetched at all. */
static const quern__model *find_model(quern_session *session, const quern_model *descriptor,
                                      const quern_prefetch *prefetches, const char *site)
{
    const quern__schema *schema = session->scope.schema;
    const quern__model *model = schema && descriptor ? quern__schema_model(schema, descriptor) : NULL;
    if (!model)
        refuse(session,
               TEXT("quern_prefetch_objects: the db has no model %s",
                    descriptor && descriptor->name ? descriptor->name : "?"),
               "add it to QUERN_MODELS where the db is opened", site);
    else if (!prefetches || !prefetches->path)
        refuse(session, "quern_prefetch_objects of nothing", "name a relation", site);
    else
        return model;
    return NULL;
}

static bool run(quern_session *session, const quern__prefetches *tree, void *const *objects, size_t count,
                const char *site)
{
    const quern_queryset all = { .prefetches = tree };
    const quern__prefetch_way way = way_of(tree, site);
    bool begun;
    if (!quern__behind_begin(session, &all, site, &begun))
        return false;
    quern__watch_pause(session);
    const bool done = quern__prefetch_run(session, tree->first, objects, count, &way);
    quern__watch_resume(session);
    return quern__behind_end(session, begun, site) && done;
}

bool(quern_prefetch_objects)(quern_session *session, const quern_model *descriptor, void *const *objects,
                             size_t count, const quern_prefetch *prefetches, const char *site)
{
    if (!session || quern__scope_failed(&session->scope))
        return false;
    const quern__model *model = find_model(session, descriptor, prefetches, site);
    if (!model || !check_objects(session, model, objects, count, site))
        return false;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__prefetches tree = { .first = NULL };
    if (!arena)
        return refuse(session, NULL, NULL, site);
    const quern_error *error = quern__prefetches_add(&session->scope, arena, model, prefetches,
                                                     "quern_prefetch_objects", site, &tree);
    if (error)
        quern__failure_set(&session->scope.failure, error);
    const bool done = !error && run(session, &tree, objects, count, site);
    quern__arena_close(arena);
    return done;
}
