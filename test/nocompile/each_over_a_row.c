/* gcc: incompatible pointer type | clang: incompatible pointer type */
#define MISUSE               \
    QUERN_EACH(author, x, a) \
    (void)x
#include "common.h"
