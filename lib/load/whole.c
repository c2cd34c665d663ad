/* whole.c: calls that ask about the whole set: quern_len, quern_count, quern_exists, quern_list, and the loop. */
#include "lib/load/evaluate.h"
#include "lib/load/related.h"
#include "lib/load/span.h"

int64_t(quern_len)(quern_queryset *queryset, const char *site)
{
    quern__span span;
    return quern__span_evaluate(queryset, site, &span) ? (int64_t)span.count : -1;
}

int64_t(quern_count)(quern_queryset *queryset, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_COUNT, .most = -1 };
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session || !quern__evaluation_prepare(queryset, site))
        return -1;
    quern__span span;
    if (quern__span_cached(queryset, &span))
        return (int64_t)span.count;
    int64_t count;
    bool found;
    return quern__evaluate_scalar(session, queryset, &wish, site, &count, &found) ? count : -1;
}

static bool no_place(quern_session *session, const char *site)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE,
                                       .message = "quern_exists without a place for its answer",
                                       .hint = "give it the address of a bool: what it returns is success",
                                       .site = site });
    return false;
}

bool(quern_exists)(quern_queryset *queryset, bool *found, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
    if (found)
        *found = false;
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session)
        return false;
    if (!found)
        return no_place(session, site);
    if (!quern__evaluation_prepare(queryset, site))
        return false;
    quern__span span;
    if (quern__span_cached(queryset, &span)) {
        *found = span.count > 0;
        return true;
    }
    int64_t one;
    return quern__evaluate_scalar(session, queryset, &wish, site, &one, found);
}

void *const *(quern_list)(quern_queryset *queryset, const quern_model *model, const char *site)
{
    quern__span span;
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session || !quern__evaluation_fits(session, queryset, model, site) ||
        !quern__span_evaluate(queryset, site, &span))
        return NULL;
    void *const *list = quern__span_list(&span);
    if (!list)
        quern__failure_no_memory(&session->scope.failure, site);
    return list;
}

quern_each quern_each_begin(quern_queryset *queryset, const quern_model *model, const char *site)
{
    quern_each each = { .queryset = queryset };
    quern__span span;
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session || !quern__evaluation_fits(session, queryset, model, site) ||
        !quern__span_evaluate(queryset, site, &span))
        return each;
    each.result = span.result;
    each.rows = span.set ? span.set->related->rows : NULL;
    each.next = span.first;
    each.end = span.first + span.count;
    each.live = true;
    return each;
}

void *quern_each_next(quern_each *each)
{
    if (each->next >= each->end)
        return NULL;
    if (each->rows)
        return each->rows[each->next++];
    return each->result ? quern__result_row(each->result, each->next++) : NULL;
}

/* A list belongs to its session, so nothing is to be done for one; what a loop over a cursor must close goes here. */
void quern_each_end(quern_each *each)
{
    each->result = NULL;
    each->rows = NULL;
}
