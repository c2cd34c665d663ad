/* gcc: incompatible types when initializing | clang: initializing */
#define MISUSE quern_bind(qs, Q("pages", 5))
#include "common.h"
