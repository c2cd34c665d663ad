/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#include "common.h"

typedef struct writer writer;
typedef struct work {
    quern_object object;
    int64_t writer_id;
    writer *writer;
} work;
struct writer {
    quern_object object;
    work *works;
};
QUERN_DECLARE_MODEL(work);
QUERN_MODEL(writer, "w", QUERN_FIELDS(QUERN_HAS_MANY(works, work, writer)));
