/* gcc: '_Generic' selector of type 'struct quern_uuid' | clang: controlling expression type 'quern_uuid' */
#include "common.h"

static const quern_uuid nobody;
typedef struct tag {
    quern_object object;
    quern_uuid uuid;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(uuid, .default_value = QUERN_DEFAULT(nobody))));
