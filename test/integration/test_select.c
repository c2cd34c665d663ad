/* test_select.c: which rows conditions, orders and slices select, and in which order, from the shared tables. */
#include "test/integration/fixture.h"

#include <stdio.h>

static quern_queryset *books, *few; /* 40, and the first 8 of them */

static void begin(void)
{
    if (!db)
        return;
    books = quern_objects(s, book);
    few = quern_order_by(quern_filter(books, Q("id__lte", 8)), "id");
}

/* The ids as they come: "1,2,3". Lives until the next call. */
static const char *ids(quern_queryset *queryset)
{
    static char text[400];
    size_t size = 0;
    text[0] = '\0';
    QUERN_EACH(book, b, queryset)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%d", size ? "," : "", (int)b->id);
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    return text;
}

#define SELECTS(queryset, expected) quern__expect_text(#queryset, "the selection", ids(queryset), expected)

/* clang-format off */
START_TEST(each_lookup)
{
    NEEDS_SERVER();
    SELECTS(few, "1,2,3,4,5,6,7,8");
    SELECTS(quern_filter(few, Q("title", "Emma")), "1");
    SELECTS(quern_filter(few, Q("title__exact", "emma")), "");
    SELECTS(quern_filter(few, Q("published", true)), "1,2,6,8");
    SELECTS(quern_filter(few, Q("published", 0)), "3,4,5,7");
    SELECTS(quern_filter(few, Q("author", 1)), "1,2,6");
    SELECTS(quern_filter(few, Q("author__id", 2)), "3,7");
    SELECTS(quern_filter(few, Q("copies__gt", 2)), "1,4,8");
    SELECTS(quern_filter(few, Q("copies__gte", 2)), "1,4,7,8");
    SELECTS(quern_filter(few, Q("copies__lt", 1)), "2,3,5");
    SELECTS(quern_filter(few, Q("copies__lte", 1)), "2,3,5,6");
    SELECTS(quern_filter(few, Q("price__gt", 1.6)), "1,4,7,8");
    SELECTS(quern_filter(few, Q("price__lt", 0)), "3");
    SELECTS(quern_filter(few, Q("sold__gte", INT64_C(9000000000))), "1");
    SELECTS(quern_filter(few, Q("title__gt", "Persuasion")), "5,6,7,8");
    SELECTS(quern_filter(few, Q("created_at__lt", ((quern_timestamp){ 0 }))), "1,2,3,4");
    SELECTS(quern_filter(few, Q("created_at__gte", ((quern_timestamp){ -1 }))), "5,6,7,8");
    SELECTS(quern_filter(few, Q("created_at", ((quern_timestamp){ INT64_MIN }))), "4");
    SELECTS(quern_filter(few, Q("subtitle__isnull", true)), "1,5,7,8");
    SELECTS(quern_filter(few, Q("subtitle__isnull", false)), "2,3,4,6");
    SELECTS(quern_filter(few, Q("pages", QUERN_NULL)), "2,6");
    SELECTS(quern_filter(few, Q("sequel_of__isnull", false)), "2,4,8");
    SELECTS(quern_filter(few, Q("rating__gt", 4)), "1,3"); /* NaN is the greatest */
    SELECTS(quern_filter(few, Q(book, pages, gt, 300)), "1,3");
    SELECTS(quern_filter(few, Q(book, title, icontains, "em")), "1");
}
END_TEST

START_TEST(icontains_takes_its_text_as_it_is)
{
    NEEDS_SERVER();
    SELECTS(quern_filter(few, Q("title__icontains", "VOLUME")), "5,6,7,8");
    SELECTS(quern_filter(few, Q("title__icontains", "%")), "4");
    SELECTS(quern_filter(few, Q("title__icontains", "0% _R")), "4");
    SELECTS(quern_filter(few, Q("title__icontains", "_")), "4");
    SELECTS(quern_filter(few, Q("title__icontains", "\\")), "4");
    SELECTS(quern_filter(few, Q("title__icontains", "'Quoted' \"")), "4");
    SELECTS(quern_filter(few, Q("title__icontains", "x' OR '1' = '1")), "");
    SELECTS(quern_filter(few, Q("subtitle__icontains", "\xe2\x98\x83")), "4");
    SELECTS(quern_filter(few, Q("subtitle__icontains", "")), "2,3,4,6");
}
END_TEST

START_TEST(conditions_together)
{
    NEEDS_SERVER();
    static const quern_condition none[] = { { 0 } };
    SELECTS(quern_filter(few, Q("published", true), Q("pages__gt", 200)), "1");
    SELECTS(quern_filter(quern_filter(few, Q("published", true)), Q("pages__gt", 100)), "1,8");
    SELECTS(quern_filter(few, OR(Q("id", 1), Q("pages__lt", 120))), "1,4,5");
    SELECTS(quern_filter(few, OR(Q("id", 7), AND(Q("published", true), Q("lent", false)))), "2,7");
    SELECTS(quern_filter(few, ANY(none)), "");
    SELECTS(quern_filter(few, ALL(none)), "1,2,3,4,5,6,7,8");
}
END_TEST

/* What a NULL makes neither true nor false is kept by exclude, and by NOT. */
START_TEST(exclude_keeps_null)
{
    NEEDS_SERVER();
    static const quern_condition none[] = { { 0 } };
    SELECTS(quern_filter(few, Q("pages__gt", 100)), "1,3,7,8");
    SELECTS(quern_exclude(few, Q("pages__gt", 100)), "2,4,5,6");
    SELECTS(quern_filter(few, NOT(Q("pages__gt", 100))), "2,4,5,6");
    SELECTS(quern_exclude(few, NOT(Q("pages__gt", 100))), "1,3,7,8");
    SELECTS(quern_exclude(few, Q("lent", true)), "1,2,4,5,7,8");
    SELECTS(quern_exclude(few, Q("lent", false)), "1,3,4,5,6,8");
    SELECTS(quern_exclude(few, Q("lent", QUERN_NULL)), "2,3,6,7");
    SELECTS(quern_exclude(few, Q("pages__isnull", true)), "1,3,4,5,7,8");
    SELECTS(quern_exclude(few, Q("subtitle__icontains", "part")), "1,2,3,4,5,7,8");
    SELECTS(quern_exclude(few, Q("published", true), Q("pages__gt", 100)), "2,3,4,5,6,7");
    SELECTS(quern_exclude(quern_exclude(few, Q("published", true)), Q("pages__gt", 100)), "4,5");
    SELECTS(quern_exclude(few, OR(Q("published", true), Q("lent", true))), "4,5,7");
    SELECTS(quern_exclude(few, ANY(none)), "1,2,3,4,5,6,7,8");
}
END_TEST

START_TEST(orders)
{
    NEEDS_SERVER();
    SELECTS(quern_order_by(few, "-id"), "8,7,6,5,4,3,2,1");
    SELECTS(quern_order_by(few, DESC(book, id)), "8,7,6,5,4,3,2,1");
    SELECTS(quern_order_by(few, "pages", "id"), "4,5,7,8,1,3,2,6");
    SELECTS(quern_order_by(few, "-pages", "id"), "2,6,3,1,8,7,5,4");
    SELECTS(quern_order_by(few, NULLS_FIRST("pages"), "id"), "2,6,4,5,7,8,1,3");
    SELECTS(quern_order_by(few, NULLS_LAST("-pages"), "id"), "3,1,8,7,5,4,2,6");
    SELECTS(quern_order_by(few, "published", "-id"), "7,5,4,3,8,6,2,1");
    SELECTS(quern_order_by(few, "author", "-id"), "6,2,1,7,3,8,5,4");
    SELECTS(quern_order_by(few, "created_at"), "4,1,2,3,5,6,7,8");
    SELECTS(quern_order_by(few, "price"), "3,2,5,6,7,8,1,4");
    SELECTS(quern_order_by(few, "rating", "id"), "4,6,7,8,1,3,2,5");
    ck_assert_int_eq(quern_len(quern_order_by(few, "?")), 8);
}
END_TEST

START_TEST(slices)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_order_by(books, "id"), *ten = quern_slice(all, 10, 20);
    bool found = true;
    SELECTS(quern_slice(all, 0, 3), "1,2,3");
    SELECTS(quern_slice(all, 5, 8), "6,7,8");
    SELECTS(quern_slice(all, 5, 6), "6");
    SELECTS(quern_slice(all, 38, 100), "39,40");
    SELECTS(quern_slice(all, 37, QUERN_OPEN_END), "38,39,40");
    SELECTS(quern_slice(all, 40, 50), "");
    SELECTS(quern_slice(all, 9, 3), "");
    SELECTS(quern_slice(ten, 2, 5), "13,14,15");
    SELECTS(quern_slice(ten, 8, 100), "19,20");
    SELECTS(quern_slice(quern_order_by(quern_filter(books, Q("published", true)), "-id"), 1, 3), "38,36");
    ck_assert_int_eq(quern_count(ten), 10);
    ck_assert_int_eq(quern_count(quern_slice(all, 35, 100)), 5);
    ck_assert(quern_exists(quern_slice(all, 40, 41), &found) && !found);
    ck_assert(quern_exists(quern_slice(all, 39, 41), &found) && found);
    ck_assert_int_eq(quern_at(ten, book, 3)->id, 14);
    ck_assert_ptr_null(quern_at(ten, book, 10));
    ck_assert_int_eq(quern_first(ten, book)->id, 11);
    ck_assert_int_eq(quern_get(quern_slice(all, 3, 4), book)->id, 4);
}
END_TEST

START_TEST(no_row_and_too_many_are_answers)
{
    NEEDS_SERVER();
    ck_assert_ptr_null(quern_get(books, book, Q("id", 404)));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_get(books, book, Q("published", true)));
    ck_assert_int_eq(quern_answer(s), QUERN_MORE_THAN_ONE);
    ck_assert_ptr_null(quern_first(quern_filter(books, Q("id", 404)), book));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_at(books, book, 40));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert(!quern_failed(s));
    ck_assert_int_eq(quern_get(books, book, Q("title", "Emma"))->id, 1);
    ck_assert_int_eq(quern_answer(s), QUERN_FOUND);
}
END_TEST

/* Names that must be quoted, a text for a key, an int32_t for a key. */
START_TEST(odd_names_and_keys)
{
    NEEDS_SERVER();
    quern_queryset *odds = quern_order_by(quern_objects(s, odd), "-quote");
    ck_assert_int_eq(quern_at(odds, odd, 0)->quote, 2147483647);
    ck_assert_int_eq(quern_get(odds, odd, Q("select", "from"))->id, 1);
    ck_assert_int_eq(quern_get(odds, odd, Q("shelf", "b'B"))->id, 3);
    ck_assert_str_eq(quern_get(odds, odd, Q("shelf__code", "A"))->shelf_id, "A");
    quern_queryset *snowy = quern_filter(odds, Q("upper", QUERN_NULL), Q(odd, snow, exact, true));
    ck_assert_int_eq(quern_count(snowy), 1);
    ck_assert_int_eq(quern_get(quern_objects(s, shelf), shelf, Q("code", "b'B"))->room, 2);
    ck_assert_str_eq(quern_first(quern_objects(s, shelf), shelf)->code, "A");
}
END_TEST
/* clang-format on */

Suite *quern__suite_select(void);

Suite *quern__suite_select(void)
{
    Suite *suite = suite_create("select");
    TCase *tests = server_case("select");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, each_lookup);
    tcase_add_test(tests, icontains_takes_its_text_as_it_is);
    tcase_add_test(tests, conditions_together);
    tcase_add_test(tests, exclude_keeps_null);
    tcase_add_test(tests, orders);
    tcase_add_test(tests, slices);
    tcase_add_test(tests, no_row_and_too_many_are_answers);
    tcase_add_test(tests, odd_names_and_keys);
    suite_add_tcase(suite, tests);
    return suite;
}
