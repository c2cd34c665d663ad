/* match.h: which rows are whose. */
#ifndef QUERN__LOAD_MATCH_H
#define QUERN__LOAD_MATCH_H

#include "lib/load/deal.h"

/* Every group's buckets are there. Of sets, with all rows that came, and the rows know who they are for; where the load is doubtful they
 * are of no use. Of pointers, with one row. False when out of memory. */
bool quern__match(const quern__prefetching *p, quern__relating *relating);

/* The row that stands for this one, where several are the same object: one of an earlier batch, or itself. */
quern_object *quern__match_first(const quern__relating *relating, const quern__group *group,
                                 quern_object *row);

#endif
