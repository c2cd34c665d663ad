/* one.c: calls that give one object: quern_at, quern_first, quern_get, and the answer when they give none. */
#include "lib/load/evaluate.h"

/* Begins a call for one object; NULL when nothing may be asked. Until it ends, there is no answer. */
static quern_session *begin(quern_queryset *queryset, const quern_model *model, const char *site)
{
    quern_session *session = quern__evaluation_begin(queryset);
    if (queryset && quern__queryset_usable(queryset))
        ((quern_session *)queryset->scope)->answer = QUERN_NO_ANSWER;
    return session && quern__evaluation_fits(session, queryset, model, site) ? session : NULL;
}

static void *answer(quern_session *session, quern_answer_kind kind, void *object)
{
    session->answer = kind;
    return object;
}

/* From the queryset's cache. */
static void *answer_row(quern_session *session, const quern_result *cache, uint64_t row)
{
    if (row >= cache->count)
        return answer(session, QUERN_NOT_FOUND, NULL);
    return answer(session, QUERN_FOUND, quern__result_row(cache, row));
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
    if (!quern__evaluation_prepare(queryset, site))
        return NULL;
    if (queryset->result)
        return answer_row(session, queryset->result, (uint64_t)index);
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .skip = index, .most = 1 };
    return answer_first(session, quern__evaluate(session, queryset, &wish, site));
}

void *(quern_first)(quern_queryset *queryset, const quern_model *model, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 };
    quern_session *session = begin(queryset, model, site);
    if (!session)
        return NULL;
    if (queryset->ordered && queryset->result)
        return answer_row(session, queryset->result, 0);
    if (!queryset->model->key && !queryset->ordered && !queryset->raw)
        return refuse(session,
                      quern__arena_format(session->scope.arena,
                                          "quern_first without an order, and %s has no primary key",
                                          queryset->model->name),
                      "order it, or take any of its rows by quern_at(qs, model, 0)", site);
    if (queryset->sliced && !queryset->ordered)
        return refuse(session, "quern_first of a slice without an order",
                      "order it before the slice, or take any of its rows by quern_at(qs, model, 0)", site);
    return answer_first(session, quern__evaluate(session, queryset, &wish, site));
}

void *(quern_get)(quern_queryset *queryset, const quern_model *model, const quern_condition *conditions,
                  const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = 2 };
    if (!begin(queryset, model, site))
        return NULL;
    quern_queryset *chosen =
        conditions && conditions->op ? (quern_filter)(queryset, conditions, site) : queryset;
    quern_session *session = begin(chosen, model, site);
    quern_result *result = session ? quern__evaluate(session, chosen, &wish, site) : NULL;
    if (result && result->count > 1) {
        quern__result_close(result);
        return answer(session, QUERN_MORE_THAN_ONE, NULL);
    }
    return answer_first(session, result);
}
