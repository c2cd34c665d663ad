/* scope.h: what construction works in: where its memory comes from, which models there are, and where a failure goes. A
 * session begins with one, so the builders of lib/query take a session for a scope and know no more of it. */
#ifndef QUERN__MODEL_SCOPE_H
#define QUERN__MODEL_SCOPE_H

#include "lib/base/arena.h"
#include "lib/base/failure.h"

struct quern__schema;

typedef struct quern__scope quern__scope;
struct quern__scope {
    const quern_allocator *allocator;
    const struct quern__schema *schema;
    quern__arena *arena;    /* lives as long as the scope; NULL in a session that could not be made */
    quern__failure failure; /* sticky: see error.h */
    uint64_t serial;        /* of the youngest of what was made in it: later ones have greater numbers */
    /* Of one that lives shorter than its session's (lib/load/annex.h): failures and serials are those of that one. Without an arena it is
     * over. NULL: it is the session's own. */
    quern__scope *above;
};

static inline quern__scope *quern__scope_top(quern__scope *scope)
{
    return scope->above ? scope->above : scope;
}

static inline bool quern__scope_failed(const quern__scope *scope)
{
    return scope->failure.current != NULL;
}

#endif
