/* gcc: '_Generic' selector of type 'char *' is not compatible | clang: controlling expression type 'char *' not compatible */
#include "common.h"

typedef struct tag {
    quern_object object;
    char *name;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(name)));
