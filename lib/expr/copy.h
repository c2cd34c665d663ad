/* copy.h: conditions, expressions and columns that outlive their maker: all but what is the schema's is copied. */
#ifndef QUERN__EXPR_COPY_H
#define QUERN__EXPR_COPY_H

#include "lib/expr/condition.h"
#include "lib/expr/parameter.h"

typedef struct quern__copying quern__copying;
struct quern__copying {
    quern__arena *arena;
    const quern__moved *moved;
    /* A copy of a queryset that stands in a condition; NULL when out of memory. */
    const quern_queryset *(*query)(quern__copying *copying, const quern_queryset *queryset);
};

/* All false when out of memory. */
bool quern__column_copy(quern__arena *arena, const quern__column *from, quern__column *to);
bool quern__expression_copy(quern__copying *copying, const quern__expression *from, quern__expression *to);
bool quern__condition_copy(quern__copying *copying, const quern__condition *from, quern__condition *to);
bool quern__wants_copy(quern__arena *arena, const quern__wants *from, const quern__wants **to);

#endif
