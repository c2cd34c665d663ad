/* trace.h: what quern did: the query log of a session, what it really asked the server, from where, and what that cost; and events,
 * for programs that log elsewhere. The log is for the thread that uses the session.
 *
 * Values of parameters are in neither, unless the session's .log_parameters asks for them. But what the server says of an error is told
 * as it says it, and may quote one: "Key (email)=(a@example.org) already exists." */
#ifndef QUERN_TRACE_H
#define QUERN_TRACE_H

#include <quern/api.h>
#include <quern/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Why a statement ran. */
typedef enum quern_query_origin {
    QUERN_ORIGIN_QUERY = 0,   /* a call that evaluates a queryset */
    QUERN_ORIGIN_LAZY,        /* quern_fetch */
    QUERN_ORIGIN_STREAM,      /* an iterator's cursor */
    QUERN_ORIGIN_OWN,         /* quern_execute, quern_raw */
    QUERN_ORIGIN_TRANSACTION, /* BEGIN, COMMIT, savepoints, settings */
    QUERN_ORIGIN_SCHEMA,      /* making and checking tables */
    QUERN_ORIGIN_TYPE,        /* quern's question about a type that users made */
    QUERN_ORIGIN_PREFETCH,    /* related objects of many at once */
    QUERN_ORIGIN_EXPLAIN,     /* what .explain asks about another statement, and what it takes to ask */
    QUERN_ORIGIN_WRITE        /* quern_related_add, and what else changes rows */
} quern_query_origin;

/* clang-format off */
/* One statement that ran. Fields are only ever added at the end. */
typedef struct quern_query {
    const char *sql;              /* with $n, without the session's tag; of over 65,000 bytes the log keeps those, and "…" */
    const char *site;             /* "file:line" of the call that ran it, or NULL */
    int64_t number;               /* 1 for the session's first */
    int64_t rows;                 /* rows given or changed; -1 when it failed, or had to be run again */
    int64_t waited_microseconds;  /* for a connection */
    int64_t elapsed_microseconds; /* from the first byte sent to the last row loaded; 0 but for the last of several statements
                                     that were sent together */
    int64_t server_microseconds;  /* of these, waiting for the server; the rest went into sending and loading */
    int64_t bytes;                /* of the cells that came */
    int64_t transaction;          /* the number of the session's transaction that it ran in, from 1; 0: none */
    quern_query_origin origin;
    const char *parameters;       /* the values of $1, $2, … as SQL, between commas; of over 10,000 bytes those, and "…";
                                     NULL unless .log_parameters */
    int64_t began_microseconds;   /* when it was asked for, before it waited for a connection: since the session was opened, or reset */
    int64_t unit;                 /* the number of the first of the statements that were sent together with it; its own when it went alone */
    const char *plan;             /* what EXPLAIN said of it; NULL unless .explain; of over 65,000 bytes those, and "…" */
    quern_error_code failure;     /* why it failed; QUERN_OK: it did not */
    char sqlstate[6];             /* of the failure, or "" */
    bool slow;                    /* it took longer than .slow_ms */
    const char *passed_by;        /* the name of the set that is known of an object, though the queryset, which was made of
                                     quern_related's, had to ask; NULL: none is */
} quern_query;
/* clang-format on */

/* How many statements the session has sent, failed ones too; statements that reset a connection are not counted. The first
 * time that a db meets a type which users made, such as an enum, quern asks the server about it: the statement that met it is
 * counted and logged twice, and between the two the question (see resolve_type in <quern/backend/backend.h>), once for each
 * type. Does not evaluate. Works whatever the session's state. */
QUERN_API int64_t quern_query_count(const quern_session *session);

/* The statement of that number, counted from 1, or from the end: -1 is the latest. NULL when there was none such, or when
 * the log (see .log_size in quern_options) has forgotten it. Lives until the session's next statement. Does not evaluate. */
QUERN_API const quern_query *quern_query_at(const quern_session *session, int64_t number);

/* How many of the statements that the log remembers are *similar* to that of this number (counted as for quern_query_at): have the same
 * SQL; and how many are *duplicates*: have the same values for its parameters too. Itself is one of them: 1 says that there is no other;
 * 0 that the log has forgotten it, or that it is of no such group, as BEGIN, the reads of streams and EXPLAIN are not. Values are
 * compared whether or not the log keeps them. Looks at the whole log. Does not evaluate. */
QUERN_API int64_t quern_query_similar(const quern_session *session, int64_t number);
QUERN_API int64_t quern_query_duplicates(const quern_session *session, int64_t number);

/* Sums over all statements of a session, those too that its log has forgotten, but for those of QUERN_ORIGIN_EXPLAIN. Fields are only
 * ever added at the end. */
typedef struct quern_query_totals {
    int64_t statements; /* sent; with `explaining` as many as quern_query_count says */
    int64_t explaining; /* of QUERN_ORIGIN_EXPLAIN: they are in nothing else here */
    int64_t failed;
    int64_t slow; /* took longer than .slow_ms */
    int64_t rows; /* given or changed */
    int64_t bytes;
    int64_t waited_microseconds; /* these three as in quern_query */
    int64_t elapsed_microseconds;
    int64_t server_microseconds;
    int64_t passed_by; /* asked though there was a set that is known */
} quern_query_totals;

/* Writes them to *out: `size` bytes of it, as many as the program's header knows. Works whatever the session's state. Does not evaluate.
 * Macro: quern_query_sums(s, &totals). */
QUERN_API void quern_query_sums(const quern_session *session, quern_query_totals *out,
                                size_t size QUERN__OR(sizeof(quern_query_totals)));

/* How much an event matters. */
typedef enum quern_level {
    QUERN_LEVEL_DEFAULT = 0, /* as a limit: QUERN_LEVEL_WARNING */
    QUERN_LEVEL_DEBUG,       /* each statement */
    QUERN_LEVEL_INFO,        /* connections that come and go */
    QUERN_LEVEL_WARNING,     /* what the program did probably not mean */
    QUERN_LEVEL_ERROR        /* what failed and nobody was told of */
} quern_level;

/* What happened. */
typedef enum quern_trace_kind {
    /* DEBUG, before it is sent: `query` has sql, site, origin, transaction, and the number that it will have */
    QUERN_TRACE_STATEMENT_START = 1,
    /* DEBUG; WARNING when it failed, and then with `error`: `query` has all of it. Each start has its end: one that was sent, but
     * never ran, as one in front of it failed, has the number 0 then, and -1 rows. */
    QUERN_TRACE_STATEMENT_END,
    QUERN_TRACE_CONNECTED,      /* INFO */
    QUERN_TRACE_CONNECT_FAILED, /* WARNING: with `error` */
    QUERN_TRACE_DISCONNECTED,   /* INFO: closed by the pool; WARNING when it was lost */
    QUERN_TRACE_UNREAD_FAILURE, /* ERROR: a session was closed, or reset, with the failure `error` that nobody had looked at */
    QUERN_TRACE_ROLLED_BACK, /* WARNING: a session was closed, or reset, in a transaction */
    QUERN_TRACE_HELD_LONG, /* WARNING: a connection has been on loan for over .held_ms; `site` borrowed it, `message` names the thread */
    QUERN_TRACE_SLOW_STATEMENT, /* WARNING: one has taken longer than .slow_ms; `query` has all of it. Behind its end */
    QUERN_TRACE_N_PLUS_ONE, /* WARNING: the same is loaded one by one, see detect.h; `warning` has all of it */
    QUERN_TRACE_UNUSED      /* WARNING: what was prefetched, and nobody has asked for, likewise */
} quern_trace_kind;

/* One event. All that it points to is valid during the call. Fields are only ever added at the end. */
typedef struct quern_trace_event {
    quern_trace_kind kind;
    quern_level level;
    const char *message; /* one sentence, never NULL; where there is an error, the error's */
    const char *site;    /* "file:line" of the call, or of the session's opening; NULL for what no call did */
    const char *tag;     /* the session's, or NULL */
    const quern_session *session; /* to tell sessions apart, not to be used; NULL for what is the pool's */
    const quern_query *query;     /* of statements, else NULL */
    const quern_error *error;     /* or NULL */
    const struct quern_warning *warning; /* see detect.h; or NULL */
} quern_trace_event;

/* What is told: see .on_event of quern_options. */
typedef void quern_trace_handler(void *context, const quern_trace_event *event);

/* The name of a kind of event: "QUERN_TRACE_CONNECTED"; "QUERN_TRACE_?" for a number that is none. Static text. Does not evaluate. Any
 * thread. */
QUERN_API const char *quern_trace_name(quern_trace_kind kind);

#ifndef __cplusplus
#define quern_query_sums(s, out) (quern_query_sums)((s), (out), sizeof(quern_query_totals))
#endif

#ifdef __cplusplus
}
#endif

#endif
