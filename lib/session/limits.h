/* limits.h: how long a session may wait, and what it is told when that is over. */
#ifndef QUERN__SESSION_LIMITS_H
#define QUERN__SESSION_LIMITS_H

#include "lib/session/run.h"

/* The nearest of the limits that a statement has. */
typedef struct quern__time_limit {
    enum { QUERN__LIMIT_STATEMENT = 0, QUERN__LIMIT_QUERYSET, QUERN__LIMIT_SESSION } whose;
    int32_t ms;       /* as it was given */
    int64_t deadline; /* on lib/base/clock.h */
} quern__time_limit;

/* That of a statement which begins at `now`. */
quern__time_limit quern__time_limit_at(const quern_session *session, const quern__work *work, int64_t now);

/* The error of one that was over; its texts live as long as `room`. */
typedef struct quern__time_limit_room {
    char message[96];
} quern__time_limit_room;
quern_error quern__time_limit_error(const quern__time_limit *limit, quern__time_limit_room *room);

/* When the session's own deadline is, for one that begins now. */
int64_t quern__time_limit_session(const quern_session_options *options);

#endif
