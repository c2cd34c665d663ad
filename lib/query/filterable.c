/* filterable.c: a queryset of the same objects that more conditions may be given. */
#include "lib/query/queryset.h"

#include <quern/row.h>

/* Where one row of each group is kept, a condition would change which one that is. */
static bool is_distinct_on(const quern_queryset *queryset)
{
    const quern_queryset *node = queryset;
    while (node && node->clause != QUERN__CLAUSE_DISTINCT)
        node = node->distinct ? node->parent : NULL;
    return node && node->as.distinct.count;
}

/* Rows of values have nothing fetched along. */
static quern_queryset *alone(quern_queryset *queryset, const char *site)
{
    quern_queryset *made =
        queryset->prefetches ? quern__queryset_refine(queryset, QUERN__CLAUSE_ALL, site) : queryset;
    if (made != queryset && quern__queryset_usable(made))
        made->prefetches = NULL;
    return made;
}

static quern_queryset *within(quern_queryset *queryset, const quern__field *by, const char *site)
{
    const char *names[] = { by->key_name ? by->key_name : by->name, NULL };
    const quern_condition among[] = { { .op = QUERN_LEAF,
                                        .lookup = QUERN_LOOKUP_in,
                                        .path = names[0],
                                        .as.value = quern_value_queryset(
                                            (quern_values)(alone(queryset, site), names, site)) },
                                      { 0 } };
    quern_queryset *made = quern__queryset_root(queryset->scope, queryset->model, site);
    if (!made->error)
        made = (quern_filter)(made, among, site);
    if (made->error)
        return made;
    made->loaded = queryset->loaded;
    made->along = queryset->along;
    made->statement_ms = queryset->statement_ms;
    made->fetch_mode = queryset->fetch_mode;
    made->prefetches = queryset->prefetches;
    return made;
}

quern_queryset *quern__queryset_filterable(quern_queryset *queryset, const quern__field *by, const char *site)
{
    return queryset->sliced || is_distinct_on(queryset) ? within(queryset, by, site) : queryset;
}
