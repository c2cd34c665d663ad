/* test_rewind.c: what a rewind frees of what was loaded, and what it does not; and limits of bytes. A build with sanitizers, where each
 * piece of memory is freed by itself, sees whatever points to what is gone. */
#include "test/unit/load/fixture.h"

#include "test/support/lending.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

static quern_queryset *authors(void)
{
    return quern_objects(f.s, author);
}

START_TEST(the_cache_of_what_is_older_stays)
{
    quern_queryset *old = quern_filter(authors(), Q("id__gt", 0));
    quern_queryset *lines = quern_values(authors(), "id", "name");
    const quern_mark mark = quern_session_mark(f.s);
    expect_authors(&f, FROM, 50);
    ck_assert_int_eq(quern_len(old), 50);
    const author *first = quern_at(old, author, 0);
    quern_script_expect(f.script, .contains = "SELECT",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "Ann"));
    ck_assert_int_eq(quern_len(lines), 1);
    expect_authors(&f, FROM, 30);
    quern_queryset *young = quern_filter(old, Q("id__lt", 9));
    ck_assert_int_eq(quern_len(young), 30);
    ck_assert(*quern_sql(young));
    ck_assert(quern_session_rewind(f.s, mark));
    int64_t number = 0;
    QUERN_EACH(author, a, old)
        check_author(a, ++number);
    ck_assert_int_eq(number, 50);
    ck_assert_ptr_eq(quern_at(old, author, 0), first);
    int64_t id = 0;
    const char *name = NULL;
    int read = 0;
    QUERN_EACH_ROW(row, lines)
    read += quern_read(row, "id", &id) && quern_read(row, "name", &name);
    ck_assert_int_eq(read, 1);
    ck_assert_int_eq(id, 7);
    ck_assert_str_eq(name, "Ann");
    check_statements(&f, "nothing is asked again", 3);
}
END_TEST

/* Of an object whose queryset is older: a relation, and what that leads to; a field that was left out; a list. */
START_TEST(what_is_loaded_later_lives_as_its_object)
{
    quern_queryset *books = quern_only(quern_objects(f.s, book), "author");
    const quern_mark mark = quern_session_mark(f.s);
    quern_script_expect(f.script, .contains = "\"author_id\" FROM \"books_book\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "2", "2", "3"));
    book *const *all = quern_list(books, book);
    book *b = all[1];
    ck_assert(quern_edit(b));
    expect_authors(&f, FROM, 1);
    ck_assert_str_eq(quern_fetch(b, author)->name, "Author No. 1");
    quern_script_expect(f.script, .contains = "\"title\" FROM \"books_book\"",
                        QUERN_SCRIPT_COLUMNS({ "title", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("Emma"));
    ck_assert_str_eq(quern_fetch(b, title), "Emma");
    ck_assert(quern_session_rewind(f.s, mark));
    for (int i = 0; i < 20; i++) /* where it would lie if it were gone */
        quern_filter(books, Q("id", i));
    check_author(b->author, 1);
    ck_assert_str_eq(b->title, "Emma");
    ck_assert_int_eq(all[0]->id, 1);
    ck_assert_ptr_eq(quern_at(books, book, 1), b);
    b->author_id = 7;
    ck_assert(quern_changed(b, author_id) && !quern_changed(b, title));
    check_statements(&f, "three", 3);
}
END_TEST

/* What a call gave by itself is as old as the call. */
START_TEST(what_a_call_gave_goes)
{
    quern_queryset *old = authors();
    expect_authors(&f, FROM, 1);
    const author *kept = quern_get(old, author, Q("id", 1));
    const quern_mark mark = quern_session_mark(f.s);
    const size_t bytes = quern_session_bytes(f.s);
    for (int i = 0; i < 30; i++) {
        expect_authors(&f, FROM, 1);
        check_author(i % 3 == 0   ? quern_get(old, author, Q("id", i))
                     : i % 3 == 1 ? quern_first(old, author)
                                  : quern_at(old, author, i),
                     1);
    }
    ck_assert_uint_gt(quern_session_bytes(f.s), bytes + 25 * 1024);
    ck_assert(quern_session_rewind(f.s, mark));
    ck_assert_uint_lt(quern_session_bytes(f.s), bytes + 33 * 1024);
    check_author(kept, 1);
}
END_TEST

START_TEST(a_loop_is_flat)
{
    quern_queryset *old = authors();
    size_t bytes = 0;
    quern_script_expect(f.script, .contains = "LIMIT", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("7", "Ann", NULL, "1775"));
    for (int i = 0; i < 100000; i++) {
        const quern_mark mark = quern_session_mark(f.s);
        quern_queryset *young = quern_order_by(quern_filter(old, Q("id__gt", i), Q("name", "Ann")), "-born");
        ck_assert_ptr_null(quern_queryset_error(young));
        if (i % 100 == 0)
            ck_assert_int_eq(quern_first(young, author)->id, 7);
        ck_assert(quern_session_rewind(f.s, mark));
        bytes = i == 200 ? quern_session_bytes(f.s) : bytes;
        ck_assert_msg(i <= 200 || quern_session_bytes(f.s) == bytes, "round %d: %zu bytes, not %zu", i,
                      quern_session_bytes(f.s), bytes);
    }
}
END_TEST

START_TEST(nested_marks)
{
    quern_queryset *first = authors();
    const quern_mark outer = quern_session_mark(f.s);
    quern_queryset *second = quern_filter(first, Q("id", 2));
    const quern_mark inner = quern_session_mark(f.s);
    quern_queryset *third = quern_filter(second, Q("id", 3));
    quern_queryset *const all[] = { first, second, third };
    for (int i = 0; i < 3; i++) {
        expect_authors(&f, FROM, (size_t)i + 1);
        ck_assert_int_eq(quern_len(all[i]), i + 1);
    }
    ck_assert(quern_session_rewind(f.s, inner));
    ck_assert_int_eq(quern_len(second), 2);
    check_author(quern_at(second, author, 1), 2);
    ck_assert(quern_session_rewind(f.s, outer));
    ck_assert_int_eq(quern_len(first), 1);
    ck_assert(!quern_session_rewind(f.s, inner));
    check_failure(&f, "the inner one", QUERN_ERROR_USAGE, "the mark is no good in this session", NULL);
    check_author(quern_at(first, author, 0), 1);
    check_statements(&f, "three", 3);
}
END_TEST

START_TEST(a_reset_session_works)
{
    for (int i = 0; i < 3; i++) {
        expect_authors(&f, FROM, 10);
        ck_assert_int_eq(quern_len(authors()), 10);
        ck_assert_int_eq(quern_query_count(f.s), 1);
        quern_session_reset(f.s);
        ck_assert_int_eq(quern_query_count(f.s), 0);
        quern_session *other = quern_session_open(f.db);
        expect_number(&f, "COUNT", "1");
        ck_assert_int_eq(quern_count(quern_objects(other, author)), 1);
        quern_session_close(other);
    }
}
END_TEST

/* ---- Limits ---- */

static quern_session *limited(size_t arena_bytes, size_t result_bytes)
{
    return quern_session_open(f.db, .max_arena_bytes = arena_bytes, .max_result_bytes = result_bytes);
}

/* `detail` NULL: any. */
static void expect_limit(quern_session *s, const char *message, const char *detail, const char *hint)
{
    const quern_error *error;
    ck_assert(quern_error_take(s, &error));
    ck_assert_msg(error->code == QUERN_ERROR_LIMIT, "%s: %s", quern_error_name(error->code), error->message);
    ck_assert_msg(strstr(error->message, message), "%s", error->message);
    ck_assert_msg(strstr(error->message, " bytes are held, and "), "%s", error->message);
    ck_assert_msg(!detail || (*detail ? strstr(error->detail, detail) != NULL : !*error->detail), "%s",
                  error->detail);
    ck_assert_msg(strstr(error->hint, hint), "%s", error->hint);
    ck_assert_msg(error->site && strstr(error->site, "test_rewind.c:"), "no site");
}

START_TEST(a_result_that_is_too_big)
{
    quern_session *s = limited(0, 20000);
    quern_queryset *all = quern_objects(s, author), *some = quern_filter(all, Q("id__lt", 9));
    size_t bytes = 0;
    for (int i = 0; i < 3; i++) {
        expect_authors(&f, FROM, 1000);
        ck_assert_int_eq(quern_len(all), -1);
        expect_limit(s, ".max_result_bytes is 20000: ", " rows had been loaded", "load less of it");
        ck_assert_msg(i == 0 || quern_session_bytes(s) == bytes, "the failed result was not freed");
        bytes = quern_session_bytes(s);
    }
    expect_authors(&f, FROM, 8);
    ck_assert_int_eq(quern_len(some), 8);
    check_author(quern_at(some, author, 7), 8);
    quern_session_close(s);
}
END_TEST

START_TEST(a_session_that_is_too_big_by_rows)
{
    quern_session *s = limited(40000, 0);
    quern_queryset *all = quern_objects(s, author), *some = quern_filter(all, Q("id__lt", 9));
    expect_authors(&f, FROM, 1000);
    ck_assert_int_eq(quern_len(all), -1);
    expect_limit(s, ".max_arena_bytes is 40000: ", " rows had been loaded", "rewind to a mark");
    expect_authors(&f, FROM, 8);
    ck_assert_int_eq(quern_len(some), 8);
    ck_assert_uint_le(quern_session_bytes(s), 40000);
    quern_session_close(s);
}
END_TEST

/* A program that never rewinds: at the limit, and then at the limit again; a rewind helps. */
START_TEST(a_session_that_is_too_big_by_querysets)
{
    quern_session *s = limited(40000, 0);
    const quern_mark mark = quern_session_mark(s);
    for (int round = 0; round < 3; round++) {
        int made = 0;
        for (quern_queryset *q = quern_objects(s, author); !quern_failed(s); made++)
            q = quern_filter(q, Q("id", made));
        ck_assert_msg(made > 30, "%d", made);
        ck_assert_uint_le(quern_session_bytes(s), 40000);
        expect_limit(s, ".max_arena_bytes is 40000: ", "", "rewind to a mark");
        ck_assert(!quern_failed(s));
        ck_assert(quern_session_rewind(s, mark));
    }
    quern_session_close(s);
}
END_TEST

/* A relation that is fetched counts with the rows that it is for. */
START_TEST(what_is_loaded_later_counts)
{
    quern_session *s = limited(0, 20000);
    quern_script_expect(f.script, .contains = "FROM \"books_book\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "2"));
    quern_queryset *books = quern_only(quern_objects(s, book), "author");
    book *b = quern_at(books, book, 0);
    int fetched = 0;
    quern_script_expect(f.script, .contains = FROM, .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("7", "Ann", NULL, "1775"));
    for (; !quern_failed(s) && fetched < 1000; fetched++) {
        b->author_id = fetched; /* the one that is there is another's */
        ck_assert_ptr_nonnull(quern_fetch(b, author));
    }
    ck_assert_int_lt(fetched, 100);
    expect_limit(s, ".max_result_bytes is 20000: ", NULL,
                 "load less of it"); /* in the midst of one, or between two */
    quern_session_close(s);
}
END_TEST

Suite *quern__suite_rewind(void);

Suite *quern__suite_rewind(void)
{
    Suite *suite = suite_create("rewind");
    TCase *tests = tcase_create("rewind");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_cache_of_what_is_older_stays);
    tcase_add_test(tests, what_is_loaded_later_lives_as_its_object);
    tcase_add_test(tests, what_a_call_gave_goes);
    tcase_add_test(tests, a_loop_is_flat);
    tcase_add_test(tests, nested_marks);
    tcase_add_test(tests, a_reset_session_works);
    tcase_add_test(tests, a_result_that_is_too_big);
    tcase_add_test(tests, a_session_that_is_too_big_by_rows);
    tcase_add_test(tests, a_session_that_is_too_big_by_querysets);
    tcase_add_test(tests, what_is_loaded_later_counts);
    suite_add_tcase(suite, tests);
    return suite;
}
