/* gcc: incompatible type for argument 1 of 'quern__wants_a_condition' | clang: passing 'char[6]' to parameter of incompatible type 'quern_condition' */
#define MISUSE quern_filter(qs, "title")
#include "common.h"
