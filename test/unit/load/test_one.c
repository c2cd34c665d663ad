/* test_one.c: quern_at, quern_first, quern_get: the statement of each, and the answers that are no failures. */
#include "test/unit/load/fixture.h"

#define COLUMNS \
    "SELECT \"item\".\"id\", \"item\".\"title\", \"item\".\"note\", \"item\".\"pages\" FROM \"item\""

static void expect_rows(const char *sql, const char *values, int rows)
{
    static const char *const cells[] = { "1", "a", NULL, NULL, "2", "b", NULL, NULL };
    quern_script_expect(script, .sql = sql, .values = values, ITEM_COLUMNS, .cells = cells,
                        .cell_count = 4 * (size_t)rows);
}

START_TEST(at_asks_for_one_row)
{
    quern_queryset *items = quern_order_by(quern_objects(s, item), "title");
    expect_rows(COLUMNS " ORDER BY \"item\".\"title\" LIMIT 1 OFFSET $1", "$1 = 7", 1);
    ck_assert_int_eq(quern_at(items, item, 7)->id, 1);
    ck_assert_int_eq(quern_answer(s), QUERN_FOUND);
    expect_rows(COLUMNS " ORDER BY \"item\".\"title\" LIMIT 1", "", 0);
    ck_assert_ptr_null(quern_at(items, item, 0));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert(!quern_failed(s));
    ck_assert_int_eq(ran(), 2);
}
END_TEST

START_TEST(at_counts_within_a_slice)
{
    quern_queryset *items = quern_slice(quern_objects(s, item), 10, 12);
    expect_rows(COLUMNS " LIMIT 1 OFFSET $1", "$1 = 11", 1);
    ck_assert_int_eq(quern_at(items, item, 1)->id, 1);
    ck_assert_ptr_null(quern_at(items, item, 2));
    ck_assert_ptr_null(quern_at(items, item, INT64_MAX));
    ck_assert_int_eq(ran(), 1);
    ck_assert_ptr_null(quern_at(items, item, -1));
    ck_assert_int_eq(quern_answer(s), QUERN_NO_ANSWER);
    ck_assert_str_eq(take_failure(QUERN_ERROR_USAGE), "quern_at with a negative index");
}
END_TEST

START_TEST(first_orders_by_key_when_nothing_else_does)
{
    quern_queryset *items = quern_objects(s, item);
    expect_rows(COLUMNS " ORDER BY \"item\".\"id\" LIMIT 1", "", 1);
    ck_assert_int_eq(quern_first(items, item)->id, 1);
    expect_rows(COLUMNS " ORDER BY \"item\".\"title\" DESC LIMIT 1", "", 0);
    ck_assert_ptr_null(quern_first(quern_order_by(items, "-title"), item));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_first(quern_slice(items, 0, 3), item));
    ck_assert_str_eq(take_failure(QUERN_ERROR_USAGE), "quern_first of a slice without an order");
    ck_assert_int_eq(ran(), 2);
}
END_TEST

START_TEST(first_reads_the_cache_only_if_that_has_an_order)
{
    quern_queryset *ordered = quern_order_by(quern_objects(s, item), "title");
    quern_queryset *unordered = quern_objects(s, item);
    expect_rows(COLUMNS " ORDER BY \"item\".\"title\"", "", 2);
    ck_assert_int_eq(quern_len(ordered), 2);
    ck_assert_int_eq(quern_first(ordered, item)->id, 1);
    ck_assert_int_eq(ran(), 1);
    expect_rows(COLUMNS, "", 2);
    ck_assert_int_eq(quern_len(unordered), 2);
    expect_rows(COLUMNS " ORDER BY \"item\".\"id\" LIMIT 1", "", 1);
    ck_assert_int_eq(quern_first(unordered, item)->id, 1);
    ck_assert_int_eq(ran(), 3);
}
END_TEST

START_TEST(get_finds_one_none_or_too_many)
{
    quern_queryset *items = quern_order_by(quern_objects(s, item), "title");
    const char *sql = COLUMNS " WHERE \"item\".\"id\" = $1 LIMIT $2";
    expect_rows(sql, "$1 = 5, $2 = 2", 1);
    ck_assert_str_eq(quern_get(items, item, Q("id", 5))->title, "a");
    ck_assert_int_eq(quern_answer(s), QUERN_FOUND);
    expect_rows(sql, "$1 = 6, $2 = 2", 0);
    ck_assert_ptr_null(quern_get(items, item, Q("id", 6)));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    expect_rows(COLUMNS " LIMIT $1", "$1 = 2", 2);
    ck_assert_ptr_null(quern_get(items, item));
    ck_assert_int_eq(quern_answer(s), QUERN_MORE_THAN_ONE);
    ck_assert(!quern_failed(s));
    ck_assert_int_eq(ran(), 3);
}
END_TEST

START_TEST(get_keeps_the_order_that_chooses_the_rows_of_a_slice)
{
    quern_queryset *items = quern_slice(quern_order_by(quern_objects(s, item), "title"), 3, 9);
    expect_rows(COLUMNS " ORDER BY \"item\".\"title\" LIMIT $1 OFFSET $2", "$1 = 2, $2 = 3", 1);
    ck_assert_ptr_nonnull(quern_get(items, item));
    ck_assert_ptr_null(quern_get(items, item, Q("id", 5)));
    ck_assert_int_eq(quern_answer(s), QUERN_NO_ANSWER);
    ck_assert_str_eq(take_failure(QUERN_ERROR_USAGE), "quern_filter after quern_slice");
}
END_TEST

START_TEST(objects_of_another_model_are_refused)
{
    quern_queryset *items = quern_objects(s, item);
    ck_assert_ptr_null(quern_first(items, other));
    ck_assert_str_eq(take_failure(QUERN_ERROR_USAGE), "objects of other from a queryset of item");
    ck_assert_ptr_null(quern_at(items, other, 0));
    take_failure(QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_get(items, other, Q("id", 1)));
    take_failure(QUERN_ERROR_USAGE);
    QUERN_EACH(other, o, items)
        ck_abort_msg("a row %p", (void *)o);
    take_failure(QUERN_ERROR_USAGE);
    ck_assert_int_eq(ran(), 0);
}
END_TEST

quern__suite_maker quern__suite_one;

Suite *quern__suite_one(void)
{
    Suite *suite = suite_create("one");
    TCase *c = item_case("one");
    tcase_add_test(c, at_asks_for_one_row);
    tcase_add_test(c, at_counts_within_a_slice);
    tcase_add_test(c, first_orders_by_key_when_nothing_else_does);
    tcase_add_test(c, first_reads_the_cache_only_if_that_has_an_order);
    tcase_add_test(c, get_finds_one_none_or_too_many);
    tcase_add_test(c, get_keeps_the_order_that_chooses_the_rows_of_a_slice);
    tcase_add_test(c, objects_of_another_model_are_refused);
    suite_add_tcase(suite, c);
    return suite;
}
