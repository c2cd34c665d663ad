/* test_identity.c: which values are the same one. */
#include "lib/value/identity.h"

#include <quern/convert.h>

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static quern__arena *arena;

static bool same(quern_value a, quern_value b)
{
    quern__identity one, other;
    ck_assert(quern__identity_of(arena, &a, &one) && quern__identity_of(arena, &b, &other));
    return quern__identity_same(&one, &other);
}

static quern_value decimal(const char *text)
{
    return quern_value_decimal(quern_decimal_of(text));
}

static quern_value span(int32_t months, int32_t days, int64_t microseconds)
{
    return quern_value_interval((quern_interval){ microseconds, days, months });
}

static quern_value inet(const char *text)
{
    quern_inet parsed;
    ck_assert(quern_inet_parse(text, &parsed));
    return quern_value_inet(parsed);
}

/* Of each row, all are the same, and none is as any of another row. */
START_TEST(decimals_are_the_same_by_their_number)
{
    static const char *const numbers[][6] = {
        { "0", "-0", "0.000", ".0", "0e7", "00" },
        { "1.5", "+1.50", "0.15e1", "15E-1", "0001.500", "150e-2" },
        { "-1.5", "-1.50", "-0.15e1", "-15e-1", "-1.5", "-1.5" },
        { "15", "15.0", "1.5e1", "0.15e2", "015", "1500e-2" },
        { "1500", "1.5e3", "15e2", "1500.", "1500.0", "150e1" },
        { "105", "105.0", "1.05e2", "1050e-1", "0105", "10.5e1" },
        { "1e-3", "0.001", ".001", "1.0e-3", "0.0010", "10e-4" },
        { "NaN", "NaN", "NaN", "NaN", "NaN", "NaN" },
        { "Infinity", "Infinity", "Infinity", "Infinity", "Infinity", "Infinity" },
        { "-Infinity", "-Infinity", "-Infinity", "-Infinity", "-Infinity", "-Infinity" },
        { "123456789012345678901234567890.5", "123456789012345678901234567890.50",
          "1234567890123456789012345678905e-1", "123456789012345678901234567890.5",
          "+123456789012345678901234567890.5", "12345678901234567890123456789.05e1" },
    };
    enum { ROWS = sizeof numbers / sizeof *numbers };
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < ROWS; j++)
            for (size_t k = 0; k < 6; k++)
                ck_assert_msg(same(decimal(numbers[i][0]), decimal(numbers[j][k])) == (i == j), "%s and %s",
                              numbers[i][0], numbers[j][k]);
}
END_TEST

START_TEST(other_kinds)
{
    const int64_t day = INT64_C(86400000000);
    ck_assert(same(quern_value_f64(-0.0), quern_value_f64(0)) &&
              same(quern_value_f64((double)NAN), quern_value_f64(-(double)NAN)));
    ck_assert(!same(quern_value_f64(1), quern_value_f64(2)) &&
              same(quern_value_f64((double)INFINITY), quern_value_f64((double)INFINITY)));
    ck_assert(same(span(1, 0, 0), span(0, 30, 0)) && same(span(0, 1, 0), span(0, 0, day)));
    ck_assert(same(span(0, 0, -1), span(0, -1, day - 1)) && same(span(-1, 31, -day), span(0, 0, 0)));
    ck_assert(!same(span(0, 0, 1), span(0, 0, -1)) && !same(span(1, 0, 0), span(0, 31, 0)));
    ck_assert(!same(span(INT32_MAX, INT32_MAX, INT64_MAX), span(INT32_MIN, INT32_MIN, INT64_MIN)));
    ck_assert(same(quern_value_text("a"), quern_value_text("a")) &&
              !same(quern_value_text("a"), quern_value_text("a ")));
    ck_assert(!same(quern_value_text("a"), quern_value_text("A")));
    ck_assert(
        !same(quern_value_bytes(quern_bytes_of("a\0b", 3)), quern_value_bytes(quern_bytes_of("a\0c", 3))));
    ck_assert(same(quern_value_bytes(quern_bytes_of(NULL, 0)), quern_value_bytes(quern_bytes_of("x", 0))));
    ck_assert(!same(inet("10.0.0.0/8"), inet("10.0.0.0")) && same(inet("::1"), inet("::1/128")) &&
              !same(inet("::"), inet("0.0.0.0")));
    ck_assert(same(quern_value_bool(true), quern_value_bool(true)) &&
              !same(quern_value_bool(true), quern_value_bool(false)));
    ck_assert(same(quern_value_i16(-5), quern_value_i64(-5)) &&
              !same(quern_value_i64(INT64_MIN), quern_value_i64(INT64_MAX)));
    ck_assert(!same(quern_value_date((quern_date){ 1 }), quern_value_date((quern_date){ -1 })));
    ck_assert(!same(quern_value_uuid((quern_uuid){ { 1 } }), quern_value_uuid((quern_uuid){ { 0, 1 } })));
    ck_assert(!same(quern_value_time((quern_time){ 0 }), quern_value_time((quern_time){ day })));
}
END_TEST

static void set_up(void)
{
    arena = quern__arena_open(quern_system_allocator(), NULL);
}

static void tear_down(void)
{
    quern__arena_close(arena);
}

Suite *quern__suite_identity(void);

Suite *quern__suite_identity(void)
{
    Suite *suite = suite_create("identity");
    TCase *tests = tcase_create("identity");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, decimals_are_the_same_by_their_number);
    tcase_add_test(tests, other_kinds);
    suite_add_tcase(suite, tests);
    return suite;
}
