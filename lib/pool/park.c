/* park.c: see park.h. On Linux a futex; elsewhere a lock and a condition, where the sleeper cannot leave before the other has let go
 * of the lock. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* for syscall */
#endif
#include "lib/pool/park.h"

#include "lib/base/clock.h"

enum { UP = 0, UNPARKED, ASLEEP };

#ifdef QUERN__FUTEX
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void quern__parker_open(quern__parker *parker)
{
    atomic_init(&parker->word, UP);
}

void quern__parker_close(quern__parker *parker)
{
    (void)parker;
}

/* False at the deadline. Comes back for no reason, too. */
static bool sleep_on(quern__parker *parker, int64_t deadline)
{
    struct timespec at;
    const bool ever = deadline == QUERN__NEVER;
    if (!ever)
        at = quern__deadline_timespec(deadline);
    return syscall(SYS_futex, &parker->word, FUTEX_WAIT_BITSET_PRIVATE, ASLEEP, ever ? NULL : &at, NULL,
                   FUTEX_BITSET_MATCH_ANY) == 0 ||
           errno != ETIMEDOUT;
}

bool quern__park(quern__parker *parker, int64_t deadline)
{
    unsigned up = UP;
    bool late = false;
    atomic_compare_exchange_strong(&parker->word, &up, ASLEEP);
    while (atomic_load(&parker->word) == ASLEEP && !late)
        late = !sleep_on(parker, deadline);
    return atomic_exchange(&parker->word, UP) == UNPARKED;
}

void quern__unpark(quern__parker *parker)
{
    atomic_uint *word = &parker->word;
    if (atomic_exchange(word, UNPARKED) == ASLEEP)
        syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
#else
void quern__parker_open(quern__parker *parker)
{
    pthread_condattr_t monotonic;
    atomic_init(&parker->word, UP);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&parker->lock, NULL);
    pthread_cond_init(&parker->unparked, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void quern__parker_close(quern__parker *parker)
{
    pthread_cond_destroy(&parker->unparked);
    pthread_mutex_destroy(&parker->lock);
}

bool quern__park(quern__parker *parker, int64_t deadline)
{
    bool late = false;
    pthread_mutex_lock(&parker->lock);
    while (atomic_load(&parker->word) != UNPARKED && !late) {
        if (deadline == QUERN__NEVER) {
            pthread_cond_wait(&parker->unparked, &parker->lock);
        } else {
            const struct timespec at = quern__deadline_timespec(deadline);
            late = pthread_cond_timedwait(&parker->unparked, &parker->lock, &at) != 0;
        }
    }
    const bool unparked = atomic_exchange(&parker->word, UP) == UNPARKED;
    pthread_mutex_unlock(&parker->lock);
    return unparked;
}

void quern__unpark(quern__parker *parker)
{
    pthread_mutex_lock(&parker->lock);
    atomic_store(&parker->word, UNPARKED);
    pthread_cond_signal(&parker->unparked);
    pthread_mutex_unlock(&parker->lock);
}
#endif
