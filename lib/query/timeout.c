/* timeout.c: quern_timeout. The limit is the node's, and nothing that the SQL or its shape knows of. */
#include "lib/query/queryset.h"

quern_queryset *(quern_timeout)(quern_queryset *queryset, int32_t ms, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (ms == 0 || ms < -1)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                      quern__arena_format(queryset->scope->arena,
                                                          "quern_timeout of %d ms: no statement is so quick",
                                                          (int)ms),
                                      "-1 is no limit, all others are milliseconds from 1 on", site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ALL, site);
    if (quern__queryset_usable(made))
        made->statement_ms = ms;
    return made;
}
