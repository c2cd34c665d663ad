/* gcc: '_Generic' selector of type 'const char **' is not compatible | clang: controlling expression type 'const char **' not compatible */
#include "common.h"

typedef struct tag {
    quern_object object;
    const char **names;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(names)));
