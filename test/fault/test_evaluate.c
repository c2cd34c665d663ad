/* test_evaluate.c: calls that evaluate, without memory: what they give, what they answer, and how they fail. */
#include "test/fault/house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks hold 4, 8, 16, … rows: this many fill three and begin a fourth. */
enum { ROWS = 30, CELLS = 4 };

/* clang-format off */
#define AUTHOR_COLUMNS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "email", QUERN_KIND_TEXT }, \
                         { "born", QUERN_KIND_I32 })
#define ALWAYS .times = QUERN_SCRIPT_ALWAYS
/* clang-format on */

/* Rows of authors: 1 to ROWS, each named by its number; and one e-mail that is longer than a block of the arena. */
static void expect_authors(quern_script *script)
{
    static char texts[ROWS][8], longest[5000];
    const char *cells[ROWS][CELLS];
    memset(longest, 'x', sizeof longest - 1);
    for (int i = 0; i < ROWS; i++) {
        snprintf(texts[i], sizeof texts[i], "%d", i + 1);
        cells[i][0] = cells[i][1] = texts[i];
        cells[i][2] = i == 3 ? longest : i % 2 ? "a@example.org" : NULL;
        cells[i][3] = i % 3 ? "1775" : NULL;
    }
    quern_script_expect(script, .contains = "SELECT COUNT(*)", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("30"));
    quern_script_expect(script, .contains = "SELECT 1 ", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "?column?", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(script, .values = "$1 = 404, $2 = 2", ALWAYS, AUTHOR_COLUMNS);
    quern_script_expect(script, .values = "$1 = 22, $2 = 2", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("22", "a", NULL, NULL, "22", "b", NULL, NULL));
    quern_script_expect(script, .values = "$1 = 5, $2 = 2", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("5", "five", NULL, "5"));
    quern_script_expect(script, .contains = "LIMIT 1", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("7", "seven", NULL, "7"));
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS, AUTHOR_COLUMNS,
                        .cells = &cells[0][0], .cell_count = ROWS * CELLS);
}

static quern_queryset *authors(const fault_house *house)
{
    return quern_objects(house->session, author);
}

static bool gives_len(fault_house *house)
{
    quern_queryset *all = authors(house);
    if (quern_len(all) < 0)
        return false;
    ck_assert_int_eq(quern_len(all), ROWS);
    return fault_succeeded(house);
}

static bool counts(fault_house *house)
{
    const int64_t count = quern_count(authors(house));
    if (count < 0)
        return false;
    ck_assert_int_eq(count, ROWS);
    return fault_succeeded(house);
}

static bool tells_existence(fault_house *house)
{
    bool found = true;
    if (!quern_exists(authors(house), &found)) {
        ck_assert(!found);
        return false;
    }
    ck_assert(found);
    return fault_succeeded(house);
}

/* The object of a call, or the reason why there is none. */
static bool is_given(fault_house *house, const author *given, int64_t id, quern_answer_kind answer)
{
    if (quern_failed(house->session)) {
        ck_assert_ptr_null(given);
        return false;
    }
    ck_assert_int_eq(quern_answer(house->session), answer);
    ck_assert(answer == QUERN_FOUND ? given && given->id == id : !given);
    return fault_succeeded(house);
}

static bool gives_one_at(fault_house *house)
{
    return is_given(house, quern_at(authors(house), author, 6), 7, QUERN_FOUND);
}

static bool gives_first(fault_house *house)
{
    return is_given(house, quern_first(authors(house), author), 7, QUERN_FOUND);
}

static bool gets(fault_house *house)
{
    return is_given(house, quern_get(authors(house), author, Q("id", 5)), 5, QUERN_FOUND);
}

static bool gets_none(fault_house *house)
{
    return is_given(house, quern_get(authors(house), author, Q("id", 404)), 0, QUERN_NOT_FOUND);
}

static bool gets_too_many(fault_house *house)
{
    return is_given(house, quern_get(authors(house), author, Q("id", 22)), 0, QUERN_MORE_THAN_ONE);
}

/* All rows whole, or none of them. */
static bool loops(fault_house *house)
{
    quern_queryset *all = authors(house);
    int64_t rows = 0;
    for (int turn = 0; turn < 2; turn++) {
        QUERN_EACH(author, at, all) {
            char name[8];
            snprintf(name, sizeof name, "%d", (int)at->id);
            ck_assert_int_eq(at->id, rows++ % ROWS + 1);
            ck_assert_str_eq(at->name, name);
            ck_assert(!at->email == (at->id % 2 == 1) && at->born.present == (at->id % 3 != 1));
        }
        if (quern_failed(house->session))
            break;
    }
    ck_assert_int_eq(rows, quern_failed(house->session) ? 0 : 2 * ROWS);
    return !quern_failed(house->session) && fault_succeeded(house);
}

static bool loops_without_macro(fault_house *house)
{
    int rows = 0;
    quern_each each = quern_each_begin(authors(house), &author_model, QUERN_SITE);
    while (quern_each_next(&each))
        rows++;
    quern_each_end(&each);
    ck_assert_int_eq(rows, quern_failed(house->session) ? 0 : ROWS);
    return !quern_failed(house->session) && fault_succeeded(house);
}

/* Rows of values, read one by one: a number into a wider one, NULL into its twin, a name that there is not. */
static bool reads_rows(fault_house *house)
{
    int rows = 0;
    QUERN_EACH(quern_row, r, quern_values(authors(house), "id", "name", "email", "born")) {
        int64_t id = 0;
        const char *name = NULL, *email = "?";
        quern_null_i64 born = { 1, true };
        const bool read = quern_read(r, "id", &id) && quern_read(r, "name", &name) &&
                          quern_read(r, "email", &email) && quern_read(r, "born", &born);
        ck_assert_msg(read, "%s", quern_error_text(house->session));
        ck_assert(id == ++rows && atoi(name) == rows && !email == (rows % 2 == 1) &&
                  born.present == (rows % 3 != 1));
    }
    ck_assert_int_eq(rows, quern_failed(house->session) ? 0 : ROWS);
    return !quern_failed(house->session) && fault_succeeded(house);
}

static bool refuses_a_name(fault_house *house)
{
    int64_t id;
    quern__replay_pause(house->replay);
    const quern_row *r = quern_at(quern_values(authors(house), "id", "name", "email", "born"), quern_row, 0);
    quern__replay_resume(house->replay);
    ck_assert_ptr_nonnull(r);
    ck_assert(!(quern_read)(&r->object, "idd", &id, QUERN_KIND_I64, QUERN_SITE));
    return fault_told(house, QUERN_ERROR_FIELD, "the row has no value \"idd\"",
                      "it has: id, name, email, born");
}

/* ---- What goes wrong ---- */

static bool refuses_another_model(fault_house *house)
{
    ck_assert_ptr_null(quern_first(authors(house), shelf));
    return fault_told(house, QUERN_ERROR_USAGE, "objects of shelf from a queryset of author",
                      "name its own: author");
}

static bool refuses_a_negative_index(fault_house *house)
{
    ck_assert_ptr_null(quern_at(authors(house), author, -1));
    return fault_told(house, QUERN_ERROR_USAGE, "quern_at with a negative index",
                      "it counts from 0; for the last ones turn the order around");
}

static void expect_another_type(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_F64 }),
                        QUERN_SCRIPT_ROWS("1", "one", NULL, "0.5"));
}

static bool tells_of_another_type(fault_house *house)
{
    ck_assert_int_eq(quern_len(authors(house)), -1);
    quern__replay_harmless(
        house->replay); /* there may be no memory for the row, which nobody wants any more */
    return fault_told(house, QUERN_ERROR_TYPE,
                      "column \"born\" of \"books_author\" is of type double precision, which author.born "
                      "(quern_null_i32) cannot take",
                      "change the member's type to suit the column, or the column's to suit the member");
}

static void expect_null(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("1", "one", NULL, NULL, "2", NULL, NULL, NULL));
}

static bool tells_of_null(fault_house *house)
{
    ck_assert_int_eq(quern_len(authors(house)), -1);
    return fault_told(
        house, QUERN_ERROR_DATA,
        "column \"name\" of \"books_author\" is NULL in row 2, which author.name (const char *) cannot hold",
        "declare the field with .null = true");
}

static void expect_refusal(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS, .sqlstate = "42P01",
                        .message = "relation \"books_author\" does not exist", .hint = "make it");
}

static bool tells_the_servers_refusal(fault_house *house)
{
    bool found;
    ck_assert(!quern_exists(authors(house), &found) && !found);
    return fault_told(house, QUERN_ERROR_SERVER, "relation \"books_author\" does not exist", "make it");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "len", "quern_len", .act = gives_len, .expect = expect_authors },
    { "len, and everything for the first time", "quern_len", .act = gives_len, .expect = expect_authors, .cold = true },
    { "count", "quern_count", .act = counts, .expect = expect_authors },
    { "exists", "quern_exists", .act = tells_existence, .expect = expect_authors },
    { "at", "quern_at", .act = gives_one_at, .expect = expect_authors },
    { "first", "quern_first", .act = gives_first, .expect = expect_authors },
    { "get", "quern_get", .act = gets, .expect = expect_authors },
    { "get that finds none", "quern_get", .act = gets_none, .expect = expect_authors },
    { "get that finds too many", "quern_get", .act = gets_too_many, .expect = expect_authors },
    { "a loop over several blocks", "quern_each_begin", .act = loops, .expect = expect_authors },
    { "a loop without the macro", "quern_each_begin", .act = loops_without_macro, .expect = expect_authors },
    { "rows of values", "quern_values quern_read quern_row_model", .act = reads_rows, .expect = expect_authors },
    { "a value that a row does not have", "quern_read", .act = refuses_a_name, .expect = expect_authors },
    { "objects of another model", "quern_first", .act = refuses_another_model, .expect = expect_authors },
    { "a negative index", "quern_at", .act = refuses_a_negative_index, .expect = expect_authors },
    { "a column of another type", "quern_len", .act = tells_of_another_type, .expect = expect_another_type },
    { "NULL for a member that cannot hold it", "quern_len", .act = tells_of_null, .expect = expect_null },
    { "a table that is not there", "quern_exists", .act = tells_the_servers_refusal, .expect = expect_refusal },
};
/* clang-format on */

const fault_table fault_evaluate = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_evaluate(void);

Suite *quern__suite_evaluate(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *tests = tcase_create("evaluate");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
