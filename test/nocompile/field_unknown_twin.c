/* gcc: unknown type name 'quern_null_text' | clang: unknown type name 'quern_null_text' */
#include "common.h"

typedef struct tag {
    quern_object object;
    quern_null_text name;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(name)));
