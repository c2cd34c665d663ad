/* cancel.h: a session that another thread, or the clock, has told to stop. */
#ifndef QUERN__SESSION_CANCEL_H
#define QUERN__SESSION_CANCEL_H

#include "lib/session/run.h"

/* False when nothing can run, or the session was cancelled, or its deadline is over, before this statement was sent: that is the
 * failure then. One whose failure is nobody's leaves a cancel to be told by the next. */
bool quern__may_begin(quern_session *session, const quern__work *work, quern__failure *failure);

/* Cancels what the session does, for good: the db is closed. Any thread, while the session is open. */
void quern__session_close_down(quern_session *session);

/* Writes what the session is doing ("" in a forked child), cut to `size` bytes with the NUL. Any thread, while the session is open. */
void quern__session_doing(const quern_session *session, char *out, size_t size);

#endif
