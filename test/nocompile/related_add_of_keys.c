/* gcc: invalid type argument of '->' (have 'int64_t' | clang: 'int64_t' (aka 'long') is not a pointer */
#define MISUSE quern_related_add(a, "book_set", &b->id, 1)
#include "common.h"
