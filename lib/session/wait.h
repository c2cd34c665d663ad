/* wait.h: the wait on a socket: one of the two places where the library blocks (the other is the turn at the pool). */
#ifndef QUERN__SESSION_WAIT_H
#define QUERN__SESSION_WAIT_H

#include <stdint.h>

/* From `now` on, which the caller has just read off the clock: waits until `fd` is ready for one of `wanted` (a set of quern_ready), until `wake` can be read (-1: there is none), which it is
 * not any more then, or until the deadline (lib/base/clock.h). Gives what `fd` is ready for; NONE when that is nothing. Signals do
 * not end or prolong it. */
unsigned quern__wait(int fd, int wake, unsigned wanted, int64_t now, int64_t deadline);

#endif
