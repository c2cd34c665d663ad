/* gcc: '_Generic' selector of type 'short unsigned int' is not compatible | clang: controlling expression type 'unsigned short' not compatible */
#include "common.h"

typedef struct tag {
    quern_object object;
    unsigned short count;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(count)));
