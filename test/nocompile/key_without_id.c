/* gcc: no member named 'writer_id' | clang: no member named 'writer_id' */
#include "common.h"

typedef struct poem {
    quern_object object;
    author *writer;
} poem;
QUERN_MODEL(poem, "p", QUERN_FIELDS(QUERN_FOREIGN_KEY(writer, author)));
