/* ping.c: quern_ping: the shortest statement, in a session of its own, so that whatever holds for statements holds for it. */
#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "lib/db/db.h"
#include "lib/session/run.h"

#include <stdio.h>

/* What ran out was the ping's time, whichever of its session's limits was the one to say so. */
static void tell(const quern_error *error, int32_t ms, char *why, size_t size)
{
    char text[2048];
    const char *colon = *error->detail ? ": " : "";
    if (error->code == QUERN_ERROR_POOL_TIMEOUT)
        snprintf(text, sizeof text, "no connection in %d ms%s%s", (int)ms, colon, error->detail);
    else if (error->code == QUERN_ERROR_STATEMENT_TIMEOUT)
        snprintf(text, sizeof text, "no answer in %d ms", (int)ms);
    else
        snprintf(text, sizeof text, "%s%s%s", error->message, colon, error->detail);
    quern__utf8_copy(why, size, text);
}

static const char site[] = "quern_ping";

/* A time that is over still has to be one: 0 would be the db's own. */
static quern_session *open_session(quern_db *db, int32_t timeout_ms)
{
    const int32_t ms = timeout_ms == 0 ? 1 : timeout_ms < 0 ? -1 : timeout_ms;
    const quern_session_options options = { .turn_ms = -1, .statement_ms = -1, .deadline_ms = ms };
    return (quern_session_open)(db, &options, sizeof options, site);
}

bool quern_ping(quern_db *db, int32_t timeout_ms, char *why, size_t size)
{
    const quern__work work = { .sql = "SELECT 1", .site = site };
    int64_t rows;
    quern_session *session = open_session(db, timeout_ms);
    const bool there = quern__run(session, &work, &rows);
    if (!there)
        tell(quern_session_error(session), timeout_ms, why, why ? size : 0);
    else if (why && size)
        *why = '\0';
    quern_session_close(session);
    return there;
}
