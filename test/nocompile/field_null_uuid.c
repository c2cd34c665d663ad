/* gcc: quern_this_member_cannot_hold_NULL | clang: quern_this_member_cannot_hold_NULL */
#include "common.h"

typedef struct tag {
    quern_object object;
    quern_uuid uuid;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(uuid, .null = true)));
