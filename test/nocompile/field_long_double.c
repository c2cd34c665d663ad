/* gcc: '_Generic' selector of type 'long double' is not compatible | clang: controlling expression type 'long double' not compatible */
#include "common.h"

typedef struct tag {
    quern_object object;
    long double weight;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(weight)));
