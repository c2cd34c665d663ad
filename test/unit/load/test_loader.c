/* test_loader.c: rows into structs: blocks, texts, NULLs, and what a member cannot take. */
#include "test/unit/load/fixture.h"

#include <stdio.h>
#include <stdlib.h>

/* Rows of a script: id, title, NULL, NULL; the title says the id. */
static void expect_many(size_t rows)
{
    const char **cells = calloc(4 * rows + 1, sizeof *cells);
    char *texts = malloc(24 * rows + 1);
    for (size_t i = 0; i < rows; i++) {
        snprintf(texts + 24 * i, 24, "%zu", i);
        cells[4 * i] = cells[4 * i + 1] = texts + 24 * i;
    }
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS, .cells = cells, .cell_count = 4 * rows);
    free(texts);
    free(cells);
}

/* Around the borders of blocks, which hold 4, 8, 16, … rows. */
static const size_t sizes[] = { 0, 1, 3, 4, 5, 11, 12, 13, 27, 28, 29, 1000, 20000 };

START_TEST(rows_come_whole_in_order_and_stay_where_they_are)
{
    const size_t rows = sizes[_i];
    quern_queryset *items = quern_objects(s, item);
    item *first = NULL;
    size_t n = 0;
    expect_many(rows);
    ck_assert_int_eq(quern_len(items), (int64_t)rows);
    QUERN_EACH(item, i, items) {
        char title[24];
        snprintf(title, sizeof title, "%zu", n);
        ck_assert_int_eq(i->id, (int64_t)n);
        ck_assert_str_eq(i->title, title);
        ck_assert(!i->note && !i->pages.present);
        ck_assert_ptr_nonnull(i->object.result);
        ck_assert_uint_eq(i->object.row, n);
        ck_assert_ptr_eq(quern_at(items, item, (int64_t)n), i);
        first = n++ ? first : i;
    }
    ck_assert_uint_eq(n, rows);
    ck_assert(!first || first->id == 0);
}
END_TEST

START_TEST(null_for_a_member_that_cannot_hold_it_is_an_error)
{
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS,
                        QUERN_SCRIPT_ROWS("1", "one", NULL, NULL, "2", NULL, NULL, NULL));
    ck_assert_int_eq(quern_len(quern_objects(s, item)), -1);
    const quern_error *error = quern_session_error(s);
    quern__expect_error("NULL title", error,
                        &(quern__expected_error){ .code = QUERN_ERROR_DATA,
                                                  .message =
                                                      "column \"title\" of \"item\" is NULL in row 2, which "
                                                      "item.title (const char *) cannot hold",
                                                  .hint = "declare the field with .null = true" });
    ck_assert_ptr_nonnull(strstr(error->sql, "SELECT"));
    ck_assert_ptr_nonnull(strstr(error->site, "test_loader.c:"));
    take_failure(QUERN_ERROR_DATA);
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS, QUERN_SCRIPT_ROWS(NULL, "one", NULL, NULL));
    ck_assert_int_eq(quern_len(quern_objects(s, item)), -1);
    ck_assert_str_eq(quern_session_error(s)->hint, "declare the member as its nullable twin: quern_null_…");
    take_failure(QUERN_ERROR_DATA);
}
END_TEST

START_TEST(a_column_of_another_type_is_an_error_before_the_first_row)
{
    quern_script_expect(script, .contains = ITEMS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT },
                                             { "note", QUERN_KIND_TEXT }, { "pages", QUERN_KIND_I64 }));
    ck_assert_int_eq(quern_len(quern_objects(s, item)), -1);
    const char *message = take_failure(QUERN_ERROR_TYPE);
    ck_assert_ptr_nonnull(strstr(message, "column \"pages\" of \"item\" is of type "));
    ck_assert_ptr_nonnull(strstr(message, "which item.pages (quern_null_i32) cannot take"));
}
END_TEST

START_TEST(other_columns_than_asked_for_are_an_error)
{
    quern_script_expect(script, .contains = ITEMS, QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"));
    ck_assert_int_eq(quern_len(quern_objects(s, item)), -1);
    ck_assert_str_eq(take_failure(QUERN_ERROR_TYPE), "1 columns came for the 4 fields of item");
    quern_script_expect(script, .contains = "COUNT", QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("x"));
    ck_assert_int_eq(quern_count(quern_objects(s, item)), -1);
    take_failure(QUERN_ERROR_TYPE);
}
END_TEST

START_TEST(malformed_cells_are_an_error)
{
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS, QUERN_SCRIPT_ROWS("1", "t", NULL, "many"));
    ck_assert_int_eq(quern_len(quern_objects(s, item)), -1);
    ck_assert_str_eq(take_failure(QUERN_ERROR_DATA),
                     "column \"pages\" of \"item\" in row 1 is not a value for "
                     "item.pages (quern_null_i32)");
}
END_TEST

START_TEST(a_loss_in_the_middle_is_a_failure_and_no_short_list)
{
    quern_queryset *items = quern_objects(s, item);
    int rows = 0;
    quern_script_expect(script, .contains = ITEMS, ITEM_COLUMNS, QUERN_SCRIPT_ROWS("1", "one", NULL, NULL),
                        .lost = QUERN_SCRIPT_LOST_AFTER, .sqlstate = "57P01", .message = "terminated");
    QUERN_EACH(item, i, items)
        rows += i->id > 0;
    ck_assert_int_eq(rows, 0);
    ck_assert_str_eq(quern_session_error(s)->sqlstate, "57P01");
    ck_assert_int_eq(quern_session_error(s)->outcome, QUERN_NOT_APPLIED);
    take_failure(QUERN_ERROR_CONNECTION_LOST);
}
END_TEST

quern__suite_maker quern__suite_loader;

Suite *quern__suite_loader(void)
{
    Suite *suite = suite_create("loader");
    TCase *c = item_case("loader");
    tcase_add_loop_test(c, rows_come_whole_in_order_and_stay_where_they_are, 0,
                        (int)(sizeof sizes / sizeof *sizes));
    tcase_add_test(c, null_for_a_member_that_cannot_hold_it_is_an_error);
    tcase_add_test(c, a_column_of_another_type_is_an_error_before_the_first_row);
    tcase_add_test(c, other_columns_than_asked_for_are_an_error);
    tcase_add_test(c, malformed_cells_are_an_error);
    tcase_add_test(c, a_loss_in_the_middle_is_a_failure_and_no_short_list);
    suite_add_tcase(suite, c);
    return suite;
}
