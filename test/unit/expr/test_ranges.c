/* test_ranges.c: values of the right kind that no server could take, by themselves and in arrays; and the last that it does. */
#include "test/unit/expr/fixture.h"

#include <check.h>
#include <float.h>
#include <math.h>

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
#define FIRST_DAY (-2440588)
#define LAST_DAY 2145042905
#define DAY INT64_C(86400000000)
#define ADDRESS(family, prefix)                                   \
    {                                                             \
        .kind = QUERN_KIND_INET, .count = (family)*256 + (prefix) \
    }

static const char *const latin[] = { "a", "b", "caf\xe9" };
static const char *const with_null[] = { "a", NULL, "c" };
static const quern_decimal sums[] = { { "1.50" }, { "1,50" } };
static const quern_json documents[] = { { "{\"\xff\": 1}" } };
static const quern_bytes huge[] = { { "x", 1 }, { NULL, 0 }, { "x", (size_t)1 << 30 } };
static const quern_date days[] = {
    { INT32_MIN }, { FIRST_DAY }, { LAST_DAY }, { INT32_MAX }, { FIRST_DAY - 1 }
};
static const quern_time times[] = { { 0 }, { DAY }, { -1 } };
static const quern_timestamp moments[] = { { FIRST_DAY * DAY }, { FIRST_DAY * DAY - 1 } };
static const quern_local_timestamp walls[] = { { INT64_MIN + 1 } };
static const quern_inet addresses[] = { { .family = 4, .prefix = 32 },
                                        { .family = 6, .prefix = 128 },
                                        { .family = 4, .prefix = 33 } };

#define BEFORE "lies before 4714-11-24 BC, where the server's calendar begins"
#define MOMENT_HINT "microseconds since 1970; INT64_MIN is -infinity"
#define DATE_HINT "days since 1970; INT32_MIN is -infinity, INT32_MAX infinity"
#define TIME_HINT "microseconds since midnight: 0 to 86400000000"
#define UTF8_HINT "texts in quern are UTF-8: convert it first"
#define DECIMAL_HINT "decimals are written \"-12.50\", \"1e-3\", \"NaN\" or \"Infinity\", without spaces"
#define SIZE_HINT "the server takes values of less than 1 GB"
#define FAMILY_HINT "the family is 4 or 6; quern_inet_parse reads an address from a text"
#define PREFIX_HINT "the prefix counts the bits of the network; for a host all of them"

/* clang-format off */
static const item_call ranges[] = { /* message NULL: it fits */
    { "one_i16", EXACT, OF(I64, .as.integer = INT16_MIN), NULL, NULL },
    { "one_i16", EXACT, OF(I64, .as.integer = INT16_MAX), NULL, NULL },
    { "one_i16", EXACT, OF(I64, .as.integer = INT16_MAX + 1),
      "32768 is out of range for item.one_i16", "item.one_i16 is declared as int16_t" },
    { "maybe_i16", EXACT, OF(I64, .as.integer = INT16_MIN - 1),
      "-32769 is out of range for item.maybe_i16", "item.maybe_i16 is declared as quern_null_i16" },
    { "one_i32", EXACT, OF(I64, .as.integer = INT64_MIN),
      "-9223372036854775808 is out of range for item.one_i32", "item.one_i32 is declared as int32_t" },
    { "one_f32", EXACT, OF(F64, .as.real = FLT_MAX), NULL, NULL },
    { "one_f32", EXACT, OF(F64, .as.real = -0x1.fffffefffffffp127), NULL, NULL },
    { "one_f32", EXACT, OF(F64, .as.real = 0x1.ffffffp127),
      "3e+38 is out of range for item.one_f32", "item.one_f32 is declared as float" },
    { "maybe_f32", EXACT, OF(F64, .as.real = -DBL_MAX),
      "-2e+308 is out of range for item.maybe_f32", "item.maybe_f32 is declared as quern_null_f32" },
    { "one_f32", EXACT, OF(F64, .as.real = INFINITY), NULL, NULL },
    { "one_f32", EXACT, OF(F64, .as.real = -INFINITY), NULL, NULL },
    { "one_f32", EXACT, OF(F64, .as.real = NAN), NULL, NULL },
    { "one_f32", EXACT, OF(F64, .as.real = 5e-324), NULL, NULL },
    { "one_f32", EXACT, OF(I64, .as.integer = INT64_MIN), NULL, NULL },
    { "one_f32", EXACT, EMPTY(TOO_BIG),
      "a number over 9223372036854775807 is out of range for item.one_f32", "item.one_f32 is declared as float" },
    { "one_decimal", EXACT, EMPTY(TOO_BIG),
      "a number over 9223372036854775807 is out of range for item.one_decimal",
      "item.one_decimal is declared as quern_decimal: quern_decimal_of(\"9.99\") makes one" },
    { "one_decimal", EXACT, OF(DECIMAL, .as.decimal = { "" }),
      "the decimal for item.one_decimal is no number", DECIMAL_HINT },
    { "one_decimal", EXACT, OF(DECIMAL, .as.decimal = { "1,50" }),
      "the decimal for item.one_decimal is no number", DECIMAL_HINT },
    { "one_decimal", EXACT, OF(DECIMAL, .as.decimal = { "-1.50" }), NULL, NULL },
    { "one_text", EXACT, TEXT("\xe9"), "the text for item.one_text is not valid UTF-8", UTF8_HINT },
    { "one_text", QUERN_LOOKUP_icontains, TEXT("\xe9"), "the text for item.one_text is not valid UTF-8", UTF8_HINT },
    { "one_json", EXACT, OF(JSON, .as.json = { "\"\xed\xa0\x80\"" }),
      "the JSON document for item.one_json is not valid UTF-8", UTF8_HINT },
    { "one_json", EXACT, OF(JSON, .as.json = { "no JSON" }), NULL, NULL },
    { "one_bytes", EXACT, OF(BYTES, .as.bytes = { "\xff", 1 }), NULL, NULL },
    { "one_bytes", EXACT, OF(BYTES, .as.bytes = { "x", (size_t)1 << 30 }),
      "the value for item.one_bytes is too large", SIZE_HINT },
    { "one_timestamp", EXACT, OF(TIMESTAMP, .as.timestamp = { FIRST_DAY * DAY }), NULL, NULL },
    { "one_timestamp", EXACT, OF(TIMESTAMP, .as.timestamp = { INT64_MAX - 1 }), NULL, NULL },
    { "one_timestamp", EXACT, OF(TIMESTAMP, .as.timestamp = { FIRST_DAY * DAY - 1 }),
      "the timestamp for item.one_timestamp " BEFORE, MOMENT_HINT },
    { "one_local_timestamp", EXACT, OF(LOCAL_TIMESTAMP, .as.local_timestamp = { FIRST_DAY * DAY }), NULL, NULL },
    { "one_local_timestamp", EXACT, OF(LOCAL_TIMESTAMP, .as.local_timestamp = { INT64_MIN }), NULL, NULL },
    { "one_local_timestamp", EXACT, OF(LOCAL_TIMESTAMP, .as.local_timestamp = { INT64_MAX }), NULL, NULL },
    { "maybe_local_timestamp", EXACT, OF(LOCAL_TIMESTAMP, .as.local_timestamp = { INT64_MIN + 1 }),
      "the local timestamp for item.maybe_local_timestamp " BEFORE, MOMENT_HINT },
    { "one_date", EXACT, OF(DATE, .as.date = { FIRST_DAY }), NULL, NULL },
    { "one_date", EXACT, OF(DATE, .as.date = { LAST_DAY }), NULL, NULL },
    { "one_date", EXACT, OF(DATE, .as.date = { INT32_MIN }), NULL, NULL },
    { "one_date", EXACT, OF(DATE, .as.date = { INT32_MAX }), NULL, NULL },
    { "one_date", EXACT, OF(DATE, .as.date = { FIRST_DAY - 1 }), "the date for item.one_date " BEFORE, DATE_HINT },
    { "one_date", EXACT, OF(DATE, .as.date = { INT32_MIN + 1 }), "the date for item.one_date " BEFORE, DATE_HINT },
    { "maybe_date", EXACT, OF(DATE, .as.date = { LAST_DAY + 1 }),
      "the date for item.maybe_date lies after 5874897-12-31, where the server's calendar ends", DATE_HINT },
    { "one_time", EXACT, OF(TIME, .as.time = { 0 }), NULL, NULL },
    { "one_time", EXACT, OF(TIME, .as.time = { DAY }), NULL, NULL },
    { "one_time", EXACT, OF(TIME, .as.time = { DAY + 1 }),
      "the time for item.one_time lies outside of 00:00:00 to 24:00:00", TIME_HINT },
    { "maybe_time", EXACT, OF(TIME, .as.time = { -1 }),
      "the time for item.maybe_time lies outside of 00:00:00 to 24:00:00", TIME_HINT },
    { "one_interval", EXACT, OF(INTERVAL, .as.interval = { INT64_MIN, INT32_MIN, INT32_MAX }), NULL, NULL },
    { "one_inet", EXACT, ADDRESS(4, 0), NULL, NULL },
    { "one_inet", EXACT, ADDRESS(4, 32), NULL, NULL },
    { "one_inet", EXACT, ADDRESS(6, 128), NULL, NULL },
    { "one_inet", EXACT, ADDRESS(4, 33), "the address for item.one_inet has a prefix of more than 32 bits", PREFIX_HINT },
    { "one_inet", EXACT, ADDRESS(6, 129), "the address for item.one_inet has a prefix of more than 128 bits", PREFIX_HINT },
    { "one_inet", EXACT, ADDRESS(0, 0), "the address for item.one_inet is of no family", FAMILY_HINT },
    { "maybe_inet", EXACT, ADDRESS(5, 32), "the address for item.maybe_inet is of no family", FAMILY_HINT },
    { "all_text", EXACT, FEW(TEXT, latin, 2), NULL, NULL },
    { "all_text", EXACT, FEW(TEXT, latin, 3), "items[2] of the array for item.all_text is not valid UTF-8", UTF8_HINT },
    { "all_text", EXACT, FEW(TEXT, with_null, 3), NULL, NULL },
    { "all_decimal", EXACT, FEW(DECIMAL, sums, 2), "items[1] of the array for item.all_decimal is no number", DECIMAL_HINT },
    { "all_json", EXACT, FEW(JSON, documents, 1), "items[0] of the array for item.all_json is not valid UTF-8", UTF8_HINT },
    { "all_bytes", EXACT, FEW(BYTES, huge, 2), NULL, NULL },
    { "all_bytes", EXACT, FEW(BYTES, huge, 3), "items[2] of the array for item.all_bytes is too large", SIZE_HINT },
    { "all_timestamp", EXACT, FEW(TIMESTAMP, moments, 2), "items[1] of the array for item.all_timestamp " BEFORE, MOMENT_HINT },
    { "all_local_timestamp", EXACT, FEW(LOCAL_TIMESTAMP, walls, 1),
      "items[0] of the array for item.all_local_timestamp " BEFORE, MOMENT_HINT },
    { "all_date", EXACT, FEW(DATE, days, 4), NULL, NULL },
    { "all_date", EXACT, FEW(DATE, days, 5), "items[4] of the array for item.all_date " BEFORE, DATE_HINT },
    { "all_time", EXACT, FEW(TIME, times, 3),
      "items[2] of the array for item.all_time lies outside of 00:00:00 to 24:00:00", TIME_HINT },
    { "all_inet", EXACT, FEW(INET, addresses, 2), NULL, NULL },
    { "all_inet", EXACT, FEW(INET, addresses, 3),
      "items[2] of the array for item.all_inet has a prefix of more than 32 bits", PREFIX_HINT },
    { "all_i64", EXACT, FEW(I64, numbers, 134217728),
      "the array for item.all_i64 has too many items", "the server takes arrays of 134217727 at most" },
    { "all_i64", EXACT, { .kind = QUERN_KIND_TOO_BIG | QUERN_ARRAY },
      "the array for item.all_i64 has too many items", "the server takes arrays of 134217727 at most" },
};
/* clang-format on */

START_TEST(what_lies_out_of_range_is_told)
{
    quern__condition leaf;
    if (ranges[_i].message) {
        item_expect_refusal(scope, &ranges[_i], QUERN_ERROR_VALUE);
        return;
    }
    const quern_error *error =
        item_resolve(scope, ranges[_i].member, ranges[_i].lookup, ranges[_i].value, &leaf);
    ck_assert_msg(!error, "%s, row %d: %s", ranges[_i].member, _i, error ? error->message : "");
    ck_assert_int_eq(leaf.form, QUERN__FORM_COMPARE);
}
END_TEST

START_TEST(it_is_told_without_memory)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].message)
            item_replay_refusal(&ranges[i]);
}
END_TEST

Suite *quern__suite_ranges(void);

Suite *quern__suite_ranges(void)
{
    Suite *suite = suite_create("ranges");
    TCase *tests = tcase_create("ranges");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, what_lies_out_of_range_is_told, 0, sizeof ranges / sizeof *ranges);
    tcase_add_test(tests, it_is_told_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
