/* fixture.h: a db of the shared models on a script, with a session: what the tests of this folder begin with. */
#ifndef QUERN__TEST_SAVE_FIXTURE_H
#define QUERN__TEST_SAVE_FIXTURE_H

#include "test/support/club.h"
#include "test/support/expect.h"

#include <quern/backend/script.h>
#include <quern/quern.h>
#include <quern/short.h>

extern quern_script *script;
extern quern_db *db;
extern quern_session *s;

/* A checked fixture. The session must be well at the end, and the script played out. */
void save_open(void);
void save_close(void);

/* What is sent changes so many rows. */
void expect_change(const char *sql, const char *values, int64_t rows);

/* So many statements have been sent since the last call. */
void expect_sent(const char *name, int64_t count);

/* The session has failed so; that is taken. */
void expect_failed(const char *name, quern_error_code code, const char *message, const char *hint);

/* Players with the keys 1 to `count`, of one result; odd ones have the boss 2. */
player *const *some_players(size_t count);

#endif
