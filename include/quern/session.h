/* session.h: a session, through which everything is made and which frees it all. One thread at a time may use a session and all
 * that came from it (but for quern_session_cancel); different sessions of a db may be used at once.
 *
 * Nothing is freed one by one. What a session gives (querysets, rows, texts) lives until the session is closed, reset, or
 * rewound to a mark from before:
 *
 *     const quern_mark before = quern_session_mark(s);
 *     ...                                       // querysets, rows
 *     quern_session_rewind(s, before);          // all that is new since then is gone; the rest stays
 *
 * A queryset's rows live as long as the queryset: those of one that is older than the mark stay, whenever they were loaded, and
 * whatever was loaded for them since. Rows that a call gave by themselves (quern_get, quern_first, …) are as old as the call.
 *
 * A session has one connection at most. A statement borrows one from the pool and gives it back; a transaction, an open stream
 * and quern_session_pin keep it, and all that the session does meanwhile runs on that one. */
#ifndef QUERN_SESSION_H
#define QUERN_SESSION_H

#include <quern/detect.h>
#include <quern/error.h>
#include <quern/expr.h>
#include <quern/object.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is to be asked about statements that have run: see .explain. */
typedef enum quern_explain_when {
    QUERN_EXPLAIN_NEVER = 0,
    QUERN_EXPLAIN_PLAN, /* EXPLAIN, which runs nothing */
    QUERN_EXPLAIN_ANALYZE /* EXPLAIN ANALYZE, which runs it once more: only of what quern wrote; SQL of your own gets EXPLAIN */
} quern_explain_when;

/* Options of quern_session_open; zero means the db's, or none. Fields are only ever added at the end. */
typedef struct quern_session_options {
    int32_t turn_ms;      /* how long to wait for a turn at the pool; -1: no limit */
    int32_t statement_ms; /* how long one statement may take, sent and read; -1: no limit */
    int32_t
        deadline_ms; /* how long all of the session's waits may take, counted from the opening; 0: no limit */
    /* Bytes that the session may hold, its rows included, and that one result may: over them QUERN_ERROR_LIMIT. 0: no limit. */
    size_t max_arena_bytes;
    size_t max_result_bytes;
    /* A text that goes with each statement as an SQL comment in front of it, a trace id for example, so that it can be found in
     * the server's log and in pg_stat_activity. Copied. A text with a comment's beginning or end in it, or with what is no
     * printable ASCII, or of more than 200 characters is refused (QUERN_ERROR_VALUE). No statement under it is prepared. */
    const char *tag;
    bool log_parameters; /* the query log keeps the values of parameters too: passwords and all */
    /* For the workbench: behind each SELECT that was slow (.slow_ms of the db) the server is asked for its plan, which the log keeps
     * (`plan` of quern_query). Plans show the values of parameters, so without .log_parameters this is refused (QUERN_ERROR_USAGE).
     * Each such question costs round trips, and one of QUERN_EXPLAIN_ANALYZE as much as the statement did; it is in the log, with
     * QUERN_ORIGIN_EXPLAIN. It runs where the statement ran: in its transaction behind a savepoint, which is rolled back; outside of
     * one, ANALYZE has a transaction of its own; READ ONLY, both for ANALYZE. What fails in it is nobody's failure, but a connection
     * that is lost in it is lost. Nothing is asked about streams, nor about what
     * quern_evaluate_all sends, nor in a transaction that has failed. */
    quern_explain_when explain;
    bool explain_all;            /* not only of the slow ones */
    quern_fetch_kind fetch_mode; /* of querysets that are given none */
    quern_detect_mode detect;    /* of what is loaded one by one: see detect.h */
    int reserved;
} quern_session_options;

/* Opens a session: cheap, one per request and thread. Does not evaluate, and takes no connection. Never NULL; on a db that is in
 * error, closing or the parent's of this process, without memory, or with options that make no sense (QUERN_ERROR_USAGE), the
 * session has that failure. `size` is that of the options, NULL for none. Any thread.
 * Macro: quern_session_open(db), quern_session_open(db, .deadline_ms = 2000). */
QUERN_API quern_session *quern_session_open(quern_db *db,
                                            const quern_session_options *options QUERN__OR(nullptr),
                                            size_t size QUERN__OR(sizeof(quern_session_options)),
                                            QUERN__SITE_PARAMETER);

/* Closes a session: frees every queryset, row and text that came from it. A stream that is open is closed, and a transaction rolled
 * back; that, and a failure that nobody has looked at, is told to the db's .on_event. Evaluates only if there is one of these, and
 * always succeeds: a connection that does not answer is given up. NULL is allowed. */
QUERN_API void quern_session_close(quern_session *session);

/* Makes a session as new, as closing and opening it again with the same options would: for a thread that serves one request after
 * another. Always effective; evaluates when quern_session_close would, and tells the same. */
QUERN_API void quern_session_reset(quern_session *session, QUERN__SITE_PARAMETER);

/* A point in the life of a session: see above. */
typedef struct quern_mark {
    uint64_t serial; /* of what is older; 0: no mark */
    uint64_t reserved[5];
} quern_mark;

/* The point that is now. Does not evaluate, never fails. */
QUERN_API quern_mark quern_session_mark(const quern_session *session);

/* Frees what is newer than the mark, and closes the streams that are (see iterate.h); never ends a transaction. A mark is good as
 * often as it is needed, until the session is rewound to an older one, or reset. One that is no good, or is another session's, is a
 * failure (QUERN_ERROR_USAGE), and nothing is freed. False then. Always effective, in a session that has failed too. Evaluates only
 * to close a stream. */
QUERN_API bool quern_session_rewind(quern_session *session, quern_mark mark, QUERN__SITE_PARAMETER);

/* Bytes that the session holds, its rows included, for whoever sets a limit. Does not evaluate. */
QUERN_API size_t quern_session_bytes(const quern_session *session);

/* Ends what the session is doing, now: the call that waits, for its turn or for the server, fails with QUERN_ERROR_CANCELLED, and
 * the server is told to stop; if none does, the next one that would talk to the server fails so. A rollback, and what else closes
 * something, goes on. The connection is given up with what ran on it, a transaction too. Never blocks. The one function that any
 * thread may call, but not while, or after, the session is closed. Does not evaluate. */
QUERN_API void quern_session_cancel(quern_session *session);

/* Keeps the connection of the session's next statement, and of all that follow, until quern_session_unpin has been called as often:
 * for what lives in a connection, such as temporary tables, settings and advisory locks. It is not reset in between. Does not
 * evaluate: the first statement borrows it. When the connection is lost, statements fail with QUERN_ERROR_CONNECTION_LOST until the
 * session is unpinned, since what lived in it is lost too. False when the session has failed. */
QUERN_API bool quern_session_pin(quern_session *session, QUERN__SITE_PARAMETER);

/* Gives the connection back, to be reset before its next use, unless a transaction or a stream keeps it. Always effective; without
 * a quern_session_pin before it QUERN_ERROR_USAGE. Does not evaluate. */
QUERN_API void quern_session_unpin(quern_session *session, QUERN__SITE_PARAMETER);

/* Copies a condition, or a value, with all that it is made of into the session: what is composite (QUERN_OR, QUERN_LIST, an
 * expression) lives only in the block that it is written in. Gives a condition that nothing satisfies, or NULL as a value, without
 * memory, and the session has failed then. Does not evaluate. Macro: c = quern_keep(s, QUERN_OR(c, QUERN_Q("id", 5))). */
QUERN_API quern_condition quern_keep_condition(quern_session *session, quern_condition condition);
QUERN_API quern_value quern_keep_value(quern_session *session, quern_value value);

#ifndef __cplusplus
#define quern_session_open(...) QUERN__SESSION_OPEN(__VA_ARGS__, .reserved = 0)
#define QUERN__SESSION_OPEN(db, ...)                                                                         \
    (quern_session_open)((db), &(const quern_session_options){ __VA_ARGS__ }, sizeof(quern_session_options), \
                         QUERN_SITE)
#define quern_session_reset(s) (quern_session_reset)((s), QUERN_SITE)
#define quern_session_rewind(s, mark) (quern_session_rewind)((s), (mark), QUERN_SITE)
#define quern_session_pin(s) (quern_session_pin)((s), QUERN_SITE)
#define quern_session_unpin(s) (quern_session_unpin)((s), QUERN_SITE)
#define quern_keep(s, x) \
    _Generic((x), quern_condition : quern_keep_condition, quern_value : quern_keep_value)((s), (x))
#endif

#ifdef __cplusplus
}
#endif

#endif
