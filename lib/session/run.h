/* run.h: sends a statement, or several at once, waits for what comes, and hands rows to sinks. With the pool, the only place that calls a
 * backend's slots, and the only one that waits on a socket. Knows statements and rows, no querysets and no objects. */
#ifndef QUERN__SESSION_RUN_H
#define QUERN__SESSION_RUN_H

#include "lib/session/session.h"

/* Where rows go. Each call may fill *error (texts that live until the next call, or in the session's arena) and return false:
 * then no more rows are handed over, and the statement fails with that error. */
typedef struct quern__sink quern__sink;
struct quern__sink {
    /* The columns of what is to come, before the first row. When it is called again, the statement has been sent again: the rows so far
     * do not count, and all of them come anew. */
    bool (*columns)(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                    size_t count, quern_error *error);
    /* One row; the cells are valid during the call. */
    bool (*row)(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error);
    /* The statement has run, and that was the last row. NULL: nobody needs to know. */
    bool (*end)(quern__sink *sink, quern_error *error);
    const struct quern__compiled
        *compiled; /* the statement that it is for: only handed on; NULL: another's */
};

/* One statement to run. Borrowed during the call. */
typedef struct quern__work {
    /* Statements that run before it, in the same unit: all of them are applied, or none is. */
    const quern__command *before;
    size_t before_count;
    union {
        quern__command main;
        struct {
            const char
                *sql;     /* NULL: only those before it, and what is pending, or due to be reset (hold.h) */
            size_t count; /* of parameters */
            const quern_value *values;
            const quern_kind *kinds;
        };
    };
    const char *site;
    quern_query_origin origin; /* why it runs, for the log */
    int32_t statement_ms;      /* instead of the session's; 0: that */
    int32_t server_version;    /* the oldest server that it can run on; 0: any */
    bool own_sql;              /* the user's: it may leave settings behind, and may write */
    bool writes;               /* quern's own, and not only reading */
    const char *null_hint; /* what to do where a column has got no value that must have one; NULL: nothing */
    int64_t
        *rows_before;  /* how many the last of those before it changed, if all is well; NULL: nobody asks */
    quern__sink *sink; /* NULL: rows are dropped */
    /* Of a connection that is kept: */
    bool ends;   /* it ends the transaction: the connection should be idle afterwards */
    bool always; /* it runs in a session that has failed, too: it undoes or closes something */
    bool quiet;  /* and its failure is not the session's */
    /* A read that met types which nobody knew runs again: */
    const struct quern__work *again; /* in another form; NULL: as it is */
    bool repeats;          /* it is one of a compiled shape, and only reads: worth keeping in the server */
    uint64_t number;       /* that stands for its text among all that repeat; 0: none does */
    bool few;              /* no more than some tens of rows can come */
    const char *passed_by; /* see quern_query */
    bool once; /* not at all: it would not give the same, as FETCH; such types are the sink's problem */
} quern__work;

typedef enum quern__part_state {
    QUERN__PART_WAITS = 0, /* to be sent, for the first time or again */
    QUERN__PART_UNKNOWN,   /* it has met types that nobody knows */
    QUERN__PART_DONE,
    QUERN__PART_FAILED
} quern__part_state;

/* One of those that run together, and what becomes of it. Zeroed but for `work`; to be closed. */
typedef struct quern__part {
    const quern__work *work;
    quern__part_state state;
    int64_t rows;                      /* how many it gave or changed */
    int64_t rows_before;               /* the same of the last one before it */
    quern__failure failure;            /* the first one */
    quern_outcome outcome;             /* then */
    const struct quern__part *because; /* of a failure that is another's: whose. NULL: its own */

    /* The rest is run's and exchange's. */
    bool plain;            /* whatever the server keeps of it is not used */
    bool asked;            /* the server has been asked about the types that it met */
    bool sends;            /* it belongs to the unit at hand */
    bool sent;             /* it is on its way, or may be */
    bool prompt;           /* the server does not gather its answer with others' */
    bool repeats;          /* the server may keep it, parsed and planned */
    bool ran;              /* it succeeded, as far as the server has said */
    bool again;            /* it failed, but may succeed as it is; nothing of it ran */
    bool refused;          /* its sink wants no more */
    uint32_t dropped;      /* rows since then */
    size_t count;          /* of its commands in the unit */
    size_t done;           /* commands that did: what is pending, for the first one; before it; itself */
    size_t answered;       /* commands: done, failed or skipped */
    size_t queued;         /* bytes that were queued for it */
    int64_t bytes;         /* of the cells that came */
    quern_column *columns; /* as the sink sees them; NULL: as they came */
    uint32_t *unknown;     /* numbers of types to ask for: if any, rows were dropped, and nothing failed */
    size_t unknown_count;
} quern__part;

/* False when nothing can run here, whatever it is: the db could not be opened, or this process was forked since. That is then
 * the session's failure; `sql` may be NULL. Takes no lock: in a forked child one may be held for ever, so who needs one before
 * the statement runs asks this first. */
bool quern__run_possible(quern_session *session, const char *sql, const char *site);

/* Why, or NULL. */
const quern_error *quern__run_impossible(const quern_session *session);

/* Borrows a connection, resets it if that is due (in the same flush), runs the statement, gives the connection back, and
 * writes it into the log. *rows: how many it gave or changed. False on failure, which is then the session's. A session that
 * has failed runs nothing. A connection in a transaction is never given back as it is: it is rolled back first, and the
 * statement that left it so fails with USAGE.
 *
 * While a connection is kept (hold.h) all runs on that one, behind what is pending, and in its transaction. A statement that
 * ends that without `ends` fails with USAGE.
 *
 * A read that gives columns of types which users made, and which nobody has met before, is given up; the server is asked about
 * the types (learn.h), and the statement runs again, once. Each of these statements is in the log.
 *
 * Blocks, with the session's two deadlines for each statement. */
bool quern__run(quern_session *session, const quern__work *work, int64_t *rows);

/* Runs several reads, in one round trip: they are sent one behind the other, in one unit, without waiting for answers in between.
 * A read is a work without `own_sql`, `writes`, `ends` and `always`. All as quern__run does for one, but each part has its own sink,
 * rows, failure and line in the log, and no failure is the session's: not even what keeps all of them from running, which then all of
 * them have.
 *
 * Outside a transaction a part that fails takes no other with it: what the server skipped behind it is sent once more, all at
 * once, each in a unit of its own then. So it is when a part's time is over, or its sink has refused and its rows do not end, where the
 * connection is given up with it: on another connection. In a transaction, and where the connection is lost, or kept, or the
 * session was told to stop, what had no answer fails with the same, `because` of the one that failed first.
 *
 * Limits of time count from the last answer that came. But the server gathers answers, so of parts with the same limit nobody knows who
 * takes the time: when it is over they are sent again, each in a unit of its own, where each has its own time; or fail, as above.
 * Many are not all sent before the first answers are read: what is on its way is bounded, in statements and in bytes.
 *
 * True when all are DONE; else each is DONE or FAILED. Afterwards each part has to be closed. */
bool quern__run_all(quern_session *session, quern__part *parts, size_t count);
void quern__part_close(quern__part *part);

#endif
