/* gcc: '_Generic' selector of type 'struct quern_condition' | clang: controlling expression type 'quern_condition' */
#define MISUSE quern_order_by(qs, Q("a", 1))
#include "common.h"
