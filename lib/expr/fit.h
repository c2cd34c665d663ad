/* fit.h: whether a value may stand beside a column, and as what it is then bound. */
#ifndef QUERN__EXPR_FIT_H
#define QUERN__EXPR_FIT_H

#include "lib/expr/lookup.h"
#include "lib/model/path.h"

/* Whose value it is: for the messages. */
typedef struct quern__place {
    const quern__scope *scope;
    const quern__field *field;    /* NULL: it stands beside an expression */
    quern_kind kind;              /* of the field, or the expression */
    const quern__field *relation; /* whose name the path ends with; else NULL */
    const quern__lookup *rule;
    const char *path; /* as the caller wrote it */
    const char *site;
    bool negated;                 /* the condition stands under an odd number of NOTs */
    struct quern__stands *stands; /* of values that are to come; NULL: none may */
} quern__place;

/* Turns `value` into one of the field's kind (or what the lookup takes), with texts copied into the scope's arena. NULL on
 * success; else the error (VALUE, UNSUPPORTED, MEMORY), made in the scope's arena. */
const quern_error *quern__value_fit(const quern__place *place, const quern_value *value, quern_value *out);

/* The same for one of several, whatever the lookup takes: NULL remains NULL. */
const quern_error *quern__value_fit_item(const quern__place *place, const quern_value *value,
                                         quern_value *out);

#endif
