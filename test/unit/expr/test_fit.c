/* test_fit.c: each lookup, on each kind of member, with each kind of value: does it fit, and what is told when not. */
#include "lib/expr/condition.h"

#include "test/support/expect.h"
#include "test/support/models.h"

#include <check.h>
#include <float.h>
#include <math.h>
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

static const quern_error *resolve(const char *path, quern_lookup lookup, quern_value value,
                                  quern__condition *out)
{
    const quern__scope *scope = (quern__scope *)session;
    quern_condition list[] = { quern_where(path, value), { 0 } };
    list[0].lookup = (uint16_t)lookup;
    quern__condition all;
    const quern_error *error = quern__condition_resolve(
        scope, quern__schema_model(scope->schema, &book_model), QUERN_ALL_OF, list, "here:1", &all);
    if (!error)
        *out = all.children[0];
    return error;
}

/* The columns of the matrix. */
enum { TRUE_, ONE, SEVEN, HALF, TEXT, TIME, NULL_, NULL_TEXT, PATH, TOO_BIG, END, VALUES };

static quern_value value_of(int column)
{
    switch (column) {
    case TRUE_:
        return quern_value_bool(true);
    case ONE:
        return quern_value_i32(1);
    case SEVEN:
        return quern_value_i64(7);
    case HALF:
        return quern_value_f64(0.5);
    case TEXT:
        return quern_value_text("x");
    case TIME:
        return quern_value_timestamp((quern_timestamp){ 1 });
    case NULL_:
        return quern_value_null();
    case NULL_TEXT:
        return quern_value_text(NULL);
    case PATH:
        return quern_value_path("id");
    case TOO_BIG:
        return quern_value_u64(UINT64_MAX);
    default:
        return (quern_value){ 0 };
    }
}

/* '.' fits and is compared, '0' fits and becomes IS NULL, 't' the bool itself, 'L' the lookup does not fit, 'K' wrong kind of value,
 * 'N' NULL is refused, 'R' out of range. The columns are those of value_of. */
static const struct {
    const char *member;
    const char *exact, *ordered, *isnull, *icontains;
} matrix[] = {
    { "published", "ttKKKK00KKK", "LLLLLLLLLLL", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "lent", "ttKKKK00KKK", "LLLLLLLLLLL", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "copies", "K..KKK00.RK", "K..KKKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "pages", "K..KKK00.RK", "K..KKKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "id", "K..KKK00.RK", "K..KKKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "views", "K..KKK00.RK", "K..KKKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "author", "K..KKK00.RK", "K..KKKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "price", "K...KK00.RK", "K...KKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "rating", "K...KK00.RK", "K...KKNN.RK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "title", "KKKK.K00KKK", "KKKK.KNNKKK", "00KKKKNNKKK", "KKKK.KNNKKK" },
    { "subtitle", "KKKK.K00KKK", "KKKK.KNNKKK", "00KKKKNNKKK", "KKKK.KNNKKK" },
    { "created_at", "KKKKK.00KKK", "KKKKK.NNKKK", "00KKKKNNKKK", "LLLLLLLLLLL" },
    { "returned_at", "KKKKK.00KKK", "KKKKK.NNKKK", "00KKKKNNKKK", "LLLLLLLLLLL" },
};

static char judged(const quern_error *error, const quern__condition *leaf)
{
    if (!error)
        return "?.01tf"[leaf->form];
    if (error->code == QUERN_ERROR_LOOKUP)
        return 'L';
    if (error->code == QUERN_ERROR_UNSUPPORTED)
        return 'U';
    if (error->code != QUERN_ERROR_VALUE)
        return '?';
    return strstr(error->message, "out of range") ? 'R' : strstr(error->message, "given NULL") ? 'N' : 'K';
}

static void compare_row(const char *member, quern_lookup lookup, const char *expected)
{
    for (int column = 0; column < VALUES; column++) {
        quern__condition leaf = { 0 };
        const quern_error *error = resolve(member, lookup, value_of(column), &leaf);
        const char got = judged(error, &leaf);
        ck_assert_msg(got == expected[column], "%s, %s, value %d: '%c', not '%c': %s", member,
                      quern__lookup_rule(lookup)->name, column, got, expected[column],
                      error ? error->message : "it fits");
        if (!error && leaf.right.node == QUERN__NODE_CONSTANT)
            ck_assert_msg((leaf.right.as.constant.kind & 0xf0) == (leaf.left.kind & 0xf0),
                          "%s, value %d: bound as %x", member, column, leaf.right.as.constant.kind);
    }
}

START_TEST(each_lookup_on_each_kind_with_each_value)
{
    compare_row(matrix[_i].member, QUERN_LOOKUP_exact, matrix[_i].exact);
    compare_row(matrix[_i].member, QUERN_LOOKUP_gt, matrix[_i].ordered);
    compare_row(matrix[_i].member, QUERN_LOOKUP_gte, matrix[_i].ordered);
    compare_row(matrix[_i].member, QUERN_LOOKUP_lt, matrix[_i].ordered);
    compare_row(matrix[_i].member, QUERN_LOOKUP_lte, matrix[_i].ordered);
    compare_row(matrix[_i].member, QUERN_LOOKUP_isnull, matrix[_i].isnull);
    compare_row(matrix[_i].member, QUERN_LOOKUP_icontains, matrix[_i].icontains);
}
END_TEST

START_TEST(isnull_false_is_not_null)
{
    quern__condition leaf;
    ck_assert_ptr_null(resolve("pages", QUERN_LOOKUP_isnull, quern_value_bool(false), &leaf));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IS_NOT_NULL);
    ck_assert_ptr_null(resolve("pages", QUERN_LOOKUP_isnull, quern_value_i32(0), &leaf));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IS_NOT_NULL);
}
END_TEST

#define EARLIEST INT64_C(-210866803200000000)

/* clang-format off */
static const struct {
    const char *name, *member;
    quern_value value;
    const char *message, *hint; /* NULL: it fits */
} ranges[] = {
    { "the least int32", "copies", { .kind = QUERN_KIND_I64, .as.integer = INT32_MIN }, NULL, NULL },
    { "the greatest int32", "copies", { .kind = QUERN_KIND_I64, .as.integer = INT32_MAX }, NULL, NULL },
    { "one less", "copies", { .kind = QUERN_KIND_I64, .as.integer = (int64_t)INT32_MIN - 1 },
      "-2147483649 is out of range for book.copies", "book.copies is declared as int32_t" },
    { "one more", "pages", { .kind = QUERN_KIND_I64, .as.integer = (int64_t)INT32_MAX + 1 },
      "2147483648 is out of range for book.pages", "book.pages is declared as quern_null_i32" },
    { "the least int64", "sold", { .kind = QUERN_KIND_I64, .as.integer = INT64_MIN }, NULL, NULL },
    { "the greatest int64", "sold", { .kind = QUERN_KIND_I64, .as.integer = INT64_MAX }, NULL, NULL },
    { "one more than that", "sold", { .kind = QUERN_KIND_TOO_BIG },
      "a number over 9223372036854775807 is out of range for book.sold", "book.sold is declared as int64_t" },
    { "more than that for a double", "price", { .kind = QUERN_KIND_TOO_BIG },
      "a number over 9223372036854775807 is out of range for book.price", "book.price is declared as double" },
    { "infinity", "price", { .kind = QUERN_KIND_F64, .as.real = INFINITY }, NULL, NULL },
    { "no number", "price", { .kind = QUERN_KIND_F64, .as.real = NAN }, NULL, NULL },
    { "the greatest double", "price", { .kind = QUERN_KIND_F64, .as.real = DBL_MAX }, NULL, NULL },
    { "the server's first instant", "created_at", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { EARLIEST } }, NULL, NULL },
    { "the instant before", "created_at", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { EARLIEST - 1 } },
      "the timestamp for book.created_at lies before 4714-11-24 BC, where the server's calendar begins",
      "microseconds since 1970; INT64_MIN is -infinity" },
    { "-infinity", "created_at", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { INT64_MIN } }, NULL, NULL },
    { "after -infinity", "created_at", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { INT64_MIN + 1 } },
      "the timestamp for book.created_at lies before 4714-11-24 BC, where the server's calendar begins",
      "microseconds since 1970; INT64_MIN is -infinity" },
    { "infinity in time", "created_at", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { INT64_MAX } }, NULL, NULL },
    { "two for a bool", "published", { .kind = QUERN_KIND_I64, .as.integer = 2 },
      "exact takes a bool for book.published, and was given an integer", "book.published is declared as bool" },
    { "an empty text", "title", { .kind = QUERN_KIND_TEXT, .as.text = "" }, NULL, NULL },
    { "a text of all lengths", "title", { .kind = QUERN_KIND_TEXT, .as.text = "aä☃𝄞" }, NULL, NULL },
    { "a byte of Latin-1", "title", { .kind = QUERN_KIND_TEXT, .as.text = "\xe4" },
      "the text for book.title is not valid UTF-8", "texts in quern are UTF-8: convert it first" },
    { "an overlong form", "title", { .kind = QUERN_KIND_TEXT, .as.text = "\xc0\x80" },
      "the text for book.title is not valid UTF-8", "texts in quern are UTF-8: convert it first" },
    { "a surrogate", "subtitle", { .kind = QUERN_KIND_TEXT, .as.text = "\xed\xa0\x80" },
      "the text for book.subtitle is not valid UTF-8", "texts in quern are UTF-8: convert it first" },
    { "half a character", "title", { .kind = QUERN_KIND_TEXT, .as.text = "x\xe2\x98" },
      "the text for book.title is not valid UTF-8", "texts in quern are UTF-8: convert it first" },
};
/* clang-format on */

START_TEST(knows_the_ranges)
{
    quern__condition leaf;
    const quern_error *error = resolve(ranges[_i].member, QUERN_LOOKUP_exact, ranges[_i].value, &leaf);
    const quern__expected_error expected = { .code = ranges[_i].message ? QUERN_ERROR_VALUE : QUERN_OK,
                                             .message = ranges[_i].message,
                                             .hint = ranges[_i].hint,
                                             .path = ranges[_i].member };
    quern__expect_error(ranges[_i].name, error, &expected);
    if (error)
        quern__expect_text(ranges[_i].name, "the site", error->site, "here:1");
    else
        ck_assert_msg(leaf.form == QUERN__FORM_COMPARE, "%s: its form", ranges[_i].name);
}
END_TEST

START_TEST(converts_what_may_stand_for_another)
{
    quern__condition leaf;
    ck_assert_ptr_null(resolve("price", QUERN_LOOKUP_gt, quern_value_i32(-3), &leaf));
    ck_assert_int_eq(leaf.right.as.constant.kind, QUERN_KIND_F64);
    ck_assert(leaf.right.as.constant.as.real == -3.0);
    ck_assert_ptr_null(resolve("published", QUERN_LOOKUP_exact, quern_value_i32(1), &leaf));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IS_TRUE);
    ck_assert_ptr_null(resolve("published", QUERN_LOOKUP_exact, quern_value_i32(0), &leaf));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IS_FALSE);
}
END_TEST

START_TEST(copies_texts)
{
    char text[] = "Emma";
    quern__condition exact, pattern;
    ck_assert_ptr_null(resolve("title", QUERN_LOOKUP_exact, quern_value_text(text), &exact));
    ck_assert_ptr_null(resolve("title", QUERN_LOOKUP_icontains, quern_value_text(text), &pattern));
    memset(text, 'x', 4);
    ck_assert_str_eq(exact.right.as.constant.as.text, "Emma");
    ck_assert_str_eq(pattern.right.as.constant.as.text, "%Emma%");
}
END_TEST

Suite *quern__suite_fit(void);

Suite *quern__suite_fit(void)
{
    Suite *suite = suite_create("fit");
    TCase *tests = tcase_create("fit");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, each_lookup_on_each_kind_with_each_value, 0, sizeof matrix / sizeof *matrix);
    tcase_add_test(tests, isnull_false_is_not_null);
    tcase_add_loop_test(tests, knows_the_ranges, 0, sizeof ranges / sizeof *ranges);
    tcase_add_test(tests, converts_what_may_stand_for_another);
    tcase_add_test(tests, copies_texts);
    suite_add_tcase(suite, tests);
    return suite;
}
