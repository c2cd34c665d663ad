/* gcc: titel | clang: titel */
#define MISUSE quern_filter(qs, Q("pages", F(book, titel)))
#include "common.h"
