/* exchange.h: one statement on one connection: what is sent, what comes back, and what state the connection is left in.
 * Between run.c, which borrows the connection, and the backend. */
#ifndef QUERN__SESSION_EXCHANGE_H
#define QUERN__SESSION_EXCHANGE_H

#include "lib/session/limits.h"
#include "lib/session/run.h"

typedef enum quern__phase {
    QUERN__PHASE_RESET = 0, /* what the last borrower left is being undone */
    QUERN__PHASE_STATEMENT,
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
    const quern__work *work;
    const quern__hold *hold; /* NULL: the connection is not kept */
    quern__command main;     /* the statement itself */
    size_t pending;          /* how many of the hold's commands go in front of all */
    size_t count;            /* of all commands of the unit */
    bool in_transaction;     /* that is quern's: the connection should be in it afterwards */
    int64_t transaction;     /* its number; 0: none */
    const quern_backend *backend;
    quern_link *link;
    int fd;
    unsigned wanted;        /* what the connection waited for, when it was last looked at */
    quern__failure failure; /* the first one */

    /* What ends it early: the clock, or another thread. */
    quern__time_limit limit;
    quern__interrupt *interrupt;
    int wake; /* can be read when `interrupt` may say something */

    quern__phase phase;
    bool queued;           /* something is, in the backend */
    bool sent;             /* the statement is on its way, or may be */
    bool ran;              /* it succeeded, as far as the server has said, and all before it */
    size_t done;           /* commands that did */
    bool reset_failed;     /* and so the statement should not have run */
    bool refused;          /* the sink wants no more */
    uint32_t dropped;      /* rows since then */
    bool transaction_over; /* there was one, and the server has ended it */
    bool over;             /* nothing more to wait for */
    bool gave_up;          /* before the connection was idle again; `how` says what is to become of it */

    /* learn.c: columns whose types users made. */
    quern__types *types;
    const quern__learnt *learnt; /* NULL: nothing has been asked yet */
    quern_column *columns;       /* as the sink sees them; NULL: as they came */
    uint32_t *unknown; /* numbers of types to ask for: if any, rows were dropped, and nothing failed */
    size_t unknown_count;

    /* What the server keeps of it, parsed and planned: */
    bool repeats;   /* it may */
    bool again;     /* it failed, but may succeed as it is; nothing of it ran */
    bool outdated;  /* tables have changed */
    uint32_t epoch; /* of the pool, when it was sent */

    quern__tag *tag;             /* of the session; NULL: none */
    int64_t server_microseconds; /* spent in waiting for the server */
    int64_t bytes;               /* of the cells that came */

    int64_t rows;
    quern__return how;
} quern__exchange;

/* Sends the statement, and receives nothing. `learnt` NULL: types may be asked for. `plain`: whatever the server keeps of it is not
 * used. `work`, `lease` and the exchange stay where they are until it is finished. Does not block.
 *
 * On a connection that is kept, others may be begun before this one is finished: they are in flight together, and are finished in the
 * order in which they were begun, each followed by quern__hold_note. All but the first must find nothing pending. */
void quern__exchange_begin(quern__exchange *exchange, quern_session *session, const quern__work *work,
                           const quern__lease *lease, const quern__learnt *learnt, bool plain);

/* Receives what is its own, to the end of its unit and no further; afterwards `failure`, `rows` and `how` are set, and `unknown`. A
 * connection that was lost meanwhile is the failure of all that was in flight on it. Whether the transaction is open, only the
 * last one in flight finds out. Blocks until the deadline at most. */
void quern__exchange_finish(quern__exchange *exchange);

/* Both. */
void quern__exchange_run(quern__exchange *exchange, quern_session *session, const quern__work *work,
                         const quern__lease *lease, const quern__learnt *learnt, bool plain);
void quern__exchange_close(quern__exchange *exchange);

/* What has become of the statement, after a failure. */
quern_outcome quern__exchange_outcome(const quern__exchange *exchange);

/* send.c: queues the statement, behind the reset if that is due. False, with the failure and `how` set, when out of memory, and
 * when the server is too old for it. */
bool quern__exchange_send(quern__exchange *exchange, bool needs_reset);
bool quern__exchange_send_rollback(quern__exchange *exchange);

/* receive.c: takes in what comes until the phases that were sent are over, or gives up. */
void quern__exchange_receive(quern__exchange *exchange);

/* The command of that number in the unit: what is pending, what is before the statement, the statement. */
const quern__command *quern__exchange_command(const quern__exchange *exchange, size_t number);
/* Why it runs. */
quern_query_origin quern__exchange_origin(const quern__exchange *exchange, size_t number);

/* The statement of the unit that is being answered. */
const char *quern__exchange_sql(const quern__exchange *exchange);

/* Notes a failure: the first one stays. Where the error names no site or SQL, the statement's are filled in. */
void quern__exchange_fail(quern__exchange *exchange, const quern_error *error);
void quern__exchange_give_up(quern__exchange *exchange, quern__return how);

#endif
