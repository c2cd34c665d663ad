/* native.h: a driver's own connection, in the program's hands for a while: what <quern/postgres.h> is made of, for whoever writes a
 * backend and such a header for it. */
#ifndef QUERN_BACKEND_NATIVE_H
#define QUERN_BACKEND_NATIVE_H

#include <quern/backend/backend.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the backend's slot `lend` gives for the session's connection, which is pinned until quern_native_return. The session's own
 * calls that would talk to the server fail with QUERN_ERROR_USAGE meanwhile. In a transaction it is the transaction's, whose BEGIN
 * has been sent. Evaluates. NULL on failure: as quern_execute, QUERN_ERROR_USAGE while it is lent already or a stream is open, and
 * QUERN_ERROR_UNSUPPORTED when the db has another backend than `backend`, or that has no such slot. */
QUERN_API void *quern_native_borrow(quern_session *session, const quern_backend *backend,
                                    QUERN__SITE_PARAMETER);

/* Gives it back. One that the slot `reclaim` refuses, or that has come into a transaction, or out of one, is closed, and that is a
 * failure: what reclaim says, or QUERN_ERROR_USAGE; a transaction is over then. False on failure, and with QUERN_ERROR_USAGE when
 * none is lent. Always effective. Does not wait. */
QUERN_API bool quern_native_return(quern_session *session, QUERN__SITE_PARAMETER);

#ifdef __cplusplus
}
#endif

#endif
