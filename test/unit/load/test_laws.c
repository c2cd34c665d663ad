/* test_laws.c: the laws on errors: where a mistake sticks, what a failed session does, what is an answer. */
#include "test/unit/load/fixture.h"

START_TEST(a_mistake_in_building_spoils_nothing_else)
{
    quern_queryset *items = quern_objects(s, item);
    quern_queryset *wrong = quern_order_by(quern_filter(items, Q("titel", "x")), "id");
    ck_assert_str_eq(quern_queryset_error(wrong)->nearest, "title");
    ck_assert_ptr_null(quern_queryset_error(items));
    ck_assert(!quern_failed(s));
    quern_script_expect(script, .contains = "COUNT", QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"));
    ck_assert_int_eq(quern_count(items), 1);
}
END_TEST

START_TEST(evaluating_it_makes_it_the_sessions_failure)
{
    quern_queryset *wrong = quern_filter(quern_objects(s, item), Q("titel", "x"));
    ck_assert_int_eq(quern_len(wrong), -1);
    const quern_error *error = quern_session_error(s);
    quern__expect_error(
        "titel", error,
        &(quern__expected_error){ .code = QUERN_ERROR_FIELD,
                                  .message = "item has no field \"titel\"",
                                  .hint = "did you mean \"title\"? choices are: id, title, note, pages",
                                  .path = "titel",
                                  .nearest = "title" });
    ck_assert_str_eq(error->site, quern_queryset_error(wrong)->site);
    ck_assert_ptr_nonnull(strstr(quern_error_text(s), "test_laws.c:"));
    take_failure(QUERN_ERROR_FIELD);
    ck_assert_int_eq(ran(), 0);
}
END_TEST

/* Every call that evaluates gives its neutral result. */
static void expect_neutral(quern_queryset *items)
{
    bool found = true;
    ck_assert_int_eq(quern_len(items), -1);
    ck_assert_int_eq(quern_count(items), -1);
    ck_assert(!quern_exists(items, &found) && !found);
    ck_assert_ptr_null(quern_at(items, item, 0));
    ck_assert_ptr_null(quern_first(items, item));
    ck_assert_ptr_null(quern_get(items, item, Q("id", 1)));
    QUERN_EACH(item, i, items)
        ck_abort_msg("a row %p", (void *)i);
}

START_TEST(the_first_failure_sticks_and_nothing_runs_until_it_is_taken)
{
    quern_queryset *cached = quern_objects(s, item), *fresh = quern_filter(cached, Q("id", 1));
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS);
    ck_assert_int_eq(quern_len(cached), 0);
    quern_script_expect(script, .contains = ITEMS, .sqlstate = "42P01", .message = "first");
    ck_assert_int_eq(quern_len(fresh), -1);
    expect_neutral(fresh);
    expect_neutral(cached);
    ck_assert_int_eq(quern_execute(s, "SELECT 1"), -1);
    ck_assert_int_eq(quern_answer(s), QUERN_NO_ANSWER);
    ck_assert_int_eq(ran(), 2);
    ck_assert_str_eq(take_failure(QUERN_ERROR_SERVER), "first");
    ck_assert_int_eq(quern_len(cached), 0);
    ck_assert_int_eq(ran(), 2);
}
END_TEST

START_TEST(a_taken_error_lives_until_the_next_is_taken)
{
    const quern_error *error;
    quern_queryset *wrong = quern_filter(quern_objects(s, item), Q("titel", "x"));
    ck_assert(!quern_error_take(s, &error) && !error);
    ck_assert_int_eq(quern_count(wrong), -1);
    ck_assert(quern_error_take(s, &error));
    ck_assert(!quern_failed(s));
    ck_assert_int_eq(quern_count(wrong), -1);
    ck_assert_str_eq(error->path, "titel");
    quern_error_clear(s);
    ck_assert_str_eq(error->path, "titel");
    ck_assert_str_eq(quern_error_text(s), "");
}
END_TEST

START_TEST(a_null_queryset_does_nothing_and_says_so)
{
    quern_queryset *none = quern_filter((quern_queryset *)NULL, Q("id", 1));
    bool found = true;
    ck_assert_int_eq(quern_queryset_error(none)->code, QUERN_ERROR_USAGE);
    ck_assert_int_eq(quern_len(NULL), -1);
    ck_assert_int_eq(quern_count(NULL), -1);
    ck_assert(!quern_exists((quern_queryset *)NULL, &found) && !found);
    ck_assert_ptr_null(quern_first((quern_queryset *)NULL, item));
    QUERN_EACH(item, i, (quern_queryset *)NULL)
        ck_abort_msg("a row %p", (void *)i);
    ck_assert_int_eq(quern_len(none), -1);
}
END_TEST

START_TEST(two_sessions_have_nothing_in_common)
{
    quern_session *t = quern_session_open(db);
    ck_assert_int_eq(quern_len(quern_filter(quern_objects(t, item), Q("titel", 1))), -1);
    ck_assert(quern_failed(t));
    ck_assert(!quern_failed(s));
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS);
    ck_assert_int_eq(quern_len(quern_objects(s, item)), 0);
    quern_session_close(t);
}
END_TEST

START_TEST(the_log_tells_statement_site_and_rows)
{
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS, QUERN_SCRIPT_ROWS("1", "a", NULL, NULL));
    ck_assert_int_eq(quern_len(quern_filter(quern_objects(s, item), Q("title", "secret"))), 1);
    const quern_query *query = quern_query_at(s, -1);
    ck_assert_ptr_nonnull(strstr(query->sql, "= $1"));
    ck_assert_ptr_null(strstr(query->sql, "secret"));
    ck_assert_ptr_nonnull(strstr(query->site, "test_laws.c:"));
    ck_assert_int_eq(query->rows, 1);
    ck_assert_int_eq(query->number, 1);
    ck_assert_ptr_eq(quern_query_at(s, 1), query);
    ck_assert_ptr_null(quern_query_at(s, 2));
}
END_TEST

quern__suite_maker quern__suite_laws;

Suite *quern__suite_laws(void)
{
    Suite *suite = suite_create("laws");
    TCase *c = item_case("laws");
    tcase_add_test(c, a_mistake_in_building_spoils_nothing_else);
    tcase_add_test(c, evaluating_it_makes_it_the_sessions_failure);
    tcase_add_test(c, the_first_failure_sticks_and_nothing_runs_until_it_is_taken);
    tcase_add_test(c, a_taken_error_lives_until_the_next_is_taken);
    tcase_add_test(c, a_null_queryset_does_nothing_and_says_so);
    tcase_add_test(c, two_sessions_have_nothing_in_common);
    tcase_add_test(c, the_log_tells_statement_site_and_rows);
    suite_add_tcase(suite, c);
    return suite;
}
