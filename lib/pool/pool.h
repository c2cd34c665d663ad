/* pool.h: lending connections. Knows no SQL and no models.
 *
 * A caller waits only for its turn, never for a connect: threads of the pool open connections (two at once), cancel, close and look
 * after those that are idle, since all of that may block. (A pool without threads has that done by its callers.) Waiters are served
 * first come first served, each with a deadline; the connection that came back last is lent first. The lock is never held across a
 * system call or a backend's slot. */
#ifndef QUERN__POOL_POOL_H
#define QUERN__POOL_POOL_H

#include "lib/base/arena.h"
#include "lib/trace/event.h"

#include <quern/backend/backend.h>
#include <quern/pool.h>

#include <stdatomic.h>

typedef struct quern__pool quern__pool;

typedef struct quern__pool_options {
    const quern_backend *backend;
    const char *uri; /* copied */
    const quern_allocator *allocator;
    uint32_t max;         /* connections at most, > 0 */
    uint32_t min;         /* that are opened without being asked for; at most max */
    uint32_t waiting_max; /* in the queue at most; 0: no limit */
    int32_t connect_ms;   /* for one connect; -1: none */
    /* Its upkeep, as in quern_options; 0 and -1: none. */
    int32_t idle_ms, lifetime_ms, keepalive_ms, held_ms;
    /* Asked before each connect, by one thread at a time; NULL: nobody is. As .password of quern_options. */
    bool (*password)(void *context, char *out, size_t size);
    void *password_context;
    bool no_threads; /* no helper: what it would do is done by those who need it, and blocks there */
    /* These outlive the pool. */
    const char *application_name; /* NULL: the backend's choice */
    const quern__tracer *tracer;  /* NULL: nobody listens */
} quern__pool_options;

/* Why a borrower is to give up what it does. */
typedef enum quern__interruption {
    QUERN__UNINTERRUPTED = 0,
    QUERN__INTERRUPTED_BY_CANCEL, /* once: whoever takes it is as before */
    QUERN__INTERRUPTED_BY_CLOSE   /* for good */
} quern__interruption;

/* How another thread says so. Its address is the borrower's name in the pool. Zeroed: it is not interrupted. */
typedef struct quern__interrupt {
    atomic_int why;
} quern__interrupt;

/* A connection on loan. */
typedef struct quern__lease {
    quern_link *link; /* NULL: none */
    const quern_backend *backend;
    bool needs_reset; /* its last borrower may have left settings behind: send backend->reset first */
    int wake;         /* a descriptor that can be read when the borrower may have been interrupted */
    int fd;           /* of the connection, when it was lent; -1: it has none */
    int64_t waited;   /* for it, in microseconds; 0: it was there */
    struct quern__pool_slot *slot;
} quern__lease;

/* What a borrower asks for. */
typedef struct quern__turn {
    int32_t turn_ms;             /* how long to wait; -1: for ever */
    const char *site;            /* of the call, for reports */
    quern__arena *arena;         /* for the texts of *error */
    int64_t deadline;            /* of all that the borrower does, on lib/base/clock.h; 0: none */
    int32_t deadline_ms;         /* how it was given, for reports */
    bool patient;                /* waits on while the server is down: others are told after a few failures */
    quern__interrupt *interrupt; /* NULL: nothing interrupts it */
    const char *sql;             /* what the connection is for, for reports; NULL: unknown */
} quern__turn;

/* How a connection comes back. */
typedef enum quern__return {
    QUERN__RETURN_CLEAN,   /* idle, and only quern's own statements ran */
    QUERN__RETURN_TAINTED, /* idle, but reset it before its next use */
    QUERN__RETURN_BROKEN,  /* lost, or in a state that nobody can tell: close it */
    QUERN__RETURN_CANCEL   /* still running something: cancel that, then close it */
} quern__return;

/* Makes a pool; connects nowhere by itself, but its helper does if there is a `min`. NULL when out of memory or descriptors, or when
 * the helper thread cannot be started. */
quern__pool *quern__pool_open(const quern__pool_options *options);

/* Borrows a connection: idle ones are looked at first (poll), unless they came back just now, and dead ones replaced without the
 * caller noticing. False on failure, with *error set: POOL_TIMEOUT (its detail says total, lent, idle and waiting, and the last
 * connect error if there was one), CONNECT (a failure that waiting cannot mend: bad password, no such database: all waiters fail at
 * once with it), POOL_FULL (too many wait), INTERLOCK (the thread has a connection of the pool, and would have to wait until another
 * comes back), CLOSED, CANCELLED, FORK, MEMORY. Blocks for its turn at most turn->turn_ms, and not beyond its deadline. Any thread. */
bool quern__pool_borrow(quern__pool *pool, const quern__turn *turn, quern__lease *lease, quern_error *error);

/* Gives a connection back; lends it to the first waiter, if any. Never blocks, as closing is the helper's, unless the pool has
 * none. Clears the lease. */
void quern__pool_return(quern__pool *pool, quern__lease *lease, quern__return how);

/* Lends no more from now on: borrowers and waiters get CLOSED. Connections on loan may still come back. Any thread. */
void quern__pool_shut(quern__pool *pool);

/* Closes: nothing is lent any more, waiters get CLOSED, idle connections are closed. All connections must have come back.
 * Joins the helper thread: waits for the connect or cancel under way, at most connect_ms. NULL is allowed. In a forked child
 * the connections are abandoned, not closed, and no thread is joined. */
void quern__pool_close(quern__pool *pool);

/* Ends what a borrower does: sends it away if it waits, else wakes it, and if it does neither it finds out when it next looks.
 * Never blocks. Any thread, as long as the borrower is there; `pool` may be NULL. */
void quern__pool_interrupt(quern__pool *pool, quern__interrupt *who, quern__interruption why);

/* Whether a borrower is interrupted; `take` also ends an interruption that is for once. */
quern__interruption quern__interrupt_look(quern__interrupt *interrupt);
quern__interruption quern__interrupt_take(quern__interrupt *interrupt);

/* What it fails with: CANCELLED or CLOSED. Static texts. */
quern_error quern__interrupt_error(quern__interruption why);

/* Reads away what made a lease's `wake` readable. */
void quern__wake_hush(int wake);

/* Says what the borrower does with its connection, for quern__pool_doing: runs `sql`, which stays where it is until the next
 * note or the return; NULL: nothing, and is or is not in a transaction. And that it is this thread which uses it now. Takes no lock,
 * unless somebody is reading just then. */
void quern__pool_note(quern__pool *pool, const quern__lease *lease, const char *sql, bool in_transaction);

/* Writes what a borrower does, as in "runs SELECT 1"; cut to `size` bytes with the NUL; "" in a forked child. Any thread; `pool`
 * may be NULL. */
void quern__pool_doing(quern__pool *pool, const quern__interrupt *who, char *out, size_t size);

/* Writes its numbers; false, and zeros, in a forked child. Any thread. */
bool quern__pool_counts(quern__pool *pool, quern_pool_counts *out);

/* A number that grows each time that tables have changed under statements which the server keeps. Whoever found that out says with
 * which number he began, so that of several who find the same only the first counts. Never block; any thread. */
uint32_t quern__pool_epoch(const quern__pool *pool);
void quern__pool_outdate(quern__pool *pool, uint32_t epoch);

/* The driver of its connections. Never blocks; any thread. */
const quern_backend *quern__pool_backend(const quern__pool *pool);

/* True when this process is not the one that opened the pool: it was forked since. */
bool quern__pool_forked(const quern__pool *pool);

/* What a borrower gets then; it names no site. */
extern const quern_error quern__pool_forked_error;

#endif
