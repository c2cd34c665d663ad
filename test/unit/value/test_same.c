/* test_same.c: values that are the same, and values that only nearly are. */
#include "lib/value/same.h"

#include <check.h>
#include <math.h>
#include <string.h>

static const char *const words[] = { "a", "b" };
static const char copied[] = { 'a', '\0' }, *const other_words[] = { copied, "b" };
static const bool second[] = { false, true };
static const int64_t numbers[] = { 1, 2 }, others[] = { 1, 3 };

/* clang-format off */
#define MANY(NAME, items, nulls, count_) { .kind = QUERN_KIND_##NAME | QUERN_ARRAY, .count = (count_), .as.array = { items, nulls } }
#define ONE(NAME, ...) { .kind = QUERN_KIND_##NAME, .as = { __VA_ARGS__ } }

static const struct {
    const char *name;
    quern_value a, b;
    bool same;
} cases[] = {
    { "integers", ONE(I64, .integer = 5), ONE(I64, .integer = 5), true },
    { "other integers", ONE(I64, .integer = 5), ONE(I64, .integer = -5), false },
    { "an integer and a moment", ONE(I64, .integer = 5), ONE(TIMESTAMP, .timestamp = { 5 }), false },
    { "bools", ONE(BOOL, .boolean = true), ONE(BOOL, .boolean = true), true },
    { "other bools", ONE(BOOL, .boolean = true), ONE(BOOL, .boolean = false), false },
    { "NaN", ONE(F64, .real = NAN), ONE(F64, .real = NAN), true },
    { "both zeros", ONE(F64, .real = 0.0), ONE(F64, .real = -0.0), false },
    { "texts", ONE(TEXT, .text = "a"), ONE(TEXT, .text = copied), true },
    { "other texts", ONE(TEXT, .text = "a"), ONE(TEXT, .text = "aa"), false },
    { "NULL and an empty text", ONE(TEXT, .text = NULL), ONE(TEXT, .text = ""), false },
    { "NULL and no text", { .kind = QUERN_KIND_NULL }, ONE(TEXT, .text = NULL), true },
    { "NULL and 0", { .kind = QUERN_KIND_NULL }, ONE(I64, .integer = 0), false },
    { "decimals", ONE(DECIMAL, .decimal = { "1.5" }), ONE(DECIMAL, .decimal = { "1.5" }), true },
    { "decimals as they are written", ONE(DECIMAL, .decimal = { "1.5" }), ONE(DECIMAL, .decimal = { "1.50" }), false },
    { "JSON", ONE(JSON, .json = { "{}" }), ONE(JSON, .json = { "{}" }), true },
    { "other JSON", ONE(JSON, .json = { "{}" }), ONE(JSON, .json = { "[]" }), false },
    { "bytes", ONE(BYTES, .bytes = { "a\0b", 3 }), ONE(BYTES, .bytes = { "a\0b", 3 }), true },
    { "bytes behind a zero", ONE(BYTES, .bytes = { "a\0b", 3 }), ONE(BYTES, .bytes = { "a\0c", 3 }), false },
    { "shorter bytes", ONE(BYTES, .bytes = { "a\0b", 3 }), ONE(BYTES, .bytes = { "a\0b", 2 }), false },
    { "dates", ONE(DATE, .date = { 5 }), ONE(DATE, .date = { 5 }), true },
    { "other dates", ONE(DATE, .date = { 5 }), ONE(DATE, .date = { 6 }), false },
    { "times", ONE(TIME, .time = { 5 }), ONE(TIME, .time = { 6 }), false },
    { "intervals", ONE(INTERVAL, .interval = { 1, 2, 3 }), ONE(INTERVAL, .interval = { 1, 2, 3 }), true },
    { "other months", ONE(INTERVAL, .interval = { 1, 2, 3 }), ONE(INTERVAL, .interval = { 1, 2, 4 }), false },
    { "other days", ONE(INTERVAL, .interval = { 1, 2, 3 }), ONE(INTERVAL, .interval = { 1, 9, 3 }), false },
    { "uuids", ONE(UUID, .uuid = { { 1, 2 } }), ONE(UUID, .uuid = { { 1, 2 } }), true },
    { "other uuids", ONE(UUID, .uuid = { { 1, 2 } }), ONE(UUID, .uuid = { { 1, 2, [15] = 1 } }), false },
    { "networks", { .kind = QUERN_KIND_INET, .count = 4 * 256 + 8, .as.address = { 10 } },
      { .kind = QUERN_KIND_INET, .count = 4 * 256 + 16, .as.address = { 10 } }, false },
    { "arrays", MANY(I64, numbers, NULL, 2), MANY(I64, numbers, NULL, 2), true },
    { "other items", MANY(I64, numbers, NULL, 2), MANY(I64, others, NULL, 2), false },
    { "fewer items", MANY(I64, numbers, NULL, 2), MANY(I64, numbers, NULL, 1), false },
    { "items that are NULL", MANY(I64, numbers, second, 2), MANY(I64, others, second, 2), true },
    { "one item that is", MANY(I64, numbers, NULL, 2), MANY(I64, numbers, second, 2), false },
    { "arrays of texts", MANY(TEXT, words, NULL, 2), MANY(TEXT, other_words, NULL, 2), true },
    { "an empty array and none", MANY(I64, numbers, NULL, 0), MANY(I64, NULL, NULL, 0), false },
};
/* clang-format on */

START_TEST(both_ways_around)
{
    ck_assert_msg(quern__value_same(&cases[_i].a, &cases[_i].b) == cases[_i].same, "%s", cases[_i].name);
    ck_assert_msg(quern__value_same(&cases[_i].b, &cases[_i].a) == cases[_i].same, "%s, turned",
                  cases[_i].name);
    ck_assert_msg(quern__value_same(&cases[_i].a, &cases[_i].a), "%s: itself", cases[_i].name);
}
END_TEST

Suite *quern__suite_same(void);

Suite *quern__suite_same(void)
{
    Suite *suite = suite_create("same");
    TCase *tests = tcase_create("same");
    tcase_add_loop_test(tests, both_ways_around, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, tests);
    return suite;
}
