/* test_join.c: which tables are joined, and how. Each case is a chain with the FROM and the WHERE that it must give; the numbers in
 * brackets are those of the rules, which are Django's:
 *  (1) a relation is joined once, whatever follows it;
 *  (2) a new join is LEFT when its key may be NULL or when it hangs on a LEFT one;
 *  (3) a key that is at hand needs no join;
 *  (4) a condition votes for its joins, but not when it may hold without the object: IS NULL, or under NOT all but IS NULL;
 *  (5) under AND a vote makes INNER; under OR the votes of all, else LEFT; under NOT, AND and OR change places;
 *  (6) what one call of filter made INNER stays so; a later one makes INNER what was LEFT;
 *  (7) orders, values and distinct never make a join INNER;
 *  (8) under NOT a column that may be NULL, in its table or by its join, is guarded. */
#include "lib/plan/plan.h"

#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session;
static quern_queryset *books, *loans;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
    loans = (quern_order_by)(quern_objects(session, loan), NULL, QUERN_SITE);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

/* From behind FROM on, without quotes and without the prefix of tables, to be read more easily. Lives until the next call. */
static const char *shown(quern_queryset *queryset)
{
    static char text[2000];
    size_t size = 0;
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    const char *at = strstr(quern_sql(queryset), " FROM ");
    ck_assert_ptr_nonnull(at);
    for (at += strlen(" FROM "); *at && size < sizeof text - 1; at++) {
        if (strncmp(at, "books_", 6) == 0)
            at += 6;
        if (*at != '"')
            text[size++] = *at;
    }
    text[size] = '\0';
    return text;
}

/* clang-format off */
#define AUTHOR " INNER JOIN author ON (book.author_id = author.id)"
#define INNER2 " INNER JOIN book T2 ON (book.sequel_of_id = T2.id)"
#define LEFT2 " LEFT OUTER JOIN book T2 ON (book.sequel_of_id = T2.id)"
#define GIVES(queryset, expected) quern__expect_text(#queryset, "the query", shown(queryset), expected)

START_TEST(one_condition)
{
    GIVES(quern_filter(books, Q("author__name", "x")), "book" AUTHOR " WHERE author.name = 'x'"); /* 2 */
    GIVES(quern_filter(books, Q(book, author->name, icontains, "x")), "book" AUTHOR " WHERE author.name ILIKE '%x%'");
    GIVES(quern_filter(books, Q("sequel_of__title", "x")), "book" INNER2 " WHERE T2.title = 'x'"); /* 2, 5 */
    GIVES(quern_filter(books, Q("sequel_of__title__isnull", true)), "book" LEFT2 " WHERE T2.title IS NULL"); /* 4 */
    GIVES(quern_filter(books, Q("sequel_of__pages", QUERN_NULL)), "book" LEFT2 " WHERE T2.pages IS NULL");
    GIVES(quern_filter(books, Q("sequel_of__title__isnull", false)), "book" INNER2 " WHERE T2.title IS NOT NULL");
    GIVES(quern_filter(books, Q("author__email__isnull", true)), "book" AUTHOR " WHERE author.email IS NULL");
    GIVES(quern_filter(books, Q("author__id", 5)), "book WHERE book.author_id = 5"); /* 3 */
    GIVES(quern_filter(books, Q("author", 5), Q("sequel_of__pk__isnull", true)), "book WHERE (book.author_id = 5 AND book.sequel_of_id IS NULL)");
    GIVES(quern_filter(books, Q("sequel_of__author", 5)), "book" INNER2 " WHERE T2.author_id = 5");
    GIVES(quern_filter(books, Q("sequel_of__author__isnull", true)), "book" LEFT2 " WHERE T2.author_id IS NULL");
}
END_TEST

START_TEST(under_not)
{
    GIVES(quern_exclude(books, Q("author__name", "x")), "book" AUTHOR " WHERE NOT (author.name = 'x')");
    GIVES(quern_exclude(books, Q("author__email", "x")), "book" AUTHOR " WHERE NOT (author.email = 'x' AND author.email IS NOT NULL)"); /* 8 */
    GIVES(quern_exclude(books, Q("sequel_of__title", "x")), "book" LEFT2 " WHERE NOT (T2.title = 'x' AND T2.title IS NOT NULL)"); /* 4, 8 */
    GIVES(quern_exclude(books, Q("sequel_of__title__isnull", true)), "book" INNER2 " WHERE NOT (T2.title IS NULL)"); /* 4, 5 */
    GIVES(quern_exclude(books, Q("sequel_of__title__isnull", false)), "book" LEFT2 " WHERE NOT (T2.title IS NOT NULL)");
    GIVES(quern_filter(books, NOT(Q("sequel_of__title", "x"))), "book" LEFT2 " WHERE NOT (T2.title = 'x' AND T2.title IS NOT NULL)");
    GIVES(quern_filter(books, NOT(NOT(Q("sequel_of__title", "x")))), "book" INNER2 " WHERE NOT (NOT (T2.title = 'x'))"); /* 4: not negated */
    GIVES(quern_exclude(books, OR(Q("sequel_of__title", "x"), Q("id", 1))),
          "book" LEFT2 " WHERE NOT (((T2.title = 'x' AND T2.title IS NOT NULL) OR book.id = 1))");
    GIVES(quern_exclude(books, Q("sequel_of__title", "x"), Q("id", 1)),
          "book" LEFT2 " WHERE NOT (T2.title = 'x' AND T2.title IS NOT NULL AND book.id = 1)");
    /* Under NOT, an AND is an OR: IS NULL alone does not need the object. */
    GIVES(quern_exclude(books, Q("sequel_of__title__isnull", true), Q("id", 1)),
          "book" LEFT2 " WHERE NOT (T2.title IS NULL AND book.id = 1)");
    /* And an OR an AND: one vote is enough. */
    GIVES(quern_exclude(books, OR(Q("sequel_of__title__isnull", true), Q("id", 1))),
          "book" INNER2 " WHERE NOT ((T2.title IS NULL OR book.id = 1))");
}
END_TEST

START_TEST(votes_of_or_and_and)
{
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"), Q("id", 1))), "book" LEFT2 " WHERE (T2.title = 'x' OR book.id = 1)"); /* 5 */
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"), Q("sequel_of__pages__gt", 5))),
          "book" INNER2 " WHERE (T2.title = 'x' OR T2.pages > 5)");
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"), Q("sequel_of__title__isnull", true))),
          "book" LEFT2 " WHERE (T2.title = 'x' OR T2.title IS NULL)");
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"))), "book" INNER2 " WHERE T2.title = 'x'");
    GIVES(quern_filter(books, OR(Q("author__name", "x"), Q("id", 1))), "book" AUTHOR " WHERE (author.name = 'x' OR book.id = 1)"); /* a key that cannot be NULL: never LEFT */
    GIVES(quern_filter(books, Q("sequel_of__pages__gt", 5), OR(Q("sequel_of__title", "x"), Q("id", 1))),
          "book" INNER2 " WHERE (T2.pages > 5 AND (T2.title = 'x' OR book.id = 1))");
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"), Q("id", 1)), Q("sequel_of__pages__gt", 5)),
          "book" INNER2 " WHERE ((T2.title = 'x' OR book.id = 1) AND T2.pages > 5)");
    GIVES(quern_filter(books, OR(AND(Q("sequel_of__title", "x"), Q("id", 1)), AND(Q("sequel_of__pages__gt", 5), Q("id", 2)))),
          "book" INNER2 " WHERE ((T2.title = 'x' AND book.id = 1) OR (T2.pages > 5 AND book.id = 2))");
    GIVES(quern_filter(books, OR(AND(Q("sequel_of__title", "x"), Q("id", 1)), Q("id", 2))),
          "book" LEFT2 " WHERE ((T2.title = 'x' AND book.id = 1) OR book.id = 2)"); /* INNER within, LEFT after all */
    GIVES(quern_filter(books, OR(Q("sequel_of__title", "x"), NOT(Q("sequel_of__pages__gt", 5)))),
          "book" LEFT2 " WHERE (T2.title = 'x' OR NOT (T2.pages > 5 AND T2.pages IS NOT NULL))");
    GIVES(quern_filter(books, OR(Q("author__name", "x"), Q("sequel_of__title", "y"))),
          "book" AUTHOR " LEFT OUTER JOIN book T3 ON (book.sequel_of_id = T3.id) WHERE (author.name = 'x' OR T3.title = 'y')");
}
END_TEST

START_TEST(over_several_relations)
{
    GIVES(quern_filter(books, Q("sequel_of__author__name", "x")),
          "book" INNER2 " INNER JOIN author ON (T2.author_id = author.id) WHERE author.name = 'x'");
    GIVES(quern_exclude(books, Q("sequel_of__author__name", "x")),
          "book" LEFT2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) WHERE NOT (author.name = 'x' AND author.name IS NOT NULL)"); /* 2 */
    GIVES(quern_filter(books, OR(Q("sequel_of__author__name", "x"), Q("id", 2))),
          "book" LEFT2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) WHERE (author.name = 'x' OR book.id = 2)");
    GIVES(quern_filter(books, OR(AND(Q("sequel_of__author__name", "x"), Q("id", 1)), Q("id", 2))),
          "book" LEFT2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) WHERE ((author.name = 'x' AND book.id = 1) OR book.id = 2)");
    /* All need the nearer, one the farther: Django leaves that LEFT, though it need not be. */
    GIVES(quern_filter(books, OR(Q("sequel_of__author__name", "x"), Q("sequel_of__title", "y"))),
          "book" INNER2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) WHERE (author.name = 'x' OR T2.title = 'y')");
    GIVES(quern_filter(books, Q("sequel_of__sequel_of__title", "x"), Q("sequel_of__title", "y")),
          "book" INNER2 " INNER JOIN book T3 ON (T2.sequel_of_id = T3.id) WHERE (T3.title = 'x' AND T2.title = 'y')");
    GIVES(quern_filter(books, Q("sequel_of__sequel_of__title__isnull", true), Q("sequel_of__title", "y")),
          "book" INNER2 " LEFT OUTER JOIN book T3 ON (T2.sequel_of_id = T3.id) WHERE (T3.title IS NULL AND T2.title = 'y')");
    GIVES(quern_filter(books, Q("sequel_of__author__name", "x"), Q("author__name", "y")),
          "book" INNER2 " INNER JOIN author ON (T2.author_id = author.id) INNER JOIN author T4 ON (book.author_id = T4.id)"
          " WHERE (author.name = 'x' AND T4.name = 'y')");
    GIVES(quern_filter(loans, Q("reader__name", "x")), "loan INNER JOIN reader ON (loan.card = reader.card) WHERE reader.name = 'x'");
    GIVES(quern_filter(loans, Q("reader__pk", 1)), "loan INNER JOIN reader ON (loan.card = reader.card) WHERE reader.id = 1");
    GIVES(quern_filter(loans, Q("reader__card", "x")), "loan WHERE loan.card = 'x'");
    GIVES(quern_filter(loans, Q("reader__favourite__isnull", true)),
          "loan INNER JOIN reader ON (loan.card = reader.card) WHERE reader.favourite_id IS NULL");
    GIVES(quern_exclude(loans, Q("reader__favourite__name", "x")),
          "loan INNER JOIN reader ON (loan.card = reader.card) LEFT OUTER JOIN author ON (reader.favourite_id = author.id)"
          " WHERE NOT (author.name = 'x' AND author.name IS NOT NULL)");
    GIVES(quern_filter(loans, OR(Q("renewal_of__reader__name", "x"), Q("id", 1))),
          "loan LEFT OUTER JOIN loan T2 ON (loan.renewal_of_id = T2.id) LEFT OUTER JOIN reader ON (T2.card = reader.card)"
          " WHERE (reader.name = 'x' OR loan.id = 1)");
    GIVES(quern_filter(loans, Q("book__sequel_of__author__name", "x")),
          "loan INNER JOIN book ON (loan.book_id = book.id) INNER JOIN book T3 ON (book.sequel_of_id = T3.id)"
          " INNER JOIN author ON (T3.author_id = author.id) WHERE author.name = 'x'");
}
END_TEST

START_TEST(several_calls)
{
    quern_queryset *either = quern_filter(books, OR(Q("sequel_of__title", "x"), Q("id", 1)));
    quern_queryset *pages = quern_filter(books, Q("sequel_of__pages__gt", 5));
    GIVES(quern_filter(quern_filter(books, Q("author__name", "x")), Q("author__born__gt", 5)),
          "book" AUTHOR " WHERE author.name = 'x' AND author.born > 5"); /* 1 */
    GIVES(quern_filter(either, Q("sequel_of__pages__gt", 5)), "book" INNER2 " WHERE (T2.title = 'x' OR book.id = 1) AND T2.pages > 5"); /* 6 */
    GIVES(quern_filter(pages, OR(Q("sequel_of__title", "x"), Q("id", 1))), "book" INNER2 " WHERE T2.pages > 5 AND (T2.title = 'x' OR book.id = 1)");
    GIVES(quern_filter(pages, OR(Q("sequel_of__author__name", "x"), Q("id", 1))),
          "book" INNER2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) WHERE T2.pages > 5 AND (author.name = 'x' OR book.id = 1)");
    GIVES(quern_filter(pages, Q("sequel_of__title__isnull", true)), "book" INNER2 " WHERE T2.pages > 5 AND T2.title IS NULL");
    GIVES(quern_exclude(pages, Q("sequel_of__title", "x")), "book" INNER2 " WHERE T2.pages > 5 AND NOT (T2.title = 'x')"); /* 8: INNER needs no guard */
    GIVES(quern_exclude(pages, Q("sequel_of__views__gt", 1)), "book" INNER2 " WHERE T2.pages > 5 AND NOT (T2.views > 1 AND T2.views IS NOT NULL)");
    GIVES(quern_filter(quern_exclude(books, Q("sequel_of__title", "x")), Q("sequel_of__pages__gt", 5)),
          "book" INNER2 " WHERE NOT (T2.title = 'x') AND T2.pages > 5");
    GIVES(quern_filter(either, OR(Q("sequel_of__pages__gt", 5), Q("id", 2))),
          "book" LEFT2 " WHERE (T2.title = 'x' OR book.id = 1) AND (T2.pages > 5 OR book.id = 2)");
    GIVES(quern_filter(either, Q("sequel_of__author__name", "y")),
          "book" INNER2 " INNER JOIN author ON (T2.author_id = author.id) WHERE (T2.title = 'x' OR book.id = 1) AND author.name = 'y'");
    GIVES(either, "book" LEFT2 " WHERE (T2.title = 'x' OR book.id = 1)"); /* as it was */
}
END_TEST

START_TEST(orders_values_and_distinct)
{
    quern_queryset *either = quern_filter(books, OR(Q("sequel_of__title", "x"), Q("id", 1)));
    GIVES(quern_order_by(books, "author__name"), "book" AUTHOR " ORDER BY author.name");
    GIVES(quern_order_by(books, "-sequel_of__title"), "book" LEFT2 " ORDER BY T2.title DESC"); /* 7 */
    GIVES(quern_order_by(books, "sequel_of__author__name", "sequel_of__title"),
          "book" LEFT2 " LEFT OUTER JOIN author ON (T2.author_id = author.id) ORDER BY author.name, T2.title");
    GIVES(quern_order_by(either, "sequel_of__title"), "book" LEFT2 " WHERE (T2.title = 'x' OR book.id = 1) ORDER BY T2.title"); /* 1 */
    GIVES(quern_order_by(quern_filter(books, Q("sequel_of__title", "x")), "sequel_of__author__name"),
          "book" INNER2 " INNER JOIN author ON (T2.author_id = author.id) WHERE T2.title = 'x' ORDER BY author.name");
    GIVES(quern_filter(quern_order_by(books, "sequel_of__author__name"), Q("sequel_of__title", "x")),
          "book" INNER2 " INNER JOIN author ON (T2.author_id = author.id) WHERE T2.title = 'x' ORDER BY author.name");
    GIVES(quern_values(books, "title", "author__name"), "book" AUTHOR);
    GIVES(quern_values(books, "sequel_of__author__name"), "book" LEFT2 " LEFT OUTER JOIN author ON (T2.author_id = author.id)");
    GIVES(quern_values(books, "author", "sequel_of__pk"), "book"); /* 3 */
    GIVES(quern_filter(quern_values(books, "sequel_of__title"), Q("sequel_of__pages__gt", 5)), "book" INNER2 " WHERE T2.pages > 5");
    GIVES(quern_distinct(books, "sequel_of__title"), "book" LEFT2);
    GIVES(quern_order_by(loans, "reader"), "loan INNER JOIN reader ON (loan.card = reader.card) ORDER BY reader.name, reader.id DESC");
    GIVES(quern_order_by(loans, "-renewal_of__reader"),
          "loan LEFT OUTER JOIN loan T2 ON (loan.renewal_of_id = T2.id) LEFT OUTER JOIN reader ON (T2.card = reader.card)"
          " ORDER BY reader.name DESC, reader.id");
    GIVES(quern_objects(session, loan), "loan INNER JOIN reader ON (loan.card = reader.card) ORDER BY reader.name DESC, reader.id, loan.book_id, loan.renewal_of_id");
}
END_TEST
/* clang-format on */

/* Deeper than any list that is made at first, and without memory. */
static bool joins(quern__replay *replay, void *context)
{
    quern__arena *arena = quern__arena_open(quern__replay_allocator(replay), NULL);
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__plan plan;
    const bool made = arena && quern__plan_make(context, &wish, arena, &plan);
    ck_assert(!made || plan.join_count == 4);
    quern__arena_close(arena);
    return made;
}

START_TEST(without_memory)
{
    quern_queryset *deep =
        quern_filter(books, OR(Q("sequel_of__sequel_of__author__name", "x"), NOT(Q("author__name", "y"))));
    ck_assert_uint_gt(quern__replay_run("joins", joins, quern_order_by(deep, "sequel_of__title")), 0);
}
END_TEST

Suite *quern__suite_join(void);

Suite *quern__suite_join(void)
{
    Suite *suite = suite_create("join");
    TCase *tests = tcase_create("join");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, one_condition);
    tcase_add_test(tests, under_not);
    tcase_add_test(tests, votes_of_or_and_and);
    tcase_add_test(tests, over_several_relations);
    tcase_add_test(tests, several_calls);
    tcase_add_test(tests, orders_values_and_distinct);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
