/* gcc: quern_this_member_cannot_hold_NULL | clang: quern_this_member_cannot_hold_NULL */
#include "common.h"

typedef struct tag {
    quern_object object;
    int32_t count;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(count, .null = true)));
