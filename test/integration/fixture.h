/* fixture.h: a schema with the shared tables, and a db and a session in it: what the tests of the public API begin with. */
#ifndef QUERN__TEST_INTEGRATION_FIXTURE_H
#define QUERN__TEST_INTEGRATION_FIXTURE_H

#include "test/support/expect.h"
#include "test/support/models.h"
#include "test/support/runner.h"
#include "test/support/schema.h"

#include <quern/quern.h>
#include <quern/short.h>

#include <check.h>
#include <string.h>

extern quern__test_schema schema;
extern quern_db *db; /* NULL without a server */
extern quern_session *s;

/* A test without a server has nothing to do. */
#define NEEDS_SERVER() \
    if (!db)           \
    return

/* A case whose tests share a schema, and each have a db and a session of their own; after each the session must be in no
 * failure that the test did not take. */
TCase *server_case(const char *name);

/* Another db in the schema, with the same models. */
quern_db *open_db(const quern_options *options, const char *uri);
void close_db(quern_db *to_close);

/* Runs SQL of the test's own, made as by printf; gives the rows, and fails the test when it fails. */
int64_t sql(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs it until it gives so many rows, for up to 10 s: to wait for what another connection does. */
void wait_until(int64_t rows, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The session's failure, which must have this code; it is taken, and lives until the next. */
const quern_error *take_failure(quern_session *session, quern_error_code code);

#endif
