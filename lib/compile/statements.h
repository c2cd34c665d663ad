/* statements.h: compiled statements, and the cache of them that a db has: one per shape, made once, used by every thread. */
#ifndef QUERN__COMPILE_STATEMENTS_H
#define QUERN__COMPILE_STATEMENTS_H

#include "lib/plan/shape.h"

struct quern_dialect;

typedef struct quern__statements quern__statements;

/* What others have found out about a statement, and keep with it: the first member of what they know. One piece of memory, which is
 * not changed any more. */
typedef struct quern__kept {
    struct quern__kept *next; /* that was kept before */
} quern__kept;

/* A statement as it is sent. Immutable, whoever holds it, but for what is kept with it. */
typedef struct quern__compiled {
    const char *sql;
    uint64_t number; /* that no other of the db has or had, shared ones neither; never 0 */
    _Atomic(quern__kept *) kept;
} quern__compiled;

typedef struct quern__statements_counts {
    uint64_t hits, misses, evicted;
    size_t kept, most;
} quern__statements_counts;

/* A cache of at most `most` statements; the one unused for longest goes first. 0: it keeps none. NULL when out of memory. */
quern__statements *quern__statements_open(const quern_allocator *allocator,
                                          const struct quern_dialect *dialect, size_t most);

/* Whether it keeps any: then a shape has the same statement, and its number, time and again. */
bool quern__statements_keep(const quern__statements *statements);

/* Every statement must have been given back. NULL is allowed. */
void quern__statements_close(quern__statements *statements);

/* The statement of a shape, which is not broken, from the cache; NULL when it is not there. A hit is confirmed by comparing shapes,
 * not by hash alone. To be given back by quern__compiled_release. Any thread; those that find something do not wait for each other. */
const quern__compiled *quern__compiled_find(quern__statements *statements, const quern__shape *shape);

/* The same made of the shape's plan, and put into the cache; NULL when out of memory. No lock is held while it is made. */
const quern__compiled *quern__compiled_make(quern__statements *statements, const quern__shape *shape,
                                            const quern__plan *plan);

/* The two, for who has a plan already. */
const quern__compiled *quern__compile(quern__statements *statements, const quern__plan *plan);

void quern__compiled_release(quern__statements *statements, const quern__compiled *compiled);

/* What is kept with a statement, the latest first; NULL: nothing. It lives until that is given back. Any thread; takes no lock. */
const quern__kept *quern__compiled_kept(const quern__compiled *compiled);

/* Keeps a copy, of so many bytes; false when out of memory. Any thread; takes no lock. */
bool quern__compiled_keep(const quern_allocator *allocator, const quern__compiled *compiled,
                          const quern__kept *kept, size_t size);

/* For its end: frees what is kept. */
void quern__compiled_forget(const quern_allocator *allocator, const quern__compiled *compiled);

quern__statements_counts quern__statements_count(quern__statements *statements);

#endif
