/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, tags, exact, quern_array_of_i64((const int64_t[]){ 1 }, 1)))
#include "common.h"
