/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#include "common.h"

typedef struct tag {
    quern_object object;
    int64_t author_id;
    author *author;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_ONE_TO_ONE(author, book)));
