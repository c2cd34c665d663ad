/* object.h: objects as values, and the values of their members. */
#ifndef QUERN__EXPR_OBJECT_H
#define QUERN__EXPR_OBJECT_H

#include "lib/expr/fit.h"

/* What an object's member has, of a relation its key; of kind NULL when it is NULL. Borrowed from the object. */
quern_value quern__member_value(const quern__field *field, const void *object);

/* The key of an object that the place's relation can lead to: what its field of the target has. Borrowed from the object. NULL on
 * success; else the error (VALUE, MEMORY). */
const quern_error *quern__object_key(const quern__place *place, const quern_object *object, quern_value *out);

#endif
