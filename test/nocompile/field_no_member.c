/* gcc: no member named 'titel' | clang: no member named 'titel' */
#include "common.h"

QUERN_MODEL(book, "b", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(titel)));
