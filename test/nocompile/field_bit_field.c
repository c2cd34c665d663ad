/* gcc: bit-field | clang: bit-field */
#include "common.h"

typedef struct tag {
    quern_object object;
    int flag : 1;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(flag)));
