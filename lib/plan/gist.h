/* gist.h: what the clauses of a chain come to, but for its conditions and columns: what a plan and a shape both begin with. */
#ifndef QUERN__PLAN_GIST_H
#define QUERN__PLAN_GIST_H

#include "lib/plan/plan.h"

typedef struct quern__gist {
    size_t filters;                 /* how many clauses have conditions */
    size_t shares;                  /* which of them, from the end and from 1, goes by what the owner of
                                       related objects is bound by; 0: none */
    const quern_queryset *distinct; /* the nearest such clause; NULL: none */
    quern__rows rows;
    bool empty;                /* no row can come of it */
    const quern__order *order; /* that matters */
    size_t order_count;
    bool multiplying; /* of it only what leads to many: see quern__order_multiplies */
} quern__gist;

quern__gist quern__gist_of(const quern_queryset *queryset, const quern__wish *wish);

/* What an order does though nobody looks at it: over a path to many, a row is there as often as there are objects. Django's count does
 * not see that. */
static inline bool quern__order_multiplies(const quern__order *term)
{
    for (size_t i = 0; i < term->column.hop_count; i++)
        if (term->column.hops[i]->many)
            return true;
    return false;
}

static inline bool quern__rows_have_offset(quern__rows rows)
{
    return rows.low > 0;
}

static inline bool quern__rows_have_limit(quern__rows rows)
{
    return rows.high != QUERN_OPEN_END;
}

static inline bool quern__rows_are_one(quern__rows rows)
{
    return quern__rows_have_limit(rows) && rows.high - rows.low == 1;
}

#endif
