/* gcc: QUERN_LOOKUP_greater | clang: QUERN_LOOKUP_greater */
#define MISUSE quern_filter(qs, COMPARE(F("pages"), greater, 3))
#include "common.h"
