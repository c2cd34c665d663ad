/* test_ping.c: quern_ping: there, or not there and why, within the time that it was given. */
#include "test/unit/db/fixture.h"

#include <check.h>
#include <pthread.h>
#include <string.h>

static void expect_ping(quern_script *script, int32_t times)
{
    quern_script_expect(script, .sql = "SELECT 1", .times = times,
                        QUERN_SCRIPT_COLUMNS({ "?column?", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
}

START_TEST(a_server_that_is_there)
{
    static const int32_t timeouts[] = { 5000, -1, INT32_MAX, INT32_MIN };
    db_fixture f = fixture_open();
    char why[100];
    expect_ping(f.script, 9);
    for (int i = 0; i < 4; i++) {
        memset(why, 'x', sizeof why);
        ck_assert_msg(quern_ping(f.db, timeouts[i], why, sizeof why), "%s", why);
        ck_assert_str_eq(why, "");
        ck_assert(quern_ping(f.db, timeouts[i], NULL, 0));
    }
    why[0] = 'x';
    ck_assert(quern_ping(f.db, 5000, why, 0));
    ck_assert_int_eq(why[0], 'x');
    /* One statement and nothing else each, all on one connection, and no session is left. */
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS), 9);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* ---- Not there ---- */

static const struct {
    const char *name;
    quern_script_opening opening;
    int32_t answer_ms, timeout_ms;
    const char *why;
    int64_t least_ms;
} absences[] = {
    { "refused",
      { .message = "connection refused", .times = QUERN_SCRIPT_ALWAYS },
      0,
      5000,
      "connection refused",
      0 },
    { "a wrong password", { .message = "no", .sqlstate = "28P01", .times = 9 }, 0, 5000, "no", 0 },
    { "starting",
      { .message = "starting up", .sqlstate = "57P03", .times = QUERN_SCRIPT_ALWAYS },
      0,
      150,
      "no connection in 150 ms: 0 of 1 connections lent, 0 idle, 1 waiting; the last connect failed: "
      "starting up",
      150 },
    { "no answer to the connect",
      { .after_ms = QUERN_SCRIPT_NEVER, .times = QUERN_SCRIPT_ALWAYS },
      0,
      100,
      "no connection in 100 ms: 0 of 1 connections lent, 0 idle, 1 waiting; a connect is under way, and the "
      "server has not answered yet",
      100 },
    { "no answer to the statement", { .times = 1 }, QUERN_SCRIPT_NEVER, 100, "no answer in 100 ms", 100 },
    { "both in part", { .after_ms = 90 }, QUERN_SCRIPT_NEVER, 180, "no answer in 180 ms", 180 },
    { "no time",
      { .after_ms = 100 },
      0,
      0,
      "no connection in 0 ms: 0 of 1 connections lent, 0 idle, 1 waiting",
      0 },
};

START_TEST(a_server_that_is_not_there)
{
    const char *name = absences[_i].name;
    db_fixture f = fixture_open();
    char why[200], cut[6];
    quern_script_on_open(f.script, .message = absences[_i].opening.message,
                         .sqlstate = absences[_i].opening.sqlstate, .times = absences[_i].opening.times,
                         .after_ms = absences[_i].opening.after_ms);
    quern_script_expect(f.script, .sql = "SELECT 1", .after_ms = absences[_i].answer_ms,
                        .times = QUERN_SCRIPT_ALWAYS);
    const int64_t began = now_ms();
    ck_assert_msg(!quern_ping(f.db, absences[_i].timeout_ms, why, sizeof why), "%s: it is there", name);
    const int64_t took = now_ms() - began;
    ck_assert_msg(took + 1 >= absences[_i].least_ms && took < absences[_i].least_ms + 1000, "%s: %d ms", name,
                  (int)took);
    ck_assert_msg(strcmp(why, absences[_i].why) == 0, "%s: %s", name, why);
    ck_assert(!quern_ping(f.db, absences[_i].timeout_ms, NULL, 0));
    ck_assert(!quern_ping(f.db, absences[_i].timeout_ms, cut, sizeof cut));
    ck_assert_msg(strlen(cut) == sizeof cut - 1 || strlen(why) < sizeof cut, "%s: %s", name, cut);
    fixture_close(&f);
}
END_TEST

static void *work(void *session)
{
    ck_assert_int_eq(update(session), 3);
    return NULL;
}

START_TEST(a_pool_that_is_exhausted)
{
    db_fixture f = fixture_open();
    pthread_t thread;
    char why[200];
    quern_session *session = quern_session_open(f.db);
    expect_update(f.script, 3, 400);
    expect_ping(f.script, 1);
    pthread_create(&thread, NULL, work, session);
    wait_for_count(f.script, QUERN_SCRIPT_STATEMENTS, 1);
    ck_assert(!quern_ping(f.db, 50, why, sizeof why));
    ck_assert_ptr_nonnull(strstr(why, ": 1 of 1 connections lent, 0 idle, 1 waiting"));
    ck_assert_msg(quern_ping(f.db, 5000, why, sizeof why), "%s", why);
    pthread_join(thread, NULL);
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

START_TEST(dbs_that_are_none)
{
    char why[100];
    quern_db *db = quern_open(NULL, quern__test_models);
    ck_assert(!quern_ping(db, 100, why, sizeof why));
    ck_assert_str_eq(why, "quern_open: the URI is NULL");
    ck_assert(quern_close(db, 0));
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    ck_assert(!quern_close(f.db, 0));
    ck_assert(!quern_ping(f.db, 100, why, sizeof why));
    ck_assert_str_eq(why, "the db is being closed");
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_ping(void);

Suite *quern__suite_ping(void)
{
    Suite *suite = suite_create("ping");
    TCase *tests = tcase_create("ping");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, a_server_that_is_there);
    tcase_add_loop_test(tests, a_server_that_is_not_there, 0, sizeof absences / sizeof *absences);
    tcase_add_test(tests, a_pool_that_is_exhausted);
    tcase_add_test(tests, dbs_that_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
