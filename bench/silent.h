/* silent.h: a backend without a server and without a wait: quern's own cost, and nothing else. PostgreSQL's dialect and decoders; each
 * statement is answered at once, by books in the binary format, or by no rows. */
#ifndef BENCH_SILENT_H
#define BENCH_SILENT_H

#include <quern/backend/backend.h>

typedef struct silent_backend {
    quern_backend backend; /* first */
    bool can_be_polled;    /* connections have a descriptor, which is looked at before each loan */
    uint32_t rows;         /* that each statement gives: of a book */
} silent_backend;

/* Makes one; it has to outlive the db. */
void silent_open(silent_backend *backend, bool can_be_polled, uint32_t rows);

#endif
