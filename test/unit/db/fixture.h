/* fixture.h: a db of the shared models on a script. */
#ifndef QUERN__TEST_DB_FIXTURE_H
#define QUERN__TEST_DB_FIXTURE_H

#include "test/support/models.h"

#include <quern/backend/script.h>

typedef struct db_fixture {
    quern_script *script;
    quern_db *db;
} db_fixture;

/* With one connection at most. */
db_fixture fixture_open(void);
/* Closes the db, which must succeed at once, and looks at the script's report. */
void fixture_close(db_fixture *f);
/* What fixture_close does when the db is closed already. */
void fixture_end(db_fixture *f);

/* One statement to come that changes so many rows, after so many milliseconds. */
void expect_update(quern_script *script, int64_t changed, int32_t after_ms);
/* Runs it. */
int64_t update(quern_session *session);

/* Fails the test unless this is an error with this code, and with this in its message. */
void check_error(const char *name, const quern_error *error, quern_error_code code, const char *message);

/* Waits until there were so many; fails the test after 5 s. */
void wait_for_count(quern_script *script, quern_script_count_kind what, int64_t count);
void sleep_ms(int ms);
int64_t now_ms(void);

#endif
