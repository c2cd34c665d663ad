/* one.c: calls that give one object, quern_at, quern_first, quern_last, quern_earliest, quern_latest and quern_get, and the answer
 * when they give none. */
#include "lib/load/evaluate.h"
#include "lib/load/span.h"
#include "lib/model/order.h"
#include "lib/model/path.h"

#include <string.h>

#define TEXT(...) quern__arena_format(session->scope.arena, __VA_ARGS__)

/* Begins a call for one object; NULL when nothing may be asked. Until it ends, there is no answer. */
static quern_session *begin(quern_queryset *queryset, const quern_model *model, const char *site)
{
    quern_session *session = quern__evaluation_begin(queryset);
    if (queryset && quern__queryset_usable(queryset) && !quern__queryset_over(queryset))
        quern__queryset_session(queryset)->answer = QUERN_NO_ANSWER;
    return session && quern__evaluation_fits(session, queryset, model, site) ? session : NULL;
}

static void *answer(quern_session *session, quern_answer_kind kind, void *object)
{
    session->answer = kind;
    return object;
}

/* From the queryset's cache. */
static void *answer_row(quern_session *session, const quern__span *cache, uint64_t row)
{
    if (row >= cache->count)
        return answer(session, QUERN_NOT_FOUND, NULL);
    return answer(session, QUERN_FOUND, quern__span_row(cache, row));
}

/* From a result of this call's own, of which nobody needs more than that; NULL: the evaluation failed. */
static void *answer_first(quern_session *session, quern_result *result)
{
    if (!result)
        return NULL;
    if (result->count)
        return answer(session, QUERN_FOUND, quern__result_row(result, 0));
    quern__result_close(result);
    return answer(session, QUERN_NOT_FOUND, NULL);
}

static void *refuse(quern_session *session, const char *message, const char *hint, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){ .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .site = site });
    return NULL;
}

void *(quern_at)(quern_queryset *queryset, const quern_model *model, int64_t index, const char *site)
{
    quern_session *session = begin(queryset, model, site);
    if (!session)
        return NULL;
    if (index < 0)
        return refuse(session, "quern_at with a negative index",
                      "it counts from 0; for the last ones turn the order around", site);
    quern__span cache;
    if (!quern__evaluation_prepare(queryset, site))
        return NULL;
    if (quern__span_cached(queryset, &cache))
        return answer_row(session, &cache, (uint64_t)index);
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .skip = index, .most = 1 };
    return answer_first(session, quern__evaluate_and_prefetch(session, queryset, &wish, 1, site));
}

/* The first object, or the last: from the cache if its order is that of the queryset, else by `wish`. */
static void *first_or_last(quern_queryset *queryset, const quern_model *model, const quern__wish *wish,
                           const char *verb, const char *site)
{
    quern_session *session = begin(queryset, model, site);
    quern__span cache;
    if (!session)
        return NULL;
    if (queryset->ordered && quern__span_cached(queryset, &cache))
        return answer_row(session, &cache, wish->turned && cache.count ? cache.count - 1 : 0);
    if (!queryset->model->key && !queryset->ordered && !queryset->raw)
        return refuse(session,
                      TEXT("%s without an order, and %s has no primary key", verb, queryset->model->name),
                      "order it, or take any of its rows by quern_at(qs, model, 0)", site);
    if (queryset->sliced && !queryset->ordered)
        return refuse(session, TEXT("%s of a slice without an order", verb),
                      "order it before the slice, or take any of its rows by quern_at(qs, model, 0)", site);
    if (queryset->sliced && wish->turned)
        return refuse(session, TEXT("%s of a slice that is not cached", verb),
                      "it is not known before the slice is read: evaluate that first, by quern_len", site);
    return answer_first(session, quern__evaluate_and_prefetch(session, queryset, wish, 1, site));
}

void *(quern_first)(quern_queryset *queryset, const quern_model *model, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 };
    return first_or_last(queryset, model, &wish, "quern_first", site);
}

void *(quern_last)(quern_queryset *queryset, const quern_model *model, const char *site)
{
    static const quern__wish wish = {
        .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .turned = true, .most = 1
    };
    return first_or_last(queryset, model, &wish, "quern_last", site);
}

/* The order that the names give; true when that went well, else the session has failed. */
static bool order_by_names(quern_session *session, const quern_queryset *queryset, const char *const *names,
                           bool turned, quern__order_list *list)
{
    const quern_error *error = NULL;
    for (size_t i = 0; names[i] && !error; i++)
        error = strcmp(names[i], "?") == 0 /* a random order is of no field */
                    ? quern__path_unknown(list->scope, queryset->model, "?", "?", list->site)
                    : quern__order_add(list, queryset->model, names[i], turned, QUERN_NULLS_DEFAULT);
    if (error)
        quern__failure_set(&session->scope.failure, error);
    return !error;
}

/* quern_earliest, or quern_latest, which is the same the other way around. */
static void *by_names(quern_queryset *queryset, const quern_model *model, const char *const *names,
                      bool turned, const char *verb, const char *site)
{
    quern_session *session = begin(queryset, model, site);
    if (!session)
        return NULL;
    if (!names || !*names)
        return refuse(session, TEXT("%s without a field", verb), "name one: \"created_at\"", site);
    if (queryset->sliced)
        return refuse(session, TEXT("%s after quern_slice", verb),
                      "it would choose among all rows, not among the sliced ones: do it before the slice",
                      site);
    if (queryset->settled)
        return refuse(session, TEXT("%s after quern_dates", verb),
                      "they are in order: take the first or the last of them", site);
    quern__order_list list = { .scope = queryset->scope, .site = site };
    if (!order_by_names(session, queryset, names, turned, &list))
        return NULL;
    const quern__wish wish = {
        .intent = QUERN__INTENT_ROWS, .most = 1, .order = list.terms, .order_count = list.count
    };
    return answer_first(session, quern__evaluate_and_prefetch(session, queryset, &wish, 1, site));
}

void *(quern_earliest)(quern_queryset *queryset, const quern_model *model, const char *const *names,
                       const char *site)
{
    return by_names(queryset, model, names, false, "quern_earliest", site);
}

void *(quern_latest)(quern_queryset *queryset, const quern_model *model, const char *const *names,
                     const char *site)
{
    return by_names(queryset, model, names, true, "quern_latest", site);
}

void *(quern_get)(quern_queryset *queryset, const quern_model *model, const quern_condition *conditions,
                  const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = 2 };
    quern_session *session = begin(queryset, model, site);
    quern_queryset *chosen = queryset;
    if (session && conditions && conditions->op) {
        chosen = (quern_filter)(queryset, conditions, site);
        session = quern__evaluation_begin(chosen);
    }
    quern_result *result = session ? quern__evaluate_and_prefetch(session, chosen, &wish, 1, site) : NULL;
    if (result && result->count > 1) {
        quern__result_close(result);
        return answer(session, QUERN_MORE_THAN_ONE, NULL);
    }
    return answer_first(session, result);
}
