/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, opens_at, gt, quern_timestamp_now()))
#include "common.h"
