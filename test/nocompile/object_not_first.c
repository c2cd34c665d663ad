/* gcc: the first member of thing must be: quern_object object | clang: the first member of thing must be: quern_object object */
#include "common.h"

typedef struct thing {
    int64_t id;
    quern_object object;
} thing;
QUERN_MODEL(thing, "t", QUERN_FIELDS(QUERN_PRIMARY_KEY(id)));
