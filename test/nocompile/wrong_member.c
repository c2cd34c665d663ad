/* gcc: 'book' has no member named 'titel' | clang: no member named 'titel' in 'struct book' */
#define MISUSE quern_filter(qs, Q(book, titel, exact, "x"))
#include "common.h"
