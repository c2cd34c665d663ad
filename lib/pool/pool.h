/* pool.h: lending connections. Knows no SQL and no models.
 *
 * A caller waits only for its turn, never for a connect: the helper thread opens connections (few at once), cancels and
 * closes, since all of that may block. Waiters are served first come first served, each with a deadline; the connection that
 * came back last is lent first. The lock is never held across a system call or a backend's slot. */
#ifndef QUERN__POOL_POOL_H
#define QUERN__POOL_POOL_H

#include "lib/base/arena.h"

#include <quern/backend/backend.h>

typedef struct quern__pool quern__pool;

typedef struct quern__pool_options {
    const quern_backend *backend;
    const char *uri; /* copied */
    const quern_allocator *allocator;
    uint32_t max;       /* connections at most, > 0 */
    int32_t connect_ms; /* for one connect; -1: none */
} quern__pool_options;

/* A connection on loan. */
typedef struct quern__lease {
    quern_link *link; /* NULL: none */
    const quern_backend *backend;
    bool needs_reset; /* its last borrower may have left settings behind: send backend->reset first */
    struct quern__pool_slot *slot;
} quern__lease;

/* What a borrower asks for. */
typedef struct quern__turn {
    int32_t turn_ms;     /* how long to wait; -1: for ever */
    const char *site;    /* of the call, for reports */
    quern__arena *arena; /* for the texts of *error */
} quern__turn;

/* How a connection comes back. */
typedef enum quern__return {
    QUERN__RETURN_CLEAN,   /* idle, and only quern's own statements ran */
    QUERN__RETURN_TAINTED, /* idle, but reset it before its next use */
    QUERN__RETURN_BROKEN,  /* lost, or in a state that nobody can tell: close it */
    QUERN__RETURN_CANCEL   /* still running something: cancel that, then close it */
} quern__return;

/* Makes a pool; connects nowhere. NULL when out of memory or when the helper thread cannot be started. */
quern__pool *quern__pool_open(const quern__pool_options *options);

/* Borrows a connection: idle ones are looked at first (poll), and dead ones replaced without the caller noticing. False on
 * failure, with *error set: POOL_TIMEOUT (its detail says total, lent, idle and waiting, and the last connect error if there
 * was one), CONNECT (a failure that waiting cannot mend: bad password, no such database: all waiters fail at once with it),
 * CLOSED, FORK, MEMORY. Blocks for its turn at most turn->turn_ms. Any thread. */
bool quern__pool_borrow(quern__pool *pool, const quern__turn *turn, quern__lease *lease, quern_error *error);

/* Gives a connection back; lends it to the first waiter, if any. Never blocks: closing is the helper's. Clears the lease. */
void quern__pool_return(quern__pool *pool, quern__lease *lease, quern__return how);

/* Lends no more from now on: borrowers and waiters get CLOSED. Connections on loan may still come back. Any thread. */
void quern__pool_shut(quern__pool *pool);

/* Closes: nothing is lent any more, waiters get CLOSED, idle connections are closed. All connections must have come back.
 * Joins the helper thread: waits for the connect or cancel under way, at most connect_ms. NULL is allowed. In a forked child
 * the connections are abandoned, not closed, and no thread is joined. */
void quern__pool_close(quern__pool *pool);

/* The driver of its connections. Never blocks; any thread. */
const quern_backend *quern__pool_backend(const quern__pool *pool);

/* True when this process is not the one that opened the pool: it was forked since. */
bool quern__pool_forked(const quern__pool *pool);

/* What a borrower gets then; it names no site. */
extern const quern_error quern__pool_forked_error;

#endif
