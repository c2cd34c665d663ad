/* join.h: the joins of a plan, for plan.c. */
#ifndef QUERN__PLAN_JOIN_H
#define QUERN__PLAN_JOIN_H

#include "lib/plan/plan.h"

/* Finds the joins that the plan's conditions and orders need. False when out of memory. */
bool quern__plan_join(quern__plan *plan, quern__arena *arena);

#endif
