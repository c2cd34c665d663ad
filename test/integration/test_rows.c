/* test_rows.c: joins, distinct, values, only and dates on a real server: the rows are compared with those of SQL written by hand. */
#include "lib/base/arena.h"
#include "test/integration/fixture.h"
#include "test/support/lending.h"
#include "test/support/specimen.h"

#include <stdio.h>

static quern_queryset *books, *loans;
static char shown[20000]; /* the rows, "1:Emma|2:Persuasion" */

static void begin(void)
{
    if (!db)
        return;
    books = quern_objects(s, book);
    loans = quern_objects(s, loan);
}

static void show(const char *text)
{
    const size_t size = strlen(shown);
    snprintf(shown + size, sizeof shown - size, "%s%s", size ? "|" : "", text);
}

/* The rows shown are those that the SQL gives, in its order; it gives one text a row. They are forgotten. */
static void expect_rows(const char *name, const char *by_hand)
{
    ck_assert_msg(!quern_failed(s), "%s: %s", name, quern_error_text(s));
    const int64_t same =
        sql("SELECT 1 FROM (SELECT coalesce(string_agg(t, '|'), '') AS all_rows FROM (%s) AS x(t)) AS y"
            " WHERE all_rows = $q$%s$q$",
            by_hand, shown);
    ck_assert_msg(same == 1, "%s: other rows than %s\ngives: %s", name, by_hand, shown);
    shown[0] = '\0';
}

static void expect_ids(const char *name, quern_queryset *queryset, const char *by_hand)
{
    char text[1000];
    QUERN_EACH(book, b, quern_order_by(queryset, "id")) {
        snprintf(text, sizeof text, "%d", (int)b->id);
        show(text);
    }
    snprintf(text, sizeof text,
             "SELECT b.id::text FROM books_book b LEFT JOIN books_book p ON p.id = b.sequel_of_id"
             " LEFT JOIN books_author a ON a.id = b.author_id LEFT JOIN books_author pa ON pa.id = "
             "p.author_id WHERE %s ORDER BY b.id",
             by_hand);
    expect_rows(name, text);
}

#define IDS(queryset, by_hand) expect_ids(#queryset, queryset, by_hand)

/* clang-format off */
/* b is the book, p what it is a sequel of, a and pa are their authors. */
START_TEST(conditions_over_relations)
{
    NEEDS_SERVER();
    IDS(quern_filter(books, Q("author__name", "Jane Austen")), "a.name = 'Jane Austen'");
    IDS(quern_filter(books, Q(book, author->name, icontains, "zola")), "a.name ILIKE '%zola%'");
    IDS(quern_filter(books, Q("author__email__isnull", true)), "a.email IS NULL");
    IDS(quern_filter(books, Q("sequel_of__title", "Emma")), "p.title = 'Emma'");
    IDS(quern_filter(books, Q("sequel_of__pages__isnull", true)), "p.pages IS NULL");
    IDS(quern_filter(books, Q("sequel_of__title__isnull", false)), "p.id IS NOT NULL");
    IDS(quern_filter(books, Q("sequel_of__author__name__gt", "K")), "pa.name > 'K'");
    IDS(quern_exclude(books, Q("author__born__gt", 1800)), "(a.born > 1800) IS NOT TRUE");
    IDS(quern_exclude(books, Q("sequel_of__title__gt", "P")), "(p.title > 'P') IS NOT TRUE");
    IDS(quern_exclude(books, Q("sequel_of__author__name", "Jane Austen")), "(pa.name = 'Jane Austen') IS NOT TRUE");
    IDS(quern_exclude(books, Q("sequel_of__pages__gt", 100), Q("pages__gt", 100)), "(p.pages > 100 AND b.pages > 100) IS NOT TRUE");
    IDS(quern_exclude(books, Q("sequel_of__title__isnull", true)), "p.title IS NOT NULL");
    IDS(quern_filter(books, OR(Q("sequel_of__pages__gt", 400), Q("id", 7))), "p.pages > 400 OR b.id = 7");
    IDS(quern_filter(books, OR(Q("sequel_of__pages__gt", 400), Q("sequel_of__title__isnull", true))), "p.pages > 400 OR p.title IS NULL");
    IDS(quern_filter(books, OR(Q("sequel_of__author__name", "Jane Austen"), Q("author__born__lt", 1800))), "pa.name = 'Jane Austen' OR a.born < 1800");
    IDS(quern_filter(quern_filter(books, OR(Q("sequel_of__pages__gt", 100), Q("id", 7))), Q("sequel_of__title__gt", "P")),
        "(p.pages > 100 OR b.id = 7) AND p.title > 'P'");
    IDS(quern_filter(books, NOT(OR(Q("sequel_of__pages__gt", 100), AND(Q("author__born__gt", 1800), NOT(Q("sequel_of__id", 3)))))),
        "(p.pages > 100 OR (a.born > 1800 AND (p.id = 3) IS NOT TRUE)) IS NOT TRUE");
}
END_TEST

START_TEST(orders_over_relations)
{
    NEEDS_SERVER();
    char text[100];
    QUERN_EACH(book, b, quern_order_by(books, "-author__name", NULLS_LAST("sequel_of__title"), "id")) {
        snprintf(text, sizeof text, "%d", (int)b->id);
        show(text);
    }
    expect_rows("books", "SELECT b.id::text FROM books_book b LEFT JOIN books_book p ON p.id = b.sequel_of_id JOIN books_author a ON a.id = b.author_id"
                " ORDER BY a.name DESC, p.title NULLS LAST, b.id");
    const char *const by_reader = "SELECT l.id::text FROM loan l JOIN reader r ON r.card = l.card ORDER BY r.name DESC, r.id, l.book_id";
    QUERN_EACH(loan, l, loans) {
        snprintf(text, sizeof text, "%d", (int)l->id);
        show(text);
    }
    expect_rows("by the model's own order", by_reader);
    QUERN_EACH(loan, l, quern_reverse(quern_order_by(loans, "reader", "-book_id"))) {
        snprintf(text, sizeof text, "%d", (int)l->id);
        show(text);
    }
    expect_rows("turned around", by_reader);
}
END_TEST

static void show_titles(quern_queryset *rows)
{
    QUERN_EACH(quern_row, r, rows) {
        const char *title = NULL, *name = NULL;
        char text[300];
        const bool read = quern_read(r, "title", &title) && quern_read(r, "author__name", &name);
        ck_assert_msg(read, "%s", quern_error_text(s));
        snprintf(text, sizeof text, "%s:%s", title, name ? name : "-");
        show(text);
    }
}

START_TEST(values)
{
    NEEDS_SERVER();
    quern_queryset *rows = quern_order_by(quern_values(books, "title", "author__name"), "id");
    show_titles(rows);
    expect_rows("all", "SELECT title || ':' || name FROM books_book b JOIN books_author a ON a.id = author_id ORDER BY b.id");
    show_titles(quern_slice(quern_filter(rows, Q("author__born__gt", 1800)), 1, 4));
    expect_rows("some", "SELECT title || ':' || name FROM books_book b JOIN books_author a ON a.id = author_id WHERE born > 1800 ORDER BY b.id LIMIT 3 OFFSET 1");
    show_titles(quern_distinct(quern_order_by(rows, "author__name", "title")));
    expect_rows("distinct", "SELECT t FROM (SELECT DISTINCT title || ':' || name AS t, name, title FROM books_book b JOIN books_author a ON a.id = author_id) AS z ORDER BY name, title");
    const int64_t before = quern_query_count(s);
    ck_assert_int_eq(quern_count(rows), 40);
    ck_assert_int_eq(quern_len(rows), 40);
    ck_assert_int_eq(quern_count(rows), 40);
    ck_assert_ptr_nonnull(quern_at(rows, quern_row, 3));
    ck_assert_int_eq(quern_query_count(s), before); /* it was evaluated already */
}
END_TEST

typedef struct line {
    quern_object object;
    const char *title;
    const char *before; /* NULL: a sequel of nothing */
    quern_null_i64 pages;
} line;
QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), QUERN_FIELD(before, .column = "sequel_of__title", .null = true), QUERN_FIELD(pages)));

typedef struct strict {
    quern_object object;
    int64_t id;
    int64_t pages; /* cannot hold NULL */
} strict;
QUERN_ROW(strict, QUERN_FIELDS(QUERN_FIELD(id), QUERN_FIELD(pages)));

START_TEST(values_in_structs)
{
    NEEDS_SERVER();
    QUERN_EACH(line, l, quern_order_by(quern_values_into(books, line), "id")) {
        char text[300];
        snprintf(text, sizeof text, "%s:%s:%d", l->title, l->before ? l->before : "-", l->pages.present ? (int)l->pages.value : -1);
        show(text);
    }
    expect_rows("lines", "SELECT b.title || ':' || coalesce(p.title, '-') || ':' || coalesce(b.pages, -1) FROM books_book b"
                " LEFT JOIN books_book p ON p.id = b.sequel_of_id ORDER BY b.id");
    quern_queryset *lines = quern_values_into(books, line);
    ck_assert_str_eq(quern_get(lines, line, Q("id", 1))->title, "Emma");
    ck_assert_str_eq(quern_first(quern_order_by(lines, "-id"), line)->title, "Volume 40");
}
END_TEST

START_TEST(null_for_a_member_that_cannot_hold_it)
{
    NEEDS_SERVER();
    quern_queryset *sound = quern_values_into(quern_filter(books, Q("pages__isnull", false)), strict);
    ck_assert_int_eq(quern_len(sound), sql("SELECT 1 FROM books_book WHERE pages IS NOT NULL"));
    ck_assert_int_eq(quern_len(quern_values_into(books, strict)), -1);
    ck_assert_ptr_nonnull(strstr(take_failure(s, QUERN_ERROR_DATA)->message, "strict.pages"));
}
END_TEST

START_TEST(distinct)
{
    NEEDS_SERVER();
    quern_queryset *years = quern_distinct(quern_values(books, "published", "author")), *ordered = quern_order_by(years, "copies");
    ck_assert_int_eq(quern_count(years), sql("SELECT DISTINCT published, author_id FROM books_book"));
    ck_assert_int_eq(quern_len(years), sql("SELECT DISTINCT published, author_id FROM books_book"));
    ck_assert_int_eq(quern_count(ordered), sql("SELECT DISTINCT published, author_id, copies FROM books_book"));
    ck_assert_int_eq(quern_len(ordered), quern_count(quern_all(ordered)));
    bool found = false;
    const int64_t count = quern_len(ordered);
    ck_assert(quern_exists(quern_slice(quern_all(ordered), count - 1, count + 5), &found) && found);
    ck_assert(quern_exists(quern_slice(quern_all(ordered), count, count + 5), &found) && !found);
    quern_queryset *longest = quern_order_by(quern_distinct(books, "author"), "author", NULLS_LAST("-pages"), "id");
    char text[100];
    QUERN_EACH(book, b, longest) {
        snprintf(text, sizeof text, "%d", (int)b->id);
        show(text);
    }
    expect_rows("the longest of each", "SELECT id::text FROM (SELECT DISTINCT ON (author_id) * FROM books_book ORDER BY author_id, pages DESC NULLS LAST, id) AS x ORDER BY author_id");
    ck_assert_int_eq(quern_count(quern_all(longest)), 3);
    ck_assert_int_eq(quern_get(quern_filter(longest, Q("author", 1)), book)->id, quern_first(quern_filter(longest, Q("author", 1)), book)->id);
    ck_assert_int_eq(quern_len(quern_order_by(longest, "pages")), -1);
    take_failure(s, QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(only_what_is_named)
{
    NEEDS_SERVER();
    const book *b = quern_get(quern_only(books, "title", "author"), book, Q("id", 1));
    ck_assert_str_eq(b->title, "Emma");
    ck_assert(b->id == 1 && b->author_id == 1);
    ck_assert(quern_loaded(b, title) && quern_loaded(b, id) && quern_loaded(b, author_id));
    ck_assert(!quern_loaded(b, isbn) && !quern_loaded(b, pages) && !quern_loaded(b, author));
    ck_assert(quern__arena_debug || (!b->isbn && !b->pages.present && b->sold == 0 && !b->published));
    const book *whole = quern_get(books, book, Q("id", 1)), mine = { .id = 1 };
    ck_assert(quern_loaded(whole, isbn) && !quern_loaded(whole, sequel_of) && !quern_loaded(&mine, id));
    b = quern_get(quern_defer(books, "title", "isbn"), book, Q("id", 1));
    ck_assert(quern__arena_debug || !b->title);
    ck_assert(!quern_loaded(b, title) && b->pages.present && quern_loaded(b, pages));
}
END_TEST

START_TEST(nothing)
{
    NEEDS_SERVER();
    bool found = true;
    const int64_t before = quern_query_count(s);
    quern_queryset *none = quern_order_by(quern_filter(quern_none(books), Q("author__name", "x")), "author__name");
    ck_assert_int_eq(quern_len(none), 0);
    ck_assert_int_eq(quern_count(quern_values(none, "title")), 0);
    ck_assert(quern_exists(quern_distinct(none), &found) && !found);
    ck_assert_ptr_null(quern_first(none, book));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_get(none, book));
    ck_assert_ptr_null(quern_at(quern_all(none), book, 0));
    QUERN_EACH(book, b, quern_none(books))
        ck_abort_msg("a book of none: %s", b->title);
    ck_assert_int_eq(quern_query_count(s), before);
}
END_TEST

/* A cache of its own. */
START_TEST(all_asks_anew)
{
    NEEDS_SERVER();
    const int64_t before = quern_query_count(s);
    ck_assert_int_eq(quern_len(books), 40);
    quern_queryset *again = quern_all(books);
    ck_assert_int_eq(quern_len(books), 40);
    ck_assert_int_eq(quern_query_count(s) - before, 1);
    ck_assert_int_eq(quern_len(again), 40);
    ck_assert_int_eq(quern_query_count(s) - before, 2);
}
END_TEST

static void show_dates(quern_queryset *rows)
{
    QUERN_EACH(quern_row, r, rows) {
        quern_date date;
        char text[40];
        ck_assert_msg(quern_read(r, "date", &date), "%s", quern_error_text(s));
        quern_date_format(date, text, sizeof text);
        show(text);
    }
}

static void show_moments(quern_queryset *rows)
{
    QUERN_EACH(quern_row, r, rows) {
        quern_timestamp at;
        char text[40];
        ck_assert_msg(quern_read(r, "datetime", &at), "%s", quern_error_text(s));
        snprintf(text, sizeof text, "%lld", (long long)at.microseconds);
        show(text);
    }
}

/* The session's time zone is far away, and must not matter. */
START_TEST(dates)
{
    NEEDS_SERVER();
    sql("SET TIME ZONE 'Pacific/Auckland'");
    quern_queryset *finite = quern_filter(books, Q("id__gt", 4));
    show_dates(quern_dates(finite, "created_at", QUERN_WEEK));
    expect_rows("weeks", "SELECT DISTINCT to_char(date_trunc('week', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS t FROM books_book WHERE id > 4 ORDER BY 1");
    show_dates(quern_dates(finite, "created_at", QUERN_DAY, .zone = "Pacific/Kiritimati", .descending = true));
    expect_rows("days elsewhere", "SELECT DISTINCT to_char(created_at AT TIME ZONE 'Pacific/Kiritimati', 'YYYY-MM-DD') AS t FROM books_book WHERE id > 4 ORDER BY 1 DESC");
    show_dates(quern_reverse(quern_dates(finite, "returned_at", QUERN_MONTH)));
    expect_rows("months, without NULL", "SELECT DISTINCT to_char(date_trunc('month', returned_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS t FROM books_book WHERE id > 4 AND returned_at IS NOT NULL ORDER BY 1 DESC");
    quern_queryset *things = quern_filter(quern_objects(s, specimen), Q("id__gt", 6));
    show_dates(quern_dates(things, "a_date", QUERN_MONTH));
    expect_rows("months of dates", "SELECT DISTINCT to_char(date_trunc('month', a_date::timestamp), 'YYYY-MM-DD') AS t FROM specimen WHERE id > 6 ORDER BY 1");
    show_dates(quern_dates(things, "a_local_timestamp", QUERN_DAY));
    expect_rows("days of local timestamps", "SELECT DISTINCT to_char(a_local_timestamp, 'YYYY-MM-DD') AS t FROM specimen WHERE id > 6 ORDER BY 1");
    ck_assert_int_eq(quern_count(quern_dates(finite, "created_at", QUERN_DAY)), 36);
    show_moments(quern_datetimes(finite, "created_at", QUERN_DAY, .zone = "Europe/Berlin"));
    expect_rows("days in Berlin", "SELECT (extract(epoch FROM t) * 1000000)::bigint::text FROM (SELECT DISTINCT date_trunc('day', created_at, 'Europe/Berlin') AS t FROM books_book WHERE id > 4 ORDER BY 1) AS x");
    ck_assert_int_eq(quern_len(quern_dates(books, "created_at", QUERN_DAY, .zone = "Nowhere/AtAll")), -1);
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "22023");
}
END_TEST

/* 02:30 comes twice when summer time ends. */
START_TEST(the_hour_that_comes_twice)
{
    NEEDS_SERVER();
    sql("UPDATE books_book SET created_at = CASE id WHEN 5 THEN timestamptz '2020-10-25 00:30Z' ELSE '2020-10-25 01:30Z' END WHERE id IN (5, 6)");
    show_moments(quern_datetimes(quern_filter(books, Q("id__gte", 5), Q("id__lte", 6)), "created_at", QUERN_HOUR, .zone = "Europe/Berlin"));
    ck_assert_str_eq(shown, "1603584000000000|1603587600000000");
    shown[0] = '\0';
}
END_TEST
/* clang-format on */

Suite *quern__suite_rows(void);

Suite *quern__suite_rows(void)
{
    Suite *suite = suite_create("rows");
    TCase *tests = server_case("rows");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, conditions_over_relations);
    tcase_add_test(tests, orders_over_relations);
    tcase_add_test(tests, values);
    tcase_add_test(tests, values_in_structs);
    tcase_add_test(tests, null_for_a_member_that_cannot_hold_it);
    tcase_add_test(tests, distinct);
    tcase_add_test(tests, only_what_is_named);
    tcase_add_test(tests, nothing);
    tcase_add_test(tests, all_asks_anew);
    tcase_add_test(tests, dates);
    tcase_add_test(tests, the_hour_that_comes_twice);
    suite_add_tcase(suite, tests);
    return suite;
}
