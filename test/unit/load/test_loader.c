/* test_loader.c: cells into members: every kind and its twin, and every way in which a column and its member can disagree. */
#include "test/unit/load/fixture.h"

#include "lib/load/loader.h"
#include "test/support/expect.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 16,
    TITLE = 1,
    SUBTITLE,
    AUTHOR,
    PUBLISHED = 5,
    COPIES = 7,
    PAGES,
    SOLD,
    PRICE = 11,
    CREATED = 13,
    ISBN = 15
};

static const quern_script_column columns[COLUMNS + 1] = {
    { "id", QUERN_KIND_I64 },
    { "title", QUERN_KIND_TEXT },
    { "subtitle", QUERN_KIND_TEXT },
    { "author_id", QUERN_KIND_I64 },
    { "sequel_of_id", QUERN_KIND_I64 },
    { "published", QUERN_KIND_BOOL },
    { "lent", QUERN_KIND_BOOL },
    { "copies", QUERN_KIND_I32 },
    { "pages", QUERN_KIND_I32 },
    { "sold", QUERN_KIND_I64 },
    { "views", QUERN_KIND_I64 },
    { "price", QUERN_KIND_F64 },
    { "rating", QUERN_KIND_F64 },
    { "created_at", QUERN_KIND_TIMESTAMP },
    { "returned_at", QUERN_KIND_TIMESTAMP },
    { "ISBN-13", QUERN_KIND_TEXT },
};

/* clang-format off */
static const char *const high[COLUMNS] = {
    "9223372036854775807", "Ünï ☃", "sub", "7", "-8", "true", "true", "2147483647", "-2147483648",
    "-9223372036854775808", "9223372036854775807", "1e308", "-0.5", "infinity", "-infinity", "x",
};
static const char *const null[COLUMNS] = {
    "1", "", NULL, "2", NULL, "false", NULL, "0", NULL, "0", NULL, "0", NULL, "2024-05-01 12:00:00.000001", NULL, "",
};
static const char *const zero[COLUMNS] = {
    "0", "", "", "0", "0", "false", "false", "0", "0", "0", "0", "0", "0", "1970-01-01", "1970-01-01", "",
};
/* clang-format on */

static void expect_rows(load_fixture *f, const quern_script_column *as, size_t rows,
                        const char *const *const *row)
{
    const char *cells[8 * COLUMNS];
    for (size_t i = 0; i < rows; i++)
        memcpy(&cells[i * COLUMNS], row[i], sizeof *cells * COLUMNS);
    quern_script_expect(f->script, .contains = "FROM \"books_book\"", .columns = as, .cells = cells,
                        .cell_count = rows * COLUMNS);
}

static void check_high(const book *b)
{
    ck_assert_int_eq(b->id, INT64_MAX);
    ck_assert_str_eq(b->title, "Ünï ☃");
    ck_assert_str_eq(b->subtitle, "sub");
    ck_assert_int_eq(b->author_id, 7);
    ck_assert_ptr_null(b->author);
    ck_assert(b->sequel_of_id.present && b->sequel_of_id.value == -8);
    ck_assert_ptr_null(b->sequel_of);
    ck_assert(b->published && b->lent.present && b->lent.value);
    ck_assert_int_eq(b->copies, INT32_MAX);
    ck_assert(b->pages.present && b->pages.value == INT32_MIN);
    ck_assert_int_eq(b->sold, INT64_MIN);
    ck_assert(b->views.present && b->views.value == INT64_MAX);
    ck_assert(b->price == 1e308);
    ck_assert(b->rating.present && b->rating.value == -0.5);
    ck_assert_int_eq(b->created_at.microseconds, INT64_MAX);
    ck_assert(b->returned_at.present && b->returned_at.value.microseconds == INT64_MIN);
    ck_assert_str_eq(b->isbn, "x");
}

static void check_twins(const book *b, bool present)
{
    ck_assert_int_eq(b->subtitle != NULL, present);
    ck_assert_int_eq(b->sequel_of_id.present, present);
    ck_assert_int_eq(b->lent.present, present);
    ck_assert_int_eq(b->pages.present, present);
    ck_assert_int_eq(b->views.present, present);
    ck_assert_int_eq(b->rating.present, present);
    ck_assert_int_eq(b->returned_at.present, present);
    ck_assert(b->sequel_of_id.value == 0 && !b->lent.value && b->pages.value == 0 && b->views.value == 0);
    ck_assert(b->rating.value == 0 && b->returned_at.value.microseconds == 0);
    ck_assert(!b->published && b->copies == 0 && b->sold == 0 && b->price == 0);
}

START_TEST(every_kind_and_its_twin)
{
    load_fixture f = load_open();
    expect_rows(&f, columns, 3, (const char *const *const[]){ high, null, zero });
    quern_queryset *books = quern_objects(f.s, book);
    ck_assert_int_eq(quern_len(books), 3);
    check_high(quern_at(books, book, 0));
    const book *with_null = quern_at(books, book, 1);
    check_twins(with_null, false);
    ck_assert_str_eq(with_null->title, "");
    ck_assert_int_eq(with_null->created_at.microseconds, 1714564800000001);
    check_twins(quern_at(books, book, 2), true);
    ck_assert_str_eq(quern_at(books, book, 2)->subtitle, "");
    check_well(&f, "kinds");
    load_close(&f);
}
END_TEST

/* One cell, or the type of one column, is not as the model says, in the second row of three. */
static const struct {
    size_t column;
    quern_kind type; /* 0: as it should be */
    const char *cell;
    quern_error_code code;
    const char *message, *hint;
} faults[] = {
    { 0, 0, NULL, QUERN_ERROR_DATA,
      "column \"id\" of \"books_book\" is NULL in row 2, which book.id (int64_t) cannot hold",
      "declare the member as its nullable twin: quern_null_i64" },
    { TITLE, 0, NULL, QUERN_ERROR_DATA,
      "column \"title\" of \"books_book\" is NULL in row 2, which book.title (const char *) cannot hold",
      "declare the field with .null = true" },
    { AUTHOR, 0, NULL, QUERN_ERROR_DATA,
      "column \"author_id\" of \"books_book\" is NULL in row 2, which book.author_id (int64_t) cannot hold",
      "declare the member as its nullable twin: quern_null_i64" },
    { PUBLISHED, 0, NULL, QUERN_ERROR_DATA,
      "column \"published\" of \"books_book\" is NULL in row 2, which book.published (bool) cannot hold",
      "declare the member as its nullable twin: quern_null_bool" },
    { COPIES, 0, NULL, QUERN_ERROR_DATA,
      "column \"copies\" of \"books_book\" is NULL in row 2, which book.copies (int32_t) cannot hold",
      "declare the member as its nullable twin: quern_null_i32" },
    { SOLD, 0, NULL, QUERN_ERROR_DATA,
      "column \"sold\" of \"books_book\" is NULL in row 2, which book.sold (int64_t) cannot hold",
      "declare the member as its nullable twin: quern_null_i64" },
    { PRICE, 0, NULL, QUERN_ERROR_DATA,
      "column \"price\" of \"books_book\" is NULL in row 2, which book.price (double) cannot hold",
      "declare the member as its nullable twin: quern_null_f64" },
    { CREATED, 0, NULL, QUERN_ERROR_DATA,
      "column \"created_at\" of \"books_book\" is NULL in row 2, which book.created_at (quern_timestamp) "
      "cannot hold",
      "declare the member as its nullable twin: quern_null_timestamp" },
    { ISBN, 0, NULL, QUERN_ERROR_DATA,
      "column \"ISBN-13\" of \"books_book\" is NULL in row 2, which book.isbn (const char *) cannot hold",
      "declare the field with .null = true" },
    { SOLD, 0, "12x", QUERN_ERROR_DATA,
      "column \"sold\" of \"books_book\" in row 2 is not a value for book.sold (int64_t)", "" },
    { PAGES, 0, "", QUERN_ERROR_DATA,
      "column \"pages\" of \"books_book\" in row 2 is not a value for book.pages (quern_null_i32)", "" },
    { PUBLISHED, 0, "yes", QUERN_ERROR_DATA,
      "column \"published\" of \"books_book\" in row 2 is not a value for book.published (bool)", "" },
    { CREATED, 0, "2024-02-30", QUERN_ERROR_DATA,
      "column \"created_at\" of \"books_book\" in row 2 is not a value for book.created_at (quern_timestamp)",
      "" },
    { COPIES, QUERN_KIND_I64, "1", QUERN_ERROR_TYPE,
      "column \"copies\" of \"books_book\" is of type bigint, which book.copies (int32_t) cannot take",
      "change the member's type to suit the column, or the column's to suit the member" },
    { PAGES, QUERN_KIND_TEXT, "1", QUERN_ERROR_TYPE,
      "column \"pages\" of \"books_book\" is of type text, which book.pages (quern_null_i32) cannot take",
      "change the member's type to suit the column, or the column's to suit the member" },
    { TITLE, QUERN_KIND_I32, "1", QUERN_ERROR_TYPE,
      "column \"title\" of \"books_book\" is of type integer, which book.title (const char *) cannot take",
      "change the member's type to suit the column, or the column's to suit the member" },
    { AUTHOR, QUERN_KIND_F64, "1", QUERN_ERROR_TYPE,
      "column \"author_id\" of \"books_book\" is of type double precision, which book.author_id (int64_t) "
      "cannot take",
      "change the member's type to suit the column, or the column's to suit the member" },
};

START_TEST(a_column_that_its_member_cannot_take)
{
    const char *name = faults[_i].message;
    load_fixture f = load_open();
    const char *bad[COLUMNS];
    quern_script_column as[COLUMNS + 1];
    memcpy(bad, high, sizeof bad);
    memcpy(as, columns, sizeof as);
    bad[faults[_i].column] = faults[_i].cell;
    if (faults[_i].type)
        as[faults[_i].column].kind = faults[_i].type;
    const bool in_row = faults[_i].code == QUERN_ERROR_DATA;
    expect_rows(&f, as, in_row ? 3 : 0, (const char *const *const[]){ high, bad, zero });
    quern_queryset *books = quern_objects(f.s, book);
    ck_assert_int_eq((quern_len)(books, "here.c:9"), -1);
    const quern_error *error = quern_session_error(f.s);
    quern__expect_error(name, error,
                        &(quern__expected_error){ faults[_i].code, name, faults[_i].hint, NULL, NULL });
    quern__expect_text(name, "the site", error->site, "here.c:9");
    quern__expect_text(name, "the SQL", error->sql, quern_script_seen(f.script, 0)->sql);
    quern_error_clear(f.s);
    expect_rows(&f, columns, 2, (const char *const *const[]){ high, zero });
    ck_assert_int_eq(quern_len(books), 2);
    check_high(quern_at(books, book, 0));
    check_statements(&f, name, 2);
    load_close(&f);
}
END_TEST

START_TEST(other_columns_than_were_asked_for)
{
    load_fixture f = load_open();
    quern_script_expect(f.script, QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("A"));
    ck_assert_int_eq((quern_len)(quern_objects(f.s, shelf), "here.c:4"), -1);
    check_failure(&f, "one column", QUERN_ERROR_TYPE, "1 columns came for the 2 fields of shelf", "here.c:4");
    load_close(&f);
}
END_TEST

/* What fits without being the same: as PostgreSQL's integer into an int64_t. */
START_TEST(a_narrower_column_fits)
{
    load_fixture f = load_open();
    quern_script_column as[COLUMNS + 1];
    memcpy(as, columns, sizeof as);
    as[0].kind = as[SOLD].kind = QUERN_KIND_I32;
    expect_rows(&f, as, 1, (const char *const *const[]){ zero });
    const book *b = quern_first(quern_objects(f.s, book), book);
    check_well(&f, "narrower");
    ck_assert_int_eq(b->id, 0);
    load_close(&f);
}
END_TEST

/* More rows behind the bad one than are worth reading: the connection is given up, the session is not. */
START_TEST(a_bad_row_before_many)
{
    enum { ROWS = 3000 };
    load_fixture f = load_open();
    const char **cells = calloc(2 * ROWS, sizeof *cells);
    for (size_t i = 0; i < ROWS; i++) {
        cells[2 * i] = "A";
        cells[2 * i + 1] = i == 1 ? NULL : "5";
    }
    const quern_script_column shelf_columns[] = { { "code", QUERN_KIND_TEXT },
                                                  { "room", QUERN_KIND_I32 },
                                                  { NULL, 0 } };
    for (int i = 0; i < 2; i++) {
        quern_script_expect(f.script, .contains = "FROM \"shelf\"", .columns = shelf_columns, .cells = cells,
                            .cell_count = i ? 2 : 2 * ROWS);
    }
    quern_queryset *shelves = quern_objects(f.s, shelf);
    ck_assert_int_eq(quern_len(shelves), -1);
    check_failure(&f, "bad row", QUERN_ERROR_DATA, "is NULL in row 2", NULL);
    ck_assert_int_eq(quern_len(shelves), 1);
    free(cells);
    load_close(&f);
}
END_TEST

/* ---- The loader alone, with decoders that fail as they are told ---- */

static quern_decoded told;

static quern_decoded decode_as_told(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)cell, (void)member, (void)storage;
    return told;
}

static quern_decoder *any_decoder(const quern_column *column, quern_kind kind)
{
    (void)column, (void)kind;
    return decode_as_told;
}

static const quern_backend teller = { .size = sizeof teller, .decoder = any_decoder };

typedef struct loading {
    load_fixture f;
    quern__loader loader;
    quern_error error;
} loading;

static loading begin_loading(void)
{
    loading l = { .f = load_open() };
    const quern__schema *schema = ((quern__scope *)l.f.s)->schema;
    static quern__plan plan;
    plan = (quern__plan){ .rows = quern__schema_model(schema, &shelf_model), .output_count = 2 };
    l.loader = quern__loader_make(quern__result_open(l.f.s, plan.rows), &plan);
    return l;
}

static const quern_column shelf_columns[] = { { .name = "code", .type = 1 },
                                              { .name = "room", .type = 2 },
                                              { .name = "more", .type = 3 } };
static const quern_cell shelf_cells[] = { { "A", 1 }, { "5", 1 } };

static const struct {
    quern_decoded told;
    quern_error_code code;
    const char *message, *hint;
} outcomes[] = {
    { QUERN_DECODED, QUERN_OK, NULL, NULL },
    { QUERN_DECODE_MALFORMED, QUERN_ERROR_DATA,
      "column \"code\" of \"shelf\" in row 1 is not a value for shelf.code (const char *)", "" },
    { QUERN_DECODE_OUT_OF_RANGE, QUERN_ERROR_DATA,
      "column \"code\" of \"shelf\" in row 1 is out of range for shelf.code (const char *)",
      "the range of const char *: UTF-8 without NUL, 1 GB; `.max_length` characters at most" },
    { QUERN_DECODE_DIMENSIONS, QUERN_ERROR_DATA,
      "column \"code\" of \"shelf\" in row 1 has several dimensions, or does not begin at 1, and so is not a "
      "value "
      "for shelf.code (const char *)",
      "members hold arrays of one dimension that begin at 1" },
    { QUERN_DECODE_NO_MEMORY, QUERN_ERROR_MEMORY, "out of memory", NULL },
};

START_TEST(what_a_decoder_says)
{
    loading l = begin_loading();
    ck_assert(l.loader.sink.columns(&l.loader.sink, &teller, shelf_columns, 2, &l.error));
    told = outcomes[_i].told;
    const bool good = outcomes[_i].code == QUERN_OK;
    ck_assert_int_eq(l.loader.sink.row(&l.loader.sink, shelf_cells, 2, &l.error), good);
    ck_assert_uint_eq(l.loader.result->count, good);
    ck_assert_int_eq(l.error.code, outcomes[_i].code);
    if (!good) {
        ck_assert_str_eq(l.error.message, outcomes[_i].message);
        ck_assert_str_eq(l.error.hint ? l.error.hint : "", outcomes[_i].hint ? outcomes[_i].hint : "");
    }
    load_close(&l.f);
}
END_TEST

START_TEST(more_or_fewer_columns)
{
    loading l = begin_loading();
    for (size_t count = 0; count <= 3; count++) {
        const bool right = count == 2;
        ck_assert_int_eq(l.loader.sink.columns(&l.loader.sink, &teller, shelf_columns, count, &l.error),
                         right);
        ck_assert_int_eq(right ? QUERN_OK : l.error.code, right ? QUERN_OK : QUERN_ERROR_TYPE);
        l.error = (quern_error){ .code = QUERN_OK };
    }
    load_close(&l.f);
}
END_TEST

static const struct {
    const char *name;
    size_t columns;
    const char *cells[3];
    quern_kind kind;
    quern_error_code code;
} scalars[] = {
    { "two columns", 2, { "1", "2" }, QUERN_KIND_I64, QUERN_ERROR_TYPE },
    { "a text", 1, { "1" }, QUERN_KIND_TEXT, QUERN_ERROR_TYPE },
    { "NULL", 1, { NULL }, QUERN_KIND_I64, QUERN_ERROR_DATA },
    { "no number", 1, { "x" }, QUERN_KIND_I64, QUERN_ERROR_DATA },
};

START_TEST(a_count_that_is_none)
{
    load_fixture f = load_open();
    const quern_script_column as[] = { { "n", scalars[_i].kind },
                                       { scalars[_i].columns > 1 ? "m" : NULL, scalars[_i].kind },
                                       { NULL, 0 } };
    for (int i = 0; i < 2; i++)
        quern_script_expect(f.script, .columns = as, .cells = scalars[_i].cells,
                            .cell_count = scalars[_i].columns);
    bool found = true;
    ck_assert_int_eq((quern_count)(quern_objects(f.s, author), "here.c:3"), -1);
    check_failure(&f, scalars[_i].name, scalars[_i].code, "one integer was expected", "here.c:3");
    ck_assert(!quern_exists(quern_objects(f.s, author), &found));
    check_failure(&f, scalars[_i].name, scalars[_i].code, "one integer was expected", NULL);
    ck_assert(!found);
    load_close(&f);
}
END_TEST

/* Of one number more, the first is taken. */
START_TEST(a_count_of_two_rows)
{
    load_fixture f = load_open();
    quern_script_expect(f.script, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7", "8"));
    ck_assert_int_eq(quern_count(quern_objects(f.s, author)), 7);
    load_close(&f);
}
END_TEST

Suite *quern__suite_loader(void);

Suite *quern__suite_loader(void)
{
    Suite *suite = suite_create("loader");
    TCase *tests = tcase_create("members");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_kind_and_its_twin);
    tcase_add_loop_test(tests, a_column_that_its_member_cannot_take, 0, sizeof faults / sizeof *faults);
    tcase_add_test(tests, other_columns_than_were_asked_for);
    tcase_add_test(tests, a_narrower_column_fits);
    tcase_add_test(tests, a_bad_row_before_many);
    tcase_add_loop_test(tests, what_a_decoder_says, 0, sizeof outcomes / sizeof *outcomes);
    tcase_add_test(tests, more_or_fewer_columns);
    tcase_add_test(tests, a_count_of_two_rows);
    tcase_add_loop_test(tests, a_count_that_is_none, 0, sizeof scalars / sizeof *scalars);
    suite_add_tcase(suite, tests);
    return suite;
}
