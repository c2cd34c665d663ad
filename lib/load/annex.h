/* annex.h: where that is made which belongs to objects of a result: querysets of what is related to them, what is refined from those, and
 * what they load. A scope whose memory is the result's: it goes with that; and with a rewind to a mark that is older than the annex. */
#ifndef QUERN__LOAD_ANNEX_H
#define QUERN__LOAD_ANNEX_H

#include "lib/load/result.h"

typedef struct quern__annex {
    quern__scope scope;     /* first */
    quern__held held;       /* by the session, until one of the two ends it */
    quern_session *session; /* NULL: the result was taken */
    quern_result *of;       /* that what is loaded for its objects belongs to */
    uint64_t number;        /* that no other has or had in the session */
    bool apart;             /* its arena is its own */
} quern__annex;

static inline quern__annex *quern__annex_at(quern__scope *scope)
{
    return (quern__annex *)(void *)scope;
}

/* That of the result, which has a session, for what is made now; NULL when out of memory. */
quern__annex *quern__annex_for(quern_result *result);

/* The result is taken from its session: nothing is made in its annexes any more, nor asked by what was. */
void quern__annexes_leave(quern_result *result);

/* Whether what is made in the scope belongs to objects of the result, or to such as were loaded for them. */
bool quern__annex_is_of(quern__scope *scope, const quern_result *result);

#endif
