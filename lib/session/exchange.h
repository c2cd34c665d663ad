/* exchange.h: one unit of statements on one connection: what is sent, what comes back, and what state the connection is left in.
 * Between run.c, which borrows the connection, and the backend.
 *
 * A unit is what is pending on a connection that is kept, and then its parts, mostly one; of each what is before it, and itself. */
#ifndef QUERN__SESSION_EXCHANGE_H
#define QUERN__SESSION_EXCHANGE_H

#include "lib/session/limits.h"
#include "lib/session/run.h"
#include "lib/session/session.h"

typedef enum quern__phase {
    QUERN__PHASE_RESET = 0, /* what the last borrower left is being undone */
    QUERN__PHASE_PARTS,
    QUERN__PHASE_ROLLBACK /* of the transaction that the statement left open */
} quern__phase;

/* Types that the server was asked about, since the statement had columns of them. */
typedef struct quern__learnt {
    size_t count;
    quern__type *types;
} quern__learnt;

typedef struct quern__exchange {
    quern_session *session;
    const quern__lease *lease;
    const quern__hold *hold; /* NULL: the connection is not kept */
    quern__part *parts;
    size_t part_count;
    quern__part *first, *last; /* of those that are sent; NULL: none is */
    quern__part *next;         /* to be queued; NULL: all are */
    quern__part *part;         /* that is being answered */
    bool apart;                /* each part is a unit of its own */
    size_t pending;            /* how many of the hold's commands go in front of all */
    size_t count;              /* of all commands */
    bool in_transaction;       /* that is quern's: the connection should be in it afterwards */
    int64_t transaction;       /* its number; 0: none */
    const quern_backend *backend;
    quern_link *link;
    int fd;
    unsigned wanted; /* what the connection waited for, when it was last looked at */

    /* What ends it early: the clock, or another thread. */
    quern__time_limit limit;
    int64_t began, now; /* by the clock, when that was looked at last */
    quern__interrupt *interrupt;
    int wake; /* can be read when `interrupt` may say something */

    quern__phase phase;
    bool queued;      /* something is, in the backend */
    bool sent;        /* the unit is on its way, or may be */
    size_t in_flight; /* commands that were queued, and are not answered */
    size_t in_flight_bytes;
    size_t done;           /* commands that succeeded */
    bool aborted;          /* the server skips the rest */
    bool reset_failed;     /* and so no statement should have run */
    bool transaction_over; /* there was one, and the server has ended it */
    bool over;             /* nothing more to wait for */
    bool gave_up;          /* before the connection was idle again; `how` says what is to become of it */
    bool alone;            /* and that concerns no part but the one that was being answered */
    bool crowded;          /* and nobody knows which one it concerns */

    quern__types *types;
    const quern__learnt *learnt; /* what the server has said of types that were met */

    bool outdated;  /* tables have changed */
    uint32_t epoch; /* of the pool, when it was sent */

    quern__tag *tag;             /* of the session; NULL: none */
    int64_t server_microseconds; /* spent in waiting for the server */

    quern_link_state state; /* of the connection, when its units were over */
    quern__return how;
} quern__exchange;

/* Sends those parts that wait, each in a unit of its own or all in one, and receives nothing. `parts`, `lease` and the exchange stay
 * where they are until it is finished. Does not block.
 *
 * On a connection that is kept, others may be begun before this one is finished: they are in flight together, and are finished in the
 * order in which they were begun, each followed by quern__hold_note. All but the first must find nothing pending. */
void quern__exchange_begin(quern__exchange *exchange, quern_session *session, quern__part *parts,
                           size_t count, bool apart, const quern__lease *lease, const quern__learnt *learnt);

/* Receives what is its own, to the end of its unit and no further; afterwards `how` is set, and of the parts that were sent what was
 * made of them, but for `state`. A connection that was lost meanwhile is the failure of all that was in flight on it. Whether
 * the transaction is open, only the last one in flight finds out. Blocks until the deadline at most. */
void quern__exchange_finish(quern__exchange *exchange);

/* What has become of a part that failed. */
quern_outcome quern__exchange_outcome(const quern__exchange *exchange, const quern__part *part);

/* How many commands a part has in the unit, and the one of that number: what is pending, what is before it, itself. */
static inline size_t quern__exchange_pending(const quern__exchange *x, const quern__part *part)
{
    return part == x->first ? x->pending : 0;
}

static inline size_t quern__exchange_count(const quern__exchange *x, const quern__part *part)
{
    (void)x;
    return part->count;
}

static inline const quern__command *quern__exchange_command(const quern__exchange *x, const quern__part *part,
                                                            size_t number)
{
    const size_t pending = quern__exchange_pending(x, part);
    if (number < pending)
        return quern__hold_pending(x->hold, number);
    number -= pending;
    return number < part->work->before_count ? &part->work->before[number] : &part->work->main;
}

/* Why it runs. */
quern_query_origin quern__exchange_origin(const quern__exchange *exchange, const quern__part *part,
                                          size_t number);

/* The part behind another; NULL: none. */
static inline quern__part *quern__exchange_following(const quern__exchange *x, const quern__part *part)
{
    for (size_t i = (size_t)(part - x->parts) + 1; i < x->part_count; i++)
        if (x->parts[i].sends)
            return &x->parts[i];
    return NULL;
}

/* Another part is being answered. */
void quern__exchange_turn_to(quern__exchange *exchange, quern__part *part);

/* Notes a failure of the part that is being answered: the first one stays. Where the error names no site or SQL, the statement's are
 * filled in. */
void quern__exchange_fail(quern__exchange *exchange, const quern_error *error);
void quern__exchange_give_up(quern__exchange *exchange, quern__return how);

/* send.c: queues the unit, or as much of it as may be in flight, behind the reset if that is due. False, with the failure and `how`
 * set, when out of memory. */
bool quern__exchange_send(quern__exchange *exchange, bool needs_reset);
/* Queues more of it, once there is room; whether it did. */
bool quern__exchange_send_more(quern__exchange *exchange);
bool quern__exchange_send_rollback(quern__exchange *exchange);
/* Whether the server can do what is asked of it. It must not be told first, since it says no more than "syntax error". */
bool quern__exchange_supports(quern__exchange *exchange, quern__part *part);

/* receive.c: takes in what comes until the phases that were sent are over, or gives up. */
void quern__exchange_receive(quern__exchange *exchange);

#endif
