/* plan.h: a chain of clauses, folded: what to select, from where, on which conditions, in which order, which rows of it. Plain
 * data that points into the chain; nothing of the chain is copied. */
#ifndef QUERN__PLAN_PLAN_H
#define QUERN__PLAN_PLAN_H

#include "lib/base/text.h"
#include "lib/query/queryset.h"

/* What the statement is for. */
typedef enum quern__intent {
    QUERN__INTENT_ROWS = 1, /* all columns of the model */
    QUERN__INTENT_COUNT,    /* SELECT COUNT(*) */
    QUERN__INTENT_EXISTS    /* SELECT 1 … LIMIT 1 */
} quern__intent;

/* How a terminal call wants the chain changed. */
typedef struct quern__wish {
    quern__intent intent;
    bool by_key_if_unordered; /* quern_first, which has seen that there is an order or a key */
    bool unordered; /* the order does not matter: leave it out, unless it decides which rows are in a slice */
    int64_t skip;   /* rows of the chain's */
    int64_t most;   /* rows of what is left; -1: all */
} quern__wish;

typedef struct quern__plan {
    quern__intent intent;
    const quern__model *model;
    const quern__condition **conditions; /* AND; in the order of the calls */
    size_t condition_count;
    const quern__order *order;
    size_t order_count;
    int64_t low, high; /* rows low to high - 1; high is QUERN_OPEN_END when open */
    bool empty;        /* no row can come of it: nothing needs to be asked */
} quern__plan;

/* Folds the chain that ends in `queryset`, which is in no error. False when out of memory. */
bool quern__plan_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                      quern__plan *out);

/* What of the rows' bounds shows in the SQL. A limit of one row is written out: it is part of what the query means, and the
 * server plans better for knowing it. Others are parameters. */
bool quern__plan_has_offset(const quern__plan *plan);
bool quern__plan_has_limit(const quern__plan *plan);
bool quern__plan_limit_is_one(const quern__plan *plan);

/* The shape: all of the plan that its SQL depends on, as bytes; two plans of one schema with the same bytes have the same
 * SQL. Appended to `out`. */
void quern__plan_shape(const quern__plan *plan, quern__text *out);

/* The values that go with the SQL, in the order of its placeholders. `kinds` says how each is sent. */
typedef struct quern__parameters {
    size_t count;
    const quern_value *values;
    const quern_kind *kinds;
} quern__parameters;

/* Gathers them in the arena. False when out of memory. */
bool quern__plan_parameters(const quern__plan *plan, quern__arena *arena, quern__parameters *out);

#endif
