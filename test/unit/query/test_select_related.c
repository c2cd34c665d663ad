/* test_select_related.c: quern_select_related, and paths in quern_only and quern_defer: what mistakes are told, and that nothing that was
 * there changes. */
#include "lib/model/scope.h"
#include "test/support/club.h"
#include "test/support/expect.h"
#include "test/support/lending.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session;
static quern_queryset *books, *authors, *players, *memberships, *loans, *features;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
    authors = quern_objects(session, author);
    players = quern_objects(session, player);
    memberships = quern_objects(session, membership);
    loans = quern_objects(session, loan);
    features = quern_objects(session, feature);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

#define OF_BOOK "choices are: author, sequel_of"
#define OF_PLAYER "choices are: boss, badge"
#define OF_MEMBERSHIP "choices are: club, player, inviter"
#define OF_LOAN "choices are: reader, book, renewal_of, loan"
#define ROWS "rows have the fields that quern_values names: it takes paths, \"author__name\""
#define NO_PATH "name the relations to be loaded: \"author\", \"author__publisher\""

/* Calls the function whose refusal is in the line, and compares. The line's own place is the error's site. */
#define REFUSED(call, ...)                                                                                 \
    do {                                                                                                   \
        const quern_error *error = quern_queryset_error(call);                                             \
        quern__expect_error(#call, error, &(quern__expected_error){ __VA_ARGS__ });                        \
        quern__expect_text(#call, "the site", error->site, QUERN_SITE);                                    \
        ck_assert_msg(!((const quern__scope *)session)->failure.current, "%s: the session failed", #call); \
    } while (0)

/* clang-format off */
START_TEST(names_that_are_none)
{
    REFUSED(quern_select_related(books, "auhtor"), QUERN_ERROR_FIELD, "book has no relation \"auhtor\" to one object", "did you mean \"author\"? " OF_BOOK, "auhtor", "author");
    REFUSED(quern_select_related(books, "author", "sequel_of__auhtor"), QUERN_ERROR_FIELD, "book has no relation \"auhtor\" to one object", "did you mean \"author\"? " OF_BOOK, "sequel_of__auhtor", "author");
    REFUSED(quern_select_related(books, "sequel_of->pub->name"), QUERN_ERROR_FIELD, "book has no relation \"pub\" to one object", OF_BOOK, "sequel_of->pub->name", NULL);
    REFUSED(quern_select_related(players, "bagde__holder"), QUERN_ERROR_FIELD, "player has no relation \"bagde\" to one object", "did you mean \"badge\"? " OF_PLAYER, "bagde__holder", "badge");
    REFUSED(quern_select_related(loans, "laon"), QUERN_ERROR_FIELD, "loan has no relation \"laon\" to one object", "did you mean \"loan\"? " OF_LOAN, "laon", "loan");
    REFUSED(quern_select_related(books, "author", ""), QUERN_ERROR_FIELD, "book has no relation \"\" to one object", OF_BOOK, "", NULL);
    REFUSED(quern_select_related(books, "author__"), QUERN_ERROR_FIELD, "book has no relation \"author__\" to one object", "did you mean \"author\"? " OF_BOOK, "author__", "author");
    REFUSED(quern_select_related(features, "author"), QUERN_ERROR_FIELD, "feature has no relation \"author\" to one object", "it has none", "author", NULL);
    REFUSED(quern_select_related(authors, "books"), QUERN_ERROR_FIELD, "author has no relation \"books\" to one object", "it has none", "books", NULL);
}
END_TEST

START_TEST(columns_are_no_relations)
{
    REFUSED(quern_select_related(books, "title"), QUERN_ERROR_FIELD, "book has no relation \"title\" to one object", OF_BOOK, "title", NULL);
    REFUSED(quern_select_related(books, "author_id"), QUERN_ERROR_FIELD, "book has no relation \"author_id\" to one object", "did you mean \"author\"? " OF_BOOK, "author_id", "author");
    REFUSED(quern_select_related(books, "author__name"), QUERN_ERROR_FIELD, "author has no relation \"name\" to one object", "it has none", "author__name", NULL);
    REFUSED(quern_select_related(memberships, "player__pk"), QUERN_ERROR_FIELD, "player has no relation \"pk\" to one object", OF_PLAYER, "player__pk", NULL);
    REFUSED(quern_select_related(memberships, "inviter__isnull"), QUERN_ERROR_FIELD, "player has no relation \"isnull\" to one object", OF_PLAYER, "inviter__isnull", NULL);
}
END_TEST

#define BY(path) "quern_prefetch_related(qs, \"" path "\") loads them, by a statement of their own"

START_TEST(what_leads_to_many)
{
    REFUSED(quern_select_related(authors, "book_set"), QUERN_ERROR_USAGE, "\"book_set\" leads to several objects of book", BY("book_set"), "book_set", NULL);
    REFUSED(quern_select_related(books, "author", "author__book_set__author"), QUERN_ERROR_USAGE, "\"author__book_set\" leads to several objects of book", BY("author__book_set"), "author__book_set__author", NULL);
    REFUSED(quern_select_related(players, "boss->staff[0]->badge"), QUERN_ERROR_USAGE, "\"boss->staff\" leads to several objects of player", BY("boss->staff"), "boss->staff[0]->badge", NULL);
    REFUSED(quern_select_related(players, "staff[0]"), QUERN_ERROR_USAGE, "\"staff\" leads to several objects of player", BY("staff"), "staff[0]", NULL);
    REFUSED(quern_select_related(memberships, "club__topics"), QUERN_ERROR_USAGE, "\"club__topics\" leads to several objects of topic", BY("club__topics"), "club__topics", NULL);
    REFUSED(quern_select_related(players, "friends"), QUERN_ERROR_USAGE, "\"friends\" leads to several objects of player", BY("friends"), "friends", NULL);
    REFUSED(quern_only(authors, "book_set__title"), QUERN_ERROR_USAGE, "\"book_set\" leads to several objects of book", BY("book_set"), "book_set__title", NULL);
    REFUSED(quern_only(authors, "book_set"), QUERN_ERROR_USAGE, "\"book_set\" leads to several objects of book", BY("book_set"), "book_set", NULL);
    REFUSED(quern_defer(memberships, "club__topics__weight"), QUERN_ERROR_USAGE, "\"club__topics\" leads to several objects of topic", BY("club__topics"), "club__topics__weight", NULL);
}
END_TEST

START_TEST(where_it_cannot_be)
{
    static const char *const none[] = { NULL };
    REFUSED((quern_select_related)(books, none, QUERN_SITE), QUERN_ERROR_USAGE, "quern_select_related without a path", NO_PATH, NULL, NULL);
    REFUSED((quern_select_related)(books, NULL, QUERN_SITE), QUERN_ERROR_USAGE, "quern_select_related without a path", NO_PATH, NULL, NULL);
    REFUSED(quern_select_related(quern_values(books, "title"), "author"), QUERN_ERROR_USAGE, "quern_select_related after quern_values", ROWS, NULL, NULL);
    REFUSED(quern_select_related(quern_dates(books, "created_at", QUERN_YEAR), "author"), QUERN_ERROR_USAGE, "quern_select_related after quern_values", ROWS, NULL, NULL);
    REFUSED(quern_only(quern_values(quern_select_related(books, "author"), "title"), "title"), QUERN_ERROR_USAGE, "quern_only after quern_values", "rows have the fields that quern_values names, and no others", NULL, NULL);
    ck_assert_ptr_null(quern_queryset_error(quern_values(quern_select_related(books, "author"), "title")));
    const quern_error *null = quern_queryset_error(quern_select_related(NULL, "author"));
    quern__expect_error("of NULL", null, &(quern__expected_error){ QUERN_ERROR_USAGE, "a NULL queryset", "no function of quern returns one: it was never assigned", NULL, NULL });
    quern_queryset *raw = quern_raw(session, book, "SELECT 1");
    REFUSED(quern_select_related(raw, "author"), QUERN_ERROR_USAGE, "a queryset of quern_raw cannot be refined", "put it into its SQL", NULL, NULL);
    quern_queryset *wrong = quern_filter(books, Q("titel", "x"));
    ck_assert_ptr_eq(quern_select_related(wrong, "author"), wrong);
}
END_TEST

#define AUTHOR_FIELDS "choices are: id, name, email, born, book_set"

START_TEST(paths_of_columns)
{
    REFUSED(quern_only(books, "title", "author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_defer(books, "sequel_of__author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "sequel_of__author__nmae", "name");
    REFUSED(quern_only(books, "author__name__icontains"), QUERN_ERROR_LOOKUP, "a choice by author.name takes no lookup", "leave \"__icontains\" away", "author__name__icontains", NULL);
    REFUSED(quern_defer(quern_select_related(players, "badge"), "badge"), QUERN_ERROR_USAGE, "\"badge\" leads to an object of badge, and is no column", "what quern_select_related does not name does not come along: name columns", "badge", NULL);
    ck_assert_ptr_null(quern_queryset_error(quern_only(players, "badge")));
    ck_assert_ptr_null(quern_queryset_error(quern_defer(players, "badge__holder")));
}
END_TEST
/* clang-format on */

static bool has(quern_queryset *queryset, const char *part)
{
    return strstr(quern_sql(queryset), part);
}

/* Each step is a queryset of its own. */
START_TEST(what_was_there_stays)
{
    quern_queryset *one = quern_select_related(memberships, "club");
    char before[1000];
    ck_assert_uint_lt(strlen(quern_sql(one)), sizeof before);
    strcpy(before, quern_sql(one));
    quern_queryset *two = quern_select_related(one, "club__founder__boss", "player");
    quern_queryset *fewer = quern_only(two, "club__name", "club__founder__name");
    quern_queryset *deferred = quern_defer(two, "club__name");
    ck_assert_str_eq(quern_sql(one), before);
    ck_assert(!has(memberships, "JOIN") && !has(one, "player\".\"name\"") && has(two, "\"player\".\"name\""));
    ck_assert(has(two, "\"club\".\"name\"") && has(fewer, "\"club\".\"name\"") &&
              !has(deferred, "\"club\".\"name\""));
    ck_assert(!has(fewer, "\"player\".\"born\"") && has(deferred, "\"player\".\"born\""));
    ck_assert_str_eq(quern_sql(quern_select_related(one, "club")), before);
}
END_TEST

/* As deep as a path may lead: whoever writes such a path means it. */
START_TEST(any_depth)
{
    char path[800] = "boss";
    for (int i = 1; i < 100; i++)
        strcat(path, "__boss");
    const char *const paths[] = { path, "badge", NULL };
    quern_queryset *deep = (quern_select_related)(players, paths, QUERN_SITE);
    ck_assert_ptr_null(quern_queryset_error(deep));
    ck_assert(has(deep, "LEFT OUTER JOIN \"player\" \"T101\" ON (\"T100\".\"boss_id\" = \"T101\".\"id\")"));
    ck_assert(has(deep, "JOIN \"badge\" ON (\"player\".\"id\" = \"badge\".\"holder_id\")"));
    strcat(path, "__bos");
    const quern_error *error = quern_queryset_error((quern_select_related)(players, paths, QUERN_SITE));
    ck_assert_str_eq(error->nearest, "boss");
}
END_TEST

Suite *quern__suite_select_related(void);

Suite *quern__suite_select_related(void)
{
    Suite *suite = suite_create("select_related");
    TCase *tests = tcase_create("select_related");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, names_that_are_none);
    tcase_add_test(tests, columns_are_no_relations);
    tcase_add_test(tests, what_leads_to_many);
    tcase_add_test(tests, where_it_cannot_be);
    tcase_add_test(tests, paths_of_columns);
    tcase_add_test(tests, what_was_there_stays);
    tcase_add_test(tests, any_depth);
    suite_add_tcase(suite, tests);
    return suite;
}
