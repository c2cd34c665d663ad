/* log.h: the query log of a session: a ring of the latest statements, and a count of all. */
#ifndef QUERN__TRACE_LOG_H
#define QUERN__TRACE_LOG_H

#include "lib/base/text.h"

#include <quern/trace.h>

/* Bytes that an entry keeps of a statement: with "…" and the NUL they fit into 64 KiB. */
#define QUERN__LOG_SQL_MOST 65000

typedef struct quern__log_entry {
    quern_query query;
    quern__text sql, parameters; /* memory that the query points to; reused when the ring comes round */
} quern__log_entry;

typedef struct quern__log {
    const quern_allocator *allocator;
    quern__log_entry *ring; /* NULL until the first statement, and when there was no memory for it */
    uint32_t size;          /* entries in the ring */
    int64_t count;          /* statements so far */
} quern__log;

/* Allocates nothing yet. */
void quern__log_open(quern__log *log, const quern_allocator *allocator, uint32_t size);
void quern__log_close(quern__log *log);

/* Writes down a statement that ended. Counts it even when there is no memory to remember it: the log never fails anything.
 * `query->number` is set here; texts are copied, but for the site, and long SQL is cut. */
void quern__log_add(quern__log *log, const quern_query *query);

/* As quern_query_at. */
const quern_query *quern__log_at(const quern__log *log, int64_t number);

#endif
