/* gcc: incomplete type | clang: incomplete */
#define MISUSE quern_filter(qs, Q("author", OBJECT(s)))
#include "common.h"
