/* gcc: quern_the_lookup_does_not_fit_the_member | clang: quern_the_lookup_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(book, pages, startswith, "1"))
#include "common.h"
