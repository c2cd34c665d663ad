/* gcc: incompatible pointer type | clang: incompatible pointer type */
#define MISUSE                         \
    author *x = quern_first(qs, book); \
    (void)x
#include "common.h"
