/* gcc: invalid type argument of '->' (have 'book' | clang: 'book' (aka 'struct book') is not a pointer */
#define MISUSE quern_related_set(a, "book_set", b, 1)
#include "common.h"
