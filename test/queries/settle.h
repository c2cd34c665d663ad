/* settle.h: what is known of conditions without looking at rows: lists in which nothing can be, and querysets that give nothing. quern asks
 * nothing for these, and so no choice is made for them. */
#ifndef QUERN__TEST_QUERIES_SETTLE_H
#define QUERN__TEST_QUERIES_SETTLE_H

#include "test/queries/chain.h"

typedef enum truth { OPEN, ALWAYS, NEVER } truth;

truth settle(const condition *one, bool negated);
truth settle_list(const condition *list, quern_condition_op op, bool negated);

#endif
