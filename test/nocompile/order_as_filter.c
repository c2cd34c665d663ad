/* gcc: incompatible type for argument 1 of 'quern__wants_a_condition' | clang: to parameter of incompatible type 'quern_condition' */
#define MISUSE quern_filter(qs, DESC("title"))
#include "common.h"
