/* test_fault.c: what is wrong with values. The words, and where the ranges end, are tested in test/unit/expr/test_ranges.c. */
#include "lib/value/fault.h"

#include "test/support/expect.h"

#include <check.h>

static const char *const texts[] = { "a", NULL, "\xff", "\xfe" };
static const bool not_the_third[] = { false, false, true, false };
static const quern_decimal decimals[] = { { "1" }, { "one" } };

/* clang-format off */
static const struct {
    const char *name;
    quern_value value;
    const char *noun, *what; /* NULL: nothing is wrong */
    int item;                /* -1: not in an item */
} cases[] = {
    { "a text", { .kind = QUERN_KIND_TEXT, .as.text = "ünï☃" }, NULL, NULL, -1 },
    { "a text in Latin-1", { .kind = QUERN_KIND_TEXT, .as.text = "\xfcn" }, "text", "is not valid UTF-8", -1 },
    { "a decimal", { .kind = QUERN_KIND_DECIMAL, .as.decimal = { "-Infinity" } }, NULL, NULL, -1 },
    { "no decimal", { .kind = QUERN_KIND_DECIMAL, .as.decimal = { "1 000" } }, "decimal", "is no number", -1 },
    { "JSON in Latin-1", { .kind = QUERN_KIND_JSON, .as.json = { "\"\xfc\"" } }, "JSON document", "is not valid UTF-8", -1 },
    { "bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { "\xff", 1 } }, NULL, NULL, -1 },
    { "the most bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { "", 0x3fffffff } }, NULL, NULL, -1 },
    { "one more", { .kind = QUERN_KIND_BYTES, .as.bytes = { "", 0x40000000 } }, "value", "is too large", -1 },
    { "an integer", { .kind = QUERN_KIND_I64, .as.integer = INT64_MIN }, NULL, NULL, -1 },
    { "a uuid", { .kind = QUERN_KIND_UUID }, NULL, NULL, -1 },
    { "an interval", { .kind = QUERN_KIND_INTERVAL, .as.interval = { INT64_MAX, INT32_MAX, INT32_MAX } }, NULL, NULL, -1 },
    { "a timestamp", { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { INT64_MIN + 1 } },
      "timestamp", "lies before 4714-11-24 BC, where the server's calendar begins", -1 },
    { "a local timestamp", { .kind = QUERN_KIND_LOCAL_TIMESTAMP, .as.local_timestamp = { INT64_MIN + 1 } },
      "local timestamp", "lies before 4714-11-24 BC, where the server's calendar begins", -1 },
    { "a date", { .kind = QUERN_KIND_DATE, .as.date = { INT32_MAX - 1 } },
      "date", "lies after 5874897-12-31, where the server's calendar ends", -1 },
    { "a time", { .kind = QUERN_KIND_TIME, .as.time = { -1 } }, "time", "lies outside of 00:00:00 to 24:00:00", -1 },
    { "an address", { .kind = QUERN_KIND_INET, .count = 65535 * 256 + 4 }, "address", "is of no family", -1 },
    { "an array", { .kind = QUERN_KIND_TEXT | QUERN_ARRAY, .count = 2, .as.array = { texts, NULL } }, NULL, NULL, -1 },
    { "its third item", { .kind = QUERN_KIND_TEXT | QUERN_ARRAY, .count = 4, .as.array = { texts, NULL } },
      "text", "is not valid UTF-8", 2 },
    { "its fourth item", { .kind = QUERN_KIND_TEXT | QUERN_ARRAY, .count = 4, .as.array = { texts, not_the_third } },
      "text", "is not valid UTF-8", 3 },
    { "an item that is no decimal", { .kind = QUERN_KIND_DECIMAL | QUERN_ARRAY, .count = 2, .as.array = { decimals, NULL } },
      "decimal", "is no number", 1 },
    { "too many items", { .kind = QUERN_KIND_I64 | QUERN_ARRAY, .count = 134217728, .as.array = { "", NULL } },
      "array", "has too many items", -1 },
    { "the most items", { .kind = QUERN_KIND_I64 | QUERN_ARRAY, .count = 134217727, .as.array = { "", NULL } }, NULL, NULL, -1 },
    { "many too many", { .kind = QUERN_KIND_TOO_BIG | QUERN_ARRAY }, "array", "has too many items", -1 },
};
/* clang-format on */

START_TEST(the_first_fault_is_found)
{
    const quern__fault fault = quern__value_fault(&cases[_i].value);
    quern__expect_text(cases[_i].name, "the fault", fault.what, cases[_i].what);
    quern__expect_text(cases[_i].name, "the noun", fault.noun, cases[_i].noun);
    ck_assert_msg(!fault.what == !fault.hint, "%s: the hint", cases[_i].name);
    ck_assert_msg((fault.in_item ? (int)fault.item : -1) == cases[_i].item, "%s: item %zu", cases[_i].name,
                  fault.item);
}
END_TEST

Suite *quern__suite_fault(void);

Suite *quern__suite_fault(void)
{
    Suite *suite = suite_create("fault");
    TCase *tests = tcase_create("fault");
    tcase_add_loop_test(tests, the_first_fault_is_found, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, tests);
    return suite;
}
