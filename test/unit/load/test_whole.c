/* test_whole.c: the loop, quern_len, quern_count, quern_exists: how often each asks the server, and what the cache answers. */
#include "test/unit/load/fixture.h"

static void expect_three(void)
{
    quern_script_expect(
        script, .contains = ITEMS, ITEM_COLUMNS,
        QUERN_SCRIPT_ROWS("1", "one", NULL, "10", "2", "two", "n", NULL, "3", "three", "", "30"));
}

START_TEST(building_runs_nothing)
{
    quern_queryset *items = quern_objects(s, item);
    items = quern_exclude(quern_filter(items, Q("pages__gt", 1)), Q("title", "x"));
    items = quern_slice(quern_order_by(items, "-id"), 0, 5);
    ck_assert_ptr_nonnull(strstr(quern_sql(items), "LIMIT 5"));
    ck_assert_ptr_nonnull(quern_statement(items));
    ck_assert_int_eq(ran(), 0);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPENS), 0);
}
END_TEST

START_TEST(a_loop_loads_once)
{
    quern_queryset *items = quern_objects(s, item);
    int64_t ids = 0, twins = 0, notes = 0;
    expect_three();
    QUERN_EACH(item, i, items) {
        ids = 10 * ids + i->id;
        twins += i->pages.present ? i->pages.value : 1000;
        notes += i->note ? (int64_t)strlen(i->note) + 1 : 100;
    }
    ck_assert_int_eq(ids, 123);
    ck_assert_int_eq(twins, 1040);
    ck_assert_int_eq(notes, 103);
    ck_assert_int_eq(ran(), 1);
    ids = 0;
    QUERN_EACH(item, i, items)
        ids = 10 * ids + i->id;
    ck_assert_int_eq(ids, 123);
    ck_assert_int_eq(ran(), 1);
}
END_TEST

START_TEST(loops_nest_over_one_queryset)
{
    quern_queryset *items = quern_objects(s, item);
    int pairs = 0;
    expect_three();
    QUERN_EACH(item, i, items)
        QUERN_EACH(item, j, items)
            pairs += i->id <= j->id;
    ck_assert_int_eq(pairs, 6);
    ck_assert_int_eq(ran(), 1);
}
END_TEST

static int64_t first_over(quern_queryset *items, int64_t least)
{
    QUERN_EACH(item, i, items)
        if (i->id > least)
            return i->id;
    return -1;
}

START_TEST(break_continue_and_return_leave_a_loop)
{
    quern_queryset *items = quern_objects(s, item);
    int64_t seen = 0;
    expect_three();
    QUERN_EACH(item, i, items) {
        if (i->id == 1)
            continue;
        seen = i->id;
        break;
    }
    ck_assert_int_eq(seen, 2);
    ck_assert_int_eq(first_over(items, 2), 3);
    ck_assert_int_eq(first_over(items, 3), -1);
    ck_assert_int_eq(ran(), 1);
}
END_TEST

static int evaluations;
static quern_queryset *counted(quern_queryset *items)
{
    evaluations++;
    return items;
}

START_TEST(the_querysets_expression_is_evaluated_once)
{
    expect_three();
    QUERN_EACH(item, i, counted(quern_objects(s, item)))
        ck_assert_ptr_nonnull(i);
    ck_assert_int_eq(evaluations, 1);
}
END_TEST

START_TEST(the_cache_answers_len_count_exists_and_at)
{
    quern_queryset *items = quern_objects(s, item);
    bool found;
    expect_three();
    ck_assert_int_eq(quern_len(items), 3);
    ck_assert_int_eq(quern_len(items), 3);
    ck_assert_int_eq(quern_count(items), 3);
    ck_assert(quern_exists(items, &found) && found);
    ck_assert_int_eq(quern_at(items, item, 2)->id, 3);
    ck_assert_ptr_null(quern_at(items, item, 3));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_int_eq(ran(), 1);
}
END_TEST

START_TEST(count_and_exists_fill_no_cache)
{
    quern_queryset *items = quern_objects(s, item);
    bool found = true;
    quern_script_expect(script, .sql = "SELECT COUNT(*) FROM \"item\"", .times = 2,
                        QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"));
    ck_assert_int_eq(quern_count(items), 7);
    ck_assert_int_eq(quern_count(items), 7);
    quern_script_expect(script, .sql = "SELECT 1 FROM \"item\" LIMIT 1",
                        QUERN_SCRIPT_COLUMNS({ "?column?", QUERN_KIND_I32 }));
    ck_assert(quern_exists(items, &found));
    ck_assert(!found);
    expect_three();
    ck_assert_int_eq(quern_len(items), 3);
    ck_assert_int_eq(ran(), 4);
}
END_TEST

START_TEST(refining_leaves_the_base_alone)
{
    quern_queryset *items = quern_objects(s, item), *few;
    expect_three();
    ck_assert_int_eq(quern_len(items), 3);
    few = quern_filter(items, Q("id__gt", 2));
    ck_assert_ptr_ne(few, items);
    quern_script_expect(script, .contains = "WHERE \"item\".\"id\" > $1", .values = "$1 = 2", ITEM_COLUMNS,
                        QUERN_SCRIPT_ROWS("3", "three", NULL, NULL));
    ck_assert_int_eq(quern_len(few), 1);
    ck_assert_int_eq(quern_len(items), 3);
    ck_assert_ptr_null(strstr(quern_sql(items), "WHERE"));
    ck_assert_int_eq(ran(), 2);
}
END_TEST

START_TEST(an_empty_slice_asks_nothing)
{
    quern_queryset *none = quern_slice(quern_objects(s, item), 5, 5);
    bool found = true;
    ck_assert_int_eq(quern_len(none), 0);
    ck_assert_int_eq(quern_count(quern_slice(quern_objects(s, item), 9, 3)), 0);
    ck_assert(quern_exists(quern_slice(none, 0, 4), &found) && !found);
    ck_assert_ptr_null(quern_at(none, item, 0));
    QUERN_EACH(item, i, none)
        ck_abort_msg("a row %p", (void *)i);
    ck_assert_int_eq(ran(), 0);
}
END_TEST

START_TEST(a_failed_evaluation_is_not_cached)
{
    quern_queryset *items = quern_objects(s, item);
    int rows = 0;
    quern_script_expect(script, .contains = ITEMS, .sqlstate = "42P01", .message = "no such table");
    QUERN_EACH(item, i, items)
        rows += i->id > 0;
    ck_assert_int_eq(rows, 0);
    ck_assert_int_eq(quern_len(items), -1);
    ck_assert_int_eq(ran(), 1);
    ck_assert_str_eq(take_failure(QUERN_ERROR_SERVER), "no such table");
    expect_three();
    ck_assert_int_eq(quern_len(items), 3);
    ck_assert_int_eq(ran(), 2);
}
END_TEST

quern__suite_maker quern__suite_whole;

Suite *quern__suite_whole(void)
{
    Suite *suite = suite_create("whole");
    TCase *c = item_case("whole");
    tcase_add_test(c, building_runs_nothing);
    tcase_add_test(c, a_loop_loads_once);
    tcase_add_test(c, loops_nest_over_one_queryset);
    tcase_add_test(c, break_continue_and_return_leave_a_loop);
    tcase_add_test(c, the_querysets_expression_is_evaluated_once);
    tcase_add_test(c, the_cache_answers_len_count_exists_and_at);
    tcase_add_test(c, count_and_exists_fill_no_cache);
    tcase_add_test(c, refining_leaves_the_base_alone);
    tcase_add_test(c, an_empty_slice_asks_nothing);
    tcase_add_test(c, a_failed_evaluation_is_not_cached);
    suite_add_tcase(suite, c);
    return suite;
}
