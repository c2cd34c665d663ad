/* text.h: objects and rows as texts for people. */
#ifndef QUERN__LOAD_TEXT_H
#define QUERN__LOAD_TEXT_H

#include "lib/base/text.h"
#include "lib/load/result.h"

/* Appends an object as its model tells it (quern_to_text), or a row of values as name=value, to a text; on one line, whatever is in
 * it. */
void quern__object_put(quern__text *out, const quern_object *object);
void quern__row_put(quern__text *out, const quern_object *row);

#endif
