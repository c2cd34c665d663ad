/* test_same.c: values that are the same, and values that only nearly are; and their digests. */
#include "lib/value/same.h"

#include "lib/value/digest.h"

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

static uint64_t digest_of(const quern_value *value, uint64_t seed)
{
    const quern_kind kind = QUERN_KIND_NULL; /* what they are sent as is the same: only the values differ */
    return quern__values_digest(seed, value, &kind, 1);
}

START_TEST(one_digest_for_what_is_the_same)
{
    const uint64_t a = digest_of(&cases[_i].a, 1);
    ck_assert_msg((digest_of(&cases[_i].b, 1) == a) == cases[_i].same, "%s", cases[_i].name);
    ck_assert_msg(digest_of(&cases[_i].a, 1) == a, "%s: itself", cases[_i].name);
    ck_assert_msg(digest_of(&cases[_i].a, 2) != a, "%s: by another seed", cases[_i].name);
}
END_TEST

/* Lists of values, of which one alone would be the same as the other. */
START_TEST(digests_of_lists)
{
    const quern_value ab[] = { ONE(TEXT, .text = "a"), ONE(TEXT, .text = "b") };
    const quern_value ba[] = { ONE(TEXT, .text = "b"), ONE(TEXT, .text = "a") };
    const quern_value joined[] = { ONE(TEXT, .text = "ab"), ONE(TEXT, .text = "") };
    const quern_kind texts[] = { QUERN_KIND_TEXT, QUERN_KIND_TEXT }, others[] = { QUERN_KIND_TEXT, 0 };
    const uint64_t digests[] = {
        quern__values_digest(1, ab, texts, 2),     quern__values_digest(1, ba, texts, 2),
        quern__values_digest(1, joined, texts, 2), quern__values_digest(1, ab, texts, 1),
        quern__values_digest(1, ab, others, 2),    quern__values_digest(1, ab, texts, 0),
    };
    const size_t count = sizeof digests / sizeof *digests;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(digests[i] != digests[j], "%zu and %zu", i, j);
}
END_TEST

Suite *quern__suite_same(void);

Suite *quern__suite_same(void)
{
    Suite *suite = suite_create("same");
    TCase *tests = tcase_create("same");
    tcase_add_loop_test(tests, both_ways_around, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, one_digest_for_what_is_the_same, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, digests_of_lists);
    suite_add_tcase(suite, tests);
    return suite;
}
