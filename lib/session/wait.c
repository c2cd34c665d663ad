/* wait.c: poll with a deadline, which is computed anew after every signal. */
#include "lib/session/wait.h"

#include "lib/base/clock.h"
#include "lib/pool/pool.h"

#include <poll.h>

static short events_of(unsigned wanted)
{
    return (short)((wanted & QUERN_READY_READ ? POLLIN : 0) | (wanted & QUERN_READY_WRITE ? POLLOUT : 0));
}

/* An error on the socket makes it ready for all that is wanted: the step that follows finds out what it is. */
static unsigned ready_of(short events, unsigned wanted)
{
    if (events & (POLLERR | POLLHUP | POLLNVAL))
        return wanted;
    return (events & POLLIN ? (unsigned)QUERN_READY_READ : 0U) |
           (events & POLLOUT ? (unsigned)QUERN_READY_WRITE : 0U);
}

unsigned quern__wait(int fd, int wake, unsigned wanted, int64_t now, int64_t deadline)
{
    struct pollfd look[] = { { .fd = fd, .events = events_of(wanted) }, { .fd = wake, .events = POLLIN } };
    for (;; now = quern__clock_now()) {
        const int left = quern__deadline_left_ms_at(now, deadline);
        if (poll(look, wake < 0 ? 1 : 2, left) > 0) {
            if (look[1].revents)
                quern__wake_hush(wake);
            return ready_of(look[0].revents, wanted);
        }
        if (left == 0)
            return QUERN_READY_NONE;
    }
}
