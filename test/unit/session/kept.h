/* kept.h: a session that keeps its connection, on a script: what it is told to run, and what came. */
#ifndef QUERN__TEST_SESSION_KEPT_H
#define QUERN__TEST_SESSION_KEPT_H

#include "test/unit/session/fixture.h"

/* As quern would: a read. */
bool read_rows(session_fixture *f, const char *sql);

/* A script on which all goes well, unless something is expected to fail before this is called. */
void expect_all(session_fixture *f);

/* These statements have come, and no others. */
#define SEEN(f, ...) expect_seen((f), (const char *const[]){ __VA_ARGS__, NULL })
void expect_seen(session_fixture *f, const char *const *expected);

/* Begins, runs "a", and forgets what was expected. */
session_fixture open_begun(int32_t statement_ms, int depth);

/* The session has failed with this code; that is forgotten. */
void clear(session_fixture *f, const char *name, quern_error_code code);

#endif
