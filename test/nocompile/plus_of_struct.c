/* gcc: _Generic | clang: not compatible with any generic association type */
#define MISUSE quern_filter(qs, Q("pages", PLUS(F("pages"), *b)))
#include "common.h"
