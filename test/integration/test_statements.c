/* test_statements.c: what runs SQL, and what does not: the table of the README, line by line. Each statement is counted twice,
 * by the session's log and by the server's own. */
#include "test/integration/counted.h"

static int64_t connections(void)
{
    return sql("SELECT FROM pg_stat_activity WHERE application_name = '%s_counted'", schema.name);
}

START_TEST(opening_connects_nowhere)
{
    NEEDS_SERVER();
    quern_session *another = quern_session_open(counted_db);
    quern_queryset *books = quern_filter(quern_objects(another, book), Q("published", true));
    ck_assert_ptr_nonnull(quern_sql(books));
    ck_assert_int_eq(connections(), 0);
    expect_statements("quern_open, quern_session_open", 0);
    ck_assert_int_eq(quern_count(books), 20);
    ck_assert_int_eq(connections(), 1);
    quern_session_close(another);
}
END_TEST

START_TEST(building_runs_nothing)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_objects(counted, book);
    for (int i = 0; i < 3; i++) {
        quern_queryset *fewer = quern_filter(books, Q("pages__gt", 100), OR(Q("id", i), Q("lent", true)));
        fewer = quern_exclude(fewer, Q("title__icontains", "volume"));
        fewer = quern_slice(quern_order_by(fewer, "-created_at"), 2, 20);
        ck_assert_ptr_null(quern_queryset_error(fewer));
    }
    quern_queryset *rest[] = { quern_all(books),
                               quern_none(books),
                               quern_reverse(books),
                               quern_distinct(books, "author__name"),
                               quern_only(books, "title"),
                               quern_defer(books, "title"),
                               quern_values(books, "title", "author__name"),
                               quern_order_by_allowed(books, "-title", "title"),
                               quern_dates(books, "created_at", QUERN_MONTH),
                               quern_datetimes(books, "created_at", QUERN_HOUR) };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        ck_assert_ptr_null(quern_queryset_error(rest[i]));
    expect_statements("whatever makes a queryset", 0);
    ck_assert_ptr_null(strstr(quern_sql(books), "WHERE"));
}
END_TEST

START_TEST(showing_runs_nothing)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_filter(quern_objects(counted, book), Q("id", 1));
    ck_assert_ptr_nonnull(strstr(quern_sql(books), "= 1"));
    ck_assert_ptr_nonnull(strstr(quern_statement(books)->sql, "= $1"));
    expect_statements("quern_sql, quern_statement", 0);
}
END_TEST

/* ---- A call, on a queryset as it is built and on one that has its rows ---- */

typedef void call(quern_queryset *books);

static void loop(quern_queryset *books)
{
    int rows = 0;
    QUERN_EACH(book, b, books)
        rows += b->id > 0;
    ck_assert_int_eq(rows, 10);
}

static void len(quern_queryset *books)
{
    ck_assert_int_eq(quern_len(books), 10);
}

static void at(quern_queryset *books)
{
    ck_assert_ptr_nonnull(quern_at(books, book, 3));
}

static void at_behind_the_end(quern_queryset *books)
{
    ck_assert_ptr_null(quern_at(books, book, 10));
    ck_assert_int_eq(quern_answer(counted), QUERN_NOT_FOUND);
}

static void first(quern_queryset *books)
{
    ck_assert_int_eq(quern_first(books, book)->id, 1);
}

static void get(quern_queryset *books)
{
    ck_assert_str_eq(quern_get(books, book, Q("id", 5))->title, "Volume 5");
}

static void count(quern_queryset *books)
{
    ck_assert_int_eq(quern_count(books), 10);
}

static void exists(quern_queryset *books)
{
    bool found;
    ck_assert(quern_exists(books, &found) && found);
}

static const struct {
    const char *name;
    call *call;
    bool ordered;
    int64_t fresh, cached; /* statements */
    const char *sql;       /* a part of what the server sees */
} calls[] = {
    { "QUERN_EACH", loop, false, 1, 0, "SELECT \"books_book\".\"id\", \"books_book\".\"title\", " },
    { "quern_len", len, false, 1, 0, "SELECT \"books_book\".\"id\", \"books_book\".\"title\", " },
    { "quern_at", at, true, 1, 0, " LIMIT 1 OFFSET $2" },
    { "quern_at behind the end", at_behind_the_end, true, 1, 0, " LIMIT 1 OFFSET $2" },
    { "quern_first", first, true, 1, 0, " ORDER BY \"books_book\".\"id\" LIMIT 1" },
    { "quern_first without an order", first, false, 1, 1, " ORDER BY \"books_book\".\"id\" LIMIT 1" },
    { "quern_get", get, true, 1, 1, " LIMIT $3" },
    { "quern_count", count, true, 1, 0, "SELECT COUNT(*) FROM \"books_book\" WHERE " },
    { "quern_exists", exists, true, 1, 0, "SELECT 1 FROM \"books_book\" WHERE " },
};

static quern_queryset *ten_books(bool ordered)
{
    quern_queryset *books = quern_filter(quern_objects(counted, book), Q("id__lte", 10));
    return ordered ? quern_order_by(books, "id") : books;
}

START_TEST(a_call_runs_as_many_as_it_says)
{
    NEEDS_SERVER();
    quern_queryset *books = ten_books(calls[_i].ordered);
    calls[_i].call(books);
    const char *seen = expect_statements(calls[_i].name, calls[_i].fresh);
    ck_assert_msg(!seen || strstr(seen, calls[_i].sql), "%s: the server saw\n%s", calls[_i].name, seen);
    ck_assert_ptr_nonnull(strstr(quern_query_at(counted, -1)->sql, calls[_i].sql));
    ck_assert_ptr_nonnull(strstr(quern_query_at(counted, -1)->site, "test_statements.c:"));
}
END_TEST

START_TEST(a_call_is_answered_by_the_cache)
{
    NEEDS_SERVER();
    quern_queryset *books = ten_books(calls[_i].ordered);
    len(books);
    count_from_here();
    calls[_i].call(books);
    expect_statements(calls[_i].name, calls[_i].cached);
    count_from_here();
    loop(books);
    loop(books);
    expect_statements("loops over what is cached", 0);
}
END_TEST

/* A call that does not load the whole set leaves no cache that would answer the next. */
START_TEST(only_whole_sets_are_kept)
{
    NEEDS_SERVER();
    quern_queryset *books = ten_books(calls[_i].ordered);
    calls[_i].call(books);
    count_from_here();
    calls[_i].call(books);
    const bool whole = calls[_i].call == loop || calls[_i].call == len;
    expect_statements(calls[_i].name, whole ? 0 : 1);
}
END_TEST

START_TEST(refining_and_another_queryset_share_no_cache)
{
    NEEDS_SERVER();
    quern_queryset *books = ten_books(true), *same = ten_books(true);
    len(books);
    len(same);
    expect_statements("two querysets", 2);
    ck_assert_int_eq(quern_len(quern_filter(books, Q("id__gt", 8))), 2);
    ck_assert_int_eq(quern_len(quern_all(books)), 10);
    expect_statements("and two refined ones", 4);
    len(books);
    expect_statements("and the first again", 4);
}
END_TEST

START_TEST(nested_loops_run_one_statement)
{
    NEEDS_SERVER();
    int pairs = 0;
    quern_queryset *books = ten_books(true);
    QUERN_EACH(book, a, books)
        QUERN_EACH(book, b, books)
            pairs += a->id < b->id;
    ck_assert_int_eq(pairs, 45);
    expect_statements("nested loops", 1);
}
END_TEST

START_TEST(an_empty_slice_asks_nothing)
{
    NEEDS_SERVER();
    bool found = true;
    quern_queryset *none = quern_slice(ten_books(true), 5, 5);
    ck_assert_int_eq(quern_len(none), 0);
    ck_assert_int_eq(quern_count(none), 0);
    ck_assert(quern_exists(none, &found) && !found);
    ck_assert_ptr_null(quern_at(none, book, 0));
    expect_statements("an empty slice", 0);
}
END_TEST

START_TEST(a_session_that_failed_asks_nothing)
{
    NEEDS_SERVER();
    quern_queryset *books = ten_books(true);
    ck_assert_int_eq(quern_count(quern_filter(books, Q("titel", "x"))), -1);
    ck_assert_int_eq(quern_len(books), -1);
    ck_assert_int_eq(quern_execute(counted, "SELECT 1"), -1);
    expect_statements("a session that failed", 0);
    take_failure(counted, QUERN_ERROR_FIELD);
    len(books);
    expect_statements("once the failure was taken", 1);
}
END_TEST

/* Ours counts the statement alone; the server sees that the connection is reset before its next use, and only then. */
START_TEST(own_sql_is_one_statement_and_a_reset_behind_it)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_execute(counted, "UPDATE shelf SET room = room WHERE room = $1", 1), 1);
    expect_statements("quern_execute", 1);
    ck_assert_ptr_nonnull(strstr(quern_query_at(counted, -1)->sql, "UPDATE shelf"));
    count_from_here();
    len(ten_books(true));
    ck_assert_int_eq(quern_query_count(counted) - counted_before, 1);
    if (server_says) {
        const char *seen = quern__server_log_read(server_says, NULL);
        ck_assert_ptr_eq(strstr(seen, "BEGIN\n"), seen);
        ck_assert_msg(strstr(seen, "RESET ALL") && strstr(seen, "\nCOMMIT\nSELECT "), "the server saw\n%s",
                      seen);
    }
    count_from_here();
    len(ten_books(true));
    expect_statements("the next is reset no more", 1);
}
END_TEST

START_TEST(the_log_says_what_the_server_saw)
{
    NEEDS_SERVER();
    len(ten_books(true));
    exists(ten_books(true));
    ck_assert_int_eq(quern_query_count(counted), 2);
    ck_assert_int_eq(quern_query_at(counted, 1)->rows, 10);
    ck_assert_int_eq(quern_query_at(counted, 2)->rows, 1);
    ck_assert_int_gt(quern_query_at(counted, 2)->elapsed_microseconds, 0);
    char both[4000];
    snprintf(both, sizeof both, "%s\n%s\n", quern_query_at(counted, 1)->sql, quern_query_at(counted, 2)->sql);
    const char *seen = expect_statements("two calls", 2);
    if (seen)
        ck_assert_str_eq(seen, both);
}
END_TEST

Suite *quern__suite_statements(void);

Suite *quern__suite_statements(void)
{
    enum { CALLS = sizeof calls / sizeof *calls };
    Suite *suite = suite_create("statements");
    TCase *tests = server_case("statements");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, opening_connects_nowhere);
    tcase_add_test(tests, building_runs_nothing);
    tcase_add_test(tests, showing_runs_nothing);
    tcase_add_loop_test(tests, a_call_runs_as_many_as_it_says, 0, CALLS);
    tcase_add_loop_test(tests, a_call_is_answered_by_the_cache, 0, CALLS);
    tcase_add_loop_test(tests, only_whole_sets_are_kept, 0, CALLS);
    tcase_add_test(tests, refining_and_another_queryset_share_no_cache);
    tcase_add_test(tests, nested_loops_run_one_statement);
    tcase_add_test(tests, an_empty_slice_asks_nothing);
    tcase_add_test(tests, a_session_that_failed_asks_nothing);
    tcase_add_test(tests, own_sql_is_one_statement_and_a_reset_behind_it);
    tcase_add_test(tests, the_log_says_what_the_server_saw);
    suite_add_tcase(suite, tests);
    return suite;
}
