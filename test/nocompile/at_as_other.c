/* gcc: incompatible pointer type | clang: incompatible pointer type */
#define MISUSE                         \
    author *x = quern_at(qs, book, 0); \
    (void)x
#include "common.h"
