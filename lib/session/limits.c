/* limits.c: the limits of a statement: its own, which its queryset or its session gave, and the session's deadline. */
#include "lib/session/limits.h"

#include "lib/base/clock.h"

#include <stdio.h>

int64_t quern__time_limit_session(const quern_session_options *options)
{
    return options->deadline_ms > 0 ? quern__deadline_in(options->deadline_ms) : QUERN__NEVER;
}

quern__time_limit quern__time_limit_at(const quern_session *session, const quern__work *work, int64_t now)
{
    const int32_t ms = work->statement_ms ? work->statement_ms : session->options.statement_ms;
    quern__time_limit limit = { .whose = work->statement_ms ? QUERN__LIMIT_QUERYSET : QUERN__LIMIT_STATEMENT,
                                .ms = ms,
                                .deadline = quern__deadline_from(now, ms) };
    if (!work->always && session->deadline < limit.deadline) /* what undoes or closes has its own time */
        limit = (quern__time_limit){ .whose = QUERN__LIMIT_SESSION,
                                     .ms = session->options.deadline_ms,
                                     .deadline = session->deadline };
    return limit;
}

static const char *const hints[] = {
    [QUERN__LIMIT_STATEMENT] = "the server is told to stop it; .statement_ms in quern_options sets the limit",
    [QUERN__LIMIT_QUERYSET] = "the server is told to stop it; quern_timeout sets the limit",
    [QUERN__LIMIT_SESSION] = "what runs is stopped; .deadline_ms of the session sets it, from its opening on",
};

quern_error quern__time_limit_error(const quern__time_limit *limit, quern__time_limit_room *room)
{
    if (limit->whose == QUERN__LIMIT_SESSION)
        snprintf(room->message, sizeof room->message, "the session's deadline of %d ms is over",
                 (int)limit->ms);
    else
        snprintf(room->message, sizeof room->message, "the statement took longer than %d ms", (int)limit->ms);
    return (quern_error){ .code = QUERN_ERROR_STATEMENT_TIMEOUT,
                          .message = room->message,
                          .hint = hints[limit->whose] };
}
