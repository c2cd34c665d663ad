/* gcc: incompatible type for argument 1 of 'quern__wants_a_condition' | clang: passing 'char[2]' to parameter of incompatible type 'quern_condition' */
#define MISUSE quern_filter(qs, OR(Q("a", 1), "b"))
#include "common.h"
