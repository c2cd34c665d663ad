/* test_later.c: what is loaded later for an object: where it is noted, where it lives, and what making it costs. */
#include "test/unit/load/fixture.h"

#include "lib/compile/statements.h"
#include "lib/load/result.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

static size_t session_bytes(void)
{
    return quern__arena_bytes(f.s->scope.arena);
}

/* A result of so many authors, of whom nothing was loaded. */
static quern_result *nobody(size_t rows)
{
    static const bool loaded[4];
    const quern__model *model = quern__schema_model(f.s->scope.schema, &author_model);
    quern_result *result = quern__result_open(f.s, model);
    ck_assert_ptr_nonnull(result);
    result->loaded = loaded;
    for (size_t i = 0; i < rows; i++) {
        ck_assert_ptr_nonnull(quern__result_next(result));
        quern__result_accept(result);
    }
    return result;
}

START_TEST(each_field_of_each_row_is_noted_alone)
{
    enum { ROWS = 100 };
    quern_result *result = nobody(ROWS);
    const quern__field *name = quern__model_field(result->model, "name", 4);
    const quern__field *email = quern__model_field(result->model, "email", 5);
    ck_assert(quern__result_late_open(result, name) && quern__result_late_open(result, email));
    for (size_t i = 0; i < ROWS; i += 3)
        quern__result_late(result, quern__result_row(result, i), name);
    quern__result_late(result, quern__result_row(result, ROWS - 1), email);
    for (size_t i = 0; i < ROWS; i++) {
        author *a = quern__result_row(result, i);
        ck_assert_msg(quern_loaded(a, name) == (i % 3 == 0), "row %zu", i);
        ck_assert_msg(quern_loaded(a, email) == (i == ROWS - 1), "row %zu", i);
        ck_assert(!quern_loaded(a, born) && !quern_loaded(a, id));
    }
    ck_assert(quern__result_late_open(result, name));
    ck_assert(quern_loaded((author *)quern__result_row(result, 3), name));
    quern__result_close(result);
}
END_TEST

/* A struct that was copied is not the row, though it says so. */
START_TEST(a_copy_has_nothing_later)
{
    quern_result *result = nobody(2);
    author *a = quern__result_row(result, 1), copied = *a;
    const quern__field *name = quern__model_field(result->model, "name", 4);
    ck_assert(quern__result_has(result, &a->object) && !quern__result_has(result, &copied.object));
    ck_assert(quern__result_late_open(result, name));
    quern__result_late(result, &a->object, name);
    ck_assert(quern_loaded(a, name) && !quern_loaded(&copied, name));
    copied.object.row = 2; /* there are two */
    ck_assert(!quern__result_has(result, &copied.object));
    quern__result_close(result);
}
END_TEST

/* It has what was loaded before it was copied, and nothing else. */
START_TEST(a_copy_has_what_came_before)
{
    quern_script_expect(f.script, .contains = "SELECT \"books_author\".\"id\" FROM",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"));
    author *a = quern_first(quern_only(quern_objects(f.s, author), "id"), author);
    quern_script_expect(f.script, .contains = "\"email\"", QUERN_SCRIPT_COLUMNS({ "email", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("a@example.org"));
    ck_assert_ptr_nonnull(quern_fetch(a, email));
    author copied = *a;
    quern_script_expect(f.script, .contains = "\"name\"", QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Ann"));
    ck_assert_str_eq(quern_fetch(a, name), "Ann");
    ck_assert(quern_loaded(a, email) && quern_loaded(a, name));
    ck_assert(quern_loaded(&copied, email) && !quern_loaded(&copied, name));
    ck_assert_str_eq(quern_fetch(&copied, email), "a@example.org");
    ck_assert_str_eq(quern_fetch(&copied, name), "");
    const author *mine = quern_adopt(f.s, author, &copied);
    ck_assert_str_eq(mine->email, "a@example.org");
    ck_assert(!quern_loaded(mine, name));
}
END_TEST

/* However long the way, all hangs on the first. */
START_TEST(results_of_results_go_with_the_first)
{
    const size_t before = session_bytes();
    quern_result *first = nobody(1), *last = first;
    const quern__model *model = first->model;
    for (int i = 0; i < 100; i++) {
        last = quern__result_open_in(last, model);
        ck_assert_ptr_nonnull(last);
        ck_assert_ptr_eq(last->owner, first);
        ck_assert_ptr_eq(quern__result_session(last), f.s);
    }
    first->session = NULL;
    ck_assert_ptr_null(quern__result_session(last));
    first->session = f.s;
    ck_assert_uint_gt(session_bytes(), before + 100 * sizeof *last);
    quern__result_close(first);
    ck_assert_uint_eq(session_bytes(), before);
}
END_TEST

static void expect_books(size_t rows)
{
    static const char *const cells[] = { "1", "7", "2", "8", "3", "9", "4", "7" };
    quern_script_expect(f.script, .contains = "FROM \"books_book\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        .cells = cells, .cell_count = 2 * rows);
}

/* The statement is compiled once, and is that of a program which filters by the key. */
START_TEST(statements_are_compiled_once)
{
    expect_books(4);
    book *const *books = quern_list(quern_only(quern_objects(f.s, book), "author"), book);
    ck_assert_ptr_nonnull(books);
    const quern__statements_counts before = quern__statements_count(f.s->statements);
    for (int i = 0; i < 4; i++) {
        expect_authors(&f, "WHERE \"books_author\".\"id\" = $1", 1);
        ck_assert_int_eq(quern_fetch(books[i], author)->id, 1);
    }
    expect_authors(&f, "WHERE \"books_author\".\"id\" = $1", 1);
    ck_assert_int_eq(quern_len(quern_filter(quern_objects(f.s, author), Q("id", 7))), 1);
    const quern__statements_counts after = quern__statements_count(f.s->statements);
    ck_assert_uint_eq(after.misses, before.misses + 1);
    ck_assert_uint_eq(after.hits, before.hits + 4);
    check_statements(&f, "all", 6);
}
END_TEST

/* What it took to ask is given back. */
START_TEST(nothing_but_the_answer_stays)
{
    enum { TIMES = 200 };
    expect_books(1);
    book *b = quern_at(quern_only(quern_objects(f.s, book), "author"), book, 0);
    ck_assert_msg(b != NULL, "%s", quern_error_text(f.s));
    const size_t before = session_bytes();
    for (int i = 0; i < TIMES; i++) {
        quern_script_expect(f.script, .contains = "SELECT \"books_book\".\"copies\" FROM",
                            QUERN_SCRIPT_COLUMNS({ "copies", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("5"));
        ck_assert_int_eq(quern_fetch(b, copies), 5);
        b->object.flags = 0; /* as if it had not been */
    }
    ck_assert_uint_lt(session_bytes() - before, 64 * TIMES);
}
END_TEST

Suite *quern__suite_later(void);

Suite *quern__suite_later(void)
{
    Suite *suite = suite_create("later");
    TCase *tests = tcase_create("later");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, each_field_of_each_row_is_noted_alone);
    tcase_add_test(tests, a_copy_has_nothing_later);
    tcase_add_test(tests, a_copy_has_what_came_before);
    tcase_add_test(tests, results_of_results_go_with_the_first);
    tcase_add_test(tests, statements_are_compiled_once);
    tcase_add_test(tests, nothing_but_the_answer_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
