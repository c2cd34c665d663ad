/* test_order.c: what the terms of an order become. */
#include "lib/query/queryset.h"

#include "test/support/expect.h"
#include "test/support/lending.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

static void expect_order(const char *name, quern_queryset *books, const char *order)
{
    const quern_error *error = quern_queryset_error(books);
    ck_assert_msg(!error, "%s: %s", name, error ? error->message : "");
    const char *sql = quern_sql(books), *at = strstr(sql, " ORDER BY ");
    quern__expect_text(name, "the order", at ? at + strlen(" ORDER BY ") : NULL, order);
}

START_TEST(writes_the_order)
{
#define T "\"books_book\"."
    quern_queryset *books = quern_objects(session, book);
    expect_order("none", books, NULL);
    expect_order("a name", quern_order_by(books, "title"), T "\"title\"");
    expect_order("descending", quern_order_by(books, "-title"), T "\"title\" DESC");
    expect_order("by macro", quern_order_by(books, DESC("title")), T "\"title\" DESC");
    expect_order("twice", quern_order_by(books, DESC("-title")), T "\"title\"");
    expect_order("ASC", quern_order_by(books, ASC("-title")), T "\"title\" DESC");
    expect_order("checked", quern_order_by(books, DESC(book, created_at), ASC(book, author->id)),
                 T "\"created_at\" DESC, " T "\"author_id\"");
    expect_order("NULLs",
                 quern_order_by(books, NULLS_FIRST("pages"), NULLS_LAST("-lent"), NULLS_LAST(DESC("id"))),
                 T "\"pages\" NULLS FIRST, " T "\"lent\" DESC NULLS LAST, " T "\"id\" DESC NULLS LAST");
    expect_order("a relation", quern_order_by(books, "author", "-author_id", "author__pk", "sequel_of->id"),
                 T "\"author_id\", " T "\"sequel_of_id\"");
    expect_order("pk", quern_order_by(books, "-pk"), T "\"id\" DESC");
    expect_order("random", quern_order_by(books, "?"), "RANDOM()");
    expect_order("random last", quern_order_by(books, "id", DESC("?")), T "\"id\", RANDOM()");
    expect_order("another column", quern_order_by(books, "isbn"), T "\"ISBN-13\"");
#undef T
}
END_TEST

/* The names may be used in both directions; blanks, and a second place of a name, do no harm. */
START_TEST(an_order_from_a_client)
{
#define T "\"books_book\"."
#define CLIENT(text) \
    quern_order_by_allowed(quern_order_by(books, "id"), text, "title", "author__name", "pages", "?")
    quern_queryset *books = quern_objects(session, book);
    expect_order("one", CLIENT("title"), T "\"title\"");
    expect_order("descending", CLIENT("-title"), T "\"title\" DESC");
    expect_order("several", CLIENT("-title,pages"), T "\"title\" DESC, " T "\"pages\"");
    expect_order("blanks", CLIENT("  -title ,\tpages "), T "\"title\" DESC, " T "\"pages\"");
    expect_order("over a relation", CLIENT("author__name"), "\"books_author\".\"name\"");
    expect_order("random", CLIENT("?"), "RANDOM()");
    expect_order("twice", CLIENT("title,-title"), T "\"title\"");
    expect_order("nothing", CLIENT(""), NULL);
    expect_order("blanks only", CLIENT(" \t"), NULL);
    expect_order("no text", CLIENT(NULL), NULL);
#undef CLIENT
#undef T
}
END_TEST

/* The opposite of each term, NULLs too; twice is as before; a later order begins anew. */
START_TEST(turned_around)
{
#define T "\"books_book\"."
    quern_queryset *books = quern_objects(session, book);
    quern_queryset *ordered =
        quern_order_by(books, "title", "-pages", NULLS_FIRST("lent"), NULLS_LAST("-id"));
    expect_order("all terms", quern_reverse(ordered),
                 T "\"title\" DESC, " T "\"pages\", " T "\"lent\" DESC NULLS LAST, " T "\"id\" NULLS FIRST");
    expect_order("twice", quern_reverse(quern_reverse(ordered)), strstr(quern_sql(ordered), "BY ") + 3);
    expect_order("without an order", quern_reverse(books), NULL);
    expect_order("a model's own", quern_reverse(quern_objects(session, reader)),
                 "\"reader\".\"name\" DESC, \"reader\".\"id\"");
    expect_order("then another", quern_order_by(quern_reverse(ordered), "title"), T "\"title\"");
    expect_order("random", quern_reverse(quern_order_by(books, "?")), "RANDOM()");
    expect_order("the first is as it was", quern_order_by(books, "title"), T "\"title\"");
    ck_assert(quern_reverse(ordered)->ordered && !quern_reverse(books)->ordered);
#undef T
}
END_TEST

START_TEST(the_last_order_wins)
{
    static const quern_order none[] = { { 0 } };
    quern_queryset *books = quern_order_by(quern_objects(session, book), "title");
    expect_order("replaced", quern_order_by(books, "id"), "\"books_book\".\"id\"");
    expect_order("kept by a filter", quern_filter(books, Q("id", 1)), "\"books_book\".\"title\"");
    expect_order("taken away", (quern_order_by)(books, none, QUERN_SITE), NULL);
    expect_order("taken away by no list", (quern_order_by)(books, NULL, QUERN_SITE), NULL);
    ck_assert(books->ordered);
    ck_assert(quern_slice(quern_filter(books, Q("id", 1)), 0, 5)->ordered);
    ck_assert(!quern_filter(quern_objects(session, book), Q("id", 1))->ordered);
    ck_assert(!(quern_order_by)(books, none, QUERN_SITE)->ordered);
}
END_TEST

START_TEST(a_model_has_an_order_of_its_own)
{
    static const quern_order none[] = { { 0 } };
#define OWN "\"reader\".\"name\", \"reader\".\"id\" DESC"
    quern_queryset *readers = quern_objects(session, reader);
    expect_order("its own", readers, OWN);
    expect_order("through a filter", quern_filter(readers, Q("card", "A1")), OWN);
    expect_order("through a slice", quern_slice(readers, 0, QUERN_OPEN_END), OWN);
    expect_order("another", quern_order_by(readers, "card"), "\"reader\".\"card\"");
    expect_order("taken away", (quern_order_by)(readers, none, QUERN_SITE), NULL);
    expect_order("taken away, then filtered",
                 quern_filter((quern_order_by)(readers, NULL, QUERN_SITE), Q("card", "A1")), NULL);
    expect_order(
        "by relations", quern_objects(session, loan),
        "\"reader\".\"name\" DESC, \"reader\".\"id\", \"loan\".\"book_id\", \"loan\".\"renewal_of_id\"");
    ck_assert(readers->ordered && quern_slice(readers, 0, 5)->ordered);
    ck_assert(!(quern_order_by)(readers, none, QUERN_SITE)->ordered);
#undef OWN
}
END_TEST

Suite *quern__suite_order(void);

Suite *quern__suite_order(void)
{
    Suite *suite = suite_create("order");
    TCase *tests = tcase_create("order");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_the_order);
    tcase_add_test(tests, an_order_from_a_client);
    tcase_add_test(tests, turned_around);
    tcase_add_test(tests, the_last_order_wins);
    tcase_add_test(tests, a_model_has_an_order_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
