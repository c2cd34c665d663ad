/* gcc: '_Generic' selector of type 'int' | clang: controlling expression type 'int' */
#define MISUSE quern_order_by(qs, 3)
#include "common.h"
