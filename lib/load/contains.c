/* contains.c: quern_contains: by the primary key, since an object may have been loaded by another queryset. */
#include "lib/expr/object.h"
#include "lib/load/evaluate.h"
#include "lib/load/span.h"
#include "lib/value/identity.h"

/* What is wrong with the question, as its message and a hint; NULL: nothing. */
static const char *find_fault(const quern_queryset *queryset, const quern_object *object, const bool *found,
                              const char **hint)
{
    const quern__field *key = queryset->model->key;
    const quern__origin *origin = object ? quern__object_origin(object) : NULL;
    *hint = "";
    if (!found) {
        *hint = "give it the address of a bool: what it returns is success";
        return "quern_contains without a place for its answer";
    }
    if (queryset->raw) { /* cached or not */
        *hint = "look for the object's key among its rows";
        return "quern_contains of a queryset of quern_raw";
    }
    if (queryset->rows) {
        *hint = "ask before quern_values, or for the values by quern_filter and quern_exists";
        return "quern_contains of rows of values";
    }
    if (!key) {
        *hint = "ask by a field: quern_filter and quern_exists";
        return "quern_contains, and the model has no primary key";
    }
    if (!object)
        return "quern_contains without an object: NULL";
    if (!origin) {
        *hint = "ask for its key: quern_filter and quern_exists";
        return "quern_contains of an object that quern has not loaded";
    }
    if (origin->model->descriptor == queryset->model->descriptor && !quern__origin_loaded(origin, key))
        return "quern_contains of an object whose primary key was not loaded";
    return NULL;
}

/* Whether the object is among rows that are there; false when out of memory. */
static bool look(const quern__span *cache, const quern__field *key, const quern_value *wanted,
                 quern__arena *arena, bool *found)
{
    quern__identity one, other;
    if (!arena || !quern__identity_of(arena, wanted, &one))
        return false;
    for (size_t i = 0; i < cache->count && !*found; i++) {
        const quern_value value = quern__member_value(key, quern__span_row(cache, i));
        if (value.kind == QUERN_KIND_NULL)
            continue;
        if (!quern__identity_of(arena, &value, &other))
            return false;
        *found = quern__identity_same(&one, &other);
    }
    return true;
}

static bool look_in_cache(quern_session *session, const quern__span *cache, const quern__field *key,
                          const quern_value *wanted, bool *found)
{
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    const bool looked = look(cache, key, wanted, arena, found);
    quern__arena_close(arena);
    if (!looked)
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
    return looked;
}

static bool ask(quern_queryset *queryset, const quern_value *wanted, const char *site, bool *found)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
    const quern_condition is_it[] = {
        { .op = QUERN_LEAF, .lookup = QUERN_LOOKUP_exact, .path = "pk", .as.value = *wanted }, { 0 }
    };
    quern_queryset *chosen = quern__queryset_filterable(queryset, queryset->model->key, site);
    if (!chosen->error)
        chosen = (quern_filter)(chosen, is_it, site);
    quern_session *session = quern__evaluation_begin(chosen);
    int64_t one;
    return session && quern__evaluate_scalar(session, chosen, &wish, site, &one, found);
}

bool(quern_contains)(quern_queryset *queryset, const quern_object *object, bool *found, const char *site)
{
    if (found)
        *found = false;
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session)
        return false;
    const char *hint, *fault = find_fault(queryset, object, found, &hint);
    if (fault) {
        quern__failure_set(
            &session->scope.failure,
            &(quern_error){ .code = QUERN_ERROR_USAGE, .message = fault, .hint = hint, .site = site });
        return false;
    }
    if (quern__object_origin(object)->model->descriptor != queryset->model->descriptor)
        return true;
    const quern__field *key = queryset->model->key;
    const quern_value wanted = quern__member_value(key, object);
    quern__span cache;
    if (wanted.kind == QUERN_KIND_NULL)
        return true;
    if (quern__span_cached(queryset, &cache))
        return look_in_cache(session, &cache, key, &wanted, found);
    return ask(queryset, &wanted, site, found);
}
