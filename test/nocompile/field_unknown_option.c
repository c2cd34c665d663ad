/* gcc: has no member named 'max_lenght' | clang: field designator 'max_lenght' does not refer to any field */
#include "common.h"

QUERN_MODEL(author, "a", QUERN_FIELDS(QUERN_FIELD(name, .max_lenght = 5)));
