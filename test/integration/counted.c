/* counted.c: see counted.h. */
#include "test/integration/counted.h"

#include <stdio.h>

quern_session *counted;
quern_db *counted_db;
int64_t counted_before;
const quern__server_log *server_says;
static quern__server_log server_log;

void count_from_here(void)
{
    if (server_says)
        quern__server_log_mark(&server_log);
    counted_before = quern_query_count(counted);
}

const char *expect_statements(const char *what, int64_t statements)
{
    size_t count;
    const int64_t ran = quern_query_count(counted) - counted_before;
    ck_assert_msg(ran == statements, "%s: %d statements in the session's log, not %d", what, (int)ran,
                  (int)statements);
    if (!server_says)
        return NULL;
    const char *text = quern__server_log_read(&server_log, &count);
    ck_assert_msg((int64_t)count == statements, "%s: %zu statements in the server's log, not %d:\n%s", what,
                  count, (int)statements, text);
    return text;
}

void open_counted(void)
{
    static char application[80];
    if (!db)
        return;
    snprintf(application, sizeof application, "%s_counted", schema.name);
    server_says = quern__server_log_open(&server_log, application) ? &server_log : NULL;
    char parameter[100];
    snprintf(parameter, sizeof parameter, "application_name=%s", application);
    counted_db = open_db(&(quern_options){ .pool_max = 2 }, quern__test_schema_uri(&schema, parameter));
    counted = quern_session_open(counted_db);
    count_from_here();
}

void close_counted(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(counted), "");
    quern_session_close(counted);
    close_db(counted_db);
}
