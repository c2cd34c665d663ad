/* gcc: '_Generic' selector of type 'long unsigned int' is not compatible | clang: controlling expression type 'unsigned long' not compatible */
#include "common.h"

typedef struct tag {
    quern_object object;
    unsigned long count;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(count)));
