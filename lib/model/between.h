/* between.h: the tables between two models that are related many to many. */
#ifndef QUERN__MODEL_BETWEEN_H
#define QUERN__MODEL_BETWEEN_H

#include "lib/model/schema.h"

/* Makes a model for each many to many that names none by .through, behind the others, and names it there, in the field's own copy of its
 * options. What lacks a target or a key has none. False when out of memory. */
bool quern__schema_between(quern__arena *arena, quern__schema *schema);

/* The two keys of such a table: to the model of the many to many, and to its target. NULL where they cannot be told. */
typedef struct quern__pair {
    const quern__model *between; /* NULL: it is not among the models */
    const quern__field *from, *to;
} quern__pair;

/* Finds them. The relations of all models must have their targets. */
quern__pair quern__pair_find(const quern__schema *schema, const quern__field *side);

#endif
