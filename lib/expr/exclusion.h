/* exclusion.h: NOT over paths to many: into which NOT EXISTS a list is made. Both whoever resolves conditions and whoever puts values
 * into them ask here, so that both come to the same. */
#ifndef QUERN__EXPR_EXCLUSION_H
#define QUERN__EXPR_EXCLUSION_H

#include "lib/expr/condition.h"

/* A NOT EXISTS that is made: NOT that nothing is there becomes that something is. False when out of memory. */
bool quern__exclusion_turn(quern__condition *composite, quern__arena *arena);

/* NOT (a OR b) is NOT a AND NOT b: over paths to many each of them can begin with what must be there. Without such a path, or over one
 * and the same, it is left as it was. */
typedef struct quern__exclusions {
    quern__arena *arena;
    quern__condition *nots;
    size_t count; /* taken */
    uint16_t nesting;
    bool fails, many;
} quern__exclusions;

/* Of an OR of `most`. False when out of memory. */
bool quern__exclusions_open(quern__exclusions *exclusions, size_t most, quern__arena *arena);

/* Where the next NOT is to be made; then takes it. */
quern__condition *quern__exclusions_next(const quern__exclusions *exclusions);
void quern__exclusions_take(quern__exclusions *exclusions);

/* What all of them come to. False when out of memory. */
bool quern__exclusions_close(const quern__exclusions *exclusions, quern__condition *out);

#endif
