/* queryset.h: a queryset is a chain of clauses, each with a pointer to the one that it refines. Refining adds one node and
 * shares all the rest; no node changes after it is built, but for its result cache. */
#ifndef QUERN__QUERY_QUERYSET_H
#define QUERN__QUERY_QUERYSET_H

#include "lib/expr/condition.h"
#include "lib/expr/source.h"
#include "lib/model/scope.h"

#include <quern/queryset.h>

typedef enum quern__clause {
    QUERN__CLAUSE_OBJECTS = 1, /* the root */
    QUERN__CLAUSE_RAW,         /* the same, and all there is: SQL of the user's own */
    QUERN__CLAUSE_FILTER,
    QUERN__CLAUSE_ORDER,
    QUERN__CLAUSE_SLICE,
    QUERN__CLAUSE_DISTINCT,
    QUERN__CLAUSE_VALUES,
    QUERN__CLAUSE_LOAD, /* only, defer, select_related: see `loaded` and `along` */
    QUERN__CLAUSE_ALL,  /* nothing, but a cache of its own */
    QUERN__CLAUSE_NONE,
    QUERN__CLAUSE_ERROR
} quern__clause;

/* Rows low to high - 1, counted from 0; high is QUERN_OPEN_END when there is no upper end. */
typedef struct quern__rows {
    int64_t low, high;
} quern__rows;

struct quern_queryset {
    union {
        quern__source source;
        struct {
            QUERN__SOURCE_MEMBERS
        };
    };
    const quern_queryset *parent;
    const struct quern__schema *schema; /* of one that is shared, which has no scope; else NULL */
    struct quern__shared
        *shared; /* of one that is, or is nothing else but it with values: its statements (lib/compile) */
    const bool *loaded; /* which fields of the objects are loaded, by index; NULL: all */
    const char *site;
    uint64_t birth; /* see the scope's serial */
    quern__clause clause;
    bool chosen; /* `loaded` is what an only names, not what a defer leaves; and so of what comes along */
    bool
        settled; /* rows of quern_dates: what they are, their order and that none comes twice cannot be changed */
    int32_t statement_ms;        /* quern_timeout: how long each statement may take; 0: as the session's */
    quern_fetch_kind fetch_mode; /* quern_fetch_mode: of its objects; 0: as the session's */
    const struct quern__along *along; /* what comes in the same rows (along.h); NULL: nothing else */
    const struct quern__prefetches *prefetches; /* quern_prefetch_related (prefetch.h); NULL: nothing */
    /* Of quern_related, and what is made of that: */
    struct quern__related *related; /* whose objects they are (lib/load/related.h); NULL: nobody's */
    const void *sticky; /* the call of the row between that the next filter goes by; NULL: it has its own */
    bool shares;        /* it is that filter */
    bool sliced, ordered, distinct; /* what the chain up to here has, so that a refusal needs no walk */
    bool single;                    /* a unique field has one value in it: it gives one row at most */
    union {
        quern__condition filter;
        struct {
            const quern__order *terms;
            size_t count;
        } order;
        struct {
            const quern__column *on; /* one row for each of what these are; none: no two rows the same */
            size_t count;
        } distinct;
        struct {
            const char *sql;
            size_t count;
            const quern_value *values; /* as they are sent */
            const quern_kind *kinds;
        } raw;
        const char *refusal; /* of one in error that has no scope: what quern_sql gives */
        quern__rows
            slice; /* of the rows that the chain gives without any slice: those before are folded in */
    } as;
    quern_result *result; /* the cache: lib/load's, and the only member that ever changes, but for these: */
    const quern_error
        *failed; /* why quern_evaluate_all could not evaluate it; NULL: it could, or was not asked */
    struct quern__mishap *mishap; /* where that lies */
    struct quern__item *item;     /* its place in quern_evaluate_all, while that runs */
};

/* The queryset as it would have been built with the values that came for its wants, in the arena: itself, when there are none. Those
 * that have not come remain, and are wants of its by the numbers that it has for them. NULL when out of memory. */
const quern_queryset *quern__queryset_substitute(const quern_queryset *queryset, quern__arena *arena);

/* The same as if it had none of the values that it was given itself; querysets in its conditions have theirs. */
const quern_queryset *quern__queryset_open(const quern_queryset *queryset, quern__arena *arena);

/* The same as `bring` of a source, also where it lives as long already. */
const quern_queryset *quern__queryset_bring(const quern_queryset *queryset, quern__scope *scope);

/* Its scope is over: the result whose objects it belongs to was taken. */
static inline bool quern__queryset_over(const quern_queryset *queryset)
{
    return queryset->scope && queryset->scope->above && !queryset->scope->arena;
}

/* A copy of the chain in the arena, of no scope, and nobody's, with all that is not the schema's. NULL when out of memory. */
quern_queryset *quern__queryset_copy(const quern_queryset *queryset, quern__arena *arena);

/* A node of the scope's under a shared one. */
quern_queryset *quern__queryset_enter(quern__scope *scope, const quern_queryset *shared, const char *site);

/* A queryset in the error of a session that never worked. */
quern_queryset *quern__queryset_no_schema(quern__scope *scope, const char *site);

/* A new node under `parent`, which is in no error. Without memory: the session has failed, and it is the static queryset for
 * that, so never NULL. Check by quern__queryset_usable before writing to it. */
quern_queryset *quern__queryset_refine(const quern_queryset *parent, quern__clause clause, const char *site);

/* One of the same objects, with a cache of its own, that something else but its SQL is to be told of: SQL of the user's own too. */
quern_queryset *quern__queryset_again(const quern_queryset *queryset, const char *site);

/* The root of a chain, likewise. */
quern_queryset *quern__queryset_root(quern__scope *scope, const quern__model *model, const char *site);

/* A node that carries `error`, likewise. When `error` is out of memory the session fails at once. */
quern_queryset *quern__queryset_fail(quern__scope *scope, const quern_error *error, const char *site);

/* The same with an error made from texts; `message` NULL is out of memory. */
quern_queryset *quern__queryset_refuse(quern_queryset *parent, quern_error_code code, const char *message,
                                       const char *hint, const char *site);

/* What a builder begins with: NULL when `queryset` can be refined, else what the builder returns (a queryset in error). */
quern_queryset *quern__queryset_refused(quern_queryset *queryset, const char *site);

/* The same for builders that end with quern__queryset_again. */
quern_queryset *quern__queryset_refused_again(quern_queryset *queryset, const char *site);

/* The root of one that is SQL of the user's own, to be filled in: objects of `model`, or quern_row_model's rows. One in error when
 * that cannot be. */
quern_queryset *quern__queryset_raw(quern_session *session, const quern_model *model, const char *site);

/* The order that the chain gives, or that its model has; NULL and 0 when there is none. */
const quern__order *quern__queryset_order(const quern_queryset *queryset, size_t *count);

/* Which rows the chain's slices leave; all of them when there is no slice. */
quern__rows quern__queryset_rows(const quern_queryset *queryset);

/* Rows `low` to `high` - 1 counted within `outer`, as Python's slice of a slice. */
quern__rows quern__rows_within(quern__rows outer, int64_t low, int64_t high);

/* The model of what evaluating gives. */
static inline const quern__model *quern__queryset_rows_model(const quern_queryset *queryset)
{
    return queryset->rows ? queryset->rows : queryset->model;
}

/* One of the same objects, in any order, that more conditions may be given, though it is sliced, or one row of each group: itself,
 * or all objects whose field `by`, which is unique, is among them. Maybe in error. */
quern_queryset *quern__queryset_filterable(quern_queryset *queryset, const quern__field *by,
                                           const char *site);

bool quern__queryset_usable(const quern_queryset *queryset);

#endif
