/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, weight, exact, quern_array_of_f64((const double[]){ 0.5 }, 1)))
#include "common.h"
