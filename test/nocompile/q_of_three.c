/* gcc: QUERN__Q_takes_2_or_4_arguments | clang: QUERN__Q_takes_2_or_4_arguments */
#define MISUSE quern_filter(qs, Q(book, title, "x"))
#include "common.h"
