/* lookup.h: what each lookup means: the kinds it fits, the value it takes, and which of a value's facts change the SQL. How
 * a lookup is spelled is the dialect's. */
#ifndef QUERN__EXPR_LOOKUP_H
#define QUERN__EXPR_LOOKUP_H

#include "lib/base/arena.h"

#include <quern/expr.h>

/* What a leaf becomes in SQL. Together with the lookup it is all of a leaf's value that the text depends on. */
typedef enum quern__form {
    QUERN__FORM_COMPARE = 1, /* column, operator, parameter */
    QUERN__FORM_IS_NULL,
    QUERN__FORM_IS_NOT_NULL,
    QUERN__FORM_IS_TRUE, /* of a bool, which is its own condition */
    QUERN__FORM_IS_FALSE,
    QUERN__FORM_IN_QUERY,
    QUERN__FORM_IN_OR_NULL, /* (c = ANY($1) OR c IS NULL): a list with NULL, under NOT */
    QUERN__FORM_NEVER       /* it cannot hold: no condition that was resolved has it */
} quern__form;

typedef enum quern__takes {
    QUERN__TAKES_MEMBER, /* a value of the member's kind */
    QUERN__TAKES_BOOL,   /* true or false */
    QUERN__TAKES_TEXT,
    QUERN__TAKES_LIST, /* values of the member's kind, or a queryset */
    QUERN__TAKES_RANGE /* two of the member's kind */
} quern__takes;

typedef struct quern__lookup {
    const char *name;
    uint32_t fits; /* classes of members: QUERN__B, … */
    quern__takes takes;
    /* Changes a text before it is bound, in the arena; NULL: it is bound as it is. NULL result: out of memory. */
    const char *(*prepare)(quern__arena *arena, const char *text);
    bool takes_null; /* NULL is IS NULL */
} quern__lookup;

/* The rule of a lookup; `lookup` is one of quern_lookup but QUERN_NO_LOOKUP. */
const quern__lookup *quern__lookup_rule(quern_lookup lookup);

/* The lookup of that name, QUERN_NO_LOOKUP when there is none. */
quern_lookup quern__lookup_find(const char *name);

/* Whether the lookup fits members of that kind. */
bool quern__lookup_fits(const quern__lookup *rule, quern_kind kind);

#endif
