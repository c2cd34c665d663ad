/* fill.h: from descriptors to a schema. Nothing is judged here. */
#ifndef QUERN__MODEL_FILL_H
#define QUERN__MODEL_FILL_H

#include "lib/model/schema.h"

/* Fills `schema` from the descriptors, which are `count`, with everything in the arena: models, fields, and the tables of their
 * names, in which the first one of a name stands. What models know of each other is link.h's. False when out of memory. */
bool quern__schema_fill(quern__arena *arena, const quern_model *const *descriptors, size_t count,
                        quern__schema *schema);

#endif
