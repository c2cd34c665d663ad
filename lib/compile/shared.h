/* shared.h: the statements of a shared queryset: one for each thing that calls want of it, made once, kept as long as the db. */
#ifndef QUERN__COMPILE_SHARED_H
#define QUERN__COMPILE_SHARED_H

#include "lib/compile/statements.h"

typedef struct quern__shared quern__shared;

typedef struct quern__shared_statement {
    quern__compiled compiled;     /* first; nobody gives it back */
    quern__plan plan;             /* of the shared chain */
    quern__parameters parameters; /* what is to come is of kind QUERN_KIND_PARAM */
    size_t to_come;
    struct quern__shared_statement *next;
    quern__arena *arena;
} quern__shared_statement;

/* In the arena that the chain lives in, as long as which it lives. NULL when out of memory. */
quern__shared *quern__shared_open(quern__arena *arena, const struct quern_dialect *dialect,
                                  const quern_queryset *queryset);

/* The statement for a wish, made when it is asked for first; NULL: there is none for such a wish, or no memory. Any thread. */
const quern__shared_statement *quern__shared_statement_for(quern__shared *shared, const quern__wish *wish);

/* Its parameters with the values that have come, which are all there. False when out of memory. */
bool quern__shared_fill(const quern__shared_statement *statement, const quern__wants *wants,
                        quern__arena *arena, quern__parameters *out);

/* As quern_sql tells it: values in place, and $1, $2, … where they are to come. */
const char *quern__shared_sql(const quern__shared *shared);

#endif
