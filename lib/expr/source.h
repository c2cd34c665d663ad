/* source.h: what a queryset tells to a condition that it stands in, which knows no more of it. */
#ifndef QUERN__EXPR_SOURCE_H
#define QUERN__EXPR_SOURCE_H

#include "lib/expr/parameter.h"

/* The first members of quern_queryset. */
#define QUERN__SOURCE_MEMBERS                                                                                                      \
    quern__scope *scope;      /* NULL in the static ones */                                                                        \
    const quern_error *error; /* why it cannot be evaluated; handed on by every step */                                            \
    const quern__model *model;                                                                                                     \
    const quern__model *rows;         /* of what evaluating gives; NULL: objects of the model */                                   \
    const quern__expression *outputs; /* for each field of `rows`, what it is; NULL as `rows` */                                   \
    const struct quern__wants *wants; /* values that are to come, or have; NULL: none */                                           \
    uint16_t nesting;                 /* how deep querysets stand in its conditions */                                             \
    bool substitutes;                 /* there are wants in it, or in a queryset in its conditions */                              \
    bool empty;                       /* no row can come of it */                                                                  \
    bool raw;                         /* SQL of the user's own: it cannot be refined */                                            \
    /* A copy of it that lives as long as that scope, which is the session's; NULL when out of memory. Only where the queryset's \
     * own scope lives shorter. */ \
    const quern_queryset *(*bring)(const quern_queryset *queryset, quern__scope *scope);

typedef struct quern__source {
    QUERN__SOURCE_MEMBERS
} quern__source;

static inline const quern__source *quern__source_of(const quern_queryset *queryset)
{
    return (const quern__source *)(const void *)queryset;
}

#endif
