/* gcc: has no member named 'to_attr' | clang: 'to_attr' does not refer to any field */
#define MISUSE quern_prefetch_related(qs, PREFETCH("book_set", qs, .to_attr = "cheap"))
#include "common.h"
