/* fixture.c: see fixture.h. Tests run in processes of their own, so the variables are each test's; the schema is made before
 * the fork, and nothing is left open over it. */
#include "test/integration/fixture.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>

quern__test_schema schema;
quern_db *db;
quern_session *s;

static bool there_is_a_server;

static void open_schema(void)
{
    there_is_a_server = quern__test_schema_open(&schema);
}

static void close_schema(void)
{
    if (there_is_a_server)
        quern__test_schema_close(&schema);
}

static void open_session(void)
{
    db = NULL;
    if (!there_is_a_server)
        return;
    db = open_db(&(quern_options){ .pool_max = 2, .turn_ms = 10000 }, schema.uri);
    s = quern_session_open(db);
}

static void close_session(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    close_db(db);
}

TCase *server_case(const char *name)
{
    TCase *made = tcase_create(name);
    tcase_add_unchecked_fixture(made, open_schema, close_schema);
    tcase_add_checked_fixture(made, open_session, close_session);
    tcase_set_timeout(made, 60);
    return made;
}

quern_db *open_db(const quern_options *options, const char *uri)
{
    quern_db *opened = (quern_open)(uri, quern__test_models, options, sizeof *options, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(opened));
    return opened;
}

void close_db(quern_db *to_close)
{
    ck_assert(quern_close(to_close, 10000));
}

static int64_t run(const char *format, va_list arguments)
{
    char text[4000];
    const int size = vsnprintf(text, sizeof text, format, arguments);
    ck_assert(size >= 0 && (size_t)size < sizeof text);
    const int64_t rows = quern_execute(s, text);
    ck_assert_msg(rows >= 0, "%s", quern_error_text(s));
    return rows;
}

int64_t sql(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int64_t rows = run(format, arguments);
    va_end(arguments);
    return rows;
}

void wait_until(int64_t rows, const char *format, ...)
{
    int64_t got = -1;
    for (int i = 0; i < 500 && got != rows; i++) {
        va_list arguments;
        poll(NULL, 0, i ? 20 : 0);
        va_start(arguments, format);
        got = run(format, arguments);
        va_end(arguments);
    }
    ck_assert_msg(got == rows, "%s: %d rows after 10 s, not %d", format, (int)got, (int)rows);
}

const quern_error *take_failure(quern_session *session, quern_error_code code)
{
    const quern_error *error;
    ck_assert_msg(quern_error_take(session, &error), "no failure, where %s was expected",
                  quern_error_name(code));
    ck_assert_msg(error->code == code, "%s: %s, not %s", quern_error_name(error->code), error->message,
                  quern_error_name(code));
    return error;
}
