/* test_take.c: results that live on without their session, read by several threads, and the db that waits for them. */
#include "test/unit/load/fixture.h"

#include <quern/short.h>

#include <check.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

enum { ROWS = 200, THREADS = 4 };

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

static void new_session(void)
{
    quern_session_close(f.s);
    f.s = quern_session_open(f.db);
}

static void *read_all(void *argument)
{
    const quern_result *result = argument;
    for (uint64_t i = 0; i < quern_result_count(result); i++)
        check_author(quern_result_at(result, author, i), (int64_t)i + 1);
    return NULL;
}

START_TEST(it_outlives_its_session)
{
    pthread_t threads[THREADS];
    expect_authors(&f, FROM, ROWS);
    quern_queryset *all = quern_objects(f.s, author);
    quern_result *result = quern_result_take(all);
    ck_assert_ptr_nonnull(result);
    check_statements(&f, "taken", 1);
    new_session();
    ck_assert_uint_eq(quern_result_count(result), ROWS);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_all, result), 0);
    read_all(result);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_ptr_null(quern_result_at(result, author, ROWS));
    ck_assert_ptr_null(quern_result_at(result, book, 0));
    quern_result_free(result);
}
END_TEST

START_TEST(of_nothing)
{
    ck_assert_uint_eq(quern_result_count(NULL), 0);
    ck_assert_ptr_null(quern_result_at(NULL, author, 0));
    quern_result_free(NULL);
    ck_assert_ptr_null(quern_result_take(NULL));
    expect_authors(&f, FROM, 0);
    quern_result *empty = quern_result_take(quern_objects(f.s, author));
    ck_assert_ptr_nonnull(empty);
    ck_assert_uint_eq(quern_result_count(empty), 0);
    ck_assert_ptr_null(quern_result_at(empty, author, 0));
    quern_result_free(empty);
}
END_TEST

/* Objects that the program holds are the same; the queryset asks anew; a rewind and a reset leave it alone. */
START_TEST(the_queryset_has_no_cache_then)
{
    const quern_mark mark = quern_session_mark(f.s);
    quern_queryset *all = quern_objects(f.s, author);
    expect_authors(&f, FROM, 3);
    const author *second = quern_at(all, author, quern_len(all) - 2);
    const size_t bytes = quern_session_bytes(f.s);
    quern_result *result = quern_result_take(all);
    ck_assert_uint_lt(quern_session_bytes(f.s), bytes);
    ck_assert_ptr_eq(quern_result_at(result, author, 1), second);
    expect_authors(&f, FROM, 5);
    ck_assert_int_eq(quern_len(all), 5);
    check_statements(&f, "anew", 2);
    ck_assert(quern_session_rewind(f.s, mark));
    check_author(second, 2);
    quern_session_reset(f.s);
    check_author(second, 2);
    quern_result_free(result);
}
END_TEST

/* One that its session still has is not to be freed so. */
START_TEST(only_what_was_taken_is_freed)
{
    expect_authors(&f, FROM, 3);
    quern_queryset *all = quern_objects(f.s, author);
    const author *a = quern_at(all, author, quern_len(all) - 1);
    quern_result_free(a->object.result);
    check_author(a, 3);
}
END_TEST

/* Relations that were fetched go along; what is not there is blank, and nobody asks. */
START_TEST(what_was_loaded_later_goes_along)
{
    quern_script_expect(f.script, .contains = "FROM \"books_book\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "1", "2", "3"));
    quern_queryset *books = quern_only(quern_objects(f.s, book), "author");
    book *b = quern_at(books, book, quern_len(books) - 2);
    expect_authors(&f, FROM, 1);
    check_author(quern_fetch(b, author), 1);
    ck_assert(quern_edit(b));
    quern_result *result = quern_result_take(books);
    new_session();
    check_author(b->author, 1);
    check_author(quern_fetch(b, author), 1);
    ck_assert_str_eq(quern_fetch((book *)(uintptr_t)quern_result_at(result, book, 1), author)->name, "");
    ck_assert(quern_loaded(b, author_id) && !quern_loaded(b, title));
    ck_assert(!quern_edit(b));
    ck_assert(!quern_changed(b, id));
    check_well(&f, "nobody was told");
    ck_assert_int_eq(quern_query_count(f.s), 0);
    author *mine = quern_adopt(f.s, author, b->author);
    quern_result_free(result);
    check_author(mine, 1);
}
END_TEST

START_TEST(rows_of_values)
{
    quern_script_expect(f.script, .contains = FROM,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "email", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "a@example.org", "8", NULL));
    quern_result *result = quern_result_take(quern_values(quern_objects(f.s, author), "id", "email"));
    new_session();
    const quern_row *row = quern_result_at(result, quern_row, 0);
    int64_t id = 0;
    int32_t narrow = 5;
    const char *email = "?";
    ck_assert(quern_read(row, "id", &id));
    ck_assert(quern_read(row, "email", &email));
    ck_assert_int_eq(id, 7);
    ck_assert_str_eq(email, "a@example.org");
    ck_assert(quern_read(quern_result_at(result, quern_row, 1), "email", &email));
    ck_assert_ptr_null(email);
    ck_assert(!quern_read(row, "name", &email));
    ck_assert(!quern_read(row, "id", &narrow));
    ck_assert(!quern_read(row, NULL, &id));
    ck_assert_int_eq(narrow, 5);
    quern_result_free(result);
}
END_TEST

typedef struct line {
    quern_object object;
    const char *writer;
} line;

QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(writer, .column = "name")));

START_TEST(rows_in_a_struct)
{
    quern_script_expect(f.script, .contains = FROM, QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Ann", "Ben"));
    quern_result *result = quern_result_take(quern_values_into(quern_objects(f.s, author), line));
    new_session();
    const line *second = quern_result_at(result, line, 1);
    ck_assert_str_eq(second->writer, "Ben");
    ck_assert(quern_loaded(second, writer));
    quern_result_free(result);
}
END_TEST

START_TEST(a_slice_of_a_cache_is_refused)
{
    quern_queryset *all = quern_objects(f.s, author), *some = quern_slice(all, 1, 3);
    expect_authors(&f, FROM, 9);
    ck_assert_int_eq(quern_len(all), 9);
    ck_assert_ptr_null((quern_result_take)(some, LOAD_SITE));
    check_failure(&f, "a slice", QUERN_ERROR_USAGE, "in the cache of another queryset", LOAD_SITE);
    expect_authors(&f, "LIMIT", 2);
    quern_result *anew = quern_result_take(quern_all(some));
    ck_assert_uint_eq(quern_result_count(anew), 2);
    quern_result_free(anew);
    expect_authors(&f, "LIMIT", 2);
    quern_result *own = quern_result_take(quern_slice(quern_objects(f.s, author), 0, 2));
    ck_assert_uint_eq(quern_result_count(own), 2);
    quern_result_free(own);
}
END_TEST

START_TEST(rows_of_own_sql_are_refused)
{
    quern_queryset *raw = quern_raw(f.s, author, "SELECT * FROM books_author");
    ck_assert_ptr_null((quern_result_take)(raw, LOAD_SITE));
    check_failure(&f, "raw", QUERN_ERROR_USAGE, "rows of quern_raw cannot be taken", LOAD_SITE);
    check_statements(&f, "nothing is asked", 0);
}
END_TEST

START_TEST(it_fails_as_any_evaluation)
{
    expect_refusal(&f, FROM);
    ck_assert_ptr_null((quern_result_take)(quern_objects(f.s, author), LOAD_SITE));
    check_failure(&f, "refused", QUERN_ERROR_SERVER, "does not exist", LOAD_SITE);
    ck_assert_ptr_null(
        (quern_result_take)(quern_filter(quern_objects(f.s, author), Q("nmae", 1)), LOAD_SITE));
    check_failure(&f, "a bad name", QUERN_ERROR_FIELD, "nmae", NULL);
}
END_TEST

/* ---- The db ---- */

START_TEST(quern_close_names_it)
{
    expect_authors(&f, FROM, 3);
    expect_authors(&f, FROM, 3);
    quern_result *one = (quern_result_take)(quern_objects(f.s, author), "one.c:1");
    quern_result *two = (quern_result_take)(quern_objects(f.s, author), "two.c:2");
    ck_assert(!quern_close(f.db, 0));
    ck_assert_str_eq(quern_db_error(f.db)->message,
                     "1 session is still open, and 2 results that were taken are not freed");
    ck_assert_ptr_nonnull(strstr(quern_db_error(f.db)->detail, "; taken at two.c:2, one.c:1"));
    ck_assert_str_eq(quern_db_error(f.db)->hint, "close or free them and call quern_close again");
    quern_session_close(f.s);
    quern_result_free(two);
    ck_assert(!quern_close(f.db, 0));
    ck_assert_str_eq(quern_db_error(f.db)->message, "1 result that was taken is not freed");
    ck_assert_str_eq(quern_db_error(f.db)->detail, "taken at one.c:1");
    check_author(quern_result_at(one, author, 0), 1);
    quern_result_free(one);
    ck_assert(quern_close(f.db, 0));
    ck_assert_str_eq(quern_script_report(f.script), "");
    quern_script_free(f.script);
    set_up();
}
END_TEST

static void *free_later(void *argument)
{
    poll(NULL, 0, 50);
    quern_result_free(argument);
    return NULL;
}

/* quern_close waits for another thread to free it. */
START_TEST(quern_close_waits_for_it)
{
    pthread_t thread;
    expect_authors(&f, FROM, 3);
    quern_result *result = quern_result_take(quern_objects(f.s, author));
    quern_session_close(f.s);
    ck_assert_int_eq(pthread_create(&thread, NULL, free_later, result), 0);
    ck_assert(quern_close(f.db, 10000));
    pthread_join(thread, NULL);
    quern_script_free(f.script);
    set_up();
}
END_TEST

Suite *quern__suite_take(void);

Suite *quern__suite_take(void)
{
    Suite *suite = suite_create("take");
    TCase *tests = tcase_create("take");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, it_outlives_its_session);
    tcase_add_test(tests, of_nothing);
    tcase_add_test(tests, the_queryset_has_no_cache_then);
    tcase_add_test(tests, only_what_was_taken_is_freed);
    tcase_add_test(tests, what_was_loaded_later_goes_along);
    tcase_add_test(tests, rows_of_values);
    tcase_add_test(tests, rows_in_a_struct);
    tcase_add_test(tests, a_slice_of_a_cache_is_refused);
    tcase_add_test(tests, rows_of_own_sql_are_refused);
    tcase_add_test(tests, it_fails_as_any_evaluation);
    tcase_add_test(tests, quern_close_names_it);
    tcase_add_test(tests, quern_close_waits_for_it);
    suite_add_tcase(suite, tests);
    return suite;
}
