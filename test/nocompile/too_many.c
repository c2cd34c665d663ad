/* gcc: 'QUERN__CONDITION_ITEM' undeclared | clang: use of undeclared identifier 'QUERN__CONDITION_ITEM' */
#define MISUSE                                                                                               \
    quern_filter(qs, Q("a", 0), Q("a", 1), Q("a", 2), Q("a", 3), Q("a", 4), Q("a", 5), Q("a", 6), Q("a", 7), \
                 Q("a", 8), Q("a", 9), Q("a", 10), Q("a", 11), Q("a", 12), Q("a", 13), Q("a", 14),           \
                 Q("a", 15), Q("a", 16))
#include "common.h"
