/* gcc: quern_the_value_does_not_fit_the_member | clang: quern_the_value_does_not_fit_the_member */
#define MISUSE quern_filter(qs, Q(item, uuid, exact, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"))
#include "common.h"
