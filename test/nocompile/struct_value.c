/* gcc: '_Generic' selector of type 'book *' | clang: controlling expression type 'book *' */
#define MISUSE quern_filter(qs, Q("author", b))
#include "common.h"
