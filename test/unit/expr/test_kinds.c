/* test_kinds.c: values of all kinds beside columns of all kinds: which fit, and what is told of the others. */
#include "test/unit/expr/fixture.h"

#include "lib/model/kind.h"

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

static const int64_t numbers[] = { 1, 2, 3 };
static const char *const texts[] = { "a", "b" };

#define UUID ((quern_uuid){ { 0xa0, 1, 2, 3 } })
#define INET(family_, prefix_) \
    ((quern_inet){ .family = (family_), .prefix = (prefix_), .bytes = { 127, 0, 0, 1 } })

/* The columns of the matrix: a value of each kind, numbers that may stand for others, NULLs, and arrays. */
static quern_value value_at(size_t column)
{
    const quern_value values[] = {
        quern_value_bool(true),
        quern_value_i64(1),
        quern_value_i64(7),
        quern_value_i64(40000),
        quern_value_u64(UINT64_MAX),
        quern_value_f64(0.5),
        quern_value_decimal(quern_decimal_of("9.99")),
        quern_value_text("x"),
        quern_value_bytes(quern_bytes_of("x", 1)),
        quern_value_timestamp((quern_timestamp){ 1 }),
        quern_value_local_timestamp((quern_local_timestamp){ 1 }),
        quern_value_date((quern_date){ 1 }),
        quern_value_time((quern_time){ 1 }),
        quern_value_interval((quern_interval){ .days = 1 }),
        quern_value_uuid(UUID),
        quern_value_json(quern_json_of("{}")),
        quern_value_inet(INET(4, 32)),
        quern_value_null(),
        quern_value_bytes((quern_bytes){ 0 }),
        quern_value_array_text((quern_array_text){ 0 }),
        quern_value_array_i64(quern_array_of_i64(numbers, 3)),
        quern_value_array_i32((quern_array_i32){ (const int32_t *)(const void *)numbers, NULL, 1 }),
        quern_value_array_text(quern_array_of_text(texts, 2)),
    };
    return column < sizeof values / sizeof *values ? values[column] : (quern_value){ 0 };
}

/* '.' fits, '0' becomes IS NULL, 'K' is of the wrong kind, 'R' out of range. */
/* clang-format off */
static const struct {
    const char *member, *exact;
} matrix[] = {
    { "one_bool",             "..KKKKKKKKKKKKKKK000KKK" },
    { "maybe_bool",           "..KKKKKKKKKKKKKKK000KKK" },
    { "one_i16",              "K..RRKKKKKKKKKKKK000KKK" },
    { "maybe_i16",            "K..RRKKKKKKKKKKKK000KKK" },
    { "one_i32",              "K...RKKKKKKKKKKKK000KKK" },
    { "one_i64",              "K...RKKKKKKKKKKKK000KKK" },
    { "id",                   "K...RKKKKKKKKKKKK000KKK" },
    { "parent",               "K...RKKKKKKKKKKKK000KKK" },
    { "one_f32",              "K...R.KKKKKKKKKKK000KKK" },
    { "maybe_f32",            "K...R.KKKKKKKKKKK000KKK" },
    { "one_f64",              "K...R.KKKKKKKKKKK000KKK" },
    { "one_decimal",          "K...RK.KKKKKKKKKK000KKK" },
    { "one_text",             "KKKKKKK.KKKKKKKKK000KKK" },
    { "one_bytes",            "KKKKKKKK.KKKKKKKK000KKK" },
    { "one_timestamp",        "KKKKKKKKK.KKKKKKK000KKK" },
    { "maybe_timestamp",      "KKKKKKKKK.KKKKKKK000KKK" },
    { "one_local_timestamp",  "KKKKKKKKKK.KKKKKK000KKK" },
    { "one_date",             "KKKKKKKKKKK.KKKKK000KKK" },
    { "one_time",             "KKKKKKKKKKKK.KKKK000KKK" },
    { "one_interval",         "KKKKKKKKKKKKK.KKK000KKK" },
    { "one_uuid",             "KKKKKKKKKKKKKK.KK000KKK" },
    { "maybe_uuid",           "KKKKKKKKKKKKKK.KK000KKK" },
    { "one_json",             "KKKKKKKKKKKKKKK.K000KKK" },
    { "one_inet",             "KKKKKKKKKKKKKKKK.000KKK" },
    { "all_i64",              "KKKKKKKKKKKKKKKKK000.KK" },
    { "all_i32",              "KKKKKKKKKKKKKKKKK000K.K" },
    { "all_text",             "KKKKKKKKKKKKKKKKK000KK." },
    { "all_bool",             "KKKKKKKKKKKKKKKKK000KKK" },
    { "all_f64",              "KKKKKKKKKKKKKKKKK000KKK" },
    { "all_decimal",          "KKKKKKKKKKKKKKKKK000KKK" },
    { "all_json",             "KKKKKKKKKKKKKKKKK000KKK" },
    { "all_inet",             "KKKKKKKKKKKKKKKKK000KKK" },
};
/* clang-format on */

static char judged(const quern_error *error, const quern__condition *leaf)
{
    if (!error)
        return leaf->form == QUERN__FORM_IS_NULL ? '0' : '.';
    return error->code != QUERN_ERROR_VALUE                 ? '?'
           : strstr(error->message, "out of range") != NULL ? 'R'
                                                            : 'K';
}

START_TEST(each_kind_beside_each)
{
    for (size_t column = 0; matrix[_i].exact[column]; column++) {
        quern__condition leaf = { 0 };
        const quern_error *error =
            item_resolve(scope, matrix[_i].member, QUERN_LOOKUP_exact, value_at(column), &leaf);
        const char got = judged(error, &leaf), expected = matrix[_i].exact[column];
        ck_assert_msg(got == expected, "%s, value %zu: '%c', not '%c': %s", matrix[_i].member, column, got,
                      expected, error ? error->message : "it fits");
    }
    ck_assert_uint_eq(value_at(strlen(matrix[_i].exact)).kind, QUERN_KIND_END);
}
END_TEST

/* What the compiler lets pass beside a member, as to its class, and what it refuses. */
static const struct {
    const char *type;
    unsigned kind;
    uint32_t class;
} values[] = {
#define CLASS(type, kind) { #type, (unsigned)(kind), (uint32_t)QUERN__VALUE_CLASS(*(type *)0) },
#define BARE(NAME, name, type) CLASS(type, QUERN_KIND_##NAME)
#define TWIN(NAME, name, type) CLASS(quern_null_##name, QUERN_KIND_##NAME)
#define FULL(NAME, name, type) CLASS(quern_array_##name, (unsigned)QUERN_KIND_##NAME | (unsigned)QUERN_ARRAY)
    QUERN__ELEMENTS(BARE) QUERN__SCALARS(TWIN) QUERN__ELEMENTS(FULL)
#undef CLASS
#undef BARE
#undef TWIN
#undef FULL
};

static quern_value sample(unsigned kind)
{
    quern_value value = { .kind = (uint16_t)kind };
    if (kind & QUERN_ARRAY)
        value.as.array.items = numbers;
    else if (kind == QUERN_KIND_F32 || kind == QUERN_KIND_F64)
        value.as.real = 1;
    else if (kind == QUERN_KIND_TEXT || kind == QUERN_KIND_DECIMAL || kind == QUERN_KIND_JSON ||
             kind == QUERN_KIND_BYTES)
        value.as.text = "1";
    else if (kind == QUERN_KIND_INET)
        value.count = 4 * 256;
    return value;
}

/* Checked conditions are refused by the compiler just where others are refused as they run, but for arrays of numbers of
 * another width. */
START_TEST(the_compiler_takes_the_same)
{
    const quern__model *model = &scope->schema->models[0];
    const unsigned kind = values[_i].kind;
    for (size_t i = 0; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        const uint32_t class = quern__kind_class(field->kind);
        if (field->target ||
            (kind & QUERN_ARRAY && class == quern__kind_class(kind) && kind != (unsigned)field->kind))
            continue;
        quern__condition leaf;
        const quern_error *error = item_resolve(scope, field->name, QUERN_LOOKUP_exact, sample(kind), &leaf);
        ck_assert_msg(!error == ((values[_i].class & class) != 0), "%s beside %s: %s", values[_i].type,
                      field->name, error ? error->message : "it fits");
    }
}
END_TEST

/* Each member takes what its own constructor makes, and keeps the kind, but for numbers, which go wide. */
START_TEST(each_kind_beside_its_own)
{
    quern__condition leaf;
    const char *bare = "\x01\x02\x03\x04";
#define TAKES(path, made)                                                                                  \
    do {                                                                                                   \
        const quern_error *error = item_resolve(scope, path, QUERN_LOOKUP_exact, made, &leaf);             \
        ck_assert_msg(!error, "%s: %s", path, error ? error->message : "");                                \
        const bool is_bool = leaf.left.kind == QUERN_KIND_BOOL;                                            \
        ck_assert_msg(leaf.form == (is_bool ? QUERN__FORM_IS_FALSE : QUERN__FORM_COMPARE), "%s: its form", \
                      path);                                                                               \
        ck_assert_msg(is_bool || leaf.right.as.constant.kind == (made).kind, "%s: kind %x", path,          \
                      (unsigned)leaf.right.as.constant.kind);                                              \
    } while (0);
#define SCALAR(name, type)                               \
    TAKES("one_" #name, quern_value_##name((type){ 0 })) \
    TAKES("maybe_" #name, quern_value_null_##name(quern_some_##name((type){ 0 })))
#define ARRAY(name, type) \
    TAKES("all_" #name, quern_value_array_##name(quern_array_of_##name((type const *)(const void *)bare, 0)))
    SCALAR(bool, bool)
    SCALAR(i16, int16_t)
    SCALAR(i32, int32_t)
    SCALAR(i64, int64_t)
    SCALAR(f32, float)
    SCALAR(f64, double)
    SCALAR(timestamp, quern_timestamp)
    SCALAR(local_timestamp, quern_local_timestamp)
    SCALAR(date, quern_date)
    SCALAR(time, quern_time)
    SCALAR(interval, quern_interval)
    SCALAR(uuid, quern_uuid)
    TAKES("one_inet", quern_value_inet(INET(6, 64)))
    TAKES("maybe_inet", quern_value_null_inet(quern_some_inet(INET(4, 0))))
    TAKES("one_text", quern_value_text(""))
    TAKES("one_bytes", quern_value_bytes(quern_bytes_of(NULL, 0)))
    TAKES("one_decimal", quern_value_decimal(quern_decimal_of("NaN")))
    TAKES("one_json", quern_value_json(quern_json_of("null")))
    SCALAR_MEMBERS(ARRAY)
    POINTER_MEMBERS(ARRAY)
#undef TAKES
#undef SCALAR
#undef ARRAY
}
END_TEST

/* clang-format off */
static const item_call wrong_kinds[] = {
    { "one_bool", EXACT, TEXT("true"),
      "exact takes a bool for item.one_bool, and was given a text", "item.one_bool is declared as bool" },
    { "one_i16", EXACT, TEXT("7"),
      "exact takes an integer for item.one_i16, and was given a text", "item.one_i16 is declared as int16_t" },
    { "maybe_i64", EXACT, OF(F64, .as.real = 0.5),
      "exact takes an integer for item.maybe_i64, and was given a double", "item.maybe_i64 is declared as quern_null_i64" },
    { "one_f32", QUERN_LOOKUP_gt, OF(DECIMAL, .as.decimal = { "1" }),
      "gt takes a real for item.one_f32, and was given a decimal", "item.one_f32 is declared as float" },
    { "one_f64", EXACT, TEXT("0.5"),
      "exact takes a double for item.one_f64, and was given a text", "item.one_f64 is declared as double" },
    { "one_decimal", EXACT, OF(F64, .as.real = 9.99),
      "exact takes a decimal for item.one_decimal, and was given a double",
      "item.one_decimal is exact, and a double is not: give quern_decimal_of(\"9.99\")" },
    { "one_decimal", EXACT, TEXT("9.99"),
      "exact takes a decimal for item.one_decimal, and was given a text",
      "item.one_decimal is declared as quern_decimal: quern_decimal_of(\"9.99\") makes one" },
    { "one_text", EXACT, OF(I64, .as.integer = 7),
      "exact takes a text for item.one_text, and was given an integer", "item.one_text is declared as const char *" },
    { "one_text", QUERN_LOOKUP_icontains, OF(JSON, .as.json = { "{}" }),
      "icontains takes a text for item.one_text, and was given a JSON document", "item.one_text is declared as const char *" },
    { "one_bytes", EXACT, TEXT("x"),
      "exact takes bytes for item.one_bytes, and was given a text",
      "item.one_bytes is declared as quern_bytes: quern_bytes_of(data, size) makes one" },
    { "one_timestamp", EXACT, TEXT("2024-05-01"),
      "exact takes a timestamp for item.one_timestamp, and was given a text",
      "item.one_timestamp is declared as quern_timestamp: quern_timestamp_parse reads one from a text" },
    { "one_timestamp", QUERN_LOOKUP_lt, OF(DATE, .as.date = { 1 }),
      "lt takes a timestamp for item.one_timestamp, and was given a date",
      "item.one_timestamp is declared as quern_timestamp: quern_timestamp_of_civil makes one" },
    { "maybe_timestamp", EXACT, OF(LOCAL_TIMESTAMP, .as.local_timestamp = { 1 }),
      "exact takes a timestamp for item.maybe_timestamp, and was given a local timestamp",
      "item.maybe_timestamp is declared as quern_null_timestamp: quern_timestamp_of_civil makes one" },
    { "one_local_timestamp", EXACT, OF(TIMESTAMP, .as.timestamp = { 1 }),
      "exact takes a local timestamp for item.one_local_timestamp, and was given a timestamp",
      "item.one_local_timestamp is declared as quern_local_timestamp: quern_local_timestamp_of_civil makes one" },
    { "one_local_timestamp", EXACT, TEXT("2024-05-01"),
      "exact takes a local timestamp for item.one_local_timestamp, and was given a text",
      "item.one_local_timestamp is declared as quern_local_timestamp: quern_local_timestamp_parse reads one from a text" },
    { "one_date", EXACT, TEXT("2024-05-01"),
      "exact takes a date for item.one_date, and was given a text",
      "item.one_date is declared as quern_date: quern_date_parse reads one from a text" },
    { "one_date", EXACT, OF(I64, .as.integer = 19844),
      "exact takes a date for item.one_date, and was given an integer",
      "item.one_date is declared as quern_date: quern_date_of_civil makes one" },
    { "one_time", EXACT, TEXT("12:00"),
      "exact takes a time for item.one_time, and was given a text",
      "item.one_time is declared as quern_time: quern_time_parse reads one from a text" },
    { "one_time", EXACT, OF(INTERVAL, .as.interval = { 1, 0, 0 }),
      "exact takes a time for item.one_time, and was given an interval",
      "item.one_time is declared as quern_time: (quern_time){ microseconds } makes one" },
    { "one_interval", EXACT, TEXT("P1D"),
      "exact takes an interval for item.one_interval, and was given a text",
      "item.one_interval is declared as quern_interval: quern_interval_parse reads one from a text" },
    { "one_interval", EXACT, OF(TIME, .as.time = { 1 }),
      "exact takes an interval for item.one_interval, and was given a time",
      "item.one_interval is declared as quern_interval: (quern_interval){ .days = 7 } makes one" },
    { "one_uuid", EXACT, TEXT("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
      "exact takes a uuid for item.one_uuid, and was given a text",
      "item.one_uuid is declared as quern_uuid: quern_uuid_parse reads one from a text" },
    { "maybe_uuid", EXACT, OF(BYTES, .as.bytes = { "x", 1 }),
      "exact takes a uuid for item.maybe_uuid, and was given bytes",
      "item.maybe_uuid is declared as quern_null_uuid: quern_uuid_parse reads one from a text" },
    { "one_json", EXACT, TEXT("{}"),
      "exact takes a JSON document for item.one_json, and was given a text",
      "item.one_json is declared as quern_json: quern_json_of(\"{}\") makes one" },
    { "one_inet", EXACT, TEXT("127.0.0.1"),
      "exact takes an address for item.one_inet, and was given a text",
      "item.one_inet is declared as quern_inet: quern_inet_parse reads one from a text" },
    { "one_i64", EXACT, FEW(I64, numbers, 3),
      "exact takes an integer for item.one_i64, and was given an array of 64-bit integers", "item.one_i64 is declared as int64_t" },
    { "all_i64", EXACT, OF(I64, .as.integer = 7),
      "exact takes an array of 64-bit integers for item.all_i64, and was given an integer",
      "item.all_i64 is declared as quern_array_i64: quern_array_of_i64(items, count) makes one" },
    { "all_i64", EXACT, FEW(I32, numbers, 3),
      "exact takes an array of 64-bit integers for item.all_i64, and was given an array of 32-bit integers",
      "item.all_i64 is declared as quern_array_i64: quern_array_of_i64(items, count) makes one" },
    { "all_text", EXACT, TEXT("{a,b}"),
      "exact takes an array of texts for item.all_text, and was given a text",
      "item.all_text is declared as quern_array_text: quern_array_of_text(items, count) makes one" },
    { "all_uuid", EXACT, FEW(TEXT, texts, 2),
      "exact takes an array of uuids for item.all_uuid, and was given an array of texts",
      "item.all_uuid is declared as quern_array_uuid: quern_array_of_uuid(items, count) makes one" },
    { "all_decimal", EXACT, FEW(F64, numbers, 2),
      "exact takes an array of decimals for item.all_decimal, and was given an array of doubles",
      "item.all_decimal is declared as quern_array_decimal: quern_array_of_decimal(items, count) makes one" },
    { "one_i64", EXACT, { .kind = QUERN_KIND_TOO_BIG | QUERN_ARRAY },
      "exact takes an integer for item.one_i64, and was given an array", "item.one_i64 is declared as int64_t" },
    { "one_i64", EXACT, { .kind = 0x77 },
      "exact takes an integer for item.one_i64, and was given something else", "item.one_i64 is declared as int64_t" },
    { "one_i64", EXACT, { .kind = QUERN_KIND_I64 | QUERN_NULLABLE },
      "exact takes an integer for item.one_i64, and was given something else", "item.one_i64 is declared as int64_t" },
    { "one_uuid", QUERN_LOOKUP_isnull, EMPTY(UUID),
      "isnull takes a bool for item.one_uuid, and was given a uuid", "give true or false" },
    { "all_text", QUERN_LOOKUP_isnull, TEXT("yes"),
      "isnull takes a bool for item.all_text, and was given a text", "give true or false" },
    { "one_json", QUERN_LOOKUP_isnull, EMPTY(NULL),
      "isnull on item.one_json needs a value, and was given NULL", "give true or false" },
    { "one_date", QUERN_LOOKUP_gt, EMPTY(NULL),
      "gt on item.one_date needs a value, and was given NULL", "to find rows without one, use \"one_date__isnull\"" },
    { "all_i64", QUERN_LOOKUP_gt, FEW(I64, NULL, 0),
      "gt on item.all_i64 needs a value, and was given NULL", "to find rows without one, use \"all_i64__isnull\"" },
};
/* clang-format on */

START_TEST(a_wrong_kind_is_told)
{
    item_expect_refusal(scope, &wrong_kinds[_i], QUERN_ERROR_VALUE);
}
END_TEST

/* What a lookup does not fit says so, with those that do. */
static const item_call wrong_lookups[] = {
    { "one_timestamp", QUERN_LOOKUP_icontains, TEXT("x"),
      "icontains does not fit item.one_timestamp, which is declared as quern_timestamp",
      "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range" },
    { "maybe_uuid", QUERN_LOOKUP_icontains, TEXT("x"),
      "icontains does not fit item.maybe_uuid, which is declared as quern_null_uuid",
      "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range" },
    { "one_bytes", QUERN_LOOKUP_icontains, TEXT("x"),
      "icontains does not fit item.one_bytes, which is declared as quern_bytes",
      "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range" },
    { "one_json", QUERN_LOOKUP_gt, OF(JSON, .as.json = { "{}" }),
      "gt does not fit item.one_json, which is declared as quern_json",
      "lookups for it are: exact, isnull, in" },
    { "one_bool", QUERN_LOOKUP_lte, EMPTY(BOOL), "lte does not fit item.one_bool, which is declared as bool",
      "lookups for it are: exact, isnull, in" },
    { "all_text", QUERN_LOOKUP_icontains, TEXT("x"),
      "icontains does not fit item.all_text, which is declared as quern_array_text",
      "lookups for it are: exact, gt, gte, lt, lte, isnull, range" },
    { "all_json", QUERN_LOOKUP_lt, EMPTY(NULL),
      "lt does not fit item.all_json, which is declared as quern_array_json",
      "lookups for it are: exact, isnull" },
    { "parent", QUERN_LOOKUP_icontains, TEXT("x"),
      "icontains does not fit item.parent, which is declared as int64_t",
      "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range" },
};

START_TEST(a_lookup_that_does_not_fit_is_told)
{
    item_expect_refusal(scope, &wrong_lookups[_i], QUERN_ERROR_LOOKUP);
}
END_TEST

/* The kinds after fitting are those that the backends are promised. */
START_TEST(numbers_become_the_columns_kind)
{
    quern__condition leaf;
    ck_assert_ptr_null(item_resolve(scope, "one_decimal", EXACT, quern_value_i64(INT64_MIN), &leaf));
    ck_assert_int_eq(leaf.right.as.constant.kind, QUERN_KIND_DECIMAL);
    ck_assert_str_eq(leaf.right.as.constant.as.decimal.text, "-9223372036854775808");
    ck_assert_ptr_null(item_resolve(scope, "one_f32", EXACT, quern_value_i64(-7), &leaf));
    ck_assert_int_eq(leaf.right.as.constant.kind, QUERN_KIND_F64);
    ck_assert(leaf.right.as.constant.as.real == -7.0);
    ck_assert_ptr_null(item_resolve(scope, "one_f32", EXACT, quern_value_f64(0.1), &leaf));
    ck_assert(leaf.right.as.constant.as.real == 0.1);
    const quern_value narrow = { .kind = QUERN_KIND_I16, .as.integer = 5 },
                      single = { .kind = QUERN_KIND_F32, .as.real = 0.5 };
    ck_assert_ptr_null(item_resolve(scope, "one_i64", EXACT, narrow, &leaf));
    ck_assert_int_eq(leaf.right.as.constant.kind, QUERN_KIND_I64);
    ck_assert_int_eq(leaf.right.as.constant.as.integer, 5);
    ck_assert_ptr_null(item_resolve(scope, "one_f64", EXACT, single, &leaf));
    ck_assert_int_eq(leaf.right.as.constant.kind, QUERN_KIND_F64);
    ck_assert_ptr_null(item_resolve(scope, "one_inet", EXACT, quern_value_inet(INET(4, 8)), &leaf));
    ck_assert_uint_eq(leaf.right.as.constant.count, 4 * 256 + 8);
    ck_assert_uint_eq(leaf.right.as.constant.as.address[0], 127);
}
END_TEST

START_TEST(it_is_told_without_memory)
{
    for (size_t i = 0; i < sizeof wrong_kinds / sizeof *wrong_kinds; i++)
        item_replay_refusal(&wrong_kinds[i]);
}
END_TEST

Suite *quern__suite_kinds(void);

Suite *quern__suite_kinds(void)
{
    Suite *suite = suite_create("kinds");
    TCase *tests = tcase_create("kinds");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, each_kind_beside_each, 0, sizeof matrix / sizeof *matrix);
    tcase_add_loop_test(tests, the_compiler_takes_the_same, 0, sizeof values / sizeof *values);
    tcase_add_test(tests, each_kind_beside_its_own);
    tcase_add_loop_test(tests, a_wrong_kind_is_told, 0, sizeof wrong_kinds / sizeof *wrong_kinds);
    tcase_add_loop_test(tests, a_lookup_that_does_not_fit_is_told, 0,
                        sizeof wrong_lookups / sizeof *wrong_lookups);
    tcase_add_test(tests, numbers_become_the_columns_kind);
    tcase_add_test(tests, it_is_told_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
