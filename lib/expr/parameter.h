/* parameter.h: values that are to come: where they stand, and what has been given for them. */
#ifndef QUERN__EXPR_PARAMETER_H
#define QUERN__EXPR_PARAMETER_H

#include "lib/expr/expression.h"
#include "lib/expr/fit.h"

/* A place where a value is to come. A name may have several, each with checks of its own. */
typedef struct quern__stand {
    const char *name;
    quern__place place; /* without scope and site, which are those of the call that gives the value */
    quern_kind kind;    /* it is sent as */
    bool several;       /* a list: for the lookup in */
} quern__stand;

/* What was given for one. */
typedef struct quern__bound {
    quern_value value; /* as it is sent */
    bool given;
    bool nulls; /* of a list: there is NULL in it, and that matters */
    bool odd;   /* a constant in its place would make other SQL: NULL, a list of nothing or with NULL */
} quern__bound;

/* All of a queryset's. A node's never changes. */
typedef struct quern__wants {
    size_t count;
    const quern__stand *stands;
    const quern__bound *bound; /* one for each */
    size_t missing;            /* how many of them were not given */
    bool odd;                  /* one of them is */
} quern__wants;

/* Those of a condition that is being resolved: what its queryset has, and what it adds behind them. */
typedef struct quern__stands {
    quern__arena *arena;
    size_t count, room; /* room 0: the list is still another's */
    const quern__stand *list;
    bool within; /* there are wants in a queryset in the condition, which may have their values */
} quern__stands;

/* One more, copied but for its name; gives its number in *slot. False when out of memory. */
bool quern__stands_add(quern__stands *stands, const quern__stand *stand, uint32_t *slot);

/* A parameter in a place, as a node; `kind` is what it will be sent as. NULL on success; else the error (USAGE, MEMORY). */
const quern_error *quern__parameter_resolve(const quern__place *place, const quern_value *from,
                                            quern_kind kind, bool several, quern__expression *out);

/* Fits a value to where it is wanted, as a constant would be, with texts copied into the scope's arena. NULL on success; else the
 * error (VALUE, USAGE, UNSUPPORTED, MEMORY). */
const quern_error *quern__stand_fit(const quern__stand *stand, const quern__scope *scope, const char *site,
                                    const quern_value *value, quern__bound *out);

/* The wants of a queryset that had `before` (NULL: none) after a condition has added to them; `before` when it has not. NULL: there are
 * none; *done is false when out of memory. */
const quern__wants *quern__wants_grown(const quern__wants *before, const quern__stands *stands, bool *done);

/* The number of a stand without a value; the count of them when there is none. */
size_t quern__wants_missing(const quern__wants *wants);

/* What is said of evaluating without a value for it; in the arena. */
const quern_error *quern__wants_refuse(const quern__wants *wants, quern__arena *arena, const char *site);

#endif
