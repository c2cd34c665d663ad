/* test_lazy.c: quern_fetch and quern_raw without memory: what is given instead, and what stays as it was. */
#include "test/fault/house.h"
#include "test/support/lending.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

/* clang-format off */
#define AUTHOR_COLUMNS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "email", QUERN_KIND_TEXT }, \
                         { "born", QUERN_KIND_I32 })
/* clang-format on */

/* Books with a key, a title and an author; the author; and what is asked for later. */
static void expect_books(quern_script *script)
{
    static char longest[5000]; /* longer than a block of the arena */
    memset(longest, 'x', sizeof longest - 1);
    quern_script_expect(script, .contains = "LIMIT 1 OFFSET", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT },
                                             { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("3", "Emma", "7"));
    quern_script_expect(script, .contains = "SELECT \"books_book\".\"subtitle\" FROM", .values = "$1 = 3",
                        ALWAYS, QUERN_SCRIPT_COLUMNS({ "subtitle", QUERN_KIND_TEXT }),
                        .cells = (const char *const[]){ longest }, .cell_count = 1);
    quern_script_expect(script, .contains = "SELECT \"books_book\".\"price\" FROM", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "price", QUERN_KIND_F64 }));
    quern_script_expect(script, .contains = "FROM \"books_author\"", .values = "$1 = 7", ALWAYS,
                        AUTHOR_COLUMNS, QUERN_SCRIPT_ROWS("7", "Jane Austen", NULL, "1775"));
    quern_script_expect(script, .contains = "FROM \"books_author\"", .values = "$1 = 404", ALWAYS,
                        AUTHOR_COLUMNS);
    quern_script_expect(script, .contains = "FROM \"reader\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT },
                                             { "name", QUERN_KIND_TEXT }, { "favourite_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("3", "C1", "Ann", NULL));
}

/* A book, whatever memory there is. */
static book *a_book(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *books = quern_only(quern_objects(house->session, book), "title", "author");
    book *b = quern_at(books, book, 2);
    quern__replay_resume(house->replay);
    ck_assert_msg(b != NULL, "%s", quern_error_text(house->session));
    return b;
}

static bool fetches_a_relation(fault_house *house)
{
    book *b = a_book(house);
    const author *a = quern_fetch(b, author);
    ck_assert_str_eq(a->name, quern_failed(house->session) ? "" : "Jane Austen");
    ck_assert_ptr_eq(b->author, quern_failed(house->session) ? NULL : a);
    return !quern_failed(house->session) && fault_succeeded(house);
}

/* The key is written otherwise than the one that it has found: what was found it by is kept. */
static bool fetches_by_another_spelling(fault_house *house)
{
    const loan filled = { .id = 1, .reader_id = "c1" };
    quern__replay_pause(house->replay);
    loan *l = quern_adopt(house->session, loan, &filled);
    quern__replay_resume(house->replay);
    const reader *r = quern_fetch(l, reader);
    ck_assert_ptr_eq(l->reader, quern_failed(house->session) ? NULL : r);
    if (quern_failed(house->session))
        return false;
    ck_assert_ptr_eq(quern_fetch(l, reader), r);
    ck_assert_str_eq(r->card, "C1");
    return fault_succeeded(house);
}

static bool fetches_a_field(fault_house *house)
{
    book *b = a_book(house);
    const char *before = b->subtitle, *subtitle = quern_fetch(b, subtitle);
    const bool done = !quern_failed(house->session);
    ck_assert(quern_loaded(b, subtitle) == done && !quern_loaded(b, price));
    ck_assert(done ? strlen(subtitle) == 4999 : !subtitle);
    ck_assert_ptr_eq(b->subtitle, done ? subtitle : before);
    return done && fault_succeeded(house);
}

static bool fetches_an_object_that_is_not_there(fault_house *house)
{
    book *b = a_book(house);
    b->author_id = 404;
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    ck_assert_ptr_null(b->author);
    return fault_told(house, QUERN_ERROR_DATA, "book.author points to author 404, which is not there",
                      "it was deleted after the object was loaded, or no constraint looks after the key");
}

static bool fetches_of_a_row_that_is_gone(fault_house *house)
{
    book *b = a_book(house);
    ck_assert(quern_fetch(b, price) == 0 && !quern_loaded(b, price));
    return fault_told(house, QUERN_ERROR_DATA, "the row of book 3 is gone: its price cannot be loaded",
                      "it was deleted after the object was loaded");
}

/* ---- quern_raw ---- */

#define RAW "SELECT id, name, number, word FROM t WHERE a = $1 AND b = $2"

#define MOOD QUERN_SCRIPT_USER_TYPE
#define LIKE_TEXT "64" /* QUERN_KIND_TEXT */
_Static_assert(QUERN_KIND_TEXT == 64, "its number, as a text");

/* The mood is of a type that users made. */
static void expect_raw(quern_script *script)
{
    static char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    const char *const cells[] = { "1",  "one", "11", "a",    "2",  "two", NULL, NULL,   "3",  "three",
                                  "33", "",    "4",  "four", "44", "d",   "5",  "five", "55", longest };
    quern_script_expect(script, .sql = RAW, .values = "$1 = 'it''s', $2 = 5", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "number", QUERN_KIND_I32 }, { "word", QUERN_KIND_TEXT }),
                        .cells = cells, .cell_count = sizeof cells / sizeof *cells);
    quern_script_expect(script, .contains = "no key", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("one"));
    quern_script_expect(script, .contains = "moods", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", MOOD }, { "mood", MOOD }),
                        QUERN_SCRIPT_ROWS("1", "sad", "glad", "2", "glad", NULL));
    quern_script_expect(script, .sql = QUERN_SCRIPT_RESOLVE_TYPE, ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "alike", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS(LIKE_TEXT, "mood"));
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool gives_raw_objects(fault_house *house)
{
    quern_queryset *all = quern_raw(house->session, author, RAW, "it's", 5);
    int rows = 0;
    QUERN_EACH(author, a, all) {
        ck_assert_int_eq(a->id, ++rows);
        ck_assert(strlen(a->name) >= 3 && !quern_loaded(a, born));
    }
    ck_assert_int_eq(rows, quern_failed(house->session) ? 0 : 5);
    return !quern_failed(house->session) && fault_succeeded(house);
}

static bool gives_raw_objects_of_user_types(fault_house *house)
{
    quern_queryset *all = quern_raw(house->session, author, "SELECT moods");
    const int64_t rows = quern_len(all);
    if (rows < 0)
        return false;
    const char *mood = NULL;
    ck_assert_str_eq(quern_at(all, author, 1)->name, "glad");
    quern__replay_pause(house->replay);
    const bool read = quern_read(quern_at(all, author, 0), "mood", &mood);
    quern__replay_resume(house->replay);
    ck_assert(read && strcmp(mood, "glad") == 0);
    quern__replay_harmless(house->replay); /* there may be no memory to remember the type */
    return fault_succeeded(house);
}

static bool reads_raw_rows(fault_house *house)
{
    quern__replay_pause(house->replay);
    const quern_row *r = quern_at(quern_raw(house->session, quern_row, RAW, "it's", 5), quern_row, 4);
    quern__replay_resume(house->replay);
    ck_assert_ptr_nonnull(r);
    const char *word = "as it was";
    int64_t number = 0;
    const bool read = quern_read(r, "number", &number) && quern_read(r, "word", &word);
    if (!read) {
        ck_assert_str_eq(word, "as it was");
        return false;
    }
    ck_assert_int_eq(number, 55);
    ck_assert_uint_eq(strlen(word), 4999);
    return fault_succeeded(house);
}

static bool shows_raw(fault_house *house)
{
    quern_queryset *all = quern_raw(house->session, author, RAW, "it's", 5);
    if (quern_failed(house->session))
        return false;
    const char *sql = quern_sql(all);
    const quern_sql_statement *statement = quern_failed(house->session) ? NULL : quern_statement(all);
    if (!statement)
        return false;
    ck_assert_str_eq(sql, "SELECT id, name, number, word FROM t WHERE a = 'it''s' AND b = 5");
    ck_assert(statement->count == 2 && strcmp(statement->sql, RAW) == 0);
    return fault_succeeded(house);
}

static bool refuses_raw_without_a_key(fault_house *house)
{
    ck_assert_int_eq(quern_len(quern_raw(house->session, author, "SELECT name AS \"no key\" FROM t")), -1);
    quern__replay_harmless(
        house->replay); /* there may be no memory for the row, which nobody wants any more */
    return fault_told(house, QUERN_ERROR_USAGE,
                      "the SQL gives no column for the primary key of author: \"id\"",
                      "add it to the columns");
}

static bool refuses_to_refine_raw(fault_house *house)
{
    quern_queryset *all = quern_raw(house->session, author, RAW, "it's", 5);
    ck_assert_int_eq(quern_len(quern_filter(all, Q("id", 1))), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "a queryset of quern_raw cannot be refined",
                      "put it into its SQL");
}

static bool refuses_a_raw_value(fault_house *house)
{
    ck_assert_int_eq(quern_len(quern_raw(house->session, author, RAW, "it's", UINT64_MAX)), -1);
    return fault_told(house, QUERN_ERROR_VALUE, "parameter $2 is too big: over 9223372036854775807",
                      "pass it as a text");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "a relation", "quern_fetch", .act = fetches_a_relation, .expect = expect_books },
    { "a relation by another spelling", "quern_fetch", .act = fetches_by_another_spelling, .expect = expect_books },
    { "a field", "quern_fetch", .act = fetches_a_field, .expect = expect_books },
    { "an object that is not there", "quern_fetch", .act = fetches_an_object_that_is_not_there, .expect = expect_books },
    { "a row that is gone", "quern_fetch", .act = fetches_of_a_row_that_is_gone, .expect = expect_books },
    { "raw objects", "quern_raw", .act = gives_raw_objects, .expect = expect_raw },
    { "raw objects of types that users made", "quern_raw", .act = gives_raw_objects_of_user_types, .expect = expect_raw },
    { "raw rows, read", "quern_raw quern_read", .act = reads_raw_rows, .expect = expect_raw },
    { "the SQL of raw", "quern_raw quern_sql quern_statement", .act = shows_raw, .expect = expect_raw },
    { "raw without a key", "quern_raw", .act = refuses_raw_without_a_key, .expect = expect_raw },
    { "raw, refined", "quern_raw", .act = refuses_to_refine_raw, .expect = expect_raw },
    { "raw with a bad value", "quern_raw", .act = refuses_a_raw_value, .expect = expect_raw },
};
/* clang-format on */

const fault_table fault_lazy = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_lazy(void);

Suite *quern__suite_lazy(void)
{
    Suite *suite = suite_create("lazy");
    TCase *tests = tcase_create("lazy");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
