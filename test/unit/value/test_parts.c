/* test_parts.c: values taken apart: what is NULL, the size of a kind, the items of arrays. */
#include "lib/value/parts.h"

#include <check.h>
#include <string.h>

/* clang-format off */
static const struct {
    const char *name;
    quern_value value;
    bool null;
} nulls[] = {
    { "NULL", { .kind = QUERN_KIND_NULL }, true },
    { "no text", { .kind = QUERN_KIND_TEXT }, true },
    { "an empty text", { .kind = QUERN_KIND_TEXT, .as.text = "" }, false },
    { "no bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { NULL, 5 } }, true },
    { "empty bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { "", 0 } }, false },
    { "no decimal", { .kind = QUERN_KIND_DECIMAL }, true },
    { "a decimal", { .kind = QUERN_KIND_DECIMAL, .as.decimal = { "0" } }, false },
    { "no JSON", { .kind = QUERN_KIND_JSON }, true },
    { "JSON's null", { .kind = QUERN_KIND_JSON, .as.json = { "null" } }, false },
    { "0", { .kind = QUERN_KIND_I64 }, false },
    { "false", { .kind = QUERN_KIND_BOOL }, false },
    { "a uuid of zeros", { .kind = QUERN_KIND_UUID }, false },
    { "a path", { .kind = QUERN_KIND_PATH }, false },
    { "too big", { .kind = QUERN_KIND_TOO_BIG }, false },
    { "no array", { .kind = QUERN_KIND_I64 | QUERN_ARRAY, .count = 3 }, true },
    { "an empty array", { .kind = QUERN_KIND_I64 | QUERN_ARRAY, .as.array = { "", NULL } }, false },
    { "an array too big", { .kind = QUERN_KIND_TOO_BIG | QUERN_ARRAY }, false },
};
/* clang-format on */

START_TEST(null_has_several_forms)
{
    ck_assert_msg(quern__value_is_null(&nulls[_i].value) == nulls[_i].null, "%s", nulls[_i].name);
}
END_TEST

START_TEST(each_kind_has_a_size)
{
#define SIZE(NAME, name, type)                                                  \
    ck_assert_msg(quern__value_size(QUERN_KIND_##NAME) == sizeof(type), #name); \
    ck_assert_msg(quern__value_size(QUERN_KIND_##NAME | QUERN_ARRAY) == sizeof(type), #name "[]");
    QUERN__ELEMENTS(SIZE)
#undef SIZE
    static const unsigned others[] = { QUERN_KIND_END,
                                       QUERN_KIND_NULL,
                                       QUERN_KIND_PATH,
                                       QUERN_KIND_TOO_BIG,
                                       QUERN_KIND_TOO_BIG | QUERN_ARRAY,
                                       QUERN_KIND_I64 | QUERN_NULLABLE,
                                       0x77 };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(quern__value_size(others[i]) == 0, "%x", others[i]);
}
END_TEST

typedef const char *pointer;

/* An array of two items of each kind: the second one is given, the first one is zero. */
START_TEST(items_are_values_of_their_kind)
{
    quern_value item;
#define SECOND(name, type, ...)                                                            \
    do {                                                                                   \
        const type two[2] = { [1] = __VA_ARGS__ };                                         \
        const quern_value array = quern_value_array_##name(quern_array_of_##name(two, 2)); \
        const quern_value wanted = quern_value_##name(two[1]);                             \
        item = quern__value_item(&array, 1);                                               \
        ck_assert_msg(item.kind == wanted.kind && item.count == wanted.count, #name);      \
        ck_assert_msg(memcmp(&item.as, &wanted.as, sizeof item.as) == 0, #name);           \
    } while (0)
    SECOND(bool, bool, true);
    SECOND(i16, int16_t, -2);
    SECOND(i32, int32_t, INT32_MIN);
    SECOND(i64, int64_t, INT64_MIN);
    SECOND(f32, float, 0.5f);
    SECOND(f64, double, -0.0);
    SECOND(timestamp, quern_timestamp, { 5 });
    SECOND(local_timestamp, quern_local_timestamp, { 5 });
    SECOND(date, quern_date, { -5 });
    SECOND(time, quern_time, { 5 });
    SECOND(interval, quern_interval, { 1, 2, 3 });
    SECOND(uuid, quern_uuid, { { [15] = 7 } });
    SECOND(inet, quern_inet, { 6, 64, { [15] = 1 } });
    SECOND(text, pointer, "x");
    SECOND(bytes, quern_bytes, { "x", 1 });
    SECOND(decimal, quern_decimal, { "1.50" });
    SECOND(json, quern_json, { "{}" });
#undef SECOND
}
END_TEST

START_TEST(items_may_be_null)
{
    static const char *const texts[] = { "a", NULL, "c" };
    static const bool third[] = { false, false, true };
    const quern_value array = quern_value_array_text((quern_array_text){ texts, third, 3 });
    ck_assert_str_eq(quern__value_item(&array, 0).as.text, "a");
    ck_assert_int_eq(quern__value_item(&array, 1).kind, QUERN_KIND_NULL);
    ck_assert_int_eq(quern__value_item(&array, 2).kind, QUERN_KIND_NULL);
}
END_TEST

Suite *quern__suite_parts(void);

Suite *quern__suite_parts(void)
{
    Suite *suite = suite_create("parts");
    TCase *tests = tcase_create("parts");
    tcase_add_loop_test(tests, null_has_several_forms, 0, sizeof nulls / sizeof *nulls);
    tcase_add_test(tests, each_kind_has_a_size);
    tcase_add_test(tests, items_are_values_of_their_kind);
    tcase_add_test(tests, items_may_be_null);
    suite_add_tcase(suite, tests);
    return suite;
}
