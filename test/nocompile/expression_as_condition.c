/* gcc: quern__wants_a_condition | clang: incompatible type 'quern_condition' */
#define MISUSE quern_filter(qs, PLUS(F("pages"), 1))
#include "common.h"
