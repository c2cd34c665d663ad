/* run.h: sends one statement, waits for what comes, and hands rows to a sink. With the pool, the only place that calls a
 * backend's slots, and the only one that waits on a socket. Knows statements and rows, no querysets and no objects. */
#ifndef QUERN__SESSION_RUN_H
#define QUERN__SESSION_RUN_H

#include "lib/session/session.h"

/* Where rows go. Each call may fill *error (texts that live until the next call, or in the session's arena) and return false:
 * then no more rows are handed over, and the statement fails with that error. */
typedef struct quern__sink quern__sink;
struct quern__sink {
    /* The columns of what is to come, before the first row. */
    bool (*columns)(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                    size_t count, quern_error *error);
    /* One row; the cells are valid during the call. */
    bool (*row)(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error);
    const struct quern__compiled
        *compiled; /* the statement that it is for: only handed on; NULL: another's */
};

/* One statement to run. Borrowed during the call. */
typedef struct quern__work {
    /* Statements that run before it, in the same unit: all of them are applied, or none is. */
    const quern__command *before;
    size_t before_count;
    const char *sql; /* NULL: only those before it, and what is pending, or due to be reset (hold.h) */
    size_t count;    /* of parameters */
    const quern_value *values;
    const quern_kind *kinds;
    const char *site;
    quern_query_origin origin; /* why it runs, for the log */
    int32_t statement_ms;      /* instead of the session's; 0: that */
    int32_t server_version;    /* the oldest server that it can run on; 0: any */
    bool own_sql;              /* the user's: it may leave settings behind, and may write */
    bool writes;               /* quern's own, and not only reading */
    quern__sink *sink;         /* NULL: rows are dropped */
    /* Of a connection that is kept: */
    bool ends;   /* it ends the transaction: the connection should be idle afterwards */
    bool always; /* it runs in a session that has failed, too: it undoes or closes something */
    bool quiet;  /* and its failure is not the session's */
    /* A read that met types which nobody knew runs again: */
    const struct quern__work *again; /* in another form; NULL: as it is */
    bool repeats;    /* it is one of a compiled shape, and only reads: worth keeping in the server */
    uint64_t number; /* that stands for its text among all that repeat; 0: none does */
    bool few;        /* no more than some tens of rows can come */
    bool once;       /* not at all: it would not give the same, as FETCH; such types are the sink's problem */
} quern__work;

/* False when nothing can run here, whatever it is: the db could not be opened, or this process was forked since. That is then
 * the session's failure; `sql` may be NULL. Takes no lock: in a forked child one may be held for ever, so who needs one before
 * the statement runs asks this first. */
bool quern__run_possible(quern_session *session, const char *sql, const char *site);

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

#endif
