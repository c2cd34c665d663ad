/* prefetch.h: fetches what a tree of relations leads to, for many objects at once. */
#ifndef QUERN__LOAD_PREFETCH_H
#define QUERN__LOAD_PREFETCH_H

#include "lib/load/result.h"
#include "lib/query/prefetch.h"

/* How it is asked. */
typedef struct quern__prefetch_way {
    uint32_t batch;            /* keys of a statement; 0: the default */
    quern_query_origin origin; /* QUERN_ORIGIN_PREFETCH; QUERN_ORIGIN_LAZY for peers */
    int32_t statement_ms;      /* 0: the session's */
    const char *site;
    const char
        *asked; /* where the prefetch was asked for: its sets remember that; NULL: there is no such place */
} quern__prefetch_way;

/* Fetches, for these objects, which are of the session, and of the model that the tree is for (NULLs are left out), what the tree says and
 * they have not got, a level at a time: all statements of a level in one round trip. Each object gets its set (sets.h), or its pointer.
 * False on failure, which is then the session's: no object has got anything of the level that failed. */
bool quern__prefetch_run(quern_session *session, const quern__prefetch *tree, void *const *objects,
                         size_t count, const quern__prefetch_way *way);

/* The same for all objects of a result. */
bool quern__prefetch_result(quern_result *result, const quern__prefetch *tree,
                            const quern__prefetch_way *way);

#endif
