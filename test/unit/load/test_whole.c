/* test_whole.c: quern_len, quern_count and quern_exists: what each asks the server, and when it need not. */
#include "test/unit/load/fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

START_TEST(building_asks_nothing)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    authors =
        quern_filter(authors, QUERN_Q("born__gt", 1700), QUERN_OR(QUERN_Q("name", "x"), QUERN_Q("id", 3)));
    authors = quern_exclude(authors, QUERN_Q("email", QUERN_NULL));
    authors = quern_slice(quern_order_by(authors, "-born", "name"), 2, 9);
    ck_assert_ptr_null(quern_queryset_error(authors));
    ck_assert_str_ne(quern_sql(authors), "");
    ck_assert_uint_eq(quern_statement(authors)->count, 5);
    check_statements(&f, "building", 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    load_close(&f);
}
END_TEST

/* Around the borders of blocks, which hold 4, 8, 16, … rows. */
static const size_t counts[] = { 0, 1, 3, 4, 5, 11, 12, 13, 27, 28, 29, 1000 };

START_TEST(len_asks_once)
{
    load_fixture f = load_open();
    expect_authors(&f, FROM, counts[_i]);
    quern_queryset *authors = quern_objects(f.s, author);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(quern_len(authors), counts[_i]);
    check_statements(&f, "len", 1);
    for (size_t i = 0; i < counts[_i]; i++)
        check_author(quern_at(authors, author, (int64_t)i), (int64_t)i + 1);
    ck_assert_ptr_null(quern_at(authors, author, (int64_t)counts[_i]));
    check_statements(&f, "len, then each by its index", 1);
    load_close(&f);
}
END_TEST

START_TEST(a_hundred_thousand_rows)
{
    enum { ROWS = 100000 };
    load_fixture f = load_open();
    char(*codes)[8] = calloc(ROWS, sizeof *codes);
    const char **cells = calloc(2 * ROWS, sizeof *cells);
    const shelf **seen = calloc(ROWS, sizeof *seen);
    for (size_t i = 0; i < ROWS; i++) {
        snprintf(codes[i], sizeof codes[i], "%zu", i);
        cells[2 * i] = cells[2 * i + 1] = codes[i];
    }
    quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        .cells = cells, .cell_count = 2 * ROWS);
    quern_queryset *shelves = quern_objects(f.s, shelf);
    ck_assert_int_eq(quern_len(shelves), ROWS);
    size_t row = 0;
    QUERN_EACH(shelf, at, shelves)
        seen[row++] = at;
    ck_assert_uint_eq(row, ROWS);
    for (row = 0; row < ROWS; row++) {
        ck_assert_ptr_eq(quern_at(shelves, shelf, (int64_t)row), seen[row]);
        ck_assert_str_eq(seen[row]->code, codes[row]);
        ck_assert_int_eq(seen[row]->room, (int)row);
        ck_assert_uint_eq(seen[row]->object.row, row);
        ck_assert_ptr_eq(seen[row]->object.result, seen[0]->object.result);
    }
    check_statements(&f, "many", 1);
    free(seen);
    free(cells);
    free(codes);
    load_close(&f);
}
END_TEST

START_TEST(count_asks_every_time_until_there_is_a_cache)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    expect_number(&f, "SELECT COUNT(*) FROM \"books_author\"", "9223372036854775807");
    ck_assert_int_eq(quern_count(authors), INT64_MAX);
    expect_number(&f, "SELECT COUNT(*) FROM \"books_author\"", "0");
    ck_assert_int_eq(quern_count(authors), 0);
    check_statements(&f, "count fills no cache", 2);
    expect_authors(&f, FROM, 5);
    ck_assert_int_eq(quern_len(authors), 5);
    ck_assert_int_eq(quern_count(authors), 5);
    check_statements(&f, "count from the cache", 3);
    load_close(&f);
}
END_TEST

START_TEST(exists_asks_every_time_until_there_is_a_cache)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    bool found = false;
    expect_number(&f, "SELECT 1 FROM \"books_author\" LIMIT 1", "1");
    ck_assert(quern_exists(authors, &found) && found);
    expect_number(&f, "SELECT 1 FROM \"books_author\" LIMIT 1", NULL);
    ck_assert(quern_exists(authors, &found) && !found);
    check_statements(&f, "exists fills no cache", 2);
    expect_authors(&f, FROM, 1);
    ck_assert_int_eq(quern_len(authors), 1);
    ck_assert(quern_exists(authors, &found) && found);
    check_statements(&f, "exists from the cache", 3);
    load_close(&f);
}
END_TEST

START_TEST(an_empty_result_is_a_cache_too)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    bool found = true;
    expect_authors(&f, FROM, 0);
    ck_assert_int_eq(quern_len(authors), 0);
    ck_assert_int_eq(quern_len(authors), 0);
    ck_assert_int_eq(quern_count(authors), 0);
    ck_assert(quern_exists(authors, &found) && !found);
    QUERN_EACH(author, a, authors)
        ck_abort_msg("there is no author %lld", (long long)a->id);
    ck_assert_ptr_null(quern_at(authors, author, 0));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    check_statements(&f, "empty", 1);
    load_close(&f);
}
END_TEST

START_TEST(an_empty_slice_asks_nothing)
{
    load_fixture f = load_open();
    quern_queryset *none = quern_slice(quern_order_by(quern_objects(f.s, author), "name"), 7, 7);
    bool found = true;
    ck_assert_int_eq(quern_len(none), 0);
    none = quern_slice(quern_objects(f.s, author), 5, 3); /* afresh: without a cache */
    ck_assert_int_eq(quern_count(none), 0);
    ck_assert(quern_exists(none, &found) && !found);
    ck_assert_ptr_null(quern_at(none, author, 0));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_get(none, author));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    QUERN_EACH(author, a, none)
        ck_abort_msg("there is no author %lld", (long long)a->id);
    ck_assert_ptr_null(
        quern_first(quern_slice(quern_order_by(quern_objects(f.s, author), "name"), 3, 3), author));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    check_well(&f, "an empty slice");
    check_statements(&f, "an empty slice", 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    load_close(&f);
}
END_TEST

START_TEST(refining_leaves_the_base_alone)
{
    load_fixture f = load_open();
    quern_queryset *base = quern_objects(f.s, author);
    expect_authors(&f, FROM, 3);
    ck_assert_int_eq(quern_len(base), 3);
    const author *first = quern_at(base, author, 0);
    quern_queryset *refined = quern_filter(base, QUERN_Q("id__gt", 1));
    ck_assert_ptr_ne(refined, base);
    expect_authors(&f, "WHERE \"books_author\".\"id\" > $1", 1);
    ck_assert_int_eq(quern_len(refined), 1);
    check_statements(&f, "refined", 2);
    ck_assert_int_eq(quern_len(base), 3);
    ck_assert_ptr_eq(quern_at(base, author, 0), first);
    ck_assert_ptr_null(strstr(quern_sql(base), "WHERE"));
    /* The other way round: what is refined before the base is evaluated has no part in its cache. */
    quern_queryset *other = quern_objects(f.s, author), *before = quern_order_by(other, "name");
    expect_authors(&f, FROM, 2);
    expect_authors(&f, "ORDER BY", 4);
    ck_assert_int_eq(quern_len(other), 2);
    ck_assert_int_eq(quern_len(before), 4);
    ck_assert_int_eq(quern_len(other), 2);
    check_statements(&f, "both", 4);
    load_close(&f);
}
END_TEST

START_TEST(the_log_tells_who_asked)
{
    load_fixture f = load_open();
    quern_queryset *authors = (quern_objects)(f.s, &author_model, "built.c:1");
    authors = (quern_filter)(authors, (quern_condition[]){ QUERN_Q("name", "secret"), { 0 } }, "built.c:2");
    expect_refusal(&f, "COUNT");
    (quern_count)(authors, "counted.c:3");
    check_failure(&f, "refused", QUERN_ERROR_SERVER, "does not exist", "counted.c:3");
    expect_authors(&f, FROM, 2);
    (quern_len)(authors, "measured.c:4");
    ck_assert_str_eq(quern_query_at(f.s, 1)->site, "counted.c:3");
    ck_assert_int_eq(quern_query_at(f.s, 1)->rows, -1);
    const quern_query *query = quern_query_at(f.s, -1);
    ck_assert_str_eq(query->site, "measured.c:4");
    ck_assert_str_eq(query->sql, quern_script_seen(f.script, 1)->sql);
    ck_assert_ptr_nonnull(strstr(query->sql, "\"name\" = $1"));
    ck_assert_ptr_null(strstr(query->sql, "secret"));
    ck_assert_int_eq(query->rows, 2);
    ck_assert_int_eq(query->number, 2);
    ck_assert_ptr_null(quern_query_at(f.s, 3));
    load_close(&f);
}
END_TEST

Suite *quern__suite_whole(void);

Suite *quern__suite_whole(void)
{
    Suite *suite = suite_create("whole");
    TCase *tests = tcase_create("sets");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, building_asks_nothing);
    tcase_add_loop_test(tests, len_asks_once, 0, sizeof counts / sizeof *counts);
    tcase_add_test(tests, a_hundred_thousand_rows);
    tcase_add_test(tests, count_asks_every_time_until_there_is_a_cache);
    tcase_add_test(tests, exists_asks_every_time_until_there_is_a_cache);
    tcase_add_test(tests, an_empty_result_is_a_cache_too);
    tcase_add_test(tests, an_empty_slice_asks_nothing);
    tcase_add_test(tests, refining_leaves_the_base_alone);
    tcase_add_test(tests, the_log_tells_who_asked);
    suite_add_tcase(suite, tests);
    return suite;
}
