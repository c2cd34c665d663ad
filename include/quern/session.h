/* session.h: a session, through which everything is made and which frees it all; and SQL of your own. One thread at a time may
 * use a session and all that came from it; different sessions of a db may be used at once. */
#ifndef QUERN_SESSION_H
#define QUERN_SESSION_H

#include <quern/error.h>
#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens a session: cheap, one per request and thread. Does not evaluate, and takes no connection: a statement borrows one
 * from the pool and gives it back. Never NULL; on a db that is in error, closing or the parent's of this process, or without
 * memory, the session has that failure. Any thread. */
QUERN_API quern_session *quern_session_open(quern_db *db, QUERN__SITE_PARAMETER);

/* Closes a session: frees every queryset, row and text that came from it. Does not evaluate. NULL is allowed. */
QUERN_API void quern_session_close(quern_session *session);

/* Runs one statement of your own, with $1, $2, … bound to `values` (ended by a zero element); never formats a value into the
 * text. Evaluates. Rows that it gives are read and dropped. All kinds of values may be sent, and arrays of them: integers as
 * bigint, reals as double precision, timestamps as timestamptz, local ones as timestamp, and so on; texts and arrays of texts
 * untyped, so that the server infers their type from the place ($1::citext works). What no server could take (a text that is not
 * UTF-8, a decimal that is no number) is QUERN_ERROR_VALUE, and nothing is sent.
 * Gives the number of rows that the statement changed or gave, 0 for one that does neither; -1 on failure:
 *   QUERN_ERROR_SERVER   the server refused it; sqlstate says why
 *   QUERN_ERROR_USAGE    there is no SQL; or it left a transaction open (BEGIN): that has been rolled back
 *   QUERN_ERROR_VALUE    a value that cannot be sent, or a text that is not UTF-8: nothing was sent
 *   QUERN_ERROR_UNSUPPORTED   COPY
 *   QUERN_ERROR_CONNECT, _CONNECTION_LOST, _POOL_TIMEOUT, _STATEMENT_TIMEOUT: `outcome` says whether it may have been applied
 * The connection is reset before its next use, because the statement may have left settings behind.
 * Macro: quern_execute(s, "DELETE FROM book WHERE id = $1", 5). */
QUERN_API int64_t quern_execute(quern_session *session, const char *sql, const quern_value *values,
                                QUERN__SITE_PARAMETER);

#ifndef __cplusplus
#define quern_session_open(db) (quern_session_open)((db), QUERN_SITE)
#define quern_execute(s, ...)                      \
    (quern_execute)((s), QUERN__HEAD(__VA_ARGS__), \
                    QUERN__TAIL_OF(quern_value, QUERN__VALUE_ITEM, __VA_ARGS__), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
