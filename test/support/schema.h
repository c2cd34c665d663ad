/* schema.h: a schema of the test's own on a real server, with the shared tables in it, so that tests do not meet. */
#ifndef QUERN__TEST_SUPPORT_SCHEMA_H
#define QUERN__TEST_SUPPORT_SCHEMA_H

#include <stdbool.h>

/* The name is of this process; at most one is open in a process at a time. */
typedef struct quern__test_schema {
    char name[40];
    char uri[2000]; /* leads into the schema: for quern_open */
} quern__test_schema;

/* Makes the schema and the tables of test/support/models.h, by quern_execute. False without a server, which has been said (or
 * has failed the test, see quern__test_url); and for a server that ignores a URI's options, as PgBouncer may. */
bool quern__test_schema_open(quern__test_schema *schema);

/* Drops it, with all that is in it. */
void quern__test_schema_close(const quern__test_schema *schema);

/* The schema's URI with one more parameter, or in place of one: "application_name=x". Lives until the next call. */
const char *quern__test_schema_uri(const quern__test_schema *schema, const char *parameter);

#endif
