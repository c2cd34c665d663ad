/* copy.h: values that outlive their maker. */
#ifndef QUERN__VALUE_COPY_H
#define QUERN__VALUE_COPY_H

#include "lib/base/arena.h"

#include <quern/value.h>

/* A copy of a value with all that it points to, the items of an array and their texts too, in the arena. An array's item whose
 * pointer is NULL becomes one of those that `nulls` names. False when out of memory. */
bool quern__value_copy(quern__arena *arena, const quern_value *value, quern_value *out);

#endif
