/* test_backend.c: the backend's slots against a real server: what comes of requests, failures, deaths, cancels and floods. */
#include "test/support/runner.h"
#include "test/unit/postgres/drive.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static quern_link *conn;

/* A test without a server has nothing to do. */
#define NEEDS_SERVER() \
    if (!conn)         \
    return

static void begin(void)
{
    const char *url = quern__test_url();
    conn = url ? drive_open(url) : NULL;
}

static void end(void)
{
    if (conn)
        drive_close(conn);
}

/* The statements of a unit, in order, and what comes of them. A NULL ends the list, "-" ends a unit. */
static const struct {
    const char *name;
    const char *statements[8];
    const char *events;
} units[] = {
    { "a row", { "SELECT 'x' AS a, NULL AS b" }, "columns a,b; row x,NULL; done 1; synced" },
    { "no rows", { "SELECT 'x' AS a WHERE false" }, "columns a; done 0; synced" },
    { "no columns", { "SELECT FROM generate_series(1, 2)" }, "columns; row; row; done 2; synced" },
    { "an empty statement", { "" }, "done 0; synced" },
    { "only a comment", { "-- nothing" }, "done 0; synced" },
    { "a change", { "CREATE TEMP TABLE t AS SELECT 1 AS n FROM generate_series(1, 3)" }, "done 3; synced" },
    { "a change that gives rows",
      { "CREATE TEMP TABLE t (n text)", "INSERT INTO t VALUES ('1'), ('2') RETURNING n",
        "UPDATE t SET n = '3'", "DELETE FROM t WHERE n = '1'" },
      "done 0; columns n; row 1; row 2; done 2; done 2; done 0; synced" },
    { "an error, then a good one",
      { "SELECT 1/0", "-", "SELECT 'x' AS a" },
      "failed 22012; synced; columns a; row x; done 1; synced" },
    { "the middle one fails",
      { "SELECT 'x' AS a", "SELECT 1/0", "SELECT 'y' AS a", "SELECT 'z' AS a" },
      "columns a; row x; done 1; failed 22012; skipped; skipped; synced" },
    { "rows, then an error",
      { "SELECT (1 / (2 - n))::text AS a FROM generate_series(1, 3) AS n", "SELECT 'y' AS a" },
      "columns a; row 1; failed 22012; skipped; synced" },
    { "no SQL",
      { "SELEC", "SELECT 'y' AS a", "-", "SELECT 'z' AS a" },
      "failed 42601; skipped; synced; columns a; row z; done 1; synced" },
    { "two statements in one", { "SELECT 1; SELECT 2" }, "failed 42601; synced" },
    { "a constraint at the end of the unit",
      { "CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)", "-",
        "INSERT INTO t VALUES (1), (1)", "-", "SELECT count(*)::text AS n FROM t" },
      "done 0; synced; done 2; failed 23505; synced; columns n; row 0; done 1; synced" },
    { "the same in a transaction",
      { "CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)", "BEGIN",
        "INSERT INTO t VALUES (1), (1)", "COMMIT", "SELECT 'y' AS a", "-", "SELECT 'z' AS a" },
      "done 0; done 0; done 2; failed 23505; skipped; synced; columns a; row z; done 1; synced" },
    { "COMMIT of a failed transaction",
      { "BEGIN", "-", "SELECT 1/0", "-", "SELECT 'x' AS a", "-", "COMMIT" },
      "done 0; synced; failed 22012; synced; failed 25P02; synced; done 0; synced" },
};

static int submit_all(const char *const *statements)
{
    int count = 0;
    for (; *statements; statements++) {
        const bool last = !statements[1] || strcmp(statements[1], "-") == 0;
        drive_submit(conn, *statements, last);
        count += last;
        statements += last && statements[1];
    }
    return count;
}

START_TEST(requests_become_events)
{
    NEEDS_SERVER();
    const int count = submit_all(units[_i].statements);
    const char *events = drive_read(conn, count);
    ck_assert_msg(strcmp(events, units[_i].events) == 0, "%s: %s", units[_i].name, events);
    ck_assert_int_eq(drive_info(conn).state, QUERN_LINK_IDLE);
    ck_assert_str_eq(drive(conn, "SELECT 'x' AS a"), "columns a; row x; done 1; synced");
}
END_TEST

/* The same again, but each statement is sent when something of the one before it has come. */
START_TEST(requests_that_are_sent_late_become_the_same)
{
    NEEDS_SERVER();
    char all[2000] = "";
    quern_event event;
    for (const char *const *statement = units[_i].statements; *statement; statement++) {
        const bool last = !statement[1] || strcmp(statement[1], "-") == 0;
        drive_submit(conn, *statement, last);
        if (!last) { /* the server answers at a Sync only: so nothing can be waited for */
            quern_postgres_backend()->step(conn, QUERN_READY_NONE);
            continue;
        }
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? "; " : "", drive_read(conn, 1));
        ck_assert(!quern_postgres_backend()->take(conn, &event));
        statement += statement[1] != NULL;
    }
    ck_assert_msg(strcmp(all, units[_i].events) == 0, "%s: %s", units[_i].name, all);
}
END_TEST

START_TEST(a_failure_has_all_its_texts)
{
    NEEDS_SERVER();
    quern_event event;
    drive_submit(
        conn, "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'why', HINT = 'do', ERRCODE = 'QN001'; END $$",
        true);
    drive_next(conn, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_FAILED);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_SERVER);
    ck_assert_str_eq(event.error.sqlstate, "QN001");
    ck_assert_str_eq(event.error.message, "no");
    ck_assert_str_eq(event.error.detail, "why");
    ck_assert_str_eq(event.error.hint, "do");
}
END_TEST

START_TEST(many_rows_come_one_by_one)
{
    NEEDS_SERVER();
    enum { ROWS = 100000 };
    quern_decoder *decoder = NULL;
    quern_event event;
    int32_t expected = 0, number;
    const long before = drive_memory();
    drive_submit(conn, "SELECT n::int, repeat('x', 200) FROM generate_series(1, 100000) AS n", true);
    for (drive_next(conn, &event); event.kind != QUERN_EVENT_DONE; drive_next(conn, &event)) {
        if (event.kind == QUERN_EVENT_COLUMNS)
            decoder = quern_postgres_backend()->decoder(&event.columns[0], QUERN_KIND_I32);
        else
            ck_assert(event.kind == QUERN_EVENT_ROW && event.count == 2 && event.cells[1].size == 200 &&
                      decoder(&event.cells[0], &number, NULL) == QUERN_DECODED && number == ++expected);
    }
    ck_assert_int_eq(expected, ROWS);
    ck_assert_int_eq(event.rows, ROWS);
    drive_grew_less(before, 15); /* all of them would be 25 */
    ck_assert_str_eq(drive_read(conn, 1), "synced");
}
END_TEST

/* Has the server end the connection, from another one. */
static void terminate(void)
{
    char sql[200];
    quern_link *other = drive_open(quern__test_url());
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%lld)::text AS a",
             (long long)drive_info(conn).process);
    ck_assert_str_eq(drive(other, sql), "columns a; row true; done 1; synced");
    drive_close(other);
}

START_TEST(a_death_during_a_statement_keeps_its_sqlstate)
{
    NEEDS_SERVER();
    drive_submit(conn, "SELECT 'x' AS a", true);
    drive_submit(conn, "SELECT pg_sleep(60)", false);
    drive_submit(conn, "SELECT 'y' AS a", true);
    ck_assert_str_eq(drive_read(conn, 1), "columns a; row x; done 1; synced");
    ck_assert(!drive_readable(conn, 200));
    terminate();
    ck_assert_str_eq(drive_read(conn, 1), "lost 57P01");
    ck_assert_int_eq(drive_info(conn).state, QUERN_LINK_LOST);
}
END_TEST

/* A server that waits for room to send more rows dies without another word, since a FATAL in the middle of a row would be
 * taken for one; so the SQLSTATE is there, or is none, but never another. How many rows come before that is the system's
 * affair, which may drop what is on the way. */
START_TEST(a_death_between_rows_is_a_loss)
{
    NEEDS_SERVER();
    quern_event event;
    drive_submit(conn, "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)", true);
    drive_next(conn, &event);
    drive_next(conn, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_ROW);
    terminate();
    while (event.kind == QUERN_EVENT_ROW)
        drive_next(conn, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_LOST);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_CONNECTION_LOST);
    ck_assert(!*event.error.sqlstate || strcmp(event.error.sqlstate, "57P01") == 0);
}
END_TEST

START_TEST(a_death_while_idle_is_found_by_a_look)
{
    NEEDS_SERVER();
    quern_event event;
    terminate();
    ck_assert(drive_readable(conn, DRIVE_PATIENCE_MS));
    quern_postgres_backend()->step(conn, QUERN_READY_READ);
    ck_assert(quern_postgres_backend()->take(conn, &event));
    ck_assert_int_eq(event.kind, QUERN_EVENT_LOST);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_str_eq(event.error.sqlstate, "57P01");
    ck_assert_ptr_nonnull(strstr(event.error.message, "terminating connection"));
}
END_TEST

START_TEST(a_session_that_sleeps_too_long_is_ended_with_its_sqlstate)
{
    NEEDS_SERVER();
    drive(conn, "SET idle_in_transaction_session_timeout = 100");
    drive(conn, "BEGIN");
    ck_assert_int_eq(drive_info(conn).state, QUERN_LINK_IN_TRANSACTION);
    ck_assert(drive_readable(conn, DRIVE_PATIENCE_MS));
    drive_submit(conn, "SELECT 1", true);
    ck_assert_str_eq(drive_read(conn, 1), "lost 25P03");
}
END_TEST

START_TEST(a_cancel_fails_the_statement_and_nothing_else)
{
    NEEDS_SERVER();
    for (int i = 0; i < 3; i++) {
        drive_submit(conn, "SELECT pg_sleep(60)", true);
        ck_assert(!drive_readable(conn, 200));
        quern_postgres_backend()->cancel(conn, 1000);
        ck_assert_str_eq(drive_read(conn, 1), "failed 57014; synced");
        ck_assert_str_eq(drive(conn, "SELECT 'x' AS a"), "columns a; row x; done 1; synced");
    }
}
END_TEST

START_TEST(a_cancel_of_nothing_does_nothing)
{
    NEEDS_SERVER();
    quern_postgres_backend()->cancel(conn, 1000);
    ck_assert(!drive_readable(conn, 100));
    ck_assert_str_eq(drive(conn, "SELECT 'x' AS a"), "columns a; row x; done 1; synced");
    terminate();
    ck_assert_str_eq(drive_read(conn, 1), "lost 57P01");
    quern_postgres_backend()->cancel(conn, 1000);
}
END_TEST

static const struct {
    const char *sql, *events;
} copies[] = {
    { "COPY t FROM STDIN", "lost" },
    { "COPY (SELECT 1) TO STDOUT", "lost" },
    { "COPY t FROM '/nonexistent/file'", "failed 58P01; synced" },
};

START_TEST(copy_is_refused)
{
    NEEDS_SERVER();
    quern_event event;
    drive(conn, "CREATE TEMP TABLE t (n int)");
    drive_submit(conn, copies[_i].sql, true);
    drive_submit(conn, "SELECT 'x' AS a", true);
    drive_next(conn, &event);
    if (event.kind == QUERN_EVENT_LOST) {
        ck_assert_int_eq(event.error.code, QUERN_ERROR_UNSUPPORTED);
        ck_assert_ptr_nonnull(strstr(event.error.message, "COPY"));
        ck_assert_str_eq(drive_read(conn, 1), "lost");
    } else {
        ck_assert_str_eq(event.error.sqlstate, "58P01");
        ck_assert_str_eq(drive_read(conn, 2), "synced; columns a; row x; done 1; synced");
    }
}
END_TEST

/* More values than a statement can have are no reason to crash or to hang. */
START_TEST(too_many_values_are_refused)
{
    NEEDS_SERVER();
    enum { COUNT = 70000 };
    quern_value *values = calloc(COUNT, sizeof *values);
    quern_kind *kinds = calloc(COUNT, sizeof *kinds);
    for (int i = 0; i < COUNT; i++) {
        values[i] = quern_value_i64(i);
        kinds[i] = QUERN_KIND_I64;
    }
    drive_submit_values(conn, "SELECT 1", COUNT, values, kinds, true);
    ck_assert_str_eq(drive_read(conn, 1), "lost");
    free(values);
    free(kinds);
}
END_TEST

/* What listens gets its notifications between two statements. */
START_TEST(notifications_do_not_pile_up)
{
    NEEDS_SERVER();
    char sql[200];
    quern_event event;
    drive(conn, "LISTEN flood");
    quern_link *other = drive_open(quern__test_url());
    const long before = drive_memory();
    for (int i = 0; i < 20; i++) {
        snprintf(sql, sizeof sql,
                 "SELECT count(pg_notify('flood', n || '-%d-' || repeat('x', 7000)))::text "
                 "FROM generate_series(1, 250) AS n",
                 i);
        drive(other, sql);
        while (drive_readable(conn, 20)) {
            quern_postgres_backend()->step(conn, QUERN_READY_READ);
            ck_assert(!quern_postgres_backend()->take(conn, &event));
        }
        ck_assert_str_eq(drive(conn, "SELECT 'x' AS a"), "columns a; row x; done 1; synced");
    }
    drive_grew_less(before, 15); /* of 35 */
    drive_close(other);
}
END_TEST

START_TEST(notices_do_not_pile_up)
{
    NEEDS_SERVER();
    const long before = drive_memory();
    ck_assert_str_eq(
        drive(conn,
              "DO $$ BEGIN FOR n IN 1..20000 LOOP RAISE NOTICE '%', repeat('x', 2000); END LOOP; END $$"),
        "done 0; synced");
    drive_grew_less(before, 15); /* of 40 */
}
END_TEST

/* Both ways more than the socket takes at once. */
START_TEST(ten_megabytes_there_and_back)
{
    NEEDS_SERVER();
    enum { SIZE = 10000000 };
    char *text = malloc(SIZE + 1);
    for (int i = 0; i < SIZE; i++)
        text[i] = (char)('a' + i % 23);
    text[SIZE] = '\0';
    const quern_value value = quern_value_text(text);
    const quern_kind kind = QUERN_KIND_TEXT;
    quern_event event;
    for (int i = 0; i < 2; i++)
        drive_submit_values(conn, "SELECT $1 || '!'", 1, &value, &kind, true);
    for (int i = 0; i < 2; i++) {
        drive_next(conn, &event);
        drive_next(conn, &event);
        ck_assert_int_eq(event.kind, QUERN_EVENT_ROW);
        ck_assert_uint_eq(event.cells[0].size, SIZE + 1);
        ck_assert(memcmp(event.cells[0].data, text, SIZE) == 0);
        ck_assert_str_eq(drive_read(conn, 1), "done 1; synced");
    }
    free(text);
}
END_TEST

/* Both sides have much to say: who only writes would wait for ever. */
START_TEST(reading_goes_on_while_there_is_much_to_write)
{
    NEEDS_SERVER();
    enum { COUNT = 3000 };
    for (int i = 0; i < COUNT; i++)
        drive_submit(conn, "SELECT repeat('x', 20000) AS a", true);
    quern_event event;
    int synced = 0;
    while (synced < COUNT) {
        drive_next(conn, &event);
        ck_assert(event.kind != QUERN_EVENT_FAILED && event.kind != QUERN_EVENT_LOST);
        synced += event.kind == QUERN_EVENT_SYNCED;
    }
}
END_TEST

START_TEST(a_child_that_abandons_leaves_the_session_alive)
{
    NEEDS_SERVER();
    char process[40];
    strcpy(process, drive_text(conn, "SELECT pg_backend_pid()::text"));
    drive(conn, "CREATE TEMP TABLE t (n int)");
    const pid_t child = fork();
    if (child == 0) {
        quern_postgres_backend()->abandon(conn);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert(!drive_readable(conn, 200));
    ck_assert_str_eq(drive_text(conn, "SELECT pg_backend_pid()::text"), process);
    ck_assert_str_eq(drive(conn, "INSERT INTO t VALUES (1)"), "done 1; synced");
}
END_TEST

/* The test's URL with something put in place of its database, or behind it. */
static void url_with(char *out, size_t size, const char *database, const char *options)
{
    const char *url = quern__test_url(), *slash = strrchr(url, '/');
    snprintf(out, size, "%.*s%s%s", (int)(slash + 1 - url), url, database ? database : slash + 1, options);
}

START_TEST(a_database_that_is_not_there)
{
    NEEDS_SERVER();
    char url[300];
    quern_error error;
    url_with(url, sizeof url, "no_such_database", "");
    ck_assert(!drive_opens(url, 5000, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
    ck_assert_str_eq(error.sqlstate, "3D000");
    ck_assert_ptr_nonnull(strstr(error.message, "\"no_such_database\" does not exist"));
    ck_assert_ptr_null(strstr(error.message, "LOCATION"));
    ck_assert_ptr_null(strstr(error.message, "3D000"));
}
END_TEST

START_TEST(of_two_hosts_the_one_that_answers_counts)
{
    NEEDS_SERVER();
    char url[300];
    const char *at = strchr(quern__test_url(), '@');
    ck_assert_ptr_nonnull(at);
    snprintf(url, sizeof url, "postgresql://postgres@127.0.0.1:1,%s", at + 1);
    drive_close(drive_open(url));
}
END_TEST

START_TEST(the_uri_decides_all_but_the_encoding)
{
    NEEDS_SERVER();
    char url[300];
    url_with(url, sizeof url, NULL, "?application_name=mine&client_encoding=LATIN1&options=-cwork_mem%3D1MB");
    quern_link *other = drive_open(url);
    ck_assert_str_eq(drive_text(other, "SHOW application_name"), "mine");
    ck_assert_str_eq(drive_text(other, "SHOW client_encoding"), "UTF8");
    ck_assert_str_eq(drive_text(other, "SHOW work_mem"), "1MB");
    drive_close(other);
    ck_assert_str_eq(drive_text(conn, "SHOW application_name"), "quern");
}
END_TEST

quern__suite_maker quern__suite_backend;
Suite *quern__suite_backend(void)
{
    Suite *suite = suite_create("backend");
    TCase *tcase = tcase_create("backend");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, requests_become_events, 0, sizeof units / sizeof *units);
    tcase_add_loop_test(tcase, requests_that_are_sent_late_become_the_same, 0, sizeof units / sizeof *units);
    tcase_add_test(tcase, a_failure_has_all_its_texts);
    tcase_add_test(tcase, many_rows_come_one_by_one);
    tcase_add_test(tcase, a_death_during_a_statement_keeps_its_sqlstate);
    tcase_add_test(tcase, a_death_between_rows_is_a_loss);
    tcase_add_test(tcase, a_death_while_idle_is_found_by_a_look);
    tcase_add_test(tcase, a_session_that_sleeps_too_long_is_ended_with_its_sqlstate);
    tcase_add_test(tcase, a_cancel_fails_the_statement_and_nothing_else);
    tcase_add_test(tcase, a_cancel_of_nothing_does_nothing);
    tcase_add_loop_test(tcase, copy_is_refused, 0, sizeof copies / sizeof *copies);
    tcase_add_test(tcase, too_many_values_are_refused);
    tcase_add_test(tcase, notifications_do_not_pile_up);
    tcase_add_test(tcase, notices_do_not_pile_up);
    tcase_add_test(tcase, ten_megabytes_there_and_back);
    tcase_add_test(tcase, reading_goes_on_while_there_is_much_to_write);
    tcase_add_test(tcase, a_child_that_abandons_leaves_the_session_alive);
    tcase_add_test(tcase, a_database_that_is_not_there);
    tcase_add_test(tcase, of_two_hosts_the_one_that_answers_counts);
    tcase_add_test(tcase, the_uri_decides_all_but_the_encoding);
    suite_add_tcase(suite, tcase);
    return suite;
}
