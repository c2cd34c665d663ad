/* test_value.c: values as literals. */
#include "backends/script/inner.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ARRAY(name, ...) \
    quern_value_array_##name((quern_array_##name){ .items = __VA_ARGS__, .nulls = nulls, .count = 3 })

static void expect(const quern_value *value, quern_kind kind, const char *expected)
{
    quern__script_text written = quern__script_text_open(quern_system_allocator());
    quern__script_literal(&written.writer, value, kind);
    ck_assert_str_eq(written.bytes, expected);
    quern__script_text_close(&written);
}

static void expect_own(quern_value value, const char *expected)
{
    expect(&value, (quern_kind)value.kind, expected);
}

START_TEST(single_values)
{
    const quern_inet network = { .family = 4, .prefix = 8, .bytes = { 10 } };
    const quern_value narrow = { .kind = QUERN_KIND_I16, .as.integer = -3 };
    expect_own(quern_value_bool(true), "true");
    expect_own(quern_value_bool(false), "false");
    expect_own(narrow, "-3");
    expect_own(quern_value_i32(-3), "-3");
    expect_own(quern_value_i64(INT64_MIN), "-9223372036854775808");
    expect_own(quern_value_f64(0.1), "0.1");
    expect_own(quern_value_f64(-INFINITY), "-Infinity");
    expect_own(quern_value_text("it's '' \\"), "'it''s '''' \\'");
    expect_own(quern_value_text(""), "''");
    expect_own(quern_value_text("'"), "''''");
    expect_own(quern_value_bytes(quern_bytes_of("\0\xff'", 3)), "'\\x00ff27'");
    expect_own(quern_value_bytes(quern_bytes_of(NULL, 0)), "'\\x'");
    expect_own(quern_value_timestamp((quern_timestamp){ 500000 }), "'1970-01-01T00:00:00.5Z'");
    expect_own(quern_value_local_timestamp((quern_local_timestamp){ 500000 }), "'1970-01-01T00:00:00.5'");
    expect_own(quern_value_date((quern_date){ INT32_MAX }), "'infinity'");
    expect_own(quern_value_time((quern_time){ 1 }), "'00:00:00.000001'");
    expect_own(quern_value_interval((quern_interval){ -1, 2, 3 }), "'P3M2DT-0.000001S'");
    expect_own(quern_value_uuid((quern_uuid){ { 0xff } }), "'ff000000-0000-0000-0000-000000000000'");
    expect_own(quern_value_decimal(quern_decimal_of("12.50")), "'12.50'");
    expect_own(quern_value_json(quern_json_of("{\"a\": \"it's\"}")), "'{\"a\": \"it''s\"}'");
    expect_own(quern_value_inet(network), "'10.0.0.0/8'");
}
END_TEST

START_TEST(a_float_has_its_own_digits)
{
    const quern_value value = quern_value_f32(0.1f);
    expect(&value, QUERN_KIND_F32, "0.1");
    expect(&value, QUERN_KIND_F64, "0.10000000149011612");
}
END_TEST

START_TEST(null_is_null)
{
    expect_own(quern_value_null(), "NULL");
    expect_own(quern_value_text(NULL), "NULL");
    expect_own(quern_value_bytes((quern_bytes){ NULL, 0 }), "NULL");
    expect_own(quern_value_decimal(quern_decimal_of(NULL)), "NULL");
    expect_own(quern_value_json(quern_json_of(NULL)), "NULL");
    expect_own(quern_value_array_i64((quern_array_i64){ NULL, NULL, 0 }), "NULL");
    expect_own((quern_value){ .kind = QUERN_KIND_I64 | QUERN_ARRAY }, "NULL");
    expect_own((quern_value){ .kind = QUERN_KIND_TOO_BIG }, "NULL");
}
END_TEST

START_TEST(arrays)
{
    static const bool nulls[] = { false, true, false };
    expect_own(quern_value_array_i64(quern_array_of_i64(NULL, 0)), "'{}'");
    expect_own(ARRAY(bool, (const bool[]){ true, true, false }), "'{true,NULL,false}'");
    expect_own(ARRAY(i16, (const int16_t[]){ -1, 2, 3 }), "'{-1,NULL,3}'");
    expect_own(ARRAY(i32, (const int32_t[]){ -1, 2, INT32_MAX }), "'{-1,NULL,2147483647}'");
    expect_own(ARRAY(i64, (const int64_t[]){ -1, 2, INT64_MIN }), "'{-1,NULL,-9223372036854775808}'");
    expect_own(ARRAY(f32, (const float[]){ 0.1f, 2, -INFINITY }), "'{0.1,NULL,-Infinity}'");
    expect_own(ARRAY(f64, (const double[]){ 0.1, 2, NAN }), "'{0.1,NULL,NaN}'");
    expect_own(ARRAY(timestamp, (const quern_timestamp[]){ { 0 }, { 1 }, { INT64_MAX } }),
               "'{1970-01-01T00:00:00Z,NULL,infinity}'");
    expect_own(ARRAY(date, (const quern_date[]){ { 0 }, { 1 }, { -1 } }), "'{1970-01-01,NULL,1969-12-31}'");
    expect_own(ARRAY(interval, (const quern_interval[]){ { 0, 0, 0 }, { 1, 0, 0 }, { 0, 0, 1 } }),
               "'{PT0S,NULL,P1M}'");
    expect_own(ARRAY(inet, (const quern_inet[]){ { 4, 32, { 10 } }, { 0, 0, { 0 } }, { 6, 0, { 0 } } }),
               "'{10.0.0.0,NULL,::/0}'");
    expect_own(ARRAY(decimal, (const quern_decimal[]){ { "1.50" }, { NULL }, { "NaN" } }),
               "'{1.50,NULL,NaN}'");
    expect_own(ARRAY(bytes, (const quern_bytes[]){ { "", 0 }, { NULL, 0 }, { "\xff", 1 } }),
               "'{\"\\\\x\",NULL,\"\\\\xff\"}'");
    expect_own(ARRAY(json, (const quern_json[]){ { "1" }, { NULL }, { "{\"a\":null}" } }),
               "'{1,NULL,\"{\\\"a\\\":null}\"}'");
}
END_TEST

static const struct {
    const char *text, *item;
} items[] = {
    { "Emma", "Emma" },
    { "", "\"\"" },
    { "null", "\"null\"" },
    { "NULL", "\"NULL\"" },
    { "NULLs", "NULLs" },
    { "a b", "\"a b\"" },
    { "a\tb", "\"a\tb\"" },
    { "a\vb", "\"a\vb\"" },
    { "a,b", "\"a,b\"" },
    { "{", "\"{\"" },
    { "}", "\"}\"" },
    { "say \"a\"", "\"say \\\"a\\\"\"" },
    { "back\\", "\"back\\\\\"" },
    { "it's", "it''s" },
    { "\xc3\xa9", "\xc3\xa9" },
    { "[1:2]=", "[1:2]=" },
};

START_TEST(texts_in_arrays_have_quotes_where_needed)
{
    const char *const text = items[_i].text;
    char expected[100];
    snprintf(expected, sizeof expected, "'{%s,%s}'", items[_i].item, items[_i].item);
    expect_own(quern_value_array_text(quern_array_of_text((const char *const[]){ text, text }, 2)), expected);
}
END_TEST

/* NULL among the items, and the word. */
START_TEST(null_in_a_text_array)
{
    const char *const texts[] = { NULL, "NULL" };
    expect_own(quern_value_array_text(quern_array_of_text(texts, 2)), "'{NULL,\"NULL\"}'");
}
END_TEST

Suite *quern__suite_value(void);
Suite *quern__suite_value(void)
{
    Suite *suite = suite_create("value");
    TCase *tcase = tcase_create("value");
    tcase_add_test(tcase, single_values);
    tcase_add_test(tcase, a_float_has_its_own_digits);
    tcase_add_test(tcase, null_is_null);
    tcase_add_test(tcase, arrays);
    tcase_add_loop_test(tcase, texts_in_arrays_have_quotes_where_needed, 0, sizeof items / sizeof *items);
    tcase_add_test(tcase, null_in_a_text_array);
    suite_add_tcase(suite, tcase);
    return suite;
}
