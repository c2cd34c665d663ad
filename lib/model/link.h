/* link.h: relations find their targets, and targets learn of them. Nothing is judged here. */
#ifndef QUERN__MODEL_LINK_H
#define QUERN__MODEL_LINK_H

#include "lib/model/schema.h"

/* Fills target and reach of the relations, where they can be found, and the reverses of their targets, in the arena. The
 * models, their fields and the tables of their names must be there. False when out of memory. */
bool quern__schema_link(quern__arena *arena, quern__schema *schema);

#endif
