/* schema.c: see schema.h. A session borrows any connection of its pool, so the URI sets the search path, and each connection
 * has it from its beginning. */
#include "test/support/schema.h"

#include "test/support/models.h"
#include "test/support/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char separator_in(const char *uri)
{
    return strchr(uri, '?') ? '&' : '?';
}

/* One statement in a db of its own: nothing must be left open, since libcheck forks. Gives the rows. */
static int64_t run(const char *uri, const char *sql)
{
    quern_db *db = quern_open(uri, QUERN_MODELS(shelf), .pool_max = 1);
    quern_session *session = quern_session_open(db);
    const int64_t rows = quern_execute(session, sql);
    ck_assert_msg(rows >= 0, "%s", quern_error_text(session));
    quern_session_close(session);
    ck_assert(quern_close(db, 10000));
    return rows;
}

static void make_tables(const char *uri)
{
    quern_db *db = quern_open(uri, QUERN_MODELS(shelf), .pool_max = 1);
    quern_session *session = quern_session_open(db);
    for (const char *const *statement = quern__test_tables; *statement; statement++)
        quern_execute(session, *statement);
    ck_assert_msg(!quern_failed(session), "%s", quern_error_text(session));
    quern_session_close(session);
    ck_assert(quern_close(db, 10000));
}

bool quern__test_schema_open(quern__test_schema *schema)
{
    char sql[200];
    const char *url = quern__test_url();
    if (!url)
        return false;
    snprintf(schema->name, sizeof schema->name, "quern_test_%ld", (long)getpid());
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", schema->name);
    run(url, sql);
    snprintf(schema->uri, sizeof schema->uri, "%s%coptions=-csearch_path%%3D%s", url, separator_in(url),
             schema->name);
    snprintf(sql, sizeof sql, "SELECT WHERE current_schema() = '%s'", schema->name);
    if (run(schema->uri, sql) == 1) {
        make_tables(schema->uri);
        return true;
    }
    quern__test_schema_close(schema);
    ck_assert_msg(!getenv("QUERN_TEST_REQUIRED"), "QUERN_TEST_URL: the server ignores the options of a URI");
    puts("skipped: the server ignores the options of a URI");
    return false;
}

void quern__test_schema_close(const quern__test_schema *schema)
{
    char sql[200];
    snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", schema->name);
    run(quern__test_url(), sql);
}

const char *quern__test_schema_uri(const quern__test_schema *schema, const char *parameter)
{
    static char uri[sizeof schema->uri + 200];
    snprintf(uri, sizeof uri, "%s&%s", schema->uri, parameter);
    return uri;
}
