/* test_sessions.c: the sessions of a db: opened and closed in any order, by many threads; the db knows which are open. */
#include "test/unit/db/fixture.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* The places of those that are open, as quern_close lists them: the latest first. */
static void check_open(db_fixture *f, const char *places)
{
    ck_assert(!quern_close(f->db, 0));
    ck_assert_str_eq(quern_db_error(f->db)->detail, places);
}

/* In which order the sessions a, b, c are closed. */
static const struct {
    int order[3];
    const char *after_one, *after_two;
} orders[] = {
    { { 0, 1, 2 }, "opened at c (idle), b (idle)", "opened at c (idle)" },
    { { 0, 2, 1 }, "opened at c (idle), b (idle)", "opened at b (idle)" },
    { { 1, 0, 2 }, "opened at c (idle), a (idle)", "opened at c (idle)" },
    { { 1, 2, 0 }, "opened at c (idle), a (idle)", "opened at a (idle)" },
    { { 2, 0, 1 }, "opened at b (idle), a (idle)", "opened at b (idle)" },
    { { 2, 1, 0 }, "opened at b (idle), a (idle)", "opened at a (idle)" },
};

START_TEST(they_are_closed_in_any_order)
{
    db_fixture f = fixture_open();
    const char *const sites[] = { "a", "b", "c" };
    quern_session *open[3];
    for (int i = 0; i < 3; i++)
        open[i] = (quern_session_open)(f.db, NULL, 0, sites[i]);
    check_open(&f, "opened at c (idle), b (idle), a (idle)");
    quern_session_close(open[orders[_i].order[0]]);
    check_open(&f, orders[_i].after_one);
    quern_session_close(open[orders[_i].order[1]]);
    check_open(&f, orders[_i].after_two);
    quern_session_close(open[orders[_i].order[2]]);
    fixture_close(&f);
}
END_TEST

START_TEST(without_a_site)
{
    db_fixture f = fixture_open();
    quern_session *session = (quern_session_open)(f.db, NULL, 0, NULL);
    check_open(&f, "opened at ? (idle)");
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

START_TEST(the_macro_says_where)
{
    db_fixture f = fixture_open();
    char here[200];
    quern_session *session = quern_session_open(f.db);
    snprintf(here, sizeof here, "opened at %s:%d (idle)", __FILE__, __LINE__ - 1);
    check_open(&f, here);
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

/* A session is the failure's owner: another session of the same db has none of it. */
START_TEST(they_fail_alone)
{
    db_fixture f = fixture_open();
    quern_session *one = quern_session_open(f.db), *two = quern_session_open(f.db);
    ck_assert_int_eq(quern_execute(one, ""), -1);
    ck_assert(quern_failed(one));
    expect_update(f.script, 2, 0);
    ck_assert_int_eq(update(two), 2);
    ck_assert_int_eq(quern_query_count(one), 0);
    ck_assert_ptr_null(quern_db_error(f.db));
    quern_session_close(one);
    expect_update(f.script, 3, 0);
    ck_assert_int_eq(update(two), 3);
    quern_session_close(two);
    fixture_close(&f);
}
END_TEST

enum { THREADS = 8, ROUNDS = 4000, HELD = 5 };

static void *open_and_close(void *argument)
{
    quern_db *db = argument;
    quern_session *held[HELD] = { NULL };
    for (int i = 0; i < ROUNDS; i++) {
        quern_session_close(held[i * 7 % HELD]);
        held[i * 7 % HELD] = quern_session_open(db);
        ck_assert(!quern_failed(held[i * 7 % HELD]));
    }
    for (int i = 0; i < HELD; i++)
        quern_session_close(held[i]);
    return NULL;
}

START_TEST(many_threads_open_and_close)
{
    db_fixture f = fixture_open();
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, open_and_close, f.db);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_sessions(void);

Suite *quern__suite_sessions(void)
{
    Suite *suite = suite_create("sessions");
    TCase *tests = tcase_create("lists");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, they_are_closed_in_any_order, 0, sizeof orders / sizeof *orders);
    tcase_add_test(tests, without_a_site);
    tcase_add_test(tests, the_macro_says_where);
    tcase_add_test(tests, they_fail_alone);
    tcase_add_test(tests, many_threads_open_and_close);
    suite_add_tcase(suite, tests);
    return suite;
}
