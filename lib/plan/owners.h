/* owners.h: of which objects a prefetch's rows are to be, for plan.c. */
#ifndef QUERN__PLAN_OWNERS_H
#define QUERN__PLAN_OWNERS_H

#include "lib/plan/plan.h"

/* The condition that the rows' key is one of the owners', and the column that it is about. `first`: the chain's first condition, with which
 * it shares the row of a table between; NULL: it has none. NULL when out of memory. */
const quern__condition *quern__owners_condition(const quern__owners *owners, const quern__condition *first,
                                                quern__arena *arena, quern__column *key);

/* Of rows that are one for each group: one for each owner's groups. False when out of memory. */
bool quern__owners_part(quern__plan *plan, quern__arena *arena);

#endif
