/* cancel.c: ending what a session does from another thread. The session's thread finds out in the pool's queue (lib/pool), at the
 * socket (receive.c), or before its next statement, here; and it alone clears the flag, when it tells. */
#include "lib/session/cancel.h"

#include "lib/base/clock.h"
#include "lib/session/limits.h"

static bool refuse(quern__failure *failure, const quern__work *work, quern_error error)
{
    error.sql = work->sql;
    error.site = work->site;
    quern__failure_set(failure, &error);
    return false;
}

bool quern__may_begin(quern_session *session, const quern__work *work, quern__failure *failure)
{
    quern__time_limit_room room;
    const quern_error *impossible = quern__run_impossible(session);
    if (impossible)
        return refuse(failure, work, *impossible);
    const quern__interruption why =
        work->quiet ? quern__interrupt_look(&session->interrupt) : quern__interrupt_take(&session->interrupt);
    if (why)
        return refuse(failure, work, quern__interrupt_error(why));
    if (session->deadline == QUERN__NEVER || quern__clock_now() < session->deadline)
        return true;
    const quern__time_limit limit = { .whose = QUERN__LIMIT_SESSION, .ms = session->options.deadline_ms };
    return refuse(failure, work, quern__time_limit_error(&limit, &room));
}

void quern_session_cancel(quern_session *session)
{
    if (session && quern__session_usable(session))
        quern__pool_interrupt(session->pool, &session->interrupt, QUERN__INTERRUPTED_BY_CANCEL);
}

void quern__session_close_down(quern_session *session)
{
    quern__pool_interrupt(session->pool, &session->interrupt, QUERN__INTERRUPTED_BY_CLOSE);
}

void quern__session_doing(const quern_session *session, char *out, size_t size)
{
    quern__pool_doing(session->pool, &session->interrupt, out, size);
}
