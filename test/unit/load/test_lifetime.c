/* test_lifetime.c: what came from a session lives, unmoved, until the session is closed; what was given to it need not. */
#include "test/unit/load/fixture.h"

#include "lib/model/scope.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

START_TEST(objects_and_texts_live_as_the_session)
{
    enum { ROWS = 50, MORE = 30 };
    load_fixture f = load_open();
    const author *early[ROWS];
    quern_queryset *authors = quern_objects(f.s, author);
    expect_authors(&f, FROM, ROWS);
    size_t row = 0;
    QUERN_EACH(author, a, authors)
        early[row++] = a;
    for (int i = 0; i < MORE; i++) { /* a lot happens meanwhile */
        expect_authors(&f, FROM, 200);
        ck_assert_int_eq(quern_len(quern_filter(authors, QUERN_Q("id__gt", i))), 200);
        expect_refusal(&f, "COUNT");
        ck_assert_int_eq(quern_count(quern_objects(f.s, author)), -1);
        quern_error_clear(f.s);
    }
    for (row = 0; row < ROWS; row++)
        check_author(early[row], (int64_t)row + 1);
    check_statements(&f, "all", 1 + 2 * MORE);
    load_close(&f);
}
END_TEST

START_TEST(objects_of_one_row_live_as_the_session)
{
    enum { TIMES = 100 };
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const author *got[3 * TIMES];
    for (int i = 0; i < TIMES; i++) {
        for (int call = 0; call < 3; call++)
            expect_authors(&f, FROM, 1);
        got[3 * i] = quern_get(authors, author, QUERN_Q("id", i));
        got[3 * i + 1] = quern_first(authors, author);
        got[3 * i + 2] = quern_at(authors, author, i);
    }
    for (int i = 0; i < 3 * TIMES; i++) {
        check_author(got[i], 1);
        ck_assert_msg(i == 0 || got[i] != got[i - 1], "two calls gave one object");
    }
    load_close(&f);
}
END_TEST

/* Arguments may go as soon as the call has returned. */
START_TEST(arguments_are_copied)
{
    load_fixture f = load_open();
    char path[] = "name__icontains", text[] = "Anna", order[] = "-born";
    quern_condition *list = calloc(2, sizeof *list);
    list[0] = quern_where(path, quern_value_text(text));
    quern_queryset *authors = (quern_filter)(quern_objects(f.s, author), list, QUERN_SITE);
    quern_order *terms = calloc(2, sizeof *terms);
    terms[0] = quern_order_name(order);
    authors = (quern_order_by)(authors, terms, QUERN_SITE);
    memset(path, 'x', sizeof path - 1);
    memset(text, 'x', sizeof text - 1);
    memset(order, 'x', sizeof order - 1);
    free(list);
    free(terms);
    expect_authors(&f, "ORDER BY \"books_author\".\"born\" DESC", 1);
    ck_assert_int_eq(quern_len(authors), 1);
    ck_assert_ptr_nonnull(strstr(quern_script_seen(f.script, 0)->values, "Anna"));
    load_close(&f);
}
END_TEST

START_TEST(sessions_do_not_see_each_other)
{
    load_fixture f = load_open();
    quern_session *other = quern_session_open(f.db);
    quern_queryset *here = quern_objects(f.s, author), *there = quern_objects(other, author);
    expect_authors(&f, FROM, 2);
    expect_authors(&f, FROM, 3);
    ck_assert_int_eq(quern_len(here), 2);
    ck_assert_int_eq(quern_len(there), 3);
    expect_refusal(&f, "COUNT");
    ck_assert_int_eq(quern_count(quern_objects(other, author)), -1);
    ck_assert(quern_failed(other));
    check_well(&f, "the other one");
    const author *mine = quern_at(here, author, 1);
    quern_session_close(other);
    check_author(mine, 2);
    ck_assert_int_eq(quern_query_count(f.s), 1);
    load_close(&f);
}
END_TEST

/* A session may be closed in any state: with a failure that nobody read, with results, in the middle of a loop. */
START_TEST(a_session_is_closed_as_it_is)
{
    load_fixture f = load_open();
    for (int state = 0; state < 3; state++) {
        quern_session *s = quern_session_open(f.db);
        expect_authors(&f, FROM, 20);
        quern_each each = quern_each_begin(quern_objects(s, author), &author_model, QUERN_SITE);
        ck_assert_ptr_nonnull(quern_each_next(&each));
        if (state == 1)
            ck_assert_int_eq(quern_len(quern_filter(quern_objects(s, author), QUERN_Q("nmae", 1))), -1);
        quern_session_close(s);
        quern_each_end(&each); /* touches nothing of the session */
    }
    load_close(&f);
}
END_TEST

/* What was read of an evaluation that failed is not kept. */
START_TEST(a_failed_evaluation_keeps_no_rows)
{
    enum { ROWS = 2000 };
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const quern__arena *arena = ((const quern__scope *)f.s)->arena;
    const char **cells = calloc(4 * ROWS, sizeof *cells);
    for (size_t i = 0; i < ROWS; i++) {
        cells[4 * i] = "1";
        cells[4 * i + 1] = i == ROWS - 1 ? NULL : "a name of some length";
    }
    for (int i = 0; i < 10; i++)
        quern_script_expect(f.script,
                            QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                                 { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                            .cells = cells, .cell_count = 4 * ROWS);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(quern_len(authors), -1);
        check_failure(&f, "the last row", QUERN_ERROR_DATA, "is NULL in row 2000", NULL);
    }
    ck_assert_uint_lt(quern__arena_bytes(arena), ROWS * sizeof(author));
    free(cells);
    load_close(&f);
}
END_TEST

Suite *quern__suite_lifetime(void);

Suite *quern__suite_lifetime(void)
{
    Suite *suite = suite_create("lifetime");
    TCase *tests = tcase_create("memory");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, objects_and_texts_live_as_the_session);
    tcase_add_test(tests, objects_of_one_row_live_as_the_session);
    tcase_add_test(tests, arguments_are_copied);
    tcase_add_test(tests, sessions_do_not_see_each_other);
    tcase_add_test(tests, a_session_is_closed_as_it_is);
    tcase_add_test(tests, a_failed_evaluation_keeps_no_rows);
    suite_add_tcase(suite, tests);
    return suite;
}
