/* clock.h: time for deadlines, on a clock that nobody sets: in microseconds since some moment. */
#ifndef QUERN__BASE_CLOCK_H
#define QUERN__BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

#define QUERN__NEVER INT64_MAX /* the deadline of what may take for ever */

/* Now, on CLOCK_MONOTONIC. Any thread. */
int64_t quern__clock_now(void);

/* The same to some milliseconds, and a few times cheaper: never later than the other. Any thread. */
int64_t quern__clock_coarse(void);

/* The moment `ms` milliseconds from now; QUERN__NEVER for a negative number. */
int64_t quern__deadline_in(int32_t ms);
int64_t quern__deadline_from(int64_t now, int32_t ms); /* for who has just looked at the clock */

/* What is left until then in milliseconds, for poll: rounded up, 0 when it has passed, -1 for QUERN__NEVER. */
int quern__deadline_left_ms(int64_t deadline);
int quern__deadline_left_ms_at(int64_t now, int64_t deadline); /* for who has just looked at the clock */

/* The same moment, for pthread_cond_timedwait on CLOCK_MONOTONIC. Not for QUERN__NEVER. */
struct timespec quern__deadline_timespec(int64_t deadline);

#endif
