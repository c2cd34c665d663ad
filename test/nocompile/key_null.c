/* gcc: quern_this_member_cannot_hold_NULL | clang: quern_this_member_cannot_hold_NULL */
#include "common.h"

typedef struct tag {
    quern_object object;
    int64_t author_id;
    author *author;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FOREIGN_KEY(author, author, .null = true)));
