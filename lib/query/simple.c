/* simple.c: quern_all, quern_none and quern_reverse. */
#include "lib/query/queryset.h"

#include "lib/model/order.h"

quern_queryset *(quern_all)(quern_queryset *queryset, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    return refused ? refused : quern__queryset_refine(queryset, QUERN__CLAUSE_ALL, site);
}

quern_queryset *(quern_none)(quern_queryset *queryset, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_NONE, site);
    if (quern__queryset_usable(made))
        made->empty = true;
    return made;
}

static quern__order *turned(const quern_queryset *queryset, size_t *count)
{
    const quern__order *terms = quern__queryset_order(queryset, count);
    quern__order *copy = quern__arena_take_array(queryset->scope->arena, *count, sizeof *copy);
    for (size_t i = 0; copy && i < *count; i++)
        copy[i] = quern__order_turned(&terms[i]);
    return copy;
}

quern_queryset *(quern_reverse)(quern_queryset *queryset, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, "quern_reverse after quern_slice",
                                      "it would change which rows are in the slice: do it before", site);
    size_t count;
    const quern__order *terms = turned(queryset, &count);
    if (!terms)
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ORDER, site);
    if (quern__queryset_usable(made)) {
        made->as.order.terms = terms;
        made->as.order.count = count;
    }
    return made;
}
