/* adopt.h: objects of a session's own. */
#ifndef QUERN__LOAD_ADOPT_H
#define QUERN__LOAD_ADOPT_H

#include "lib/load/result.h"

/* A copy of an object of `model`, with what its members point to, in a result of its own. NULL when out of memory; the session does not
 * know of that yet. */
quern_object *quern__object_copy(quern_session *session, const quern__model *model,
                                 const quern_object *object);

#endif
