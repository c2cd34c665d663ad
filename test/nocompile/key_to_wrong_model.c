/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#include "common.h"

QUERN_MODEL(book, "b", QUERN_FIELDS(QUERN_FOREIGN_KEY(author, book)));
