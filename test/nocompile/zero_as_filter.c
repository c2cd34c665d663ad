/* gcc: incompatible type for argument 1 of 'quern__wants_a_condition' | clang: passing 'int' to parameter of incompatible type 'quern_condition' */
#define MISUSE quern_filter(qs, Q("a", 1), 0)
#include "common.h"
