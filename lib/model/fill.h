/* fill.h: from descriptors to a schema. Nothing is judged here. */
#ifndef QUERN__MODEL_FILL_H
#define QUERN__MODEL_FILL_H

#include "lib/model/schema.h"

/* Fills `schema` from the descriptors, which are `count`, with everything in the arena: models, fields, and the tables of their
 * names, in which the first one of a name stands. Behind the models there is room for those of between.h. What models know of each
 * other is link.h's. False when out of memory. */
bool quern__schema_fill(quern__arena *arena, const quern_model *const *descriptors, size_t count,
                        quern__schema *schema);

/* The same of one field that is no side: it is made from `from`, which is copied, and belongs to `model`. */
bool quern__field_fill(quern__arena *arena, const quern__model *model, const quern_field *from,
                       quern__field *to);

/* The table of a model's names, of its fields. */
bool quern__model_fill_names(quern__arena *arena, quern__model *model);

#endif
