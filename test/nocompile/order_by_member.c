/* gcc: 'book' has no member named 'titel' | clang: no member named 'titel' in 'struct book' */
#define MISUSE quern_order_by(qs, DESC(book, titel))
#include "common.h"
