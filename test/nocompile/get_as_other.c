/* gcc: incompatible pointer type | clang: incompatible pointer type */
#define MISUSE                                   \
    author *x = quern_get(qs, book, Q("id", 5)); \
    (void)x
#include "common.h"
