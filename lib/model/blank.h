/* blank.h: the object that stands in for one that could not be loaded, so that a chain of arrows ends somewhere. */
#ifndef QUERN__MODEL_BLANK_H
#define QUERN__MODEL_BLANK_H

#include "lib/model/schema.h"

/* Gives each model, whose relations are linked, its blank: zeros, and where NULL may not be, what a program can print: texts "",
 * decimals "0", JSON "null", no bytes, arrays of nothing. A relation that may not be NULL leads to the target's blank. Never written
 * to afterwards. False when out of memory. */
bool quern__schema_blank(quern__arena *arena, quern__schema *schema);

#endif
