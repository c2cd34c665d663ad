/* gcc: '_Generic' selector of type 'unsigned int' | clang: controlling expression type 'unsigned int' */
#include "common.h"

typedef struct tag {
    quern_object object;
    int64_t count;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(count, .default_value = QUERN_DEFAULT(5u))));
