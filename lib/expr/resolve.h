/* resolve.h: from what users wrote to what the library keeps: what the files of this folder share for it. */
#ifndef QUERN__EXPR_RESOLVE_H
#define QUERN__EXPR_RESOLVE_H

#include "lib/expr/condition.h"
#include "lib/expr/fit.h"
#include "lib/expr/parameter.h"

#define QUERN__EXPRESSION_DEPTH 50 /* deepest nesting of operators that is taken */
#define QUERN__QUERY_DEPTH 20      /* likewise, of querysets in querysets */

typedef struct quern__resolving {
    const quern__scope *scope;
    const quern__model *model;
    const char *site;
    quern__stands *stands; /* of values that are to come; NULL: none may */
    const void *call;      /* of the columns on paths to many: see quern__column */
} quern__resolving;

/* As quern__path_resolve, on the model of what is being resolved; the column knows its call. */
const quern_error *quern__path_resolve_in(const quern__resolving *resolving, const char *text,
                                          quern__path *out);

/* All give NULL on success, else the error (FIELD, LOOKUP, VALUE, USAGE, UNSUPPORTED, MEMORY), made in the scope's arena. */

/* A leaf. `negated`: it stands under an odd number of NOTs. Its form may be QUERN__FORM_NEVER. */
const quern_error *quern__leaf_resolve(const quern__resolving *resolving, const quern_condition *from,
                                       bool negated, quern__condition *out);

/* Whether a value is computed by the server: a field, or an operator. */
bool quern__value_is_computed(const quern_value *value);

/* Such a value. */
const quern_error *quern__expression_resolve(const quern__resolving *resolving, const quern_value *from,
                                             quern__expression *out);

/* One side of a lookup that takes values of the place's kind, or of what is computed and can be compared with it. A constant may be
 * NULL, if the lookup takes that: then its kind is QUERN_KIND_NULL. */
const quern_error *quern__side_resolve(const quern__resolving *resolving, const quern__place *place,
                                       const quern_value *from, quern__expression *out);

/* The right side of `in`, and of `range`; out->form too. */
const quern_error *quern__in_resolve(const quern__place *place, const quern_value *from,
                                     quern__condition *out);
const quern_error *quern__range_resolve(const quern__resolving *resolving, const quern__place *place,
                                        const quern_value *from, quern__condition *out);

/* A list or an array, as an array of the place's kind without what is NULL in it; *nulls: there is some, and that matters. */
const quern_error *quern__list_fit(const quern__place *place, const quern_value *from, quern_value *array,
                                   bool *nulls);

/* What a list becomes by its length, and what one value becomes on the right side of a lookup. */
quern__form quern__list_form(size_t count, bool nulls);
quern__form quern__value_form(const quern__lookup *rule, quern_kind left, const quern__expression *right);

/* Whether the database can compare values of the kinds. */
bool quern__kinds_comparable(quern_kind a, quern_kind b);

#endif
