/* gcc: _Generic | clang: not compatible with any generic association type */
#define MISUSE quern_filter(qs, Q("author__in", LIST(a, a)))
#include "common.h"
