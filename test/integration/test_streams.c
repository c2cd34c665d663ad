/* test_streams.c: how streams end on a real server, and how they live with each other, with transactions, and with all else that a
 * session does meanwhile. */
#include "test/integration/fixture.h"

#include <stdio.h>

static quern_queryset *books;
static int64_t count;

static void begin(void)
{
    if (!db)
        return;
    books = quern_order_by(quern_objects(s, book), "id");
    sql("CREATE TABLE IF NOT EXISTS n (n int)");
    count = quern_query_count(s);
}

static void must(bool done)
{
    ck_assert_msg(done && !quern_failed(s), "%s", quern_error_text(s));
}

static void expect_statements(const char *name, int64_t expected)
{
    const int64_t ran = quern_query_count(s) - count;
    ck_assert_msg(ran == expected, "%s: %d statements, not %d", name, (int)ran, (int)expected);
    count = quern_query_count(s);
}

static void expect_last(const char *text)
{
    ck_assert_str_eq(quern_query_at(s, -1)->sql, text);
}

/* The server has no cursor in this transaction. */
static void expect_no_cursor(void)
{
    ck_assert_int_eq(sql("SELECT FROM pg_cursors WHERE name <> ''"), 0);
}

/* ---- Ends ---- */

static int64_t returns_from_loop(void)
{
    QUERN_STREAM(book, b, books, .chunk = 10)
    {
        if (b->id == 3)
            return b->id;
    }
    return -1;
}

static int64_t goes_from_loop(void)
{
    int64_t id;
    QUERN_STREAM(book, b, books, .chunk = 10)
    {
        id = b->id;
        if (id == 3)
            goto done;
    }
    id = -1;
done:
    return id;
}

static int64_t breaks_from_loop(void)
{
    int64_t id = -1;
    QUERN_STREAM(book, b, books, .chunk = 10)
    {
        if (b->id < 3)
            continue;
        id = b->id;
        break;
    }
    return id;
}

static const struct {
    const char *name;
    int64_t (*act)(void);
} ends[] = { { "return", returns_from_loop }, { "goto", goes_from_loop }, { "break", breaks_from_loop } };

START_TEST(a_loop_that_is_left)
{
    NEEDS_SERVER();
    ck_assert_msg(ends[_i].act() == 3, "%s", ends[_i].name);
    expect_last("COMMIT");
    expect_statements(ends[_i].name, 4);
    must(quern_begin(s));
    ck_assert_int_eq(ends[_i].act(), 3);
    expect_last("CLOSE \"quern_2\"");
    expect_no_cursor();
    must(quern_commit(s));
}
END_TEST

START_TEST(closed_is_closed)
{
    NEEDS_SERVER();
    quern_iterator *rows = quern_iterate(books, book, .chunk = 5);
    ck_assert_int_eq(quern_iterator_next(rows, book)->id, 1);
    quern_iterator_close(rows);
    expect_last("COMMIT");
    count = quern_query_count(s);
    quern_iterator_close(rows);
    ck_assert_ptr_null(quern_iterator_next(rows, book));
    quern_iterator_clear(&rows);
    quern_iterator_clear(&rows);
    expect_statements("nothing more", 0);
    rows = quern_iterate(books, book);
    while (quern_iterator_next(rows, book))
        ;
    expect_last("COMMIT");
    expect_statements("at the last row", 4);
    ck_assert_ptr_null(quern_iterator_next(rows, book));
    quern_iterator_close(rows);
    expect_statements("nothing more", 0);
    must(true);
}
END_TEST

/* ---- Several ---- */

START_TEST(streams_nest)
{
    NEEDS_SERVER();
    int rows = 0;
    quern_queryset *authors = quern_order_by(quern_objects(s, author), "id");
    QUERN_STREAM(author, a, authors, .chunk = 2, .ahead = 1)
    QUERN_STREAM(book, b, quern_filter(books, Q("author_id", a->id)), .chunk = 50)
    {
        ck_assert_int_eq(b->author_id, a->id);
        rows++;
    }
    must(true);
    ck_assert_int_eq(rows, 40);
    expect_statements("BEGIN, (DECLARE, 3 FETCH), 3 (DECLARE, FETCH, CLOSE), COMMIT", 15);
    expect_last("COMMIT");
}
END_TEST

START_TEST(streams_side_by_side)
{
    NEEDS_SERVER();
    quern_iterator *one = quern_iterate(books, book, .chunk = 3),
                   *other = quern_iterate(books, book, .chunk = 7);
    for (int64_t id = 1; id <= 20; id++) {
        ck_assert_int_eq(quern_iterator_next(one, book)->id, id);
        ck_assert_int_eq(quern_iterator_next(other, book)->id, id);
    }
    quern_iterator_close(one);
    expect_last("CLOSE \"quern_1\"");
    for (int64_t id = 21; id <= 40; id++)
        ck_assert_int_eq(quern_iterator_next(other, book)->id, id);
    ck_assert_ptr_null(quern_iterator_next(other, book));
    expect_last("COMMIT");
    quern_iterator_clear(&one);
    quern_iterator_clear(&other);
    must(true);
}
END_TEST

START_TEST(the_outer_one_is_closed_first)
{
    NEEDS_SERVER();
    int rows = 0;
    quern_iterator *outer = quern_iterate(books, book, .chunk = 5);
    ck_assert_ptr_nonnull(quern_iterator_next(outer, book));
    QUERN_STREAM(book, b, books, .chunk = 5)
    {
        if (b->id == 2)
            quern_iterator_close(outer);
        rows++;
    }
    must(true);
    ck_assert_int_eq(rows, 40);
    ck_assert_ptr_null(quern_iterator_next(outer, book));
    must(true);
}
END_TEST

/* All on one connection, which is free again afterwards. */
START_TEST(other_queries_in_the_loop)
{
    NEEDS_SERVER();
    quern_db *narrow = open_db(&(quern_options){ .pool_max = 1, .turn_ms = 1000 }, schema.uri);
    quern_session *t = quern_session_open(narrow), *u = quern_session_open(narrow);
    int rows = 0;
    QUERN_STREAM(book, b, quern_order_by(quern_objects(t, book), "id"), .chunk = 10)
    {
        ck_assert_str_ne(quern_fetch(b, author)->name, "");
        ck_assert_int_eq(quern_count(quern_filter(quern_objects(t, book), Q("id__lte", b->id))), b->id);
        rows++;
    }
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert_int_eq(rows, 40);
    ck_assert_int_eq(quern_count(quern_objects(u, book)), 40);
    quern_session_close(t);
    quern_session_close(u);
    close_db(narrow);
}
END_TEST

START_TEST(rows_are_as_of_the_beginning)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(db);
    sql("DELETE FROM loan");
    int rows = 0;
    QUERN_STREAM(book, b, books, .chunk = 1)
    {
        if (b->id == 1)
            ck_assert_int_eq(quern_execute(t, "DELETE FROM books_book WHERE id = 40"), 1);
        rows++;
    }
    must(true);
    ck_assert_int_eq(rows, 40);
    quern_session_close(t);
}
END_TEST

/* ---- Transactions ---- */

START_TEST(a_write_in_the_loop_is_refused)
{
    NEEDS_SERVER();
    int rows = 0;
    QUERN_STREAM(book, b, books, .chunk = 2)
    {
        quern_execute(s, "INSERT INTO n VALUES (1)");
        rows++;
    }
    const quern_error *error = take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "25006");
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_begin"));
    ck_assert_int_eq(rows, 1);
    rows = 0;
    QUERN_STREAM(book, b, books)
    {
        ck_assert(!quern_begin(s));
        rows++;
    }
    ck_assert_ptr_nonnull(strstr(take_failure(s, QUERN_ERROR_USAGE)->hint, "quern_begin"));
    ck_assert_int_eq(rows, 1);
    ck_assert_int_eq(sql("SELECT FROM n"), 0);
}
END_TEST

START_TEST(in_a_transaction_writes_are_allowed)
{
    NEEDS_SERVER();
    must(quern_begin(s));
    QUERN_STREAM(book, b, books, .chunk = 15) quern_execute(s, "INSERT INTO n VALUES ($1)", b->id);
    must(true);
    expect_statements("BEGIN, DECLARE, 4 FETCH, 40 INSERT, CLOSE", 47);
    ck_assert_int_eq(quern_transaction_depth(s), 1);
    must(quern_commit(s));
    ck_assert_int_eq(sql("DELETE FROM n"), 40);
}
END_TEST

/* A stream that ends by what ends the transaction. */
static const struct {
    const char *name;
    bool (*end)(quern_session *session, const char *site);
} transaction_ends[] = { { "commit", quern_commit }, { "rollback", quern_rollback } };

START_TEST(the_transaction_ends_in_the_loop)
{
    NEEDS_SERVER();
    int rows = 0;
    must(quern_begin(s));
    QUERN_STREAM(book, b, books)
    {
        if (++rows == 3)
            must(transaction_ends[_i].end(s, "end.c:1"));
    }
    const quern_error *error = take_failure(s, QUERN_ERROR_CURSOR);
    ck_assert_ptr_nonnull(strstr(error->site, "test_streams.c:"));
    ck_assert_int_eq(rows, 3);
    ck_assert_int_eq(quern_len(books), 40);
}
END_TEST

START_TEST(a_savepoint_ends_only_what_is_in_it)
{
    NEEDS_SERVER();
    must(quern_begin(s));
    quern_iterator *outer = quern_iterate(books, book, .chunk = 2);
    ck_assert_int_eq(quern_iterator_next(outer, book)->id, 1);
    must(quern_begin(s));
    quern_iterator *inner = quern_iterate(books, book, .chunk = 2);
    ck_assert_int_eq(quern_iterator_next(inner, book)->id, 1);
    ck_assert_int_eq(quern_iterator_next(outer, book)->id, 2);
    must(transaction_ends[_i].end(s, "end.c:1"));
    ck_assert_ptr_null(quern_iterator_next(inner, book));
    take_failure(s, QUERN_ERROR_CURSOR);
    ck_assert_ptr_null(quern_iterator_next(inner, book));
    for (int64_t id = 3; id <= 40; id++)
        ck_assert_int_eq(quern_iterator_next(outer, book)->id, id);
    ck_assert_ptr_null(quern_iterator_next(outer, book));
    must(true);
    quern_iterator_clear(&inner);
    quern_iterator_clear(&outer);
    if (transaction_ends[_i].end == quern_rollback) /* RELEASE leaves them to the end of the transaction */
        expect_no_cursor();
    must(quern_commit(s));
}
END_TEST

/* What was rolled back with a statement that failed in it. */
START_TEST(a_savepoint_that_failed)
{
    NEEDS_SERVER();
    int rows = 0;
    must(quern_begin(s));
    QUERN_STREAM(book, b, books, .chunk = 2)
    {
        must(quern_begin(s));
        ck_assert_int_eq(quern_execute(s, "SELECT 1 / 0"), -1);
        must(quern_rollback(s) && quern_error_take(s, &(const quern_error *){ NULL }));
        rows++;
    }
    must(true);
    ck_assert_int_eq(rows, 40);
    must(quern_commit(s));
}
END_TEST

START_TEST(a_stream_in_a_pinned_session)
{
    NEEDS_SERVER();
    int rows = 0;
    must(quern_session_pin(s));
    sql("CREATE TEMPORARY TABLE shelf AS SELECT 'p' || n AS code, n AS room FROM generate_series(1, 5) n");
    QUERN_STREAM(shelf, h, quern_objects(s, shelf), .chunk = 2) rows++;
    must(true);
    ck_assert_int_eq(rows, 5);
    sql("INSERT INTO shelf VALUES ('p6', 6)");
    quern_session_unpin(s);
}
END_TEST

/* ---- Session ---- */

START_TEST(a_failure_ends_the_loop)
{
    NEEDS_SERVER();
    int rows = 0;
    QUERN_STREAM(book, b, books)
    {
        quern_count(quern_filter(books, Q("titel", "x")));
        rows++;
    }
    take_failure(s, QUERN_ERROR_FIELD);
    ck_assert_int_eq(rows, 1);
    expect_last("ROLLBACK");
    ck_assert_int_eq(quern_len(books), 40);
}
END_TEST

START_TEST(a_rewind_ends_younger_streams)
{
    NEEDS_SERVER();
    int rows = 0, inner_rows = 0;
    QUERN_STREAM(book, b, books, .chunk = 3)
    {
        const quern_mark mark = quern_session_mark(s);
        QUERN_STREAM(book, inner, books, .chunk = 3)
        {
            inner_rows++;
            if (inner->id == 5) {
                must(quern_session_rewind(s, mark));
                ck_assert_str_eq(quern_query_at(s, -1)->sql + strlen("CLOSE"),
                                 strstr(quern_query_at(s, -1)->sql, " \"quern_"));
            }
        }
        const quern_error *error = take_failure(s, QUERN_ERROR_CURSOR);
        ck_assert_ptr_nonnull(strstr(error->message, "rewound"));
        must(quern_session_rewind(s, mark));
        rows++;
    }
    must(true);
    ck_assert_int_eq(rows, 40);
    ck_assert_int_eq(inner_rows, 200);
}
END_TEST

/* What the loop's variable points to is still there. */
START_TEST(a_loop_that_is_left_behind_a_rewind)
{
    NEEDS_SERVER();
    const quern_mark mark = quern_session_mark(s);
    quern_queryset *others = quern_filter(books, Q("id__gt", 3));
    QUERN_STREAM(book, b, others)
    {
        must(quern_session_rewind(s, mark) && quern_session_rewind(s, mark));
        break;
    }
    must(true);
    expect_last("COMMIT");
    for (int rewound = 0; rewound < 2; rewound++) {
        const quern_mark before = quern_session_mark(s);
        QUERN_STREAM(book, b, quern_objects(s, book))
        {
            must(!rewound || quern_session_rewind(s, before));
            (quern_session_reset)(s, "reset.c:1");
            break;
        }
    }
    must(true);
    quern_iterator *left = quern_iterate(quern_objects(s, book), book);
    ck_assert_ptr_nonnull(left);
    (quern_session_reset)(s, "reset.c:2");
    ck_assert_ptr_null(quern_iterator_next(left, book));
    take_failure(s, QUERN_ERROR_CURSOR);
    (quern_session_reset)(s, "reset.c:3");
    ck_assert_int_eq(quern_count(quern_objects(s, book)), 40);
}
END_TEST

START_TEST(a_session_that_is_closed_in_one)
{
    NEEDS_SERVER();
    quern_db *narrow = open_db(&(quern_options){ .pool_max = 1, .turn_ms = 1000 }, schema.uri);
    for (int i = 0; i < 3; i++) {
        quern_session *t = quern_session_open(narrow);
        if (i == 1)
            ck_assert(quern_begin(t));
        quern_iterator *one = quern_iterate(quern_objects(t, book), book, .chunk = 1);
        quern_iterator *other = quern_iterate(quern_objects(t, author), author, .chunk = 1);
        ck_assert(quern_iterator_next(one, book) && quern_iterator_next(other, author));
        if (i == 2)
            quern_iterator_close(other);
        quern_session_close(t);
    }
    quern_session *u = quern_session_open(narrow);
    ck_assert_int_eq(quern_count(quern_objects(u, book)), 40);
    quern_session_close(u);
    close_db(narrow);
}
END_TEST

/* ---- Losses ---- */

START_TEST(a_server_process_that_dies)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(db);
    int rows = 0;
    quern_iterator *outer = quern_iterate(books, book, .chunk = 5);
    ck_assert_ptr_nonnull(quern_iterator_next(outer, book));
    QUERN_STREAM(book, b, books, .chunk = 2)
    {
        if (++rows == 2)
            ck_assert_int_eq(
                quern_execute(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE "
                                 "'FETCH FORWARD 2 FROM \"quern_2\"' AND pid <> pg_backend_pid()"),
                1);
    }
    take_failure(s, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_int_eq(rows, 2);
    ck_assert_int_eq(quern_len(quern_filter(books, Q("id", 1))), -1);
    take_failure(s, QUERN_ERROR_TRANSACTION);
    ck_assert_ptr_null(quern_iterator_next(outer, book));
    take_failure(s, QUERN_ERROR_CURSOR);
    quern_iterator_clear(&outer);
    ck_assert_int_eq(quern_len(books), 40);
    quern_session_close(t);
}
END_TEST

START_TEST(a_chunk_that_takes_too_long)
{
    NEEDS_SERVER();
    sql("ALTER TABLE shelf RENAME TO shelf_table");
    sql("CREATE VIEW shelf AS SELECT 's' || n AS code, n AS room FROM generate_series(1, 9) n"
        " WHERE n < 5 OR pg_sleep(5) IS NOT NULL");
    quern_session *t = quern_session_open(db, .statement_ms = 500);
    int rows = 0;
    QUERN_STREAM(shelf, h, quern_objects(t, shelf), .chunk = 2) rows++;
    take_failure(t, QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert_int_eq(rows, 4);
    QUERN_STREAM(shelf, h, quern_timeout(quern_objects(s, shelf), 500), .chunk = 2) rows++;
    take_failure(s, QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert_int_eq(rows, 8);
    ck_assert_int_eq(quern_count(quern_objects(t, book)), 40);
    quern_session_close(t);
    sql("DROP VIEW shelf");
    sql("ALTER TABLE shelf_table RENAME TO shelf");
}
END_TEST

Suite *quern__suite_streams(void);

Suite *quern__suite_streams(void)
{
    Suite *suite = suite_create("streams");
    TCase *tests = server_case("streams");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_loop_test(tests, a_loop_that_is_left, 0, (int)(sizeof ends / sizeof *ends));
    tcase_add_test(tests, closed_is_closed);
    tcase_add_test(tests, streams_nest);
    tcase_add_test(tests, streams_side_by_side);
    tcase_add_test(tests, the_outer_one_is_closed_first);
    tcase_add_test(tests, other_queries_in_the_loop);
    tcase_add_test(tests, a_write_in_the_loop_is_refused);
    tcase_add_test(tests, in_a_transaction_writes_are_allowed);
    tcase_add_loop_test(tests, the_transaction_ends_in_the_loop, 0, 2);
    tcase_add_loop_test(tests, a_savepoint_ends_only_what_is_in_it, 0, 2);
    tcase_add_test(tests, a_savepoint_that_failed);
    tcase_add_test(tests, a_stream_in_a_pinned_session);
    tcase_add_test(tests, a_failure_ends_the_loop);
    tcase_add_test(tests, a_rewind_ends_younger_streams);
    tcase_add_test(tests, a_loop_that_is_left_behind_a_rewind);
    tcase_add_test(tests, a_session_that_is_closed_in_one);
    tcase_add_test(tests, a_server_process_that_dies);
    tcase_add_test(tests, a_chunk_that_takes_too_long);
    tcase_add_test(tests, rows_are_as_of_the_beginning); /* last: it deletes a book */
    suite_add_tcase(suite, tests);
    return suite;
}
