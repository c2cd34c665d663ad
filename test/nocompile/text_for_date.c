/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, born, lt, "2024-05-01"))
#include "common.h"
