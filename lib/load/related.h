/* related.h: querysets of what is related to an object: that they know it, and may have what is known of it already. */
#ifndef QUERN__LOAD_RELATED_H
#define QUERN__LOAD_RELATED_H

#include "lib/load/annex.h"
#include "lib/load/fetch.h"
#include "lib/load/prefetch.h"
#include "lib/load/sets.h"
#include "lib/query/queryset.h"

/* What quern_related made. */
typedef struct quern__related {
    quern_object *owner;
    /* One of the two: */
    const quern__reverse *reverse;
    const quern__field *relation; /* to one object, which a prefetch has put elsewhere */
    const char *name;
    quern_queryset *whole; /* itself, and nothing that was made of it */
    bool is_relation;      /* the name is that: they can be fetched for all peers */
    void *const *rows;     /* that are its cache, ended by NULL; NULL: it has none of that sort */
    size_t count;
    quern__list *lists; /* of slices of it */
} quern__related;

/* Whether it is quern_related's own, and has rows that were known. */
static inline bool quern__related_knows(const quern_queryset *queryset)
{
    return queryset->related && queryset->related->whole == queryset && queryset->related->rows;
}

/* What evaluating the whole of it is, of the one or what was made of it. */
quern__errand quern__related_errand(const quern_queryset *queryset, const char *site);

/* All of a queryset's rows are wanted, and it has no cache. If it is quern_related's own, it may have one now: what came to be known in
 * the meantime, or, as the fetch mode of the owner's result says, what is fetched for all its objects. False on failure, which is then the
 * session's: that mode may be QUERN_FETCH_RAISE. */
bool quern__related_fetch(quern_queryset *queryset, const char *site);

/* The same where not all rows are wanted: nothing is fetched for others. */
bool quern__related_allows(quern_queryset *queryset, const char *site);

/* Rows that have come: the other side of a relation points back to its owner, where it points nowhere. */
void quern__related_point_back(const quern_queryset *queryset, const quern_result *result);

/* The name of the set that is known, though the queryset asks; NULL: none is. */
const char *quern__related_passed_by(const quern_queryset *queryset);

/* Loads the set of the errand's object, whose field is a member without a column, or what stands for it; for that object, or for all of
 * its result. False on failure, which is then the session's. */
bool quern__set_load(const quern__errand *e, const quern__reverse *reverse, bool peers);

#endif
