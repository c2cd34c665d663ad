/* statements.h: compiled statements, and the cache of them that a db has: one per shape, made once, used by every thread. */
#ifndef QUERN__COMPILE_STATEMENTS_H
#define QUERN__COMPILE_STATEMENTS_H

#include "lib/plan/plan.h"

struct quern_dialect;

typedef struct quern__statements quern__statements;

/* A statement as it is sent. Immutable. */
typedef struct quern__compiled {
    const char *sql;
} quern__compiled;

typedef struct quern__statements_counts {
    uint64_t hits, misses, evicted;
    size_t kept;
} quern__statements_counts;

/* A cache of at most `most` statements; the one unused for longest goes first. NULL when out of memory. */
quern__statements *quern__statements_open(const quern_allocator *allocator,
                                          const struct quern_dialect *dialect, size_t most);

/* Every statement must have been given back. NULL is allowed. */
void quern__statements_close(quern__statements *statements);

/* The statement for a plan, compiled or from the cache; NULL when out of memory. A hit is confirmed by comparing shapes, not
 * by hash alone. To be given back by quern__compiled_release. Any thread; the lock is never held while compiling. */
const quern__compiled *quern__compile(quern__statements *statements, const quern__plan *plan);
void quern__compiled_release(quern__statements *statements, const quern__compiled *compiled);

quern__statements_counts quern__statements_count(quern__statements *statements);

#endif
