/* object.h: objects as values. */
#ifndef QUERN__EXPR_OBJECT_H
#define QUERN__EXPR_OBJECT_H

#include "lib/expr/fit.h"

/* The key of an object that the place's relation can lead to: what its field of the target has. Borrowed from the object. NULL on
 * success; else the error (VALUE, MEMORY). */
const quern_error *quern__object_key(const quern__place *place, const quern_object *object, quern_value *out);

#endif
