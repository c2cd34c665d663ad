/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#define MISUSE quern_prefetch_objects(s, author, &b, 1, "book_set")
#include "common.h"
