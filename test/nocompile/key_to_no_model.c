/* gcc: 'reader_model' undeclared | clang: use of undeclared identifier 'reader_model' */
#include "common.h"

typedef struct reader reader;
typedef struct loan {
    quern_object object;
    int64_t reader_id;
    reader *reader;
} loan;
QUERN_MODEL(loan, "l", QUERN_FIELDS(QUERN_FOREIGN_KEY(reader, reader)));
