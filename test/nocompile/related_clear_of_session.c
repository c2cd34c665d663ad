/* gcc: invalid use of incomplete typedef 'quern_session' | clang: incomplete definition of type 'struct quern_session' */
#define MISUSE quern_related_clear(s, "book_set")
#include "common.h"
