/* log.h: the query log of a session: a ring of the latest statements, and sums of all. */
#ifndef QUERN__TRACE_LOG_H
#define QUERN__TRACE_LOG_H

#include "lib/base/text.h"

#include <quern/trace.h>

/* Bytes that an entry keeps of a statement: with "…" and the NUL they fit into 64 KiB. */
#define QUERN__LOG_SQL_MOST 65000

typedef struct quern__log_entry {
    quern_query query;
    quern__text sql, parameters, plan,
        passed_by;          /* memory that the query points to; reused when the ring comes round */
    uint64_t sql_digest;    /* of all of it */
    uint64_t text;          /* the name of what `sql` has and `sql_digest` is of; 0: none */
    uint64_t values_digest; /* of the parameters' values */
} quern__log_entry;

typedef struct quern__log {
    const quern_allocator *allocator;
    quern__log_entry *ring; /* NULL until the first statement, and when there was no memory for it */
    quern__log_entry *next; /* in it, to be written */
    uint32_t size;          /* entries in the ring; 0: nothing is remembered */
    int64_t count;          /* statements so far */
    int64_t opened;         /* by lib/base/clock.h */
    uint64_t seed;          /* of its digests; nobody else's */
    quern_query_totals totals;
} quern__log;

/* Allocates nothing yet. */
void quern__log_open(quern__log *log, const quern_allocator *allocator, uint32_t size);
void quern__log_close(quern__log *log);

/* As new, as closing and opening it again. */
void quern__log_reset(quern__log *log);

/* Writes down a statement that ended. Counts it even when there is no memory to remember it: the log never fails anything.
 * `query->number` is set here, and `plan` is not looked at; texts are copied, but for the site, and long SQL is cut.
 * `values_digest`: of its parameters' values, by the log's seed. */
void quern__log_add(quern__log *log, const quern_query *query, uint64_t values_digest);

/* The same for SQL that has a name, a number that always comes with the same text; 0: it has none. What is there of it already is neither
 * copied nor digested anew. */
void quern__log_add_named(quern__log *log, const quern_query *query, uint64_t text, uint64_t values_digest);

/* Adds what EXPLAIN said of the statement of that number, if it is still there; cut as SQL is. */
void quern__log_explain(quern__log *log, int64_t number, const char *plan);

/* The entry of that number, counted from 1; NULL when it is forgotten. */
const quern__log_entry *quern__log_entry_at(const quern__log *log, int64_t number);

/* Whether a statement can be similar to others: a read or write that somebody asked for, and that did not have to be run again. */
bool quern__log_compares(const quern__log_entry *entry);

/* By SQL, then by values: below 0, 0, or above; 0 is similar, and with `values` a duplicate. */
int quern__log_compare(const quern__log_entry *a, const quern__log_entry *b, bool values);

/* As quern_query_similar, and quern_query_duplicates with `values`. */
int64_t quern__log_alike(const quern__log *log, int64_t number, bool values);

/* As quern_query_at. */
const quern_query *quern__log_at(const quern__log *log, int64_t number);

#endif
