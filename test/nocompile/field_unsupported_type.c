/* gcc: '_Generic' selector of type 'unsigned int' is not compatible | clang: controlling expression type 'unsigned int' not compatible */
#include "common.h"

QUERN_MODEL(book, "b", QUERN_FIELDS(QUERN_FIELD(stock)));
