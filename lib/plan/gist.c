/* gist.c: see gist.h. The chain is walked from its end to its root. */
#include "lib/plan/gist.h"

static void fold_clauses(quern__gist *gist, const quern_queryset *last, bool *none)
{
    for (const quern_queryset *node = last; node; node = node->parent) {
        gist->filters += node->clause == QUERN__CLAUSE_FILTER;
        if (node->clause == QUERN__CLAUSE_FILTER && node->shares)
            gist->shares = gist->filters;
        *none |= node->clause == QUERN__CLAUSE_NONE;
        if (node->clause == QUERN__CLAUSE_DISTINCT && !gist->distinct)
            gist->distinct = node;
    }
}

static void fold_rows(quern__gist *gist, const quern_queryset *last, const quern__wish *wish, bool none)
{
    int64_t end;
    if (wish->most < 0 || __builtin_add_overflow(wish->skip, wish->most, &end))
        end = QUERN_OPEN_END;
    gist->rows = last->sliced ? quern__queryset_rows(last) : (quern__rows){ .high = QUERN_OPEN_END };
    if (wish->skip || end != QUERN_OPEN_END)
        gist->rows = quern__rows_within(gist->rows, wish->skip, end);
    if (none)
        gist->rows.high = gist->rows.low;
    gist->empty =
        last->empty || gist->rows.low == gist->rows.high || (wish->owners && !wish->owners->keys.count);
}

/* Whether the order decides what comes of it: which rows are in a slice, which is the first of those that a DISTINCT ON makes one,
 * and, as its columns are part of what makes rows the same, how many a plain DISTINCT leaves. */
static bool order_matters(const quern__gist *gist, const quern__wish *wish, const quern_queryset *queryset)
{
    const bool distinct_on = gist->distinct && gist->distinct->as.distinct.count;
    if (wish->query) /* a subquery's rows are looked for, and it does not matter how often one is there */
        return queryset->sliced || distinct_on;
    if (wish->intent == QUERN__INTENT_ROWS)
        return !wish->unordered || queryset->sliced || gist->distinct;
    const bool is_counted = wish->intent == QUERN__INTENT_COUNT || quern__rows_have_offset(gist->rows);
    return gist->distinct && !distinct_on && is_counted;
}

/* Of an order that does not matter, what makes more rows of one. */
static void keep_multiplying(quern__gist *gist, const quern_queryset *queryset)
{
    size_t count;
    const quern__order *terms = quern__queryset_order(queryset, &count);
    for (size_t i = 0; i < count; i++)
        gist->multiplying |= quern__order_multiplies(&terms[i]);
    gist->order = gist->multiplying ? terms : NULL;
    gist->order_count = gist->multiplying ? count : 0;
}

quern__gist quern__gist_of(const quern_queryset *queryset, const quern__wish *wish)
{
    quern__gist gist = { .filters = 0 };
    bool none = false;
    fold_clauses(&gist, queryset, &none);
    fold_rows(&gist, queryset, wish, none);
    if (wish->order) {
        gist.order = wish->order;
        gist.order_count = wish->order_count;
    } else if (order_matters(&gist, wish, queryset)) {
        gist.order = quern__queryset_order(queryset, &gist.order_count);
    } else if (wish->intent == QUERN__INTENT_COUNT || quern__rows_have_offset(gist.rows)) {
        keep_multiplying(&gist, queryset);
    }
    return gist;
}
