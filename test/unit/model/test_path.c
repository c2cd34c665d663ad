/* test_path.c: paths that lead to a column, and those that do not, with what the user is told. */
#include "lib/model/path.h"

#include "test/support/expect.h"
#include "test/support/models.h"

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

static const quern_error *resolve(const quern_model *model, const char *text, quern__path *out)
{
    const quern__scope *scope = (quern__scope *)session;
    return quern__path_resolve(scope, quern__schema_model(scope->schema, model), text, "here:1", out);
}

typedef struct good_case {
    const quern_model *model;
    const char *text, *column, *tail;
    const quern_model *reached;
} good_case;

/* clang-format off */
static const good_case good[] = {
    { &book_model, "title", "title", "", NULL },
    { &book_model, "pk", "id", "", NULL },
    { &book_model, "isbn", "ISBN-13", "", NULL },
    { &book_model, "title__icontains", "title", "icontains", NULL },
    { &book_model, "title__a__b", "title", "a__b", NULL },
    { &book_model, "title___gt", "title", "_gt", NULL },
    { &book_model, "author", "author_id", "", NULL },
    { &book_model, "author_id", "author_id", "", NULL },
    { &book_model, "author_id__gt", "author_id", "gt", NULL },
    { &book_model, "author__id", "author_id", "", NULL },
    { &book_model, "author__pk", "author_id", "", NULL },
    { &book_model, "author__pk__gt", "author_id", "gt", NULL },
    { &book_model, "author__id__gt__lt", "author_id", "gt__lt", NULL },
    { &book_model, "author->id", "author_id", "", NULL },
    { &book_model, "author->id__gt", "author_id", "gt", NULL },
    { &book_model, "author[0]->id", "author_id", "", NULL },
    { &book_model, "author__isnull", "author_id", "isnull", &author_model },
    { &book_model, "author__nmae__gt", "author_id", "nmae__gt", &author_model },
    { &book_model, "sequel_of__pk", "sequel_of_id", "", NULL },
    { &book_model, "sequel_of_id__isnull", "sequel_of_id", "isnull", NULL },
    { &book_model, "sequel_of__gt", "sequel_of_id", "gt", &book_model },
    { &odd_model, "shelf__code", "shelf_id", "", NULL },
    { &odd_model, "shelf->code", "shelf_id", "", NULL },
    { &odd_model, "select", "select", "", NULL },
    { &odd_model, "quote__gt", "a\"b", "gt", NULL },
    { &book_model, P(book, author->id), "author_id", "", NULL },
    { &book_model, P(book, title), "title", "", NULL },
};
/* clang-format on */

START_TEST(leads_to_a_column)
{
    const good_case *c = &good[_i];
    quern__path path;
    const quern_error *error = resolve(c->model, c->text, &path);
    ck_assert_msg(!error, "%s: %s", c->text, error ? error->message : "");
    quern__expect_text(c->text, "the column", path.field->column, c->column);
    quern__expect_text(c->text, "the tail", path.tail, c->tail);
    const quern__schema *schema = ((quern__scope *)session)->schema;
    ck_assert_msg(path.reached == (c->reached ? quern__schema_model(schema, c->reached) : NULL),
                  "%s: the model reached", c->text);
}
END_TEST

#define BOOK_FIELDS                                                                                   \
    "choices are: id, title, subtitle, author, author_id, sequel_of, sequel_of_id, published, lent, " \
    "copies, pages, sold, views, price, rating, created_at, returned_at, isbn, book_set"
#define SHELF_FIELDS "choices are: code, room, odd_set"
#define AUTHOR_FIELDS "choices are: id, name, email, born, book_set"
#define REVERSE(model, key)                                                     \
    "this version of quern joins nothing yet: begin with the objects of " model \
    ", which have the key \"" key "\""
#define JOIN(key) "this version of quern joins nothing yet: use the key, \"" key "\""

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
    { &book_model, "author__name", { QUERN_ERROR_UNSUPPORTED, "\"author__name\" spans the relation book.author, which needs a JOIN", JOIN("author_id"), NULL, NULL } },
    { &book_model, "author->name__gt", { QUERN_ERROR_UNSUPPORTED, "\"author->name__gt\" spans the relation book.author, which needs a JOIN", JOIN("author_id"), NULL, NULL } },
    { &book_model, "sequel_of__sequel_of__title", { QUERN_ERROR_UNSUPPORTED, "\"sequel_of__sequel_of__title\" spans the relation book.sequel_of, which needs a JOIN", JOIN("sequel_of_id"), NULL, NULL } },
    { &author_model, "book_sett", { QUERN_ERROR_FIELD, "author has no field \"book_sett\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, NULL, "book_set" } },
    { &author_model, "bookset__title", { QUERN_ERROR_FIELD, "author has no field \"bookset\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, NULL, "book_set" } },
    { &author_model, "book_set", { QUERN_ERROR_UNSUPPORTED, "\"book_set\" goes from author to book, by book.author, which needs a JOIN", REVERSE("book", "author_id"), NULL, NULL } },
    { &author_model, "book_set__title__gt", { QUERN_ERROR_UNSUPPORTED, "\"book_set__title__gt\" goes from author to book, by book.author, which needs a JOIN", REVERSE("book", "author_id"), NULL, NULL } },
    { &author_model, "book_set[0]->title", { QUERN_ERROR_UNSUPPORTED, "\"book_set[0]->title\" goes from author to book, by book.author, which needs a JOIN", REVERSE("book", "author_id"), NULL, NULL } },
    { &author_model, "book_set__xyzzy", { QUERN_ERROR_UNSUPPORTED, "\"book_set__xyzzy\" goes from author to book, by book.author, which needs a JOIN", REVERSE("book", "author_id"), NULL, NULL } },
    { &book_model, "book_set__isnull", { QUERN_ERROR_UNSUPPORTED, "\"book_set__isnull\" goes from book to book, by book.sequel_of, which needs a JOIN", REVERSE("book", "sequel_of_id"), NULL, NULL } },
    { &book_model, "author__book_set__title", { QUERN_ERROR_UNSUPPORTED, "\"author__book_set__title\" spans the relation book.author, which needs a JOIN", JOIN("author_id"), NULL, NULL } },
    { &book_model, "author->book_set[0]->title", { QUERN_ERROR_UNSUPPORTED, "\"author->book_set[0]->title\" spans the relation book.author, which needs a JOIN", JOIN("author_id"), NULL, NULL } },
    { &shelf_model, "odd_set", { QUERN_ERROR_UNSUPPORTED, "\"odd_set\" goes from shelf to odd, by odd.shelf, which needs a JOIN", REVERSE("odd", "shelf_id"), NULL, NULL } },
    { &odd_model, "shelf__room", { QUERN_ERROR_UNSUPPORTED, "\"shelf__room\" spans the relation odd.shelf, which needs a JOIN", JOIN("shelf_id"), NULL, NULL } },
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

Suite *quern__suite_path(void);

Suite *quern__suite_path(void)
{
    Suite *suite = suite_create("path");
    TCase *tests = tcase_create("path");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, leads_to_a_column, 0, sizeof good / sizeof *good);
    tcase_add_loop_test(tests, leads_nowhere, 0, sizeof bad / sizeof *bad);
    suite_add_tcase(suite, tests);
    return suite;
}
