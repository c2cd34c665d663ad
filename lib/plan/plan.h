/* plan.h: a chain of clauses, folded: what to select, from where, on which conditions, in which order, which rows of it. Plain
 * data that points into the chain; nothing of the chain is copied. */
#ifndef QUERN__PLAN_PLAN_H
#define QUERN__PLAN_PLAN_H

#include "lib/base/text.h"
#include "lib/query/along.h"

/* What the statement is for. */
typedef enum quern__intent {
    QUERN__INTENT_ROWS = 1, /* all columns of the model */
    QUERN__INTENT_COUNT,    /* SELECT COUNT(*) */
    QUERN__INTENT_EXISTS    /* SELECT 1 … LIMIT 1 */
} quern__intent;

/* A prefetch: of which objects the rows are to be. What the chain says of order, slice and what is distinct is then for those of each;
 * the rows of one come in the chain's order, whatever lies between them. */
typedef struct quern__owners {
    /* Of the chain's objects, what must be one of the keys: a column of their own, or, over a many to many, of the table between. */
    quern__column key;
    quern_value keys; /* an array of the key's kind, without NULLs, and none twice: one parameter */
} quern__owners;

/* How a terminal call wants the chain changed. */
typedef struct quern__wish {
    quern__intent intent;
    bool by_key_if_unordered; /* quern_first, which has seen that there is an order or a key */
    bool turned;              /* quern_last: the chain's order the other way around, or that by key */
    bool unordered; /* the order does not matter: leave it out, unless it decides which rows are in a slice */
    int64_t skip;   /* rows of the chain's */
    int64_t most;   /* rows of what is left; -1: all */
    const quern__order
        *order; /* instead of the chain's, with NULLs last whatever the direction; NULL: the chain's */
    size_t order_count;
    const quern__owners *owners; /* NULL: it is no prefetch */
    const quern__query *query;   /* it is for a subquery: one column; NULL: it is not */
    bool without_nulls; /* a subquery under a NOT: NULL in it would lose rows, so there must be none */
} quern__wish;

/* What is wished of a queryset that stands in a condition; `negated`: under an odd number of NOTs. */
static inline quern__wish quern__query_wish(const quern__query *query, bool negated)
{
    return (quern__wish){
        .intent = QUERN__INTENT_ROWS, .unordered = true, .most = -1, .query = query, .without_nulls = negated
    };
}

/* Whether anybody looks at what comes along. */
static inline bool quern__wish_takes_along(const quern__wish *wish)
{
    return wish->intent == QUERN__INTENT_ROWS && !wish->query;
}

/* A table that is joined: what a step of a path leads to. */
typedef struct quern__join {
    const quern__hop *hop;
    const void *
        call; /* of a step to many: whose it is (see quern__column); NULL: nobody's yet, or it leads to one */
    uint32_t from; /* the table that the step begins at: 0 is the model's own, n the n-th join */
    uint32_t
        within; /* the NOT EXISTS that it is a table of: its number in the plan, from 1; 0: the statement's own FROM */
    bool left; /* LEFT OUTER, not INNER */
} quern__join;

struct quern__plan;

/* A queryset in a condition. */
typedef struct quern__subplan {
    const quern__expression *node; /* where it stands */
    const struct quern__plan *plan;
} quern__subplan;

typedef struct quern__plan {
    const quern_queryset *queryset; /* what it is the plan of */
    quern__wish wish;
    quern__intent intent;
    const quern__model *model;
    const quern__model *rows;         /* what the rows become; the model, but for values */
    const quern__field **members;     /* the fields of it that are loaded; NULL: all of them */
    const quern__expression *outputs; /* what each of them is loaded from; NULL: its own column */
    size_t output_count;
    /* What comes along in the same rows: its columns stand behind those outputs. */
    const quern__along *along;    /* NULL: nothing does */
    const uint32_t *along_tables; /* of each in its list that is wanted: the number of its table */
    const quern__join *joins;     /* each after the one that it hangs on */
    size_t join_count;
    const quern__condition *
        *exclusions; /* in the conditions, those that are `many`, in the order of a walk */
    size_t exclusion_count;
    const quern__condition **conditions; /* AND; in the order of the calls */
    size_t condition_count;
    quern__column owner;           /* of a prefetch: its key, and the first of the conditions is about it */
    const quern__subplan *queries; /* in the conditions */
    size_t query_count;
    const quern__order *order;
    size_t order_count;
    bool distinct;
    const quern__column *distinct_on; /* DISTINCT ON these; none: plain DISTINCT */
    size_t distinct_count;
    int64_t low, high;        /* rows low to high - 1; high is QUERN_OPEN_END when open */
    bool not_null;            /* of a subquery: only rows whose column is not NULL */
    bool empty;               /* no row can come of it: nothing needs to be asked */
    const quern_error *fault; /* clauses that make no sense together; static. The plan cannot be run */
} quern__plan;

/* Folds the chain that ends in `queryset`, which is in no error. False when out of memory. */
bool quern__plan_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                      quern__plan *out);

/* Of a plan otherwise empty, what its rows become: rows, members, outputs. False when out of memory. */
bool quern__plan_outputs(quern__plan *plan, const quern_queryset *last, quern__arena *arena);

/* Whether the key of a row's owner is selected behind all other outputs: a column of another table, or one that is not loaded. Needs no
 * more of the plan than its wish and what its rows become. */
bool quern__plan_tells_owner(const quern__plan *plan);

/* The number of the table that has the column: 0 is the model's own, n that of the n-th join. */
size_t quern__plan_table(const quern__plan *plan, const quern__column *column);

/* The number of the NOT EXISTS that the condition, which is `many`, becomes: from 1. */
size_t quern__plan_exclusion(const quern__plan *plan, const quern__condition *node);

/* Whether the column can be NULL in a row: as its field says, or because its table is joined LEFT. Under an odd number of NOTs such
 * a column must not be NULL for a leaf to be true, or the leaf would be unknown, and its NOT too: the row would be lost. */
bool quern__plan_may_be_null(const quern__plan *plan, const quern__column *column);

/* The plan of a queryset in the conditions. */
const quern__plan *quern__plan_query(const quern__plan *plan, const quern__expression *node);

/* Whether a column is among what is selected. */
bool quern__plan_selects(const quern__plan *plan, const quern__column *column);

/* Whether a subquery has to be one of a subquery: NULLs go from among the rows that were chosen, or more is selected than one column. */
bool quern__plan_is_wrapped(const quern__plan *plan);

/* The field that the output of this number is loaded into; behind the outputs those of what comes along. */
const quern__field *quern__plan_member(const quern__plan *plan, size_t output);

/* How many columns a row has, but for those behind them that only its order or its owner needs. */
size_t quern__plan_width(const quern__plan *plan);

/* What of the rows' bounds shows in the SQL. A limit of one row is written out: it is part of what the query means, and the
 * server plans better for knowing it. Others are parameters. */
bool quern__plan_has_offset(const quern__plan *plan);
bool quern__plan_has_limit(const quern__plan *plan);
bool quern__plan_limit_is_one(const quern__plan *plan);

/* The values that go with the SQL, in the order of its placeholders. `kinds` says how each is sent. */
typedef struct quern__parameters {
    size_t count;
    const quern_value *values;
    const quern_kind *kinds;
} quern__parameters;

/* Gathers them in the arena. One that is to come is of kind QUERN_KIND_PARAM, its count the number of the queryset's want. False when out of memory. */
bool quern__plan_parameters(const quern__plan *plan, quern__arena *arena, quern__parameters *out);

#endif
