/* behind.h: what is fetched along with the objects of a queryset, once they are there, and the transaction that this may want. */
#ifndef QUERN__LOAD_BEHIND_H
#define QUERN__LOAD_BEHIND_H

#include "lib/load/result.h"
#include "lib/query/prefetch.h"

/* Whether anything is. */
static inline bool quern__behind_wanted(const quern_queryset *queryset)
{
    return queryset->prefetches && queryset->prefetches->first;
}

/* Whether that is to be read as of the same moment as the objects. */
static inline bool quern__behind_snapshot(const quern_queryset *queryset)
{
    return quern__behind_wanted(queryset) && queryset->prefetches->snapshot;
}

/* Comes before the objects are asked for, and has its end, when it was true, whatever became of them. False when they must not be: that is
 * the session's failure. *begun: a transaction is for them. */
bool quern__behind_begin(quern_session *session, const quern_queryset *queryset, const char *site,
                        bool *begun);
/* False on failure, which is then the session's. */
bool quern__behind_end(quern_session *session, bool begun, const char *site);

/* For the objects of the result, which are the queryset's. False on failure, which is then the session's. */
bool quern__behind_fetch(quern_session *session, const quern_queryset *queryset, quern_result *result,
                        const char *site);

#endif
