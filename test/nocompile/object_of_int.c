/* gcc: invalid type argument of '->' | clang: member reference */
#define MISUSE quern_filter(qs, Q("author", OBJECT(5)))
#include "common.h"
