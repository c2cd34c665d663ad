/* gcc: too few arguments to function 'quern__wants_a_condition' | clang: too few arguments to function call */
#define MISUSE quern_filter(qs)
#include "common.h"
