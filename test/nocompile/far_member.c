/* gcc: 'author' has no member named 'nam' | clang: no member named 'nam' in 'struct author' */
#define MISUSE quern_filter(qs, Q(book, author->nam, exact, "x"))
#include "common.h"
