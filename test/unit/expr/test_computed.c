/* test_computed.c: what the server computes: fields on the right, operators and the kinds that they give, and what is told of those
 * that do not go together. */
#include "lib/expr/resolve.h"

#include "test/support/expect.h"
#include "test/support/replay.h"
#include "test/unit/expr/fixture.h"

#undef TEXT
#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern__scope *scope;

static void set_up(void)
{
    scope = item_scope_open(quern_system_allocator());
    ck_assert_ptr_nonnull(scope);
}

static void tear_down(void)
{
    item_scope_close(scope);
}

static const quern_error *resolve_in(const quern__scope *in, quern_condition condition, quern__condition *out)
{
    const quern_condition list[] = { condition, { 0 } };
    return quern__condition_resolve(in, quern__schema_model(in->schema, &item_model), QUERN_ALL_OF, list,
                                    "here:1", out);
}

/* Which kind each operator gives of two fields, in the order PLUS, MINUS, TIMES, DIVIDE; 0: none. */
static const struct {
    const char *left, *right;
    int gives[4];
} results[] = {
#define EACH(KIND)                                                                 \
    {                                                                              \
        QUERN_KIND_##KIND, QUERN_KIND_##KIND, QUERN_KIND_##KIND, QUERN_KIND_##KIND \
    }
#define BOTH(KIND)                           \
    {                                        \
        QUERN_KIND_##KIND, QUERN_KIND_##KIND \
    }
    { "one_i16", "one_i16", EACH(I16) },
    { "one_i16", "one_i32", EACH(I32) },
    { "maybe_i64", "one_i32", EACH(I64) },
    { "one_f32", "one_f32", EACH(F32) },
    { "one_f32", "one_f64", EACH(F64) },
    { "one_f32", "one_i16", EACH(F64) },
    { "one_i64", "one_f64", EACH(F64) },
    { "one_i16", "one_decimal", EACH(DECIMAL) },
    { "one_decimal", "one_decimal", EACH(DECIMAL) },
    { "one_decimal", "one_f64", { 0 } },
    { "one_f32", "one_decimal", { 0 } },
    { "one_timestamp", "one_interval", BOTH(TIMESTAMP) },
    { "one_local_timestamp", "one_interval", BOTH(LOCAL_TIMESTAMP) },
    { "one_date", "one_interval", BOTH(LOCAL_TIMESTAMP) },
    { "one_time", "one_interval", BOTH(TIME) },
    { "one_interval", "one_interval", BOTH(INTERVAL) },
    { "one_interval", "one_timestamp", { QUERN_KIND_TIMESTAMP } },
    { "one_interval", "one_local_timestamp", { QUERN_KIND_LOCAL_TIMESTAMP } },
    { "one_interval", "one_date", { QUERN_KIND_LOCAL_TIMESTAMP } },
    { "one_interval", "one_time", { QUERN_KIND_TIME } },
    { "one_timestamp", "maybe_timestamp", { 0, QUERN_KIND_INTERVAL } },
    { "one_local_timestamp", "one_local_timestamp", { 0, QUERN_KIND_INTERVAL } },
    { "one_date", "one_date", { 0, QUERN_KIND_INTERVAL } },
    { "one_time", "one_time", { 0, QUERN_KIND_INTERVAL } },
    { "one_timestamp", "one_local_timestamp", { 0 } },
    { "one_date", "one_timestamp", { 0 } },
    { "one_date", "one_i32", { 0 } },
    { "one_interval", "one_i32", { 0 } },
    { "one_text", "one_text", { 0 } },
    { "one_bool", "one_i32", { 0 } },
    { "all_i32", "one_i32", { 0 } },
    { "one_json", "one_json", { 0 } },
    { "one_uuid", "one_uuid", { 0 } },
};

START_TEST(operators_give_these_kinds)
{
    for (int op = QUERN_OP_PLUS; op <= QUERN_OP_DIVIDE; op++) {
        const quern_value operands[] = { F(results[_i].left), F(results[_i].right), { 0 } };
        const quern_value call = quern_value_call((quern_op)op, operands);
        quern__condition all;
        const quern_error *error =
            resolve_in(scope, quern_compare(&call, QUERN_LOOKUP_isnull, QUERN_VALUE(true)), &all);
        const int got = error ? 0 : (int)all.children[0].left.kind;
        const int wanted = results[_i].gives[op - QUERN_OP_PLUS];
        ck_assert_msg(got == wanted, "%s, %d, %s: %x, not %x: %s", results[_i].left, op, results[_i].right,
                      (unsigned)got, (unsigned)wanted, error ? error->message : "");
        ck_assert_msg(!error || error->code == QUERN_ERROR_VALUE, "the code is %d", error ? error->code : 0);
    }
}
END_TEST

START_TEST(days_are_counted_between_dates)
{
    quern__condition all;
    const quern_condition between = COMPARE(MINUS(F("one_date"), F("maybe_date")), isnull, true);
    ck_assert_ptr_null(resolve_in(scope, between, &all));
    ck_assert_int_eq(all.children[0].left.as.call.op, QUERN_OP_DAYS);
}
END_TEST

/* Which members may stand on the two sides of a lookup. */
static const struct {
    const char *left, *right;
    bool fits;
} sides[] = {
    { "one_i16", "maybe_i64", true },
    { "one_i64", "one_f32", true },
    { "one_decimal", "one_f64", true },
    { "one_f64", "one_decimal", true },
    { "one_text", "one_text", true },
    { "one_bool", "maybe_bool", true },
    { "all_i64", "all_i64", true },
    { "all_i64", "all_i32", false },
    { "one_i64", "all_i64", false },
    { "one_text", "one_i64", false },
    { "one_bool", "one_i64", false },
    { "one_date", "one_timestamp", false },
    { "one_json", "one_text", false },
    { "one_timestamp", "one_local_timestamp", false },
    { "parent", "one_i16", true },
    { "one_i64", "parent__parent", true },
    { "parent__one_text", "one_text", true },
};

START_TEST(sides_of_one_kind_are_compared)
{
    quern__condition all;
    const quern_error *error = resolve_in(scope, Q(sides[_i].left, F(sides[_i].right)), &all);
    ck_assert_msg(!error == sides[_i].fits, "%s and %s: %s", sides[_i].left, sides[_i].right,
                  error ? error->message : "they fit");
    if (!error)
        ck_assert_int_eq(all.children[0].right.node, QUERN__NODE_COLUMN);
}
END_TEST

typedef struct call {
    quern_condition condition;
    quern_error_code code;
    const char *message, *hint, *path;
} call;

static void expect_refusal(const call *wrong)
{
    quern__condition all;
    quern__expect_error(
        wrong->message, resolve_in(scope, wrong->condition, &all),
        &(quern__expected_error){
            .code = wrong->code, .message = wrong->message, .hint = wrong->hint, .path = wrong->path });
}

#define COMPARED "both must be of one kind, or both numbers"
#define OPERANDS "operators take numbers; of times, an interval or, for MINUS, one of the same kind"

/* clang-format off */
START_TEST(what_does_not_go_together_is_told)
{
    const quern_value nothing = { 0 }, one_only[] = { F("id"), { 0 } };
    const call wrong[] = {
        { Q("one_i64__gt", F("one_text")), QUERN_ERROR_VALUE,
          "gt compares item.one_i64 (int64_t) with item.one_text (const char *)", COMPARED, "one_i64__gt" },
        { Q("one_date", PLUS(F("one_date"), F("one_interval"))), QUERN_ERROR_VALUE,
          "exact compares item.one_date (quern_date) with an expression (quern_local_timestamp)", COMPARED, "one_date" },
        { COMPARE(PLUS(F("one_i64"), 1), lt, F("one_uuid")), QUERN_ERROR_VALUE,
          "lt compares the expression (int64_t) with item.one_uuid (quern_uuid)", COMPARED, "" },
        { Q("one_text__icontains", F("one_i32")), QUERN_ERROR_VALUE,
          "icontains compares item.one_text (const char *) with item.one_i32 (int32_t)", "give it a text", "one_text__icontains" },
        { Q("one_i64__isnull", F("one_bool")), QUERN_ERROR_VALUE,
          "isnull takes a bool for item.one_i64, and was given a field", "give true or false", "one_i64__isnull" },
        { Q("one_i64", F("one_i32__gt")), QUERN_ERROR_LOOKUP,
          "QUERN_F by item.one_i32 takes no lookup", "leave \"__gt\" away", "one_i32__gt" },
        { Q("one_i64", F("")), QUERN_ERROR_FIELD, "QUERN_F without a path", "name a field: QUERN_F(\"pages\")", "" },
        { Q("one_i64", PLUS(F("one_i64"), "x")), QUERN_ERROR_VALUE, "QUERN_PLUS of int64_t and const char *", OPERANDS, "" },
        { Q("one_i64", TIMES(F("one_date"), 2)), QUERN_ERROR_VALUE, "QUERN_TIMES of quern_date and int64_t", OPERANDS, "" },
        { Q("one_decimal", TIMES(F("one_decimal"), 0.5)), QUERN_ERROR_VALUE, "QUERN_TIMES of quern_decimal and double",
          "a decimal is exact, and a double is not: give quern_decimal_of(\"9.99\")", "" },
        { Q("one_i64", MINUS(F("one_i64"), QUERN_NULL)), QUERN_ERROR_VALUE, "QUERN_MINUS needs two values or fields",
          "give it constants, QUERN_F or other operators", "" },
        { Q("one_i64", MINUS(F("one_i64"), LIST(1, 2))), QUERN_ERROR_VALUE, "QUERN_MINUS needs two values or fields",
          "give it constants, QUERN_F or other operators", "" },
        { Q("one_i64", DIVIDE(UINT64_MAX, F("one_i64"))), QUERN_ERROR_VALUE, "QUERN_DIVIDE of a number over INT64_MAX",
          "give it as a decimal: quern_decimal_of(\"18446744073709551615\")", "" },
        { Q("one_decimal", PLUS(F("one_decimal"), quern_decimal_of("1,5"))), QUERN_ERROR_VALUE,
          "the decimal for QUERN_PLUS is no number",
          "decimals are written \"-12.50\", \"1e-3\", \"NaN\" or \"Infinity\", without spaces", "" },
        { Q("one_i64", quern_value_call(QUERN_OP_RANGE, one_only)), QUERN_ERROR_USAGE, "this libquern has no operator 6",
          "make expressions with QUERN_PLUS, QUERN_MINUS, QUERN_TIMES and QUERN_DIVIDE", "" },
        { Q("one_i64", quern_value_call(QUERN_OP_PLUS, one_only)), QUERN_ERROR_USAGE, "QUERN_PLUS takes two values",
          "end the list of them with { 0 }", "" },
        { Q("one_i64", quern_value_call(QUERN_OP_PLUS, &nothing)), QUERN_ERROR_USAGE, "QUERN_PLUS takes two values",
          "end the list of them with { 0 }", "" },
        { COMPARE(QUERN_VALUE(5), gt, 3), QUERN_ERROR_USAGE, "a condition that compares a constant",
          "name a field on its left side: QUERN_F(\"pages\")", "" },
        { COMPARE(PLUS(F("one_i64"), 1), icontains, "x"), QUERN_ERROR_LOOKUP,
          "icontains does not fit the expression, which is computed as int64_t",
          "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range", "" },
        { COMPARE(PLUS(F("one_i64"), 1), gt, "x"), QUERN_ERROR_VALUE,
          "gt takes an integer for the expression, and was given a text", "the expression is computed as int64_t", "" },
        { COMPARE(PLUS(F("one_i64"), 1), gt, QUERN_NULL), QUERN_ERROR_VALUE,
          "gt on the expression needs a value, and was given NULL", "to find rows without one, use isnull", "" },
        { COMPARE(PLUS(F("one_i16"), F("one_i16")), gt, 40000), QUERN_ERROR_VALUE,
          "40000 is out of range for the expression", "the expression is computed as int16_t", "" },
        { quern_where(NULL, QUERN_VALUE(1)), QUERN_ERROR_FIELD, "a condition without a path",
          "name a field: QUERN_Q(\"title\", value)", "" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_refusal(&wrong[i]);
}
END_TEST
/* clang-format on */

/* `depth` operators, each the right side of the one before it. */
static quern_value nest(quern_value (*nodes)[3], size_t depth)
{
    quern_value inner = F("one_i64");
    for (size_t i = 0; i < depth; i++) {
        nodes[i][0] = F("one_i64");
        nodes[i][1] = inner;
        inner = quern_value_call(QUERN_OP_PLUS, nodes[i]);
    }
    return inner;
}

START_TEST(a_misspelt_field_is_told)
{
    quern__condition all;
    const quern_error *error = resolve_in(scope, Q("one_i64", F("one_i46")), &all);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->code, QUERN_ERROR_FIELD);
    ck_assert_str_eq(error->path, "one_i46");
    ck_assert_str_eq(error->message, "item has no field \"one_i46\"");
}
END_TEST

START_TEST(takes_operators_so_deep_and_no_deeper)
{
    static quern_value nodes[QUERN__EXPRESSION_DEPTH + 1][3];
    quern__condition all;
    ck_assert_ptr_null(resolve_in(scope, Q("one_i64", nest(nodes, QUERN__EXPRESSION_DEPTH)), &all));
    expect_refusal(&(call){ Q("one_i64", nest(nodes, QUERN__EXPRESSION_DEPTH + 1)), QUERN_ERROR_USAGE,
                            "operators nested more than 50 deep", "compute what is constant in the program",
                            "" });
}
END_TEST

/* An expression in a scope that stands: resolved, or refused for want of memory and resolved then. */
static bool resolves(quern__replay *replay, void *context)
{
    const quern_condition *condition = context;
    quern__replay_pause(replay);
    quern__scope *in = item_scope_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    quern__condition all;
    const quern_error *error = resolve_in(in, *condition, &all);
    if (error) {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
        quern__replay_stop_failing(replay);
        ck_assert_msg(!resolve_in(in, *condition, &all), "%s", quern__replay_where(replay));
    }
    item_scope_close(in);
    return !error;
}

START_TEST(does_without_memory)
{
    const quern_condition good[] = {
        Q("parent__one_i64__gt", PLUS(TIMES(F("parent__parent__one_i64"), 2), F("one_i32"))),
        Q("one_text__in", LIST("a", "a long text, so that it needs room", QUERN_NULL)),
        Q("one_i64__range", RANGE(1, PLUS(F("one_i64"), 2))),
        COMPARE(PLUS(F("one_decimal"), quern_decimal_of("1.5")), in, LIST(1, quern_decimal_of("2"))),
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        quern__replay_run("resolves an expression", resolves, (void *)(uintptr_t)&good[i]);
}
END_TEST

Suite *quern__suite_computed(void);

Suite *quern__suite_computed(void)
{
    Suite *suite = suite_create("computed");
    TCase *tests = tcase_create("computed");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, operators_give_these_kinds, 0, sizeof results / sizeof *results);
    tcase_add_test(tests, days_are_counted_between_dates);
    tcase_add_loop_test(tests, sides_of_one_kind_are_compared, 0, sizeof sides / sizeof *sides);
    tcase_add_test(tests, what_does_not_go_together_is_told);
    tcase_add_test(tests, a_misspelt_field_is_told);
    tcase_add_test(tests, takes_operators_so_deep_and_no_deeper);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
