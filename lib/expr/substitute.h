/* substitute.h: conditions with the values that were given put where they were to come: what the same would be built with constants. */
#ifndef QUERN__EXPR_SUBSTITUTE_H
#define QUERN__EXPR_SUBSTITUTE_H

#include "lib/expr/condition.h"
#include "lib/expr/parameter.h"

/* A queryset's wants, and, of one that stands in a condition of another, where those of its wants that it has no values for are among
 * the other's. */
typedef struct quern__given {
    const quern__wants *wants;         /* NULL: none of its own */
    const uint32_t *slots;             /* NULL: they have the same numbers there */
    const struct quern__given *around; /* NULL: it stands in none */
} quern__given;

typedef struct quern__substitution quern__substitution;
struct quern__substitution {
    quern__arena *arena;
    const quern__given *given;
    const quern__moved *moved;
    bool remains; /* some values do not come */
    /* What becomes of a queryset that stands in a condition: that with its own conditions treated so. NULL when out of memory. */
    const quern_queryset *(*query)(quern__substitution *substitution, const quern__query *query);
};

/* What a value does not come for remains, as a want of the outermost queryset. False when out of memory. */
bool quern__condition_substitute(quern__substitution *substitution, const quern__condition *from,
                                 quern__condition *out);

#endif
