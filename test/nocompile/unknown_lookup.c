/* gcc: 'QUERN_LOOKUP_icontainz' undeclared | clang: use of undeclared identifier 'QUERN_LOOKUP_icontainz' */
#define MISUSE quern_filter(qs, Q(book, title, icontainz, "x"))
#include "common.h"
