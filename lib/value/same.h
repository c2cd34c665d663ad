/* same.h: whether two values are the same. */
#ifndef QUERN__VALUE_SAME_H
#define QUERN__VALUE_SAME_H

#include <quern/value.h>

/* Whether two values of columns are of one kind and look the same: texts and arrays by what they hold, reals bit by bit, so NaN is
 * itself, decimals and JSON as they are written. NULL is the same as NULL. */
bool quern__value_same(const quern_value *a, const quern_value *b);

#endif
