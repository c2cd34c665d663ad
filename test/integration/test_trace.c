/* test_trace.c: what a session and its db tell, and what the server shows of them: the tag, the application's name, the log's
 * members, parameters, and events from a connection's first day to its last. */
#include "test/integration/fixture.h"
#include "test/support/child.h"
#include "test/support/serverlog.h"

#include <quern/transaction.h>

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs it, and fails the test unless it gives that many rows. */
static void expect_rows(quern_session *session, const char *text, int64_t rows)
{
    const int64_t got = quern_execute(session, text);
    ck_assert_msg(got == rows, "%s: %d rows, not %d: %s", text, (int)got, (int)rows,
                  quern_error_text(session));
}

/* ---- The application's name ---- */

static const struct {
    const char *given, *in_uri, *shown;
} applications[] = {
    { NULL, NULL, "quern" },
    { "quern test shop", NULL, "quern test shop" },
    { "quern test shop", "application_name=from_uri", "from_uri" },
    { NULL, "application_name=from_uri", "from_uri" },
    { "sixty-three bytes are what the server shows of a name, no more.", NULL,
      "sixty-three bytes are what the server shows of a name, no more." },
};

START_TEST(the_server_shows_the_application)
{
    NEEDS_SERVER();
    const char *uri =
        applications[_i].in_uri ? quern__test_schema_uri(&schema, applications[_i].in_uri) : schema.uri;
    quern_db *named =
        open_db(&(quern_options){ .pool_max = 1, .application_name = applications[_i].given }, uri);
    quern_session *session = quern_session_open(named);
    const int64_t rows = quern_execute(
        session, "SELECT FROM pg_stat_activity WHERE pid = pg_backend_pid() AND application_name = $1",
        applications[_i].shown);
    ck_assert_msg(rows == 1, "%s is not shown: %s", applications[_i].shown, quern_error_text(session));
    quern_session_close(session);
    close_db(named);
}
END_TEST

/* ---- The tag ---- */

#define SHOWN "SELECT FROM pg_stat_activity WHERE pid = pg_backend_pid() AND starts_with(query, '%s')"

START_TEST(the_server_shows_the_tag)
{
    NEEDS_SERVER();
    char text[3000];
    size_t count;
    quern__server_log server_log;
    const char *uri = quern__test_schema_uri(&schema, "application_name=tagged");
    const bool has_log = quern__server_log_open(&server_log, "tagged");
    quern_db *tagged = open_db(&(quern_options){ .pool_max = 1 }, uri);
    quern_session *session = quern_session_open(tagged, .tag = "request 7");
    snprintf(text, sizeof text, SHOWN " -- a comment of its own", "/*request 7*/ SELECT");
    expect_rows(session, text, 1);
    const size_t size = strlen(text);
    memset(text + size, 'x', sizeof text - size); /* longer than what the server shows */
    text[sizeof text - 1] = '\0';
    expect_rows(session, text, 1);
    ck_assert_int_ge(quern_count(quern_objects(session, book)), 0);
    ck_assert_str_eq(quern_query_at(session, 2)->sql, text);
    ck_assert_ptr_null(strstr(quern_query_at(session, 3)->sql, "/*"));
    ck_assert(quern_execute(session, "SELECT no_such_column -- at all") < 0);
    ck_assert_str_eq(take_failure(session, QUERN_ERROR_SERVER)->sql, "SELECT no_such_column -- at all");
    if (has_log) {
        const char *log = quern__server_log_read(&server_log, &count);
        ck_assert_msg(strstr(log, "/*request 7*/ SELECT COUNT(*)"), "%s", log);
    }
    quern_session_close(session);
    close_db(tagged);
}
END_TEST

/* Whatever a tag may be made of, the statement behind it is the one that runs. */
static const char *const odd_tags[] = { "/",         "*",    "**", "GET /authors/",         "it''s \"odd\"",
                                        "$1 $$ $a$", "-- x", "\\", "; DROP TABLE book; --", "a:b::c?d=%20",
                                        " " };

START_TEST(an_odd_tag_does_no_harm)
{
    NEEDS_SERVER();
    quern_session *session = quern_session_open(db, .tag = odd_tags[_i]);
    const int64_t rows = quern_execute(session, "SELECT FROM generate_series(1, $1::int)", 3);
    ck_assert_msg(rows == 3, "%s: %s", odd_tags[_i], quern_error_text(session));
    quern_session_close(session);
}
END_TEST

/* ---- The log ---- */

static const quern_query *latest(void)
{
    return quern_query_at(s, -1);
}

START_TEST(time_at_the_server)
{
    NEEDS_SERVER();
    sql("SELECT 1");
    sql("SELECT pg_sleep(0.2)");
    const quern_query *query = latest();
    ck_assert_msg(
        query->server_microseconds >= 190000 && query->server_microseconds <= query->elapsed_microseconds,
        "%lld of %lld us", (long long)query->server_microseconds, (long long)query->elapsed_microseconds);
    ck_assert_int_lt(query->elapsed_microseconds - query->server_microseconds, 100000);
}
END_TEST

START_TEST(bytes_of_cells)
{
    NEEDS_SERVER();
    sql("SELECT repeat('x', 1000), NULL::text, 'abc' FROM generate_series(1, 7)");
    ck_assert_int_eq(latest()->bytes, 7 * 1003);
    sql("SELECT FROM generate_series(1, 7)");
    ck_assert_int_eq(latest()->bytes, 0);
    sql("SELECT 1 WHERE false");
    ck_assert_int_eq(latest()->bytes, 0);
}
END_TEST

static void expect_logged(int64_t number, quern_query_origin origin, int64_t transaction, const char *begins)
{
    const quern_query *query = quern_query_at(s, number);
    ck_assert_msg(query, "there is no statement %d", (int)number);
    ck_assert_msg(strncmp(query->sql, begins, strlen(begins)) == 0, "statement %d: %s, not %s", (int)number,
                  query->sql, begins);
    ck_assert_msg(query->origin == origin, "%s: origin %d, not %d", query->sql, (int)query->origin,
                  (int)origin);
    ck_assert_msg(query->transaction == transaction, "%s: transaction %d, not %d", query->sql,
                  (int)query->transaction, (int)transaction);
    ck_assert_msg(query->site && strstr(query->site, "test_trace.c:"), "%s: %s", query->sql, query->site);
    ck_assert_ptr_null(query->parameters);
}

START_TEST(why_and_in_which_transaction)
{
    NEEDS_SERVER();
    int64_t number = 1;
    const quern_difference *faults;
    ck_assert_int_ge(quern_count(quern_objects(s, book)), 0);
    expect_logged(number++, QUERN_ORIGIN_QUERY, 0, "SELECT COUNT(*)");
    for (int64_t transaction = 1; transaction <= 2; transaction++) {
        ck_assert(quern_begin(s));
        ck_assert_int_eq(quern_execute(s, "SELECT 1"), 1);
        ck_assert_int_ge(quern_count(quern_objects(s, book)), 0);
        ck_assert(quern_commit(s));
        expect_logged(number++, QUERN_ORIGIN_TRANSACTION, transaction, "BEGIN");
        expect_logged(number++, QUERN_ORIGIN_OWN, transaction, "SELECT 1");
        expect_logged(number++, QUERN_ORIGIN_QUERY, transaction, "SELECT COUNT(*)");
        expect_logged(number++, QUERN_ORIGIN_TRANSACTION, transaction, "COMMIT");
    }
    quern_check_schema(s, &faults);
    expect_logged(number++, QUERN_ORIGIN_SCHEMA, 0, "");
    ck_assert_int_eq(quern_query_count(s), number - 1);
}
END_TEST

/* ---- Parameters ---- */

START_TEST(parameters_as_the_server_reads_them)
{
    NEEDS_SERVER();
    char text[2000];
    quern_session *session = quern_session_open(db, .log_parameters = true);
    const quern_value values[] = {
        quern_value_i64(-5),        quern_value_text("it's a \\ back\nslash"),
        quern_value_null(),         quern_value_bool(false),
        quern_value_f64(0.1),       quern_value_timestamp((quern_timestamp){ 1714564800123456 }),
        { .kind = QUERN_KIND_END },
    };
    static const char compare[] = "SELECT $1::bigint, $2::text, $3::text, $4::boolean, $5::float8, "
                                  "$6::timestamptz";
    ck_assert_int_eq((quern_execute)(session, compare, values, QUERN_SITE), 1);
    /* The values once more, as they were written, beside the bound ones. */
    snprintf(text, sizeof text,
             "SELECT WHERE ($1::bigint, $2::text, $3::text, $4::boolean, $5::float8, $6::timestamptz) "
             "IS NOT DISTINCT FROM ROW(%s)",
             quern_query_at(session, -1)->parameters);
    const int64_t rows = (quern_execute)(session, text, values, QUERN_SITE);
    ck_assert_msg(rows == 1, "%s: %s", text, quern_error_text(session));
    ck_assert_int_ge(quern_count(quern_filter(quern_objects(session, book), Q("title", "Emma"))), 0);
    ck_assert_str_eq(quern_query_at(session, -1)->parameters, "'Emma'");
    quern_session_close(session);
}
END_TEST

/* ---- Events ---- */

static struct {
    pthread_mutex_t lock;
    char lines[8000];
} told = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void listen(void *context, const quern_trace_event *event)
{
    char line[600];
    (void)context;
    snprintf(line, sizeof line, "%d %s %s: %s%s%s%s%s\n", (int)event->level,
             quern_trace_name(event->kind) + strlen("QUERN_TRACE_"), event->tag ? event->tag : "-",
             event->message, event->query ? ": " : "", event->query ? event->query->sql : "",
             event->error ? ": " : "", event->error ? event->error->sqlstate : "");
    pthread_mutex_lock(&told.lock);
    strncat(told.lines, line, sizeof told.lines - strlen(told.lines) - 1);
    pthread_mutex_unlock(&told.lock);
}

static bool was_told(const char *line)
{
    pthread_mutex_lock(&told.lock);
    const bool found = strstr(told.lines, line) != NULL;
    pthread_mutex_unlock(&told.lock);
    return found;
}

static void expect_told(const char *line)
{
    for (int i = 0; i < 500 && !was_told(line); i++)
        poll(NULL, 0, 10);
    ck_assert_msg(was_told(line), "\"%s\" was not told, but:\n%s", line, told.lines);
}

static quern_db *open_told(const char *uri, quern_level level)
{
    return open_db(&(quern_options){ .pool_max = 1, .on_event = listen, .on_event_level = level }, uri);
}

START_TEST(the_life_of_a_connection)
{
    NEEDS_SERVER();
    char line[100];
    quern_db *loud = open_told(quern__test_schema_uri(&schema, "application_name=life"), QUERN_LEVEL_DEBUG);
    quern_session *session = quern_session_open(loud, .tag = "t");
    expect_rows(session, "SELECT 1", 1);
    expect_told("2 CONNECTED -: a connection was opened: the server's process ");
    ck_assert_int_ge(sql("SELECT FROM pg_stat_activity WHERE application_name = 'life' AND pid = %d",
                         atoi(strstr(told.lines, "process ") + strlen("process "))),
                     1);
    expect_told("1 STATEMENT_START t: a statement is sent: SELECT 1\n"
                "1 STATEMENT_END t: a statement has ended: SELECT 1\n");
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'life'");
    wait_until(0, "SELECT FROM pg_stat_activity WHERE application_name = 'life'");
    poll(NULL, 0, 20); /* what has just come back is not looked at */
    expect_rows(session, "SELECT 2", 1);
    expect_told("3 DISCONNECTED -: a connection was lost: the server's process ");
    ck_assert(quern_execute(session, "SELECT 1/0") < 0);
    snprintf(line, sizeof line, "3 STATEMENT_END t: division by zero: SELECT 1/0: 22012\n");
    expect_told(line);
    take_failure(session, QUERN_ERROR_SERVER);
    quern_session_close(session);
    close_db(loud);
    ck_assert(was_told("2 DISCONNECTED -: a connection was closed: the server's process "));
    ck_assert(!was_told("UNREAD"));
}
END_TEST

START_TEST(a_connect_that_fails)
{
    NEEDS_SERVER();
    quern_db *lost = open_told(quern__test_schema_uri(&schema, "dbname=no_such_db"), 0);
    quern_session *session = quern_session_open(lost);
    ck_assert(quern_execute(session, "SELECT 1") < 0);
    expect_told("3 CONNECT_FAILED -: ");
    expect_told(": 3D000\n");
    quern_session_close(session);
    expect_told("4 UNREAD_FAILURE -: ");
    close_db(lost);
}
END_TEST

START_TEST(a_transaction_that_nobody_ended)
{
    NEEDS_SERVER();
    quern_db *loud = open_told(schema.uri, 0);
    quern_session *session = quern_session_open(loud);
    ck_assert(quern_begin(session));
    expect_rows(session, "SELECT 1", 1);
    ck_assert_str_eq(told.lines, "");
    quern_session_close(session);
    ck_assert_msg(strncmp(told.lines, "3 ROLLED_BACK -: ", 17) == 0, "%s", told.lines);
    close_db(loud);
}
END_TEST

/* A secret goes to the server, and nowhere else. (What the server says itself may quote one: then it is told.) */
START_TEST(a_secret_stays_one)
{
    NEEDS_SERVER();
    quern_db *loud = open_told(schema.uri, QUERN_LEVEL_DEBUG);
    quern_session *session = quern_session_open(loud, .statement_ms = 300);
    static const char *const statements[] = { "SELECT $1", "SELECT $1 FROM no_such_table",
                                              "SELECT $1::text, 1/0", "SELECT $1::text, pg_sleep(5)" };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        quern_execute(session, statements[i], "s3cret");
        ck_assert_int_eq(quern_failed(session), i > 0);
        ck_assert_ptr_null(strstr(quern_error_text(session), "s3cret"));
        quern_error_clear(session);
        expect_told(statements[i]);
        ck_assert_ptr_null(quern_query_at(session, -1)->parameters);
    }
    ck_assert(!was_told("s3cret"));
    quern_session_close(session);
    close_db(loud);
}
END_TEST

/* What the child is told is its own failure; the parent's connection goes on. */
START_TEST(in_a_forked_child)
{
    NEEDS_SERVER();
    quern_db *loud = open_told(schema.uri, QUERN_LEVEL_DEBUG);
    quern_session *session = quern_session_open(loud);
    expect_rows(session, "SELECT 1", 1);
    const pid_t child = fork();
    if (child == 0) {
        told.lines[0] = '\0';
        const bool refused = quern_execute(session, "SELECT 2") < 0;
        quern_session_close(session);
        const bool unread = strncmp(told.lines, "4 UNREAD_FAILURE -: this process was forked", 42) == 0;
        const bool closed = quern_close(loud, 0);
        quern__child_ends(refused && unread && closed && !strstr(told.lines, "DISCONNECTED") ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %d", status);
    expect_rows(session, "SELECT 3", 1);
    quern_session_close(session);
    close_db(loud);
}
END_TEST

Suite *quern__suite_trace(void);

Suite *quern__suite_trace(void)
{
    Suite *suite = suite_create("trace");
    TCase *tests = server_case("shown");
    tcase_add_loop_test(tests, the_server_shows_the_application, 0,
                        sizeof applications / sizeof *applications);
    tcase_add_test(tests, the_server_shows_the_tag);
    tcase_add_loop_test(tests, an_odd_tag_does_no_harm, 0, sizeof odd_tags / sizeof *odd_tags);
    suite_add_tcase(suite, tests);
    tests = server_case("log");
    tcase_add_test(tests, time_at_the_server);
    tcase_add_test(tests, bytes_of_cells);
    tcase_add_test(tests, why_and_in_which_transaction);
    tcase_add_test(tests, parameters_as_the_server_reads_them);
    suite_add_tcase(suite, tests);
    tests = server_case("events");
    tcase_add_test(tests, the_life_of_a_connection);
    tcase_add_test(tests, a_connect_that_fails);
    tcase_add_test(tests, a_transaction_that_nobody_ended);
    tcase_add_test(tests, a_secret_stays_one);
    tcase_add_test(tests, in_a_forked_child);
    suite_add_tcase(suite, tests);
    return suite;
}
