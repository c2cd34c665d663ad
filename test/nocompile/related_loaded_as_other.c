/* gcc: from incompatible pointer type | clang: incompatible pointer types */
#define MISUSE                                                  \
    book **books = quern_related_loaded(a, "book_set", author); \
    (void)books
#include "common.h"
