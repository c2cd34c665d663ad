/* gcc: 'book' has no member named 'page' | clang: no member named 'page' in 'struct book' */
#define MISUSE (void)P(book, page)
#include "common.h"
