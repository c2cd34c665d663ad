/* error.h: what went wrong, where, and what to do about it.
 *
 * The first failure sticks to its session: later calls do nothing and give their neutral result (NULL, -1, false, an empty
 * loop) until quern_error_take or quern_error_clear. A mistake in building a queryset sticks to that queryset alone, and
 * becomes the session's when the queryset is evaluated. "Not found" is an answer, not an error: see quern_answer.
 *
 * Nothing here evaluates. What is asked of a session or a queryset is for the thread that uses it. */
#ifndef QUERN_ERROR_H
#define QUERN_ERROR_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* X(NAME, the error in two words). Numbers are never reused; new ones are added at the end. */
#define QUERN__ERROR_CODES(X)                                                                                \
    X(MEMORY, "out of memory")                                                                               \
    X(MODEL, "bad model")           /* a description that quern_open refuses */                              \
    X(FIELD, "unknown field")       /* a path that names no field */                                         \
    X(LOOKUP, "bad lookup")         /* an unknown lookup, or one that does not fit the field's kind */       \
    X(VALUE, "bad value")           /* of the wrong kind, out of range, NULL where a value is needed */      \
    X(USAGE, "bad call")            /* a call that makes no sense here: filter after slice */                \
    X(UNSUPPORTED, "not supported") /* sensible, but this version of quern cannot do it */                   \
    X(CONNECT, "cannot connect")    /* sqlstate tells more, when the server gave one */                      \
    X(CONNECTION_LOST, "connection lost")                                                                    \
    X(POOL_TIMEOUT, "no connection in time")                                                                 \
    X(STATEMENT_TIMEOUT, "statement took too long")                                                          \
    X(SERVER, "refused by the server")    /* sqlstate is always set */                                       \
    X(TYPE, "type mismatch")              /* a column whose type its member cannot take */                   \
    X(DATA, "bad data")                   /* a NULL, or bytes, that a member cannot hold */                  \
    X(CLOSED, "closed")                   /* the db is closed or closing */                                  \
    X(FORK, "used after fork")            /* a child process used its parent's db */                         \
    X(LIMIT, "limit reached")             /* of bytes, that the program set: max_arena_bytes and the like */ \
    X(CANCELLED, "cancelled")             /* by quern_session_cancel */                                      \
    X(TRANSACTION, "transaction over")    /* it was lost, or rolled back where it should be committed */     \
    X(CURSOR, "stream over")              /* its cursor is gone: rolled back, or closed from under it */     \
    X(POOL_FULL, "too many wait")         /* for a connection: .waiting_max of them */                       \
    X(INTERLOCK, "would wait for itself") /* the thread holds a connection through another session */

/* The codes, one for each line above: QUERN_ERROR_FIELD. */
/* clang-format off */
typedef enum quern_error_code {
    QUERN_OK = 0,
#define QUERN__ERROR_CODE(NAME, text) QUERN_ERROR_##NAME,
    QUERN__ERROR_CODES(QUERN__ERROR_CODE)
#undef QUERN__ERROR_CODE
} quern_error_code;
/* clang-format on */

/* What became of the statement that failed. */
typedef enum quern_outcome {
    QUERN_NOT_APPLIED = 0, /* it changed nothing */
    QUERN_APPLIED,
    QUERN_OUTCOME_UNKNOWN /* sent, and the answer was lost: it may have been applied */
} quern_outcome;

/* One error. Texts are UTF-8, never NULL ("" where there is nothing to say) but for `site`, and live as long as whatever
 * handed the error out says. Fields are only ever added at the end. */
typedef struct quern_error {
    quern_error_code code;
    quern_outcome outcome;
    char sqlstate[6];    /* "" when the server was not asked, or died without one */
    const char *message; /* one sentence */
    const char *detail;  /* the server's DETAIL, or more of ours */
    const char *hint;    /* what to do */
    const char *path;    /* the field path as it was written: "author__nmae" */
    const char *nearest; /* the nearest valid name: "name" */
    const char *sql;     /* the statement, with $n, when there was one */
    const char *site;    /* "file:line" of the call, or NULL */
} quern_error;

/* The name of a code: "QUERN_ERROR_FIELD"; "QUERN_OK" for 0, "QUERN_ERROR_?" for a number that is none. Static text. Any
 * thread. */
QUERN_API const char *quern_error_name(quern_error_code code);

/* True when the session has a failure that nobody took. */
QUERN_API bool quern_failed(const quern_session *session);

/* The session's failure, or NULL. It lives until it is taken or cleared, or the session is closed. */
QUERN_API const quern_error *quern_session_error(const quern_session *session);

/* The session's failure as one text of several lines: site, message, hint, detail, SQL; "" when there is none. Lives as
 * quern_session_error's. */
QUERN_API const char *quern_error_text(const quern_session *session);

/* Takes the failure from the session, which works again. False, and *out = NULL, when there was none. *out lives until the
 * next quern_error_take on the session, or its close; `out` may be NULL. Always effective. */
QUERN_API bool quern_error_take(quern_session *session, const quern_error **out);

/* Forgets the failure; the session works again. Always effective. */
QUERN_API void quern_error_clear(quern_session *session);

/* The mistake that was made in building a queryset, or why quern_evaluate_all could not evaluate it, until it is evaluated again;
 * or NULL. Lives as long as the queryset. */
QUERN_API const quern_error *quern_queryset_error(const quern_queryset *queryset);

/* Why quern_open or quern_close did not succeed, or NULL. Lives until the next quern_close of the db. Any thread, but not while
 * another closes the db. */
QUERN_API const quern_error *quern_db_error(const quern_db *db);

#ifdef __cplusplus
}
#endif

#endif
