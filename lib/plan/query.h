/* query.h: subqueries, for plan.c. */
#ifndef QUERN__PLAN_QUERY_H
#define QUERN__PLAN_QUERY_H

#include "lib/plan/plan.h"

/* Makes the plans of the querysets in the plan's conditions. False when out of memory. */
bool quern__plan_queries(quern__plan *plan, quern__arena *arena);

#endif
