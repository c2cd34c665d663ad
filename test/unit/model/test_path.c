/* test_path.c: paths that lead to a column, and those that do not, with what the user is told. */
#include "lib/model/path.h"

#include "test/support/club.h"
#include "test/support/expect.h"
#include "test/support/lending.h"

#include <quern/short.h>

#include <check.h>
#include <stdio.h>
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

static const quern_error *resolve(const quern_model *model, const char *text, quern__path *out)
{
    const quern__scope *scope = (quern__scope *)session;
    return quern__path_resolve(scope, quern__schema_model(scope->schema, model), text, "here:1", out);
}

typedef struct good_case {
    const quern_model *model;
    const char *text, *column, *tail;
    const quern_model *reached;
    const char *hops;     /* the JOINs, by the names of their relations; NULL: none */
    const char *relation; /* whose name is the last of the path */
} good_case;

/* clang-format off */
static const good_case good[] = {
    { &book_model, "title", "title", "", NULL, NULL, NULL },
    { &book_model, "pk", "id", "", NULL, NULL, NULL },
    { &book_model, "isbn", "ISBN-13", "", NULL, NULL, NULL },
    { &book_model, "title__icontains", "title", "icontains", NULL, NULL, NULL },
    { &book_model, "title__a__b", "title", "a__b", NULL, NULL, NULL },
    { &book_model, "title___gt", "title", "_gt", NULL, NULL, NULL },
    { &book_model, "author", "author_id", "", NULL, NULL, "author" },
    { &book_model, "author_id", "author_id", "", NULL, NULL, NULL },
    { &book_model, "author_id__gt", "author_id", "gt", NULL, NULL, NULL },
    { &book_model, "author__id", "author_id", "", NULL, NULL, NULL },
    { &book_model, "author__pk", "author_id", "", NULL, NULL, NULL },
    { &book_model, "author__pk__gt", "author_id", "gt", NULL, NULL, NULL },
    { &book_model, "author__id__gt__lt", "author_id", "gt__lt", NULL, NULL, NULL },
    { &book_model, "author->id", "author_id", "", NULL, NULL, NULL },
    { &book_model, "author->id__gt", "author_id", "gt", NULL, NULL, NULL },
    { &book_model, "author[0]->id", "author_id", "", NULL, NULL, NULL },
    { &book_model, "author__isnull", "author_id", "isnull", &author_model, NULL, "author" },
    { &book_model, "author__nmae__gt", "author_id", "nmae__gt", &author_model, NULL, "author" },
    { &book_model, "sequel_of__pk", "sequel_of_id", "", NULL, NULL, NULL },
    { &book_model, "sequel_of_id__isnull", "sequel_of_id", "isnull", NULL, NULL, NULL },
    { &book_model, "sequel_of__gt", "sequel_of_id", "gt", &book_model, NULL, "sequel_of" },
    { &odd_model, "shelf__code", "shelf_id", "", NULL, NULL, NULL },
    { &odd_model, "shelf->code", "shelf_id", "", NULL, NULL, NULL },
    { &odd_model, "select", "select", "", NULL, NULL, NULL },
    { &odd_model, "quote__gt", "a\"b", "gt", NULL, NULL, NULL },
    { &book_model, P(book, author->id), "author_id", "", NULL, NULL, NULL },
    { &book_model, P(book, author->name), "name", "", NULL, "author", NULL },
    { &book_model, P(book, sequel_of->sequel_of->author->name), "name", "", NULL, "sequel_of, sequel_of, author", NULL },
    { &book_model, "author__name", "name", "", NULL, "author", NULL },
    { &book_model, "author__name__icontains", "name", "icontains", NULL, "author", NULL },
    { &book_model, "author->name__gt", "name", "gt", NULL, "author", NULL },
    { &book_model, "author[0]->name", "name", "", NULL, "author", NULL },
    { &book_model, "author__name->x", "name", "x", NULL, "author", NULL },
    { &book_model, "sequel_of__author", "author_id", "", NULL, "sequel_of", "author" },
    { &book_model, "sequel_of__author_id", "author_id", "", NULL, "sequel_of", NULL },
    { &book_model, "sequel_of__author__pk", "author_id", "", NULL, "sequel_of", NULL },
    { &book_model, "sequel_of__author__isnull", "author_id", "isnull", &author_model, "sequel_of", "author" },
    { &book_model, "sequel_of->author->name", "name", "", NULL, "sequel_of, author", NULL },
    { &book_model, "sequel_of__sequel_of__title", "title", "", NULL, "sequel_of, sequel_of", NULL },
    { &book_model, "sequel_of__sequel_of__sequel_of__pk", "sequel_of_id", "", NULL, "sequel_of, sequel_of", NULL },
    { &book_model, "sequel_of__sequel_of__isbn__gt", "ISBN-13", "gt", NULL, "sequel_of, sequel_of", NULL },
    { &odd_model, "shelf__room", "room", "", NULL, "shelf", NULL },
    /* A key that holds another field than the target's own key: that field needs no JOIN, the key does. */
    { &loan_model, "reader", "card", "", NULL, NULL, "reader" },
    { &loan_model, "reader__card", "card", "", NULL, NULL, NULL },
    { &loan_model, "reader->card__icontains", "card", "icontains", NULL, NULL, NULL },
    { &loan_model, "reader__pk", "id", "", NULL, "reader", NULL },
    { &loan_model, "reader__id", "id", "", NULL, "reader", NULL },
    { &loan_model, "reader__name", "name", "", NULL, "reader", NULL },
    { &loan_model, "reader__favourite", "favourite_id", "", NULL, "reader", "favourite" },
    { &loan_model, "reader__favourite__pk", "favourite_id", "", NULL, "reader", NULL },
    { &loan_model, "reader__favourite__name", "name", "", NULL, "reader, favourite", NULL },
    { &loan_model, "renewal_of__reader__card", "card", "", NULL, "renewal_of", NULL },
    { &loan_model, "renewal_of__renewal_of__reader__pk", "id", "", NULL, "renewal_of, renewal_of, reader", NULL },
    { &loan_model, "book__author__pk", "author_id", "", NULL, "book", NULL },
    { &book_model, P(book, title), "title", "", NULL, NULL, NULL },
    /* The way back is never left out. */
    { &author_model, "book_set", "id", "", NULL, "<author", "book_set" },
    { &author_model, "book_set[0]", "id", "", NULL, "<author", "book_set" },
    { &author_model, "book_set__pk", "id", "", NULL, "<author", NULL },
    { &author_model, "book_set__author", "author_id", "", NULL, "<author", "author" },
    { &author_model, "book_set__author_id", "author_id", "", NULL, "<author", NULL },
    { &author_model, "book_set__author__id", "author_id", "", NULL, "<author", NULL },
    { &author_model, "book_set__title__gt", "title", "gt", NULL, "<author", NULL },
    { &author_model, "book_set[0]->title", "title", "", NULL, "<author", NULL },
    { &author_model, "book_set__isnull", "id", "isnull", &book_model, "<author", "book_set" },
    { &author_model, "book_set__xyzzy", "id", "xyzzy", &book_model, "<author", "book_set" },
    { &book_model, "author__book_set__title", "title", "", NULL, "author, <author", NULL },
    { &loan_model, "renewal_of__reader__loans", "id", "", NULL, "renewal_of, reader, <reader", "loans" },
    { &loan_model, "loan__book", "book_id", "", NULL, "<renewal_of", "book" },
    { &shelf_model, "odd_set", "id", "", NULL, "<shelf", "odd_set" },
    { &player_model, P(player, staff[0]->staff[0]->name), "name", "", NULL, "<boss, <boss", NULL },
    { &player_model, P(player, badge->number), "number", "", NULL, "<holder", NULL },
    { &player_model, "badge", "id", "", NULL, "<holder", "badge" },
    /* Many to many: the key on the other side is in the table between. */
    { &club_model, "topics", "topic_id", "", NULL, "<club", "topics" },
    { &club_model, P(club, topics), "topic_id", "", NULL, "<club", "topics" },
    { &club_model, "topics__code", "topic_id", "", NULL, "<club", NULL },
    { &club_model, "topics__weight", "weight", "", NULL, "<club, topic", NULL },
    { &topic_model, "club_set", "club_id", "", NULL, "<topic", "club_set" },
    { &topic_model, "club_set__name", "name", "", NULL, "<topic, club", NULL },
    { &club_model, P(club, members[0]->name), "name", "", NULL, "<club, player", NULL },
    { &club_model, "members", "player_id", "", NULL, "<club", "members" },
    { &player_model, "clubs__topics__pk", "topic_id", "", NULL, "<player, club, <club", NULL },
    { &player_model, "friends", "to_player_id", "", NULL, "<from_player", "friends" },
    { &player_model, "idols__id", "to_player_id", "", NULL, "<from_player", NULL },
    { &player_model, "fans", "from_player_id", "", NULL, "<to_player", "fans" },
    { &player_model, "fans__name", "name", "", NULL, "<to_player, from_player", NULL },
};
/* clang-format on */

/* "sequel_of, <author": the way back is marked; lives until the next call. */
static const char *hops_of(const quern__column *column)
{
    static char text[200];
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < column->hop_count; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s%s", i ? ", " : "",
                                 column->hops[i]->back ? "<" : "", column->hops[i]->relation->name);
    return text;
}

START_TEST(leads_to_a_column)
{
    const good_case *c = &good[_i];
    quern__path path;
    const quern_error *error = resolve(c->model, c->text, &path);
    ck_assert_msg(!error, "%s: %s", c->text, error ? error->message : "");
    quern__expect_text(c->text, "the column", path.column.field->column, c->column);
    quern__expect_text(c->text, "the tail", path.tail, c->tail);
    const quern__schema *schema = ((quern__scope *)session)->schema;
    quern__expect_text(c->text, "the JOINs", hops_of(&path.column), c->hops ? c->hops : "");
    quern__expect_text(c->text, "the relation", path.relation ? path.relation->name : NULL, c->relation);
    ck_assert_msg(path.reached == (c->reached ? quern__schema_model(schema, c->reached) : NULL),
                  "%s: the model reached", c->text);
}
END_TEST

#define BOOK_FIELDS                                                                                   \
    "choices are: id, title, subtitle, author, author_id, sequel_of, sequel_of_id, published, lent, " \
    "copies, pages, sold, views, price, rating, created_at, returned_at, isbn, book_set"
#define SHELF_FIELDS "choices are: code, room, odd_set"
#define AUTHOR_FIELDS "choices are: id, name, email, born, book_set"

typedef struct bad_case {
    const quern_model *model;
    const char *text;
    quern__expected_error error; /* its path is the text */
} bad_case;

#define TEN "xxxxxxxxxx"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* clang-format off */
static const bad_case bad[] = {
    { &book_model, "titel", { QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "titel__gt", { QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "Title", { QUERN_ERROR_FIELD, "book has no field \"Title\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "autor_id", { QUERN_ERROR_FIELD, "book has no field \"autor_id\"", "did you mean \"author_id\"? " BOOK_FIELDS, NULL, "author_id" } },
    { &book_model, "title__", { QUERN_ERROR_FIELD, "book has no field \"title__\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "__title", { QUERN_ERROR_FIELD, "book has no field \"__title\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "->title", { QUERN_ERROR_FIELD, "book has no field \"->title\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &book_model, "author[1]->id", { QUERN_ERROR_FIELD, "book has no field \"author[1]\"", "did you mean \"author\"? " BOOK_FIELDS, NULL, "author" } },
    { &book_model, "ISBN-13", { QUERN_ERROR_FIELD, "book has no field \"ISBN-13\"", "did you mean \"isbn\"? " BOOK_FIELDS, NULL, "isbn" } },
    { &book_model, "", { QUERN_ERROR_FIELD, "book has no field \"\"", BOOK_FIELDS, NULL, NULL } },
    { &book_model, "xyzzy", { QUERN_ERROR_FIELD, "book has no field \"xyzzy\"", BOOK_FIELDS, NULL, NULL } },
    { &book_model, "title; DROP TABLE", { QUERN_ERROR_FIELD, "book has no field \"title; DROP TABLE\"", BOOK_FIELDS, NULL, NULL } },
    { &shelf_model, "cod", { QUERN_ERROR_FIELD, "shelf has no field \"cod\"", "did you mean \"code\"? " SHELF_FIELDS, NULL, "code" } },
    { &shelf_model, HUNDRED "yz", { QUERN_ERROR_FIELD, "shelf has no field \"" HUNDRED "\"", SHELF_FIELDS, NULL, NULL } },
    { &shelf_model, HUNDRED, { QUERN_ERROR_FIELD, "shelf has no field \"" HUNDRED "\"", SHELF_FIELDS, NULL, NULL } },
    { &shelf_model, TEN TEN TEN TEN TEN TEN TEN TEN TEN "xxxxxxxxx☃", { QUERN_ERROR_FIELD,
        "shelf has no field \"" TEN TEN TEN TEN TEN TEN TEN TEN TEN "xxxxxxxxx\"", SHELF_FIELDS, NULL, NULL } },
    { &author_model, "book_sett", { QUERN_ERROR_FIELD, "author has no field \"book_sett\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, NULL, "book_set" } },
    { &author_model, "bookset__title", { QUERN_ERROR_FIELD, "author has no field \"bookset\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, NULL, "book_set" } },
    { &author_model, "book_set[1]->title", { QUERN_ERROR_FIELD, "author has no field \"book_set[1]\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, NULL, "book_set" } },
    { &book_model, "title[0]", { QUERN_ERROR_FIELD, "book has no field \"title\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
};
/* clang-format on */

START_TEST(leads_nowhere)
{
    const bad_case *c = &bad[_i];
    quern__path path;
    quern__expected_error expected = c->error;
    expected.path = c->text;
    const quern_error *error = resolve(c->model, c->text, &path);
    quern__expect_error(c->text, error, &expected);
    quern__expect_text(c->text, "the site", error->site, "here:1");
}
END_TEST

/* Where nothing may follow, the model is named where the path broke off. */
/* clang-format off */
static const bad_case tails[] = {
    { &book_model, "author__nmae", { QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, NULL, "name" } },
    { &book_model, "author__nmae__gt", { QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, NULL, "name" } },
    { &book_model, "sequel_of__author->nmae", { QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, NULL, "name" } },
    { &book_model, "sequel_of__sequel_of__titel", { QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " BOOK_FIELDS, NULL, "title" } },
    { &odd_model, "shelf__gt", { QUERN_ERROR_FIELD, "shelf has no field \"gt\"", SHELF_FIELDS, NULL, NULL } },
    { &book_model, "title__gt", { QUERN_ERROR_LOOKUP, "a thing by book.title takes no lookup", "leave \"__gt\" away", NULL, NULL } },
    { &book_model, "author__name__gt", { QUERN_ERROR_LOOKUP, "a thing by author.name takes no lookup", "leave \"__gt\" away", NULL, NULL } },
    { &book_model, "author_id__name", { QUERN_ERROR_LOOKUP, "a thing by book.author takes no lookup", "leave \"__name\" away", NULL, NULL } },
    { &book_model, "author__id__name", { QUERN_ERROR_LOOKUP, "a thing by book.author takes no lookup", "leave \"__name\" away", NULL, NULL } },
};
/* clang-format on */

START_TEST(refuses_a_tail)
{
    const bad_case *c = &tails[_i];
    quern__path path;
    quern__expected_error expected = c->error;
    expected.path = c->text;
    ck_assert_ptr_null(resolve(c->model, c->text, &path));
    quern__expect_error(c->text,
                        quern__path_refuse_tail((quern__scope *)session, &path, c->text, "a thing", "here:1"),
                        &expected);
}
END_TEST

/* Columns are the same when they are reached by the same way. */
START_TEST(the_same_column)
{
    static const struct {
        const char *one, *other;
        bool same;
    } pairs[] = {
        { "title", "title", true },
        { "author", "author->id", true },
        { "author__name", "author->name", true },
        { "title", "isbn", false },
        { "title", "sequel_of__title", false },
        { "sequel_of__title", "sequel_of__sequel_of__title", false },
        { "author__name", "sequel_of__author__name", false },
        { "sequel_of__author__pk", "sequel_of__author_id", true },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        quern__path one, other;
        ck_assert_ptr_null(resolve(&book_model, pairs[i].one, &one));
        ck_assert_ptr_null(resolve(&book_model, pairs[i].other, &other));
        ck_assert_msg(quern__column_same(&one.column, &other.column) == pairs[i].same, "%s and %s",
                      pairs[i].one, pairs[i].other);
    }
}
END_TEST

Suite *quern__suite_path(void);

Suite *quern__suite_path(void)
{
    Suite *suite = suite_create("path");
    TCase *tests = tcase_create("path");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, leads_to_a_column, 0, sizeof good / sizeof *good);
    tcase_add_loop_test(tests, leads_nowhere, 0, sizeof bad / sizeof *bad);
    tcase_add_loop_test(tests, refuses_a_tail, 0, sizeof tails / sizeof *tails);
    tcase_add_test(tests, the_same_column);
    suite_add_tcase(suite, tests);
    return suite;
}
