/* fixture.h: a pool on the script backend, and threads that borrow from it. */
#ifndef QUERN__TEST_POOL_FIXTURE_H
#define QUERN__TEST_POOL_FIXTURE_H

#include "lib/pool/pool_private.h"

#include <quern/backend/script.h>

typedef struct pool_fixture {
    quern_script *script;
    quern__pool *pool;
    quern__arena *arena; /* of the test's own thread */
} pool_fixture;

/* A pool of `max`; connects may take 200 ms. Ends the test when there is no memory. */
pool_fixture fixture_open(uint32_t max);
/* The same with another backend around the script's. */
pool_fixture fixture_open_with(uint32_t max, quern_script *script, const quern_backend *backend);
/* The same with options of its own; what is zero in them is as above. */
pool_fixture fixture_open_like(quern_script *script, quern__pool_options options);
/* Closes all, and looks at the script's report. */
void fixture_close(pool_fixture *f);

/* Borrows on this thread. */
bool fixture_borrow(pool_fixture *f, int32_t turn_ms, quern__lease *lease, quern_error *error);
/* Borrows, and fails the test when that fails. */
quern__lease fixture_must_borrow(pool_fixture *f);
/* The number of the connection, from 1 in the order of opening. */
int64_t lease_number(const quern__lease *lease);
/* Runs a statement on a borrowed connection until its unit has ended; false when it was lost. */
bool lease_run(const quern__lease *lease, const char *sql);
/* Sends a statement and does not wait for an answer. */
void lease_send(const quern__lease *lease, const char *sql);

/* Waits, up to 5 s, until something holds, and fails the test when it does not come. */
void wait_for_waiters(pool_fixture *f, uint32_t count);
void wait_for_idle(pool_fixture *f, uint32_t count);
void wait_for_count(pool_fixture *f, quern_script_count_kind what, int64_t count);

/* Idle connections are as those that came back long ago: whoever borrows one looks whether it lives. */
void let_them_age(pool_fixture *f);

void sleep_ms(int ms);
int64_t now_ms(void);

/* A thread that borrows one connection. */
typedef struct borrower {
    pool_fixture *f;
    pthread_t thread;
    int32_t turn_ms;
    quern__interrupt interrupt;
    quern__arena *arena;
    bool lent;
    quern__lease lease;
    quern_error error;
    int64_t took_ms;
} borrower;

/* Starts it; with `queued` it is in the queue when this returns. */
void borrower_start(borrower *b, pool_fixture *f, int32_t turn_ms, bool queued);
/* Waits until it has ended. */
void borrower_join(borrower *b);
/* Frees; after join. */
void borrower_close(borrower *b);

#endif
