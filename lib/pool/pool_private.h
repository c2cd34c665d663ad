/* pool_private.h: the inside of the pool, for the files of this folder and their tests.
 *
 * A slot is a place for one connection. Its state says who has it; whoever takes a slot out of IDLE, under the lock, may use
 * its link outside the lock. What is marked "locked" wants the lock to be held; nothing here calls a slot of the backend with
 * it held, or makes a system call that waits. */
#ifndef QUERN__POOL_POOL_PRIVATE_H
#define QUERN__POOL_POOL_PRIVATE_H

#include "lib/base/process.h"
#include "lib/pool/pool.h"

#include <pthread.h>

typedef enum quern__slot_state {
    QUERN__SLOT_EMPTY = 0, /* no connection */
    QUERN__SLOT_OPENING,   /* the helper connects */
    QUERN__SLOT_IDLE,
    QUERN__SLOT_LENT,  /* a borrower has it, or looks whether it lives */
    QUERN__SLOT_ENDING /* the helper closes it, or will */
} quern__slot_state;

typedef struct quern__pool_slot quern__pool_slot;

/* A descriptor to poll beside the connection's, and one to write to, which may be the same. */
typedef struct quern__wake {
    int heard, rung; /* -1: none */
} quern__wake;

struct quern__pool_slot {
    quern__pool_slot *next; /* in the list that its state says */
    quern_link *link;
    quern__wake
        wake; /* made with the first connection; stays as long as the pool, so that a late ring finds it */
    const char *site;                 /* of the borrower */
    const quern__interrupt *borrower; /* its name; NULL: it has none */
    const char *sql;                  /* that it runs */
    quern__slot_state state;
    bool in_transaction; /* and runs nothing */
    bool needs_reset;
    bool cancel; /* ENDING: it still runs something */
};

/* How waiting ended. */
typedef enum quern__verdict {
    QUERN__WAITING = 0,
    QUERN__SERVED,
    QUERN__TIMED_OUT,
    QUERN__NO_CONNECT, /* pool->cause says why */
    QUERN__SHUT,
    QUERN__INTERRUPTED
} quern__verdict;

/* One who waits. Lies on the stack of the thread that waits. */
typedef struct quern__waiter {
    struct quern__waiter *next, *previous;
    const quern__turn *turn;
    pthread_cond_t woken;
    quern__verdict verdict;
    quern__pool_slot *slot;
} quern__waiter;

/* What waiting can do about a connect that failed. */
typedef enum quern__prospect {
    QUERN__PROSPECT_DOWN = 0, /* nobody knows: refused, timed out, no route */
    QUERN__PROSPECT_SOON,     /* it is there, and full or starting up: waiting mends that */
    QUERN__PROSPECT_NEVER,    /* it is there, and says no: bad password, no such database */
    QUERN__PROSPECT_NO_MEMORY
} quern__prospect;

/* Why the last connect that failed did so. Has room of its own, so that neither the helper nor a waiter need memory for it
 * under the lock; longer texts are cut. */
typedef struct quern__cause {
    quern__prospect prospect;
    char sqlstate[6];
    char message[1024];
    char detail[512];
    char hint[512];
} quern__cause;

struct quern__pool {
    /* Never changed after open. */
    const quern_backend *backend;
    const char *uri;
    const quern_allocator *allocator;
    uint32_t max;
    int32_t connect_ms;
    const char *application_name;
    const quern__tracer *tracer;
    bool (*password)(void *context, char *out, size_t size);
    void *password_context;
    bool no_threads;
    quern__process process; /* that opened it */
    pthread_condattr_t monotonic;
    pthread_t helper;

    atomic_uint_least32_t epoch; /* of what the server keeps */

    pthread_mutex_t lock; /* over all that follows */
    pthread_cond_t work;  /* for the helper */
    pthread_cond_t drained;
    bool shut;              /* nothing is lent any more */
    bool quit;              /* and the helper goes home */
    quern__pool_slot *idle; /* what came back last comes first */
    quern__pool_slot *empty;
    quern__pool_slot *ending, **ending_end; /* oldest first */
    quern__waiter *first_waiter, *last_waiter;
    uint32_t idle_count, lent_count;
    uint32_t waiting_count; /* in the queue */
    uint32_t present_count; /* in the queue, or on their way out of it */
    uint32_t chore_count;   /* under way: see chores.c */
    bool connecting;        /* one of them is a connect */

    /* The helper's growing: see grow.c. */
    uint32_t failures; /* connects that failed since the last one that did not */
    int64_t next_connect;
    uint64_t random;
    quern__cause cause;

    quern__pool_slot slots[];
};

/* slots.c: where slots go. All locked. */
void quern__slot_offer(quern__pool *pool,
                       quern__pool_slot *slot); /* to the first waiter, else to the idle ones */
void quern__slot_discard(quern__pool *pool, quern__pool_slot *slot,
                         bool cancel);                             /* to the helper, to be closed */
quern__pool_slot *quern__slot_take_idle(quern__pool *pool);        /* the newest, now LENT; NULL: none */
quern__pool_slot *quern__slot_take_empty(quern__pool *pool);       /* now OPENING; NULL: none */
quern__pool_slot *quern__slot_take_ending(quern__pool *pool);      /* the oldest; stays ENDING; NULL: none */
void quern__slot_clear(quern__pool *pool, quern__pool_slot *slot); /* its link is gone: EMPTY */
void quern__slot_leave(quern__pool *pool);                         /* a slot is not LENT any more */

/* waiters.c: the queue. All locked. */
/* Waits for a slot until the deadline, behind all others or (`in_front`) before them; the lock is released meanwhile. */
quern__verdict quern__wait_turn(quern__pool *pool, const quern__turn *turn, bool in_front, int64_t deadline,
                                quern__pool_slot **slot);
/* Serves the first waiter; false when there is none. */
bool quern__serve_first(quern__pool *pool, quern__pool_slot *slot);
/* Sends waiters away: all, or all but those who are patient. */
void quern__dismiss(quern__pool *pool, quern__verdict verdict, bool patient_too);
/* The one who waits under this name, or NULL; and sending it away, if there is one. */
const quern__waiter *quern__waiter_named(const quern__pool *pool, const quern__interrupt *name);
void quern__dismiss_named(quern__pool *pool, const quern__interrupt *name);
/* Has the first waiter look whether there is something to do. */
void quern__nudge_first(quern__pool *pool);

/* grow.c: when to connect, and what a failed connect means. All locked. */
bool quern__grow_wanted(const quern__pool *pool);
/* `cut_short`: it might have succeeded, if it had been given its time. */
void quern__grow_failed(quern__pool *pool, const quern_error *error, bool cut_short);
void quern__grow_succeeded(quern__pool *pool);
/* True when a newcomer need not wait to hear what the last connect heard. */
bool quern__grow_hopeless(const quern__pool *pool);

/* refusal.c: why a borrower gets nothing. */
typedef struct quern__refusal {
    quern__verdict verdict;
    uint32_t max, lent, idle, waiting;
    bool failing; /* the last connect failed */
    bool late;    /* the deadline was over before the turn's own time was */
    quern__interruption interruption;
    quern__cause cause;
} quern__refusal;
/* Takes down how things stand, and takes the interruption. Locked. */
void quern__refusal_note(const quern__pool *pool, quern__verdict verdict, const quern__turn *turn,
                         quern__refusal *refusal);
/* Says it. Not locked. */
void quern__refusal_say(const quern__refusal *refusal, const quern__turn *turn, quern_error *error);
void quern__refusal_fork(const quern__turn *turn, quern_error *error);

/* report.c: connections that come and go, for the program's handler. Not locked. */
void quern__report_connected(const quern__pool *pool, quern_link *link);
void quern__report_connect_failed(const quern__pool *pool, const quern_error *error);
/* Before it is closed: closing forgets what it was. */
void quern__report_disconnected(const quern__pool *pool, quern_link *link);

/* chores.c: what may block. Locked; the lock is released meanwhile. Each gives false when there is nothing to do. */
/* Closes what has been discarded longest. */
bool quern__chore_end(quern__pool *pool);
/* Connects, if that is wanted and its time has come; not beyond the deadline. */
bool quern__chore_grow(quern__pool *pool, int64_t deadline);

/* wake.c */
bool quern__wake_open(quern__wake *wake); /* false: no descriptor is left */
void quern__wake_close(quern__wake *wake);
void quern__wake_ring(const quern__wake *wake);

/* helper.c: the thread. False when it cannot be started. */
bool quern__helper_start(quern__pool *pool);

#endif
