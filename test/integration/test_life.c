/* test_life.c: how long what was loaded from a real server lives: marks, results that are taken, copies, limits. */
#include "test/integration/fixture.h"
#include "test/support/lending.h"
#include "test/support/specimen.h"

#include <pthread.h>

static int64_t count;

static void start_counting(void)
{
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    count = quern_query_count(s);
}

static void expect_statements(const char *name, int64_t expected)
{
    const int64_t ran = quern_query_count(s) - count;
    ck_assert_msg(ran == expected, "%s: %d statements, not %d", name, (int)ran, (int)expected);
}

START_TEST(a_rewind_leaves_what_is_older)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    const quern_mark mark = quern_session_mark(s);
    start_counting();
    book *const *list = quern_list(books, book);
    ck_assert_str_eq(quern_fetch(list[0], author)->name, "Jane Austen");
    ck_assert_int_gt(quern_count(quern_filter(books, Q("author__name", "Jane Austen"))), 0);
    ck_assert_ptr_nonnull(quern_get(books, book, Q("id", 2)));
    ck_assert_ptr_null(quern_get(books, book, Q("titel", 2)));
    ck_assert(quern_session_rewind(s, mark));
    take_failure(s, QUERN_ERROR_FIELD);
    expect_statements("before", 4);
    int64_t rows = 0;
    QUERN_EACH(book, b, books)
        ck_assert_ptr_eq(b, list[rows++]);
    ck_assert_str_eq(list[0]->author->name, "Jane Austen");
    ck_assert_str_eq(quern_fetch(list[0], author)->name, "Jane Austen");
    expect_statements("nothing anew", 4);
    ck_assert_str_eq(quern_fetch(list[1], author)->name, list[1]->author->name);
    expect_statements("works on", 5);
}
END_TEST

/* As a daemon does: all that a turn makes is gone at its end. */
START_TEST(turns_of_a_loop_are_flat)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    size_t bytes = 0;
    for (int i = 0; i < 300; i++) {
        const quern_mark mark = quern_session_mark(s);
        book *b = quern_first(quern_filter(books, Q("id__gte", i % 3)), book);
        ck_assert_ptr_nonnull(quern_fetch(b, author)->name);
        ck_assert_int_ge(quern_len(quern_filter(books, Q("author", OBJECT(b->author)))), 1);
        ck_assert(quern_session_rewind(s, mark));
        bytes = i == 10 ? quern_session_bytes(s) : bytes;
        ck_assert_msg(i <= 10 || quern_session_bytes(s) == bytes, "turn %d", i);
    }
}
END_TEST

static void *read_books(void *argument)
{
    const quern_result *result = argument;
    size_t letters = 0;
    for (int turn = 0; turn < 100; turn++)
        for (uint64_t i = 0; i < quern_result_count(result); i++) {
            const book *b = quern_result_at(result, book, i);
            ck_assert_str_eq(quern_fetch((book *)(uintptr_t)b, author)->name, b->author->name);
            letters += strlen(b->title) + strlen(b->author->name);
        }
    return (void *)letters;
}

/* Read by four threads at once, after its session is gone. */
START_TEST(a_taken_result_is_for_all_threads)
{
    NEEDS_SERVER();
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    void *letters[THREADS];
    const quern_options options = { .pool_max = 1 };
    quern_db *own = open_db(&options, schema.uri);
    quern_session *session = quern_session_open(own);
    quern_queryset *books = quern_order_by(quern_objects(session, book), "id");
    QUERN_EACH(book, b, books)
        ck_assert_ptr_nonnull(quern_fetch(b, author));
    const int64_t ran = quern_query_count(session);
    quern_result *result = quern_result_take(books);
    ck_assert_ptr_nonnull(result);
    ck_assert_int_eq(quern_query_count(session), ran);
    quern_session_close(session);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_books, result), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], &letters[i]);
    ck_assert_uint_gt((size_t)letters[0], 0);
    ck_assert_ptr_eq(letters[0], letters[THREADS - 1]);
    ck_assert(!quern_close(own, 0));
    ck_assert_str_eq(quern_db_error(own)->message, "1 result that was taken is not freed");
    quern_result_free(result);
    close_db(own);
}
END_TEST

/* A specimen of the server's, with members of all kinds, in another session that is closed then. */
START_TEST(an_object_is_adopted_and_edited)
{
    NEEDS_SERVER();
    quern_session *other = quern_session_open(db);
    const specimen *theirs = quern_first(quern_order_by(quern_objects(other, specimen), "id"), specimen);
    ck_assert_msg(theirs != NULL, "%s", quern_error_text(other));
    specimen *mine = quern_adopt(s, specimen, theirs);
    ck_assert_ptr_nonnull(mine);
    const int64_t id = theirs->id;
    quern_session_close(other);
    ck_assert_int_eq(mine->id, id);
    ck_assert(quern_edit(mine));
    ck_assert(!quern_changed(mine, a_text) && !quern_changed(mine, many_text) &&
              !quern_changed(mine, a_uuid));
    mine->a_text = "another";
    mine->a_uuid.bytes[3] ^= 1;
    ck_assert(quern_changed(mine, a_text) && !quern_changed(mine, many_text) && quern_changed(mine, a_uuid));
    start_counting();
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(s, specimen), Q("id", mine->id))), 1);
    expect_statements("one", 1);
}
END_TEST

START_TEST(an_adopted_object_fetches_in_its_new_session)
{
    NEEDS_SERVER();
    quern_session *other = quern_session_open(db);
    book *b = quern_get(quern_only(quern_objects(other, book), "author"), book, Q("id", 1));
    ck_assert_ptr_nonnull(quern_fetch(b, author));
    book *mine = quern_adopt(s, book, b);
    quern_session_close(other);
    ck_assert_ptr_null(mine->author);
    ck_assert(!quern_loaded(mine, title) && quern_loaded(mine, author_id));
    start_counting();
    ck_assert_str_eq(quern_fetch(mine, author)->name, "Jane Austen");
    ck_assert_str_ne(quern_fetch(mine, title), "");
    expect_statements("a relation and a field", 2);
}
END_TEST

/* The rows that come behind the limit are read and dropped: the connection is as good as before. */
START_TEST(a_limit_is_an_error_by_name)
{
    NEEDS_SERVER();
    quern_session *small = quern_session_open(db, .max_result_bytes = 30000);
    quern_queryset *features = quern_objects(small, feature);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(quern_len(features), -1);
        const quern_error *error = take_failure(small, QUERN_ERROR_LIMIT);
        ck_assert_msg(strstr(error->message, ".max_result_bytes is 30000: "), "%s", error->message);
        ck_assert_msg(strstr(error->detail, " rows had been loaded"), "%s", error->detail);
        ck_assert_msg(strstr(error->sql, "sql_features"), "%s", error->sql);
        ck_assert_uint_lt(quern_session_bytes(small), 20000);
        ck_assert_int_eq(quern_len(quern_slice(features, 0, 10)), 10);
    }
    quern_session_close(small);
}
END_TEST

Suite *quern__suite_life(void);

Suite *quern__suite_life(void)
{
    Suite *suite = suite_create("life");
    TCase *tests = server_case("life");
    tcase_add_test(tests, a_rewind_leaves_what_is_older);
    tcase_add_test(tests, turns_of_a_loop_are_flat);
    tcase_add_test(tests, a_taken_result_is_for_all_threads);
    tcase_add_test(tests, an_object_is_adopted_and_edited);
    tcase_add_test(tests, an_adopted_object_fetches_in_its_new_session);
    tcase_add_test(tests, a_limit_is_an_error_by_name);
    suite_add_tcase(suite, tests);
    return suite;
}
