/* statements.h: compiled statements, and the cache of them that a db has: one per shape, made once, used by every thread. */
#ifndef QUERN__COMPILE_STATEMENTS_H
#define QUERN__COMPILE_STATEMENTS_H

#include "lib/plan/plan.h"

struct quern_dialect;

typedef struct quern__statements quern__statements;

/* A statement as it is sent. Immutable. */
typedef struct quern__compiled {
    const char *sql;
    uint64_t number; /* that no other of its cache has or had; never 0 */
} quern__compiled;

/* What others have found out about a statement, and keep with it: the first member of what they know. One piece of memory, which is
 * not changed any more. */
typedef struct quern__kept {
    const struct quern__kept *next; /* that was kept before */
} quern__kept;

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

/* What is kept with a statement, the latest first; NULL: nothing. It lives until that is given back. Any thread; takes no lock. */
const quern__kept *quern__compiled_kept(const quern__compiled *compiled);

/* Keeps a copy, of so many bytes, if there is memory for it. Any thread; takes no lock. */
void quern__compiled_keep(quern__statements *statements, const quern__compiled *compiled,
                          const quern__kept *kept, size_t size);

quern__statements_counts quern__statements_count(quern__statements *statements);

#endif
