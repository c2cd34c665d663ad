/* postgres.h: the way out: libpq's own connection, for what quern does not do (COPY, LISTEN, large objects). Not part of
 * <quern/quern.h>, as it needs <libpq-fe.h>.
 *
 *     PGconn *conn = quern_postgres_borrow(s);
 *     if (conn) {
 *         ...                                   // anything, but closing it
 *         quern_postgres_return(s);
 *     }
 */
#ifndef QUERN_POSTGRES_H
#define QUERN_POSTGRES_H

#include <quern/backend/native.h>
#include <quern/session.h>

#include <libpq-fe.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The session's connection, in the program's hands: nothing is in flight, out of pipeline mode, blocking. In a transaction it is the
 * transaction's, whose BEGIN has been sent; it is pinned (see quern_session_pin) until it is returned. The session's own calls that
 * would talk to the server, quern_rollback too, fail with QUERN_ERROR_USAGE meanwhile; the close of the session closes it. Evaluates.
 * NULL on failure: as quern_execute, QUERN_ERROR_USAGE while it is borrowed already or a stream is open, and
 * QUERN_ERROR_UNSUPPORTED with another backend. Never PQfinish or PQreset it. Macro: quern_postgres_borrow(s). */
static inline PGconn *quern_postgres_borrow(quern_session *session, QUERN__SITE_PARAMETER)
{
    return (PGconn *)quern_native_borrow(session, quern_postgres_backend(), site);
}

/* Gives it back. It has to be as it was, in or out of a transaction, with nothing in flight, no COPY under way and client_encoding
 * UTF8, else it is closed, and that is a failure (QUERN_ERROR_USAGE, or QUERN_ERROR_CONNECTION_LOST; a transaction is lost, and wants
 * its quern_rollback). It is reset before its next borrower sees it. False on failure, or with QUERN_ERROR_USAGE when none was
 * borrowed. Always effective. Does not wait. Macro: quern_postgres_return(s). */
static inline bool quern_postgres_return(quern_session *session, QUERN__SITE_PARAMETER)
{
    return quern_native_return(session, site);
}

#ifndef __cplusplus
#define quern_postgres_borrow(s) (quern_postgres_borrow)((s), QUERN_SITE)
#define quern_postgres_return(s) (quern_postgres_return)((s), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
