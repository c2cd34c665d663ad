/* gcc: quern_the_lookup_does_not_fit_the_member | clang: quern_the_lookup_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(book, published, iexact, "true"))
#include "common.h"
