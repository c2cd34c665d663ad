/* gcc: has no member named 'max_lenght' | clang: field designator 'max_lenght' does not refer to any field */
#include "common.h"

typedef struct tag {
    quern_object object;
    const char *name;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(name, .max_lenght = 5)));
