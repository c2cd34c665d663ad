/* gcc: '_Generic' selector of type 'enum mood' is not compatible | clang: controlling expression type 'enum mood' not compatible */
#include "common.h"

enum mood { GOOD, BAD };
typedef struct tag {
    quern_object object;
    enum mood mood;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(mood)));
