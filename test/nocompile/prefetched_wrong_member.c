/* gcc: is not compatible with any association | clang: not compatible with any generic association */
#include "common.h"

typedef struct shelf {
    quern_object object;
    int64_t id;
    book *cheap_books;
} shelf;
QUERN_MODEL(shelf, "s", QUERN_FIELDS(QUERN_PREFETCHED(cheap_books, book)));
