/* span.h: rows that are there already: of a queryset's cache, or, for a slice, of the cache of what it was made of. A span is no
 * object of its own: it is found anew each time, so that it cannot outlive the rows. */
#ifndef QUERN__LOAD_SPAN_H
#define QUERN__LOAD_SPAN_H

#include "lib/load/result.h"
#include "lib/query/queryset.h"

typedef struct quern__span {
    quern_result *result; /* whose rows they are; NULL: they are those of `set` */
    quern_queryset *set;  /* that has pointers to them (related.h) */
    size_t first, count;  /* of its rows */
} quern__span;

/* The rows that the queryset would give, without asking; false when that cannot be told. */
bool quern__span_cached(const quern_queryset *queryset, quern__span *out);

/* The same, evaluated and cached first where that is due; false on failure, which is then the session's. */
bool quern__span_evaluate(quern_queryset *queryset, const char *site, quern__span *out);

/* All rows of a result. */
quern__span quern__span_of(quern_result *result);

/* The row of that number, which is less than the count. */
void *quern__span_row(const quern__span *span, size_t row);

/* Pointers to the rows, ended by NULL, which live as the result; the same for the same rows. NULL when out of memory. */
void *const *quern__span_list(const quern__span *span);

#endif
