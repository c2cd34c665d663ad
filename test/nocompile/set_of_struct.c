/* gcc: _Generic | clang: not compatible with any generic association type */
#define MISUSE quern_bind(qs, QUERN_SET("pages", *b))
#include "common.h"
