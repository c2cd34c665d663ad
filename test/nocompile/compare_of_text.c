/* gcc: quern__wants_an_expression | clang: incompatible type 'quern_value' */
#define MISUSE quern_filter(qs, COMPARE("pages", gt, 3))
#include "common.h"
