/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, weight, exact, quern_decimal_of("0.5")))
#include "common.h"
