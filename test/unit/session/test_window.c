/* test_window.c: several reads in one unit: how long each may take, and how many, and how much, may be on its way. */
#include "test/unit/session/together.h"

#include <quern/transaction.h>

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 2500 };

/* ---- Time ---- */

/* All together take longer than one may: nobody knows that none did, so they are sent again apart. */
START_TEST(together_they_take_longer_than_one_may)
{
    session_fixture f = fixture_open(400);
    quern_script_expect(f.script, .sql = "a", QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("x"), .after_ms = 150, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert_str_eq(run_letters(&f, "aaaa"), "a 1:x|a 1:x|a 1:x|a 1:x");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    ck_assert_int_eq(quern_query_count(f.session), 4);
    fixture_close(&f);
}
END_TEST

/* And then it is known whose time is over. */
START_TEST(one_of_them_takes_longer_than_it_may)
{
    session_fixture f = fixture_open(200);
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert_str_eq(run_letters(&f, "abc"), "a 1:a|b STATEMENT_TIMEOUT|c 1:c");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 3);
    fixture_close(&f);
}
END_TEST

/* Where they cannot be sent again, all of them fail, and the failure says that it may be another's. */
START_TEST(in_a_transaction_the_time_is_shared)
{
    session_fixture f = fixture_open(100);
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER, .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    together t = together_of("abc");
    ck_assert(quern_begin(f.session));
    ck_assert_str_eq(together_run(&f, &t), "a STATEMENT_TIMEOUT|b STATEMENT_TIMEOUT<a|c STATEMENT_TIMEOUT<a");
    ck_assert(quern_rollback(f.session));
    fixture_close(&f);
}
END_TEST

/* Where its limit is another than theirs, that is known at once. */
START_TEST(one_whose_time_is_over_holds_up_nobody)
{
    session_fixture f = fixture_open(5000);
    together t = together_of("abc");
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER);
    t.works[1].statement_ms = 50;
    ck_assert_str_eq(together_run(&f, &t), "a 1:a|b STATEMENT_TIMEOUT|c 1:c");
    wait_for_count(&f, QUERN_SCRIPT_CANCELS, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    fixture_close(&f);
}
END_TEST

static void *cancel(void *argument)
{
    session_fixture *f = argument;
    wait_for_count(f, QUERN_SCRIPT_STATEMENTS, 2);
    quern_session_cancel(f->session);
    return NULL;
}

START_TEST(a_cancel_ends_those_without_an_answer)
{
    session_fixture f = fixture_open(20000);
    pthread_t thread;
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER);
    ck_assert_int_eq(pthread_create(&thread, NULL, cancel, &f), 0);
    ck_assert_str_eq(run_letters(&f, "abc"), "a CANCELLED|b CANCELLED<a|c CANCELLED<a");
    pthread_join(thread, NULL);
    ck_assert_str_eq(run_letters(&f, "ac"), "a 1:a|c 1:c");
    fixture_close(&f);
}
END_TEST

/* ---- The window ---- */

typedef struct many {
    quern__work works[MANY];
    quern__part parts[MANY];
} many;

static bool run_many(session_fixture *f, many *m, size_t count, const quern_value *value)
{
    static const quern_kind kind = QUERN_KIND_TEXT;
    memset(m->parts, 0, sizeof m->parts);
    for (size_t i = 0; i < count; i++) {
        m->works[i] = (quern__work){
            .sql = "q", .site = "all.c:5", .count = value != NULL, .values = value, .kinds = &kind
        };
        m->parts[i].work = &m->works[i];
    }
    return quern__run_all(f->session, m->parts, count);
}

/* Numbers of the statements with which answers were asked for, and those with which a unit ended. */
static void find_flushes(const session_fixture *f, size_t count, size_t *flushes, size_t *syncs,
                         size_t *first)
{
    *flushes = *syncs = *first = 0;
    for (size_t i = 0; i < count; i++) {
        const quern_script_statement *seen = quern_script_seen(f->script, i);
        *syncs += seen->sync;
        *first = seen->flush && !*flushes ? i : *first;
        *flushes += seen->flush;
    }
}

START_TEST(what_is_on_its_way_is_bounded)
{
    session_fixture f = fixture_open(20000);
    many *m = calloc(1, sizeof *m);
    size_t flushes, syncs, first;
    quern_script_expect(f.script, .sql = "q", .changed = 3, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(run_many(&f, m, MANY, NULL));
    for (size_t i = 0; i < MANY; i++) {
        ck_assert_int_eq(m->parts[i].rows, 3);
        quern__part_close(&m->parts[i]);
    }
    find_flushes(&f, MANY, &flushes, &syncs, &first);
    ck_assert_uint_eq(syncs, 1);
    ck_assert_uint_eq(first, 999);
    ck_assert_uint_ge(flushes, 2);
    ck_assert_int_eq(quern_query_count(f.session), MANY);
    free(m);
    fixture_close(&f);
}
END_TEST

START_TEST(in_bytes_too)
{
    session_fixture f = fixture_open(20000);
    many *m = calloc(1, sizeof *m);
    char *text = malloc(300 * 1024 + 1);
    size_t flushes, syncs, first;
    memset(text, 'x', 300 * 1024);
    text[300 * 1024] = '\0';
    const quern_value value = quern_value_text(text);
    quern_script_expect(f.script, .sql = "q", .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(run_many(&f, m, 20, &value));
    for (size_t i = 0; i < 20; i++)
        quern__part_close(&m->parts[i]);
    find_flushes(&f, 20, &flushes, &syncs, &first);
    ck_assert_uint_eq(syncs, 1);
    ck_assert_uint_eq(first, 3); /* 4 of them are over a megabyte */
    free(text);
    free(m);
    fixture_close(&f);
}
END_TEST

/* One fails while most are not sent yet: what would be skipped is not sent, but for one, which ends the unit. */
START_TEST(a_failure_stops_what_was_to_follow)
{
    session_fixture f = fixture_open(20000);
    many *m = calloc(1, sizeof *m);
    quern_script_expect(f.script, .sql = "q", .times = 10);
    quern_script_expect(f.script, .sql = "q", .sqlstate = "22012");
    quern_script_expect(f.script, .sql = "q", .times = MANY - 11);
    ck_assert(!run_many(&f, m, MANY, NULL));
    for (size_t i = 0; i < MANY; i++) {
        ck_assert_int_eq(m->parts[i].state, i == 10 ? QUERN__PART_FAILED : QUERN__PART_DONE);
        quern__part_close(&m->parts[i]);
    }
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS), MANY);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_SUBMITS), 1000 + 1 + MANY - 11);
    free(m);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_window(void);

Suite *quern__suite_window(void)
{
    Suite *suite = suite_create("window");
    TCase *tcase = tcase_create("window");
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, together_they_take_longer_than_one_may);
    tcase_add_test(tcase, one_of_them_takes_longer_than_it_may);
    tcase_add_test(tcase, in_a_transaction_the_time_is_shared);
    tcase_add_test(tcase, one_whose_time_is_over_holds_up_nobody);
    tcase_add_test(tcase, a_cancel_ends_those_without_an_answer);
    tcase_add_test(tcase, what_is_on_its_way_is_bounded);
    tcase_add_test(tcase, in_bytes_too);
    tcase_add_test(tcase, a_failure_stops_what_was_to_follow);
    suite_add_tcase(suite, tcase);
    return suite;
}
