/* fixture.h: a session on a pool of one connection, on the script backend. */
#ifndef QUERN__TEST_SESSION_FIXTURE_H
#define QUERN__TEST_SESSION_FIXTURE_H

#include "lib/session/run.h"

#include <quern/backend/script.h>

typedef struct session_fixture {
    quern_script *script;
    quern__pool *pool;
    quern_session *session;
} session_fixture;

/* With deadlines of 2 s for the turn and `statement_ms` for a statement. */
session_fixture fixture_open(int32_t statement_ms);
void fixture_close(session_fixture *f);
/* The same from another allocator, on a script that is already there; false when there is no memory for the pool. */
bool fixture_open_on(session_fixture *f, quern_script *script, const quern_allocator *allocator,
                     int32_t statement_ms);
void fixture_close_on(session_fixture *f);

/* Fails the test unless the session's failure has this code and outcome, this in its message, and the SQL. */
void expect_failure(const session_fixture *f, const char *name, quern_error_code code, quern_outcome outcome,
                    const char *message, const char *sql);
/* Waits until there were so many; fails the test after 5 s. */
void wait_for_count(session_fixture *f, quern_script_count_kind what, int64_t count);
/* The SQL of the statement of this number, from 0, that reached the server. */
const char *seen(session_fixture *f, size_t index);

#endif
