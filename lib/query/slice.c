/* slice.c: quern_slice. */
#include "lib/query/queryset.h"

#include <inttypes.h>

/* An overflow is beyond any table: it is open, or empty. */
quern__rows quern__rows_within(quern__rows outer, int64_t low, int64_t high)
{
    int64_t from, to;
    if (__builtin_add_overflow(outer.low, low, &from) || from > outer.high)
        from = outer.high;
    if (__builtin_add_overflow(outer.low, high, &to) || to > outer.high)
        to = outer.high;
    return (quern__rows){ .low = from, .high = to < from ? from : to };
}

quern__rows quern__queryset_rows(const quern_queryset *queryset)
{
    const quern_queryset *node = queryset;
    while (node && node->clause != QUERN__CLAUSE_SLICE)
        node = node->sliced ? node->parent : NULL;
    return node ? node->as.slice : (quern__rows){ .low = 0, .high = QUERN_OPEN_END };
}

quern_queryset *(quern_slice)(quern_queryset *queryset, int64_t start, int64_t stop, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (start < 0 || stop < 0)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                      quern__arena_format(queryset->scope->arena,
                                                          "a slice from %" PRId64 " to %" PRId64
                                                          ": it cannot be counted from the end",
                                                          start, stop),
                                      "turn the order around, and slice from 0", site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_SLICE, site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.slice = quern__rows_within(quern__queryset_rows(queryset), start, stop);
    made->sliced = true;
    made->empty |= made->as.slice.low == made->as.slice.high;
    return made;
}
