/* pool_private.h: the inside of the pool, for the files of this folder and their tests.
 *
 * A slot is a place for one connection. Its state says who has it; whoever takes a slot out of IDLE, under the lock, may use
 * its link outside the lock. What is marked "locked" wants the lock to be held; nothing here calls a slot of the backend with
 * it held, or makes a system call: whom to wake is noted, and done by quern__unlock. */
#ifndef QUERN__POOL_POOL_PRIVATE_H
#define QUERN__POOL_POOL_PRIVATE_H

#include "lib/base/process.h"
#include "lib/pool/park.h"
#include "lib/pool/pool.h"

#include <poll.h>
#include <pthread.h>

enum {
    QUERN__CONNECTS_MOST = 2, /* at once */
    QUERN__APART = 64 /* bytes that keep what different threads write on different lines of the cache */
};

typedef enum quern__slot_state {
    QUERN__SLOT_EMPTY = 0, /* no connection */
    QUERN__SLOT_OPENING,   /* somebody connects */
    QUERN__SLOT_IDLE,
    QUERN__SLOT_ASKED,  /* the helper looks, or waits for an answer that shows, whether it lives */
    QUERN__SLOT_LENT,   /* a borrower has it, or looks whether it lives */
    QUERN__SLOT_ENDING, /* the helper closes it, or will */
    QUERN__SLOT_STATES
} quern__slot_state;

typedef struct quern__pool_slot quern__pool_slot;

/* A descriptor to poll beside the connection's, and one to write to, which may be the same. */
typedef struct quern__wake {
    int heard, rung; /* -1: none */
} quern__wake;

/* Times are of lib/base/clock.h. What changes with each loan comes first, so that it is on few lines of the cache. */
struct quern__pool_slot {
    quern__pool_slot *next, *previous; /* in the list that its state says; `previous` of idle ones only */
    quern_link *link;
    const char *site;                 /* of the borrower */
    const quern__interrupt *borrower; /* its name; NULL: it has none */
    /* Written by the borrower, without the lock, while it runs statements. */
    _Atomic(const char *) sql;           /* that it runs */
    atomic_uint_least64_t thread;        /* that uses it: see thread.c */
    atomic_uint_least64_t kernel_thread; /* as the system calls that one */
    atomic_bool in_transaction;          /* and runs nothing */

    bool needs_reset;
    bool cancel; /* ENDING: it still runs something */
    bool told;   /* LENT: that this has been so for long */
    quern__slot_state state;
    int fd; /* of the connection; -1: none */
    quern__wake
        wake; /* made with the first connection; stays as long as the pool, so that a late ring finds it */
    int64_t returned; /* or opened, or found to be alive; by the coarse clock, of those with a descriptor */
    int64_t since;    /* LENT, IDLE: when the helper first saw that; 0: it has not */
    int64_t heard;    /* IDLE: when it last lived, as far as the helper saw; 0: see `since` */
    int64_t dies;     /* when it is too old */
    int64_t asked_until; /* ASKED: no answer by then means that it is dead; 0: nothing was asked */
    uint32_t connect;    /* OPENING: which of pool->began it is */
    char apart[QUERN__APART];
};

/* How waiting ended. */
typedef enum quern__verdict {
    QUERN__WAITING = 0,
    QUERN__SERVED,
    QUERN__TIMED_OUT,
    QUERN__NO_CONNECT, /* pool->cause says why */
    QUERN__SHUT,
    QUERN__INTERRUPTED,
    QUERN__FULL,       /* the queue */
    QUERN__INTERLOCKED /* the thread that asks is one of those it would wait for */
} quern__verdict;

/* One who waits. Lies on the stack of the thread that waits, which does not leave while it is `called`: it is in pool->called then,
 * or in the hands of whoever unlocked, and will be unparked. */
typedef struct quern__waiter {
    struct quern__waiter *next, *previous;
    struct quern__waiter *next_called;
    const quern__turn *turn;
    quern__parker parker;
    bool called;
    quern__verdict verdict;
    quern__pool_slot *slot;
    uint64_t thread, kernel_thread;
    int64_t since;
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
    uint32_t max, min, waiting_max;
    int32_t connect_ms;
    int64_t idle, lifetime, keepalive, held; /* microseconds; QUERN__NEVER: no limit */
    int64_t tick;                            /* see watch.c */
    const char *application_name;
    const quern__tracer *tracer;
    bool (*password)(void *context, char *out, size_t size);
    void *password_context;
    bool no_threads;
    quern__process process; /* that opened it */
    pthread_t helper;
    quern__wake bell; /* the helper's */

    atomic_uint_least32_t epoch; /* of what the server keeps */
    atomic_bool reading;         /* somebody reads what a slot's `sql` points to */
    pthread_mutex_t asking;      /* held while the program is asked for the password */
    char apart[QUERN__APART];

    pthread_mutex_t lock; /* over all that follows */
    /* What each loan looks at. */
    quern__pool_slot *newest, *oldest; /* idle ones, by when they came back */
    quern__waiter *first_waiter;
    quern__waiter *called; /* whom to wake: those whose waiting has ended, or who are to look; see lock.c */
    quern__waiter *closer; /* who closes the pool */
    bool shut;             /* nothing is lent any more */
    bool quit;             /* and the helper goes home */
    bool ring;             /* the helper, that is: see lock.c */
    bool resting, rung;    /* the helper sleeps; and has been rung */
    bool dozing;           /* and does so until it is: a loan is news to it */
    uint32_t count_of[QUERN__SLOT_STATES];
    quern_pool_counts sums; /* those of its fields that only grow */
    uint32_t recounts;      /* loans to come of turns that count already: what they got first was dead */

    quern__waiter *last_waiter;
    quern__pool_slot *empty;
    quern__pool_slot *ending, **ending_end; /* oldest first */
    uint32_t waiting_count;                 /* in the queue */
    uint32_t present_count;                 /* in the queue, or on their way out of it without a connection */
    uint32_t ringing_count;                 /* threads that are about to ring, though they have unlocked */
    uint32_t chore_count;                   /* under way: see chores.c */

    /* Growing: see grow.c. */
    uint32_t failures; /* connects that failed since the last one that did not */
    int64_t next_connect;
    int64_t failed_at;                   /* when the last one of them did */
    int64_t began[QUERN__CONNECTS_MOST]; /* connects under way; 0: none */
    uint64_t random;
    quern__cause cause;

    /* The helper's: see helper.c and watch.c. */
    pthread_t openers[QUERN__CONNECTS_MOST];
    uint32_t opener_count, resting_openers;
    pthread_cond_t growth;     /* for those of them that rest */
    quern__pool_slot *to_open; /* what they are to connect */
    struct pollfd *looks;      /* of the bell, and of connections */
    quern__pool_slot **looked;

    quern__pool_slot slots[];
};

/* lock.c: the lock, and telling those who sleep what happened under it, once it is released. */
static inline void quern__lock(quern__pool *pool)
{
    pthread_mutex_lock(&pool->lock);
}
void quern__unlock_and_tell(quern__pool *pool);
static inline void quern__unlock(quern__pool *pool)
{
    if (pool->called || pool->ring || pool->closer)
        quern__unlock_and_tell(pool);
    else
        pthread_mutex_unlock(&pool->lock);
}
/* Both locked: what the next unlock is to do. */
void quern__call(quern__pool *pool, quern__waiter *waiter);
void quern__ring_helper(quern__pool *pool);
/* Waits, as the one who closes the pool, until nobody has anything to do with it. Locked. */
void quern__drain(quern__pool *pool);

/* slots.c: where slots go. All locked. */
/* To the first waiter, else to the idle ones. */
void quern__slot_offer(quern__pool *pool, quern__pool_slot *slot);
/* The same for one that nobody used: it is as old as it was. */
void quern__slot_offer_unused(quern__pool *pool, quern__pool_slot *slot);
/* To the helper, to be closed. Idle ones have to be taken first. */
void quern__slot_discard(quern__pool *pool, quern__pool_slot *slot, bool cancel);
/* The newest idle one, LENT from now on; NULL: none. `thread` and `kernel_thread` are the borrower's. */
quern__pool_slot *quern__slot_take_idle(quern__pool *pool, const quern__turn *turn, uint64_t thread,
                                        uint64_t kernel_thread);
/* It is a borrower's from now on: LENT. */
void quern__slot_lend(quern__pool *pool, quern__pool_slot *slot, const quern__turn *turn, uint64_t thread,
                      uint64_t kernel_thread);
/* This idle one, ASKED from now on. */
void quern__slot_take(quern__pool *pool, quern__pool_slot *slot);
quern__pool_slot *quern__slot_take_empty(quern__pool *pool);       /* now OPENING; NULL: none */
quern__pool_slot *quern__slot_take_ending(quern__pool *pool);      /* the oldest; stays ENDING; NULL: none */
void quern__slot_clear(quern__pool *pool, quern__pool_slot *slot); /* its link is gone: EMPTY */

/* waiters.c: the queue. */
/* Waits for a slot until the deadline, behind all others or (`in_front`) before them. Called with the lock held, gives it back
 * released. Whoever gets none goes on in the pool until quern__wait_over. */
quern__verdict quern__wait_turn(quern__pool *pool, const quern__turn *turn, bool in_front, int64_t deadline,
                                quern__pool_slot **slot);
/* The rest are all locked. */
void quern__wait_over(quern__pool *pool);
/* Serves the first waiter; false when there is none. */
bool quern__serve_first(quern__pool *pool, quern__pool_slot *slot);
/* Sends waiters away: all, or all but those who are patient. */
void quern__dismiss(quern__pool *pool, quern__verdict verdict, bool patient_too);
/* The one who waits under this name, or NULL; and sending it away, if there is one. */
const quern__waiter *quern__waiter_named(const quern__pool *pool, const quern__interrupt *name);
void quern__dismiss_named(quern__pool *pool, const quern__interrupt *name);
/* In a pool without threads: has the first waiter look whether there is something to do. */
void quern__nudge_first(quern__pool *pool);

/* interlock.c: the place where this thread got a connection of the pool that it still has, where it would have to wait until others
 * give one back; NULL: it may wait. Locked. */
const char *quern__interlocked(const quern__pool *pool, const quern__turn *turn, uint64_t thread);

/* thread.c: the thread that calls, by a number that no other of the process ever has, not 0, and by the system's number for it (0:
 * unknown). `process` is the one that it is in. */
typedef struct quern__thread {
    uint64_t number, kernel;
    pid_t process;
} quern__thread;
const quern__thread *quern__thread_this(pid_t process);
/* Writes what it is called, as in "thread 4711 (worker)"; cut to `size`. */
void quern__thread_describe(uint64_t kernel_thread, char *out, size_t size);

/* grow.c: when to connect, and what a failed connect means. All locked. */
/* Whether another connect is wanted, at once or after the back-off. */
bool quern__grow_wanted(const quern__pool *pool, int64_t now);
/* When to look again whether one is; QUERN__NEVER: when there is news. */
int64_t quern__grow_next(const quern__pool *pool, int64_t now);
/* `began`: when the connect did. `cut_short`: it might have succeeded, if it had been given its time. */
void quern__grow_failed(quern__pool *pool, const quern_error *error, int64_t began, bool cut_short);
void quern__grow_succeeded(quern__pool *pool);
/* True when a newcomer need not wait to hear what the last connect heard. */
bool quern__grow_hopeless(const quern__pool *pool);
/* A random part of `most`. */
int64_t quern__grow_draw(quern__pool *pool, int64_t most);
/* Connections that there are, or will be in a moment. */
uint32_t quern__grow_total(const quern__pool *pool);

/* refusal.c: why a borrower gets nothing. */
typedef struct quern__refusal {
    quern__verdict verdict;
    uint32_t max, lent, idle, waiting;
    bool failing;           /* the last connect failed */
    bool hanging;           /* one is under way, and has had no answer for a while */
    bool late;              /* the deadline was over before the turn's own time was */
    const char *other_site; /* INTERLOCKED: of the connection that the thread has */
    quern__interruption interruption;
    quern__cause cause;
} quern__refusal;
/* Takes down how things stand, and takes the interruption. Locked. */
void quern__refusal_note(quern__pool *pool, quern__verdict verdict, const quern__turn *turn,
                         quern__refusal *refusal);
/* Says it. Not locked. */
void quern__refusal_say(const quern__refusal *refusal, const quern__turn *turn, quern_error *error);
void quern__refusal_fork(const quern__turn *turn, quern_error *error);

/* report.c: connections that come and go, or do not come back, for the program's handler. Not locked. */
void quern__report_connected(const quern__pool *pool, quern_link *link);
void quern__report_connect_failed(const quern__pool *pool, const quern_error *error);
/* Before it is closed: closing forgets what it was. */
void quern__report_disconnected(const quern__pool *pool, quern_link *link);
void quern__report_held(const quern__pool *pool, const char *site, uint64_t kernel_thread);

/* chores.c: what may block. Locked; the lock is released meanwhile. */
/* Closes what has been discarded longest; false when there is nothing to do. */
bool quern__chore_end(quern__pool *pool);
/* The lock is released from the one to the other. */
void quern__chore_begin(quern__pool *pool);
void quern__chore_finish(quern__pool *pool);

/* connect.c. Locked; the lock is released meanwhile. */
/* A place to connect, if that is wanted and its time has come, before the deadline; else NULL. */
quern__pool_slot *quern__connect_begin(quern__pool *pool, int64_t deadline);
/* Connects; not beyond the deadline. */
void quern__connect(quern__pool *pool, quern__pool_slot *slot, int64_t deadline);
/* Both; false when there is nothing to do. */
bool quern__chore_grow(quern__pool *pool, int64_t deadline);

/* alive.c: looking whether an idle connection lives. */
/* What poll finds in a descriptor: a goodbye, or something like a notice. */
bool quern__can_be_read(int fd);
/* Reads it; false when the connection is lost. Not locked. */
bool quern__read_news(const quern_backend *backend, quern_link *link);
/* What the helper does: asks an idle one; looks at one that can be read, be it idle or asked; gives one up that does not answer.
 * Locked; the lock is released meanwhile. */
void quern__ask(quern__pool *pool, quern__pool_slot *slot);
void quern__look(quern__pool *pool, quern__pool_slot *slot, int fd);
void quern__forget_asked(quern__pool *pool, quern__pool_slot *slot);

/* tend.c: the upkeep. Does what is due, and gives when the next is. Locked; the lock is released meanwhile. */
int64_t quern__tend(quern__pool *pool);

/* watch.c: how the helper sleeps: until the moment, a ring, or something to be read on a connection that nobody has; looks at that
 * then. `before`, if not NULL, is called without the lock. Locked; the lock is released meanwhile. */
void quern__watch(quern__pool *pool, int64_t until, void (*before)(quern__pool *pool));

/* wake.c */
bool quern__wake_open(quern__wake *wake); /* false: no descriptor is left */
void quern__wake_close(quern__wake *wake);
void quern__wake_ring(const quern__wake *wake);

/* helper.c: the threads. False when the first cannot be started. */
bool quern__helper_start(quern__pool *pool);

#endif
