/* gcc: has no member named 'pool_size' | clang: field designator 'pool_size' does not refer to any field */
#define MISUSE (void)quern_open("", QUERN_MODELS(book), .pool_size = 3)
#include "common.h"
