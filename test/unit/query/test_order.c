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
    tcase_add_test(tests, the_last_order_wins);
    tcase_add_test(tests, a_model_has_an_order_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
