/* park.h: a place for one thread to sleep until another says that it is over: what a condition is, without a lock, and without memory
 * that has to outlive the sleeper. Whoever unparks may do so after the sleeper has left, as far as the system is concerned: it gives
 * the system an address, and touches nothing. */
#ifndef QUERN__POOL_PARK_H
#define QUERN__POOL_PARK_H

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#if defined __linux__ && LONG_MAX > INT_MAX && !defined QUERN__NO_FUTEX
#define QUERN__FUTEX 1
#else
#include <pthread.h>
#endif

typedef struct quern__parker {
    atomic_uint word;
#ifndef QUERN__FUTEX
    pthread_mutex_t lock;
    pthread_cond_t unparked;
#endif
} quern__parker;

void quern__parker_open(quern__parker *parker);
void quern__parker_close(quern__parker *parker);

/* Sleeps until it is unparked, or has been, or until the deadline; true when it was unparked, which is used up then. What the other
 * thread did before is seen. */
bool quern__park(quern__parker *parker, int64_t deadline);

/* Wakes who is parked, or will be. The last that may be done to a parker whose sleeper then goes. */
void quern__unpark(quern__parker *parker);

#endif
