/* test_hold.c: the connection that a session keeps: what is sent, in which order, on which connection; and what is left when it
 * is lost. */
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

static const char *const reset[] = { "RESET ALL", NULL };

/* As quern would: a read. */
static bool read_rows(session_fixture *f, const char *sql)
{
    const quern__work work = { .sql = sql, .site = "read.c:5" };
    int64_t rows;
    return quern__run(f->session, &work, &rows);
}

/* A script on which all goes well, unless something is expected to fail before this is called. */
static void expect_all(session_fixture *f)
{
    quern_script_expect(f->script, .times = QUERN_SCRIPT_ALWAYS);
}

static void expect_seen(session_fixture *f, const char *const *expected)
{
    size_t i = 0;
    for (; expected[i]; i++)
        ck_assert_msg(strcmp(seen(f, i), expected[i]) == 0, "statement %zu: \"%s\", not \"%s\"", i,
                      seen(f, i), expected[i]);
    ck_assert_msg(!*seen(f, i), "statement %zu: \"%s\" was not to come", i, seen(f, i));
}

#define SEEN(f, ...) expect_seen((f), (const char *const[]){ __VA_ARGS__, NULL })

START_TEST(begin_travels_with_the_first_statement)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    ck_assert(read_rows(&f, "a"));
    ck_assert(read_rows(&f, "b"));
    ck_assert(quern_commit(f.session));
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "a", "b", "COMMIT", "c");
    ck_assert_int_eq(quern_query_count(f.session), 5);
    ck_assert_int_eq(quern_query_at(f.session, 1)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, 4)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, 5)->transaction, 0);
    ck_assert_int_eq(quern_query_at(f.session, 1)->origin, QUERN_ORIGIN_TRANSACTION);
    fixture_close(&f);
}
END_TEST

START_TEST(what_is_empty_sends_nothing)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_transaction_depth(f.session), 2);
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_commit(f.session));
    ck_assert_int_eq(quern_transaction_depth(f.session), 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(savepoints_nest)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "b"));
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_commit(f.session));
    ck_assert(quern_commit(f.session));
    SEEN(&f, "BEGIN", "SAVEPOINT quern_1", "a", "SAVEPOINT quern_2", "b", "ROLLBACK TO SAVEPOINT quern_2",
         "RELEASE SAVEPOINT quern_2", "RELEASE SAVEPOINT quern_1", "COMMIT");
    fixture_close(&f);
}
END_TEST

START_TEST(nothing_runs_after_a_loss)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "a", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "a"), -1);
    expect_failure(&f, "lost", QUERN_ERROR_CONNECTION_LOST, QUERN_NOT_APPLIED, "lost", "a");
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    expect_failure(&f, "then", QUERN_ERROR_TRANSACTION, QUERN_NOT_APPLIED, "lost with its connection", "b");
    quern_error_clear(f.session);
    ck_assert(!quern_commit(f.session));
    ck_assert(quern_rollback(f.session));
    quern_error_clear(f.session);
    quern_script_expect(f.script, .sql = "c");
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "a", "c");
    fixture_close(&f);
}
END_TEST

START_TEST(a_pin_keeps_the_connection)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    expect_all(&f);
    ck_assert(quern_session_pin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(read_rows(&f, "a"));
    quern_session_unpin(f.session);
    ck_assert(read_rows(&f, "b"));
    SEEN(&f, "own", "a", "BEGIN", "RESET ALL", "COMMIT", "b");
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_hold(void);

Suite *quern__suite_hold(void)
{
    Suite *suite = suite_create("hold");
    TCase *tests = tcase_create("connections that are kept");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, begin_travels_with_the_first_statement);
    tcase_add_test(tests, what_is_empty_sends_nothing);
    tcase_add_test(tests, savepoints_nest);
    tcase_add_test(tests, nothing_runs_after_a_loss);
    tcase_add_test(tests, a_pin_keeps_the_connection);
    suite_add_tcase(suite, tests);
    return suite;
}
