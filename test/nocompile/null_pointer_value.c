/* gcc: '_Generic' selector of type 'void *' | clang: controlling expression type 'void *' */
#define MISUSE quern_filter(qs, Q("title", NULL))
#include "common.h"
