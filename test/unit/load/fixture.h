/* fixture.h: a db on a script, with one model and one session: what the tests of this folder begin with. */
#ifndef QUERN__TEST_LOAD_FIXTURE_H
#define QUERN__TEST_LOAD_FIXTURE_H

#include "test/support/expect.h"
#include "test/support/runner.h"

#include <quern/backend/script.h>
#include <quern/quern.h>
#include <quern/short.h>

#include <check.h>
#include <string.h>

typedef struct item item;
typedef struct other other;

struct item {
    quern_object object;
    int64_t id;
    const char *title; /* may not be NULL */
    const char *note;  /* may be NULL */
    quern_null_i32 pages;
};

struct other {
    quern_object object;
    int64_t id;
};

QUERN_DECLARE_MODEL(item);
QUERN_DECLARE_MODEL(other);

extern quern_script *script;
extern quern_db *db;
extern quern_session *s;

/* The columns of an item, as a script gives them. */
#define ITEM_COLUMNS                                                             \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }, \
                         { "note", QUERN_KIND_TEXT }, { "pages", QUERN_KIND_I32 })
#define ITEMS "FROM \"item\""

/* A checked fixture: opens before each test; after it the script must have been played out, and the session be in no failure
 * that the test did not take. */
TCase *item_case(const char *name);

/* The statements that have run, by the script's count and by the session's, which must agree. */
int64_t ran(void);

/* The session's failure, which must have this code; it is taken, and its message given (it lives until the next). */
const char *take_failure(quern_error_code code);

#endif
