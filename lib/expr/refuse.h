/* refuse.h: what is told of a value that does not fit its column: what is wrong, what was wanted, and how C writes that. */
#ifndef QUERN__EXPR_REFUSE_H
#define QUERN__EXPR_REFUSE_H

#include "lib/expr/expression.h"
#include "lib/expr/fit.h"
#include "lib/value/fault.h"

/* All give an error of the scope's arena, or that of no memory. */
const quern_error *quern__refuse_null(const quern__place *place);
/* A value of one kind where another is wanted. */
const quern_error *quern__refuse_kind(const quern__place *place, const quern_value *value, quern_kind wanted);
/* A number that the column cannot hold; it was converted already, if it can be. */
const quern_error *quern__refuse_range(const quern__place *place, const quern_value *value);
const quern_error *quern__refuse_fault(const quern__place *place, const quern__fault *fault);

/* One value where the lookup takes several. */
const quern_error *quern__refuse_single(const quern__place *place, const quern_value *value);
/* What is computed, and cannot be compared with the place. */
const quern_error *quern__refuse_operand(const quern__place *place, const quern__expression *with);
/* In these words: a VALUE, or a USAGE. `message` NULL is out of memory. */
const quern_error *quern__refuse_usage(const quern__place *place, const char *message, const char *hint);
const quern_error *quern__refuse_value(const quern__place *place, const char *message, const char *hint);

/* How C spells the type of what stands there. */
const char *quern__place_c_type(const quern__place *place);

#endif
