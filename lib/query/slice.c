/* slice.c: quern_slice. */
#include "lib/query/queryset.h"

#include <inttypes.h>

quern_queryset *(quern_slice)(quern_queryset *queryset, int64_t start, int64_t stop, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset);
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
    made->as.slice.low = start;
    made->as.slice.high = stop;
    made->sliced = true;
    return made;
}
