/* test_rows.c: rows of values, and objects that are loaded in part, by each call that evaluates: statements counted, before and
 * after the cache is filled. */
#include "test/unit/load/fixture.h"

#include "lib/base/arena.h"
#include "test/support/expect.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

static void expect_names(const char *sql, size_t rows)
{
    static const char *const cells[] = { "1", "Ann", "2", "Ben", "3", NULL };
    quern_script_expect(f.script, .contains = sql,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "email", QUERN_KIND_TEXT }),
                        .cells = cells, .cell_count = 2 * rows);
}

static void expect_email(const quern_row *row, int64_t id, const char *email)
{
    int64_t got = 0;
    const char *text = "?";
    const bool read = row && quern_read(row, "id", &got) && quern_read(row, "email", &text);
    ck_assert_msg(read, "%s", quern_error_text(f.s));
    ck_assert_int_eq(got, id);
    ck_assert_pstr_eq(text, email);
}

START_TEST(rows_before_the_cache_is_filled)
{
    bool found = false;
    quern_queryset *rows = quern_order_by(quern_values(quern_objects(f.s, author), "id", "email"), "id");
    expect_names(" ORDER BY \"books_author\".\"id\" LIMIT 1", 1);
    expect_email(quern_first(rows, quern_row), 1, "Ann");
    expect_names(" LIMIT 1 OFFSET $1", 1);
    expect_email(quern_at(rows, quern_row, 7), 1, "Ann");
    expect_names(" WHERE \"books_author\".\"id\" = $1 LIMIT $2", 1);
    expect_email(quern_get(rows, quern_row, Q("id", 1)), 1, "Ann");
    expect_number(&f, "SELECT COUNT(*) FROM \"books_author\"", "9");
    ck_assert_int_eq(quern_count(rows), 9);
    expect_number(&f, "SELECT 1 FROM \"books_author\" LIMIT 1", "1");
    ck_assert(quern_exists(rows, &found) && found);
    check_statements(&f, "five calls", 5);
}
END_TEST

START_TEST(rows_from_the_cache)
{
    bool found = false;
    int64_t id = 0;
    quern_queryset *rows = quern_order_by(quern_values(quern_objects(f.s, author), "id", "email"), "id");
    expect_names("SELECT \"books_author\".\"id\", \"books_author\".\"email\" FROM", 3);
    QUERN_EACH(quern_row, row, rows) {
        static const char *const emails[] = { "Ann", "Ben", NULL };
        expect_email(row, id + 1, emails[id]);
        id++;
    }
    ck_assert_int_eq(id, 3);
    ck_assert_int_eq(quern_len(rows), 3);
    ck_assert_int_eq(quern_count(rows), 3);
    ck_assert(quern_exists(rows, &found) && found);
    expect_email(quern_first(rows, quern_row), 1, "Ann");
    expect_email(quern_at(rows, quern_row, 2), 3, NULL);
    ck_assert_ptr_null(quern_at(rows, quern_row, 3));
    check_statements(&f, "seven calls", 1);
    expect_names("FROM", 2);
    ck_assert_int_eq(quern_len(quern_all(rows)), 2);
    check_statements(&f, "another cache", 2);
}
END_TEST

START_TEST(a_row_that_was_copied_is_read)
{
    quern_queryset *rows = quern_values(quern_objects(f.s, author), "id", "email");
    quern_row *copy = malloc(sizeof *copy); /* so that a sanitizer knows where it ends */
    expect_names("FROM", 2);
    *copy = *quern_list(rows, quern_row)[1];
    expect_email(copy, 2, "Ben");
    free(copy);
}
END_TEST

START_TEST(rows_are_not_objects)
{
    quern_queryset *rows = quern_values(quern_objects(f.s, author), "id");
    ck_assert_ptr_null(quern_first(rows, author));
    check_failure(&f, "an author", QUERN_ERROR_USAGE, "objects of author from a queryset of quern_row", NULL);
    ck_assert_ptr_null(quern_first(quern_objects(f.s, author), quern_row));
    check_failure(&f, "a row", QUERN_ERROR_USAGE, "objects of quern_row from a queryset of author", NULL);
    check_statements(&f, "none of them", 0);
}
END_TEST

START_TEST(what_is_not_loaded_is_zero)
{
    quern_queryset *some = quern_only(quern_objects(f.s, author), "email");
    expect_names("SELECT \"books_author\".\"id\", \"books_author\".\"email\" FROM", 3);
    QUERN_EACH(author, a, some) {
        ck_assert(quern_loaded(a, id) && quern_loaded(a, email) && !quern_loaded(a, name) &&
                  !quern_loaded(a, born));
        ck_assert(quern__arena_debug || (!a->name && !a->born.present && a->born.value == 0));
    }
    const author mine = { .id = 1 };
    ck_assert(!quern_loaded(&mine, id));
    ck_assert_str_eq(quern_at(some, author, 1)->email, "Ben");
    check_statements(&f, "one loop", 1);
}
END_TEST

/* What comes behind the values is there for the order of what is distinct. */
START_TEST(columns_of_the_order_are_not_read)
{
    quern_queryset *emails =
        quern_distinct(quern_order_by(quern_values(quern_objects(f.s, author), "id"), "email"));
    expect_names("SELECT DISTINCT \"books_author\".\"id\", \"books_author\".\"email\" FROM", 3);
    int64_t id = 0;
    const quern_row *second = quern_len(emails) == 3 ? quern_at(emails, quern_row, 1) : NULL;
    const bool read = second && quern_read(second, "id", &id);
    ck_assert(read && id == 2);
    check_statements(&f, "one", 1);
}
END_TEST

START_TEST(nothing_is_asked_of_none)
{
    bool found = true;
    quern_queryset *none = quern_filter(quern_none(quern_objects(f.s, author)), Q("name", "x"));
    ck_assert(quern_len(none) == 0 && quern_count(none) == 0 && quern_exists(none, &found) && !found);
    ck_assert(!quern_first(none, author) && !quern_at(none, author, 0) &&
              !quern_get(none, author, Q("id", 1)));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    ck_assert_int_eq(quern_len(quern_values(none, "id")), 0);
    check_statements(&f, "none", 0);
}
END_TEST

Suite *quern__suite_rows(void);

Suite *quern__suite_rows(void)
{
    Suite *suite = suite_create("rows");
    TCase *tests = tcase_create("rows");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, rows_before_the_cache_is_filled);
    tcase_add_test(tests, rows_from_the_cache);
    tcase_add_test(tests, a_row_that_was_copied_is_read);
    tcase_add_test(tests, rows_are_not_objects);
    tcase_add_test(tests, what_is_not_loaded_is_zero);
    tcase_add_test(tests, columns_of_the_order_are_not_read);
    tcase_add_test(tests, nothing_is_asked_of_none);
    suite_add_tcase(suite, tests);
    return suite;
}
