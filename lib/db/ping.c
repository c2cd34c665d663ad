/* ping.c: quern_ping: the shortest statement, in a session of its own, so that whatever holds for statements holds for it. */
#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "lib/db/db.h"
#include "lib/session/run.h"

#include <stdio.h>

/* The first sentence says what, and the detail why, as for a turn at the pool that did not come. */
static void tell(const quern_error *error, char *why, size_t size)
{
    char text[2048];
    snprintf(text, sizeof text, "%s%s%s", error->message, *error->detail ? ": " : "", error->detail);
    if (why)
        quern__utf8_copy(why, size, text);
}

static const char site[] = "quern_ping";

/* A time that is over still has to be one: 0 would be the db's own. */
static quern_session *open_session(quern_db *db, int32_t timeout_ms)
{
    const int32_t ms = timeout_ms == 0 ? 1 : timeout_ms < 0 ? -1 : timeout_ms;
    const quern_session_options options = { .turn_ms = ms, .statement_ms = ms, .deadline_ms = ms };
    return (quern_session_open)(db, &options, sizeof options, site);
}

bool quern_ping(quern_db *db, int32_t timeout_ms, char *why, size_t size)
{
    const quern__work work = { .sql = "SELECT 1", .site = site };
    int64_t rows;
    quern_session *session = open_session(db, timeout_ms);
    const bool there = quern__run(session, &work, &rows);
    tell(there ? &(quern_error){ .message = "", .detail = "" } : quern_session_error(session), why, size);
    quern_session_close(session);
    return there;
}
