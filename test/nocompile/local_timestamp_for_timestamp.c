/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, made_at, gt, (quern_local_timestamp){ 1 }))
#include "common.h"
