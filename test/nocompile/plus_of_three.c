/* gcc: macro "QUERN_PLUS" passed 3 arguments | clang: QUERN_PLUS */
#define MISUSE quern_filter(qs, Q("pages", PLUS(F("pages"), 1, 2)))
#include "common.h"
