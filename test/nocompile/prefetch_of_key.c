/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#define MISUSE quern_prefetch_related(qs, b->author_id)
#include "common.h"
