/* test_timeout.c: quern_timeout reaches each statement that a queryset runs, whatever is refined after it, and no others. */
#include "test/unit/load/fixture.h"

#include <check.h>
#include <string.h>

/* Longer than the limit, and shorter than any test. */
static void expect_slow(load_fixture *f)
{
    quern_script_expect(f->script, .contains = "FROM \"books_author\"", .after_ms = QUERN_SCRIPT_NEVER);
}

START_TEST(each_call_keeps_it)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_order_by(quern_timeout(quern_objects(f.s, author), 40), "name");
    for (int i = 0; i < LOAD_CALLS; i++) {
        expect_slow(&f);
        ck_assert_msg(!load_calls[i].run(quern_all(authors)), "%s", load_calls[i].name);
        check_failure(&f, load_calls[i].name, QUERN_ERROR_STATEMENT_TIMEOUT,
                      "the statement took longer than 40 ms", NULL);
    }
    load_close(&f);
}
END_TEST

/* Where the question becomes one about all objects that are among those of the queryset. */
START_TEST(questions_about_a_slice_keep_it)
{
    load_fixture f = load_open();
    bool found;
    expect_authors(&f, "FROM \"books_author\"", 1);
    quern_queryset *authors = quern_order_by(quern_objects(f.s, author), "name");
    const author *a = quern_at(authors, author, 0);
    authors = quern_timeout(authors, 40);
    expect_slow(&f);
    ck_assert(!quern_contains(quern_slice(authors, 0, 5), a, &found));
    check_failure(&f, "contains", QUERN_ERROR_STATEMENT_TIMEOUT, "longer than 40 ms", NULL);
    expect_slow(&f);
    ck_assert_ptr_null(quern_in_bulk(quern_distinct(authors, "name"), author, "id", QUERN_LIST(1)));
    check_failure(&f, "in_bulk", QUERN_ERROR_STATEMENT_TIMEOUT, "longer than 40 ms", NULL);
    load_close(&f);
}
END_TEST

START_TEST(others_do_not)
{
    load_fixture f = load_open();
    quern_queryset *all = quern_objects(f.s, author), *hasty = quern_timeout(all, 20);
    quern_script_expect(f.script, .contains = "COUNT", .after_ms = 150,
                        QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"),
                        .times = 2);
    ck_assert_int_eq(quern_count(all), 7);
    ck_assert_int_eq(quern_count(quern_timeout(hasty, -1)), 7); /* the latest one counts */
    load_close(&f);
}
END_TEST

/* The server sees no difference, and one compiled statement serves all. */
START_TEST(the_sql_does_not_know)
{
    load_fixture f = load_open();
    quern_queryset *all = quern_objects(f.s, author);
    quern_queryset *hasty = quern_timeout(all, 5000);
    ck_assert_str_eq(quern_sql(all), quern_sql(hasty));
    ck_assert_str_eq(quern_statement(all)->sql, quern_statement(hasty)->sql);
    expect_authors(&f, "FROM \"books_author\"", 2);
    expect_authors(&f, "FROM \"books_author\"", 2);
    ck_assert_int_eq(quern_len(all), 2);
    check_statements(&f, "all", 1);
    ck_assert_int_eq(quern_len(hasty), 2); /* a cache of its own */
    check_statements(&f, "hasty", 2);
    load_close(&f);
}
END_TEST

Suite *quern__suite_timeout(void);

Suite *quern__suite_timeout(void)
{
    Suite *suite = suite_create("timeout");
    TCase *tests = tcase_create("timeout");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, each_call_keeps_it);
    tcase_add_test(tests, questions_about_a_slice_keep_it);
    tcase_add_test(tests, others_do_not);
    tcase_add_test(tests, the_sql_does_not_know);
    suite_add_tcase(suite, tests);
    return suite;
}
