/* test_decimal.c: decimals: what is one, exact hundredths and the like, and the nearest double, by any locale. */
#include "test/support/expect.h"
#include "test/support/generate.h"

#include <quern/convert.h>

#include <check.h>
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const decimals[] = {
    "0",
    "-0",
    "+0",
    "7",
    "-12.50",
    "+12.50",
    ".5",
    "5.",
    "-.5",
    "00012",
    "0.000",
    "1e-3",
    "1E3",
    "1e+3",
    "1.5e10",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e1000000",
    "1e-99999999999999999999",
    "123456789012345678901234567890.5",
};

static const char *const no_decimals[] = {
    "",      " ",    "-",     "+",    ".",    "-.",       "e1",  ".e1",       "1e",        "1e+", "1e-",
    "1e1.5", "1..2", "1.2.3", "1-2",  "--1",  "+-1",      " 1",  "1 ",        "1,5",       "0x1", "1_0",
    "1f",    "nan",  "NAN",   "+NaN", "-NaN", "infinity", "inf", "+Infinity", "Infinity ", "१",   "1\n",
};

START_TEST(what_is_a_decimal)
{
    double real;
    for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
        ck_assert_msg(quern_decimal_valid(decimals[i]), "\"%s\"", decimals[i]);
        ck_assert_msg(quern_decimal_to_f64(quern_decimal_of(decimals[i]), &real), "\"%s\"", decimals[i]);
    }
}
END_TEST

START_TEST(what_is_none)
{
    for (size_t i = 0; i < sizeof no_decimals / sizeof *no_decimals; i++) {
        char *text = strdup(no_decimals[i]);
        double real = 5;
        int64_t scaled = 5;
        ck_assert_msg(!quern_decimal_valid(text), "\"%s\"", text);
        ck_assert_msg(!quern_decimal_to_f64(quern_decimal_of(text), &real) && real == 5, "\"%s\"", text);
        ck_assert_msg(!quern_decimal_to_scaled(quern_decimal_of(text), 2, &scaled) && scaled == 5, "\"%s\"",
                      text);
        free(text);
    }
    double real = 5;
    int64_t scaled = 5;
    ck_assert(!quern_decimal_valid(NULL));
    ck_assert(!quern_decimal_to_f64(quern_decimal_of(NULL), &real) && real == 5);
    ck_assert(!quern_decimal_to_scaled(quern_decimal_of(NULL), 2, &scaled) && scaled == 5);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t scaled;
    unsigned scale;
    const char *text;
} of_scaled[] = {
    { 1250, 2, "12.50" },
    { 0, 0, "0" },
    { 0, 2, "0.00" },
    { 5, 2, "0.05" },
    { -5, 2, "-0.05" },
    { -1250, 2, "-12.50" },
    { 1250, 0, "1250" },
    { -7, 0, "-7" },
    { INT64_MAX, 0, "9223372036854775807" },
    { INT64_MIN, 0, "-9223372036854775808" },
    { INT64_MAX, 18, "9.223372036854775807" },
    { INT64_MIN, 18, "-9.223372036854775808" },
    { 1, 18, "0.000000000000000001" },
    { 1, 19, "?" },
    { 1, UINT32_MAX, "?" },
};

static const struct {
    const char *text;
    unsigned scale;
    bool fits;
    int64_t scaled;
} to_scaled[] = {
    { "12.5", 2, true, 1250 },
    { "12.50", 2, true, 1250 },
    { "12.5000000", 2, true, 1250 },
    { "-.05", 2, true, -5 },
    { "0000000000000000000000000012.", 2, true, 1200 },
    { "0", 18, true, 0 },
    { "-0.0000000000000000000000", 2, true, 0 },
    { "0e999999999999999999999", 2, true, 0 },
    { "0.00e-999999999999999999999", 2, true, 0 },
    { "125e-1", 2, true, 1250 },
    { "0.125e2", 2, true, 1250 },
    { "125000e-4", 2, true, 1250 },
    { "1e17", 1, true, 1000000000000000000 },
    { "0.0000000000000000000000000000000001e34", 2, true, 100 },
    { "9223372036854775807", 0, true, INT64_MAX },
    { "-9223372036854775808", 0, true, INT64_MIN },
    { "9.223372036854775807", 18, true, INT64_MAX },
    { "-9.223372036854775808000", 18, true, INT64_MIN },
    { "9223372036854775808", 0, false, 0 },
    { "-9223372036854775809", 0, false, 0 },
    { "92233720368547758.08", 2, false, 0 },
    { "12.505", 2, false, 0 },
    { "12.500000000000000000000000000001", 2, false, 0 },
    { "0.001", 2, false, 0 },
    { "1e-3", 2, false, 0 },
    { "1e-999999999999999999999", 2, false, 0 },
    { "1e999999999999999999999", 2, false, 0 },
    { "1e19", 0, false, 0 },
    { "NaN", 2, false, 0 },
    { "Infinity", 2, false, 0 },
    { "1", 19, false, 0 },
};
/* clang-format on */

START_TEST(a_scaled_number_is_a_decimal)
{
    char text[QUERN_TEXT_SIZE];
    const size_t length =
        quern_decimal_of_scaled(of_scaled[_i].scaled, of_scaled[_i].scale, text, sizeof text);
    quern__expect_text(of_scaled[_i].text, "the text", text, of_scaled[_i].text);
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_uint_eq(quern_decimal_of_scaled(of_scaled[_i].scaled, of_scaled[_i].scale, NULL, 0), length);
}
END_TEST

START_TEST(a_decimal_is_a_scaled_number)
{
    int64_t scaled = 5;
    const bool fits =
        quern_decimal_to_scaled(quern_decimal_of(to_scaled[_i].text), to_scaled[_i].scale, &scaled);
    ck_assert_msg(fits == to_scaled[_i].fits && scaled == (fits ? to_scaled[_i].scaled : 5), "\"%s\": %lld",
                  to_scaled[_i].text, (long long)scaled);
}
END_TEST

START_TEST(a_scaled_number_comes_back)
{
    quern__random random = { 1 };
    for (int i = 0; i < 20000; i++) {
        const int64_t scaled = (int64_t)quern__random_next(&random) >> quern__random_below(&random, 64);
        const unsigned scale = (unsigned)quern__random_below(&random, 19);
        char text[QUERN_TEXT_SIZE];
        int64_t back;
        quern_decimal_of_scaled(scaled, scale, text, sizeof text);
        ck_assert_msg(quern_decimal_to_scaled(quern_decimal_of(text), scale, &back) && back == scaled, "%s",
                      text);
    }
}
END_TEST

static void expect_real(const char *text, double expected)
{
    double real = 5;
    ck_assert_msg(quern_decimal_to_f64(quern_decimal_of(text), &real), "\"%s\" is refused", text);
    ck_assert_msg(memcmp(&real, &expected, sizeof real) == 0, "\"%.100s\" is %a, not %a", text, real,
                  expected);
}

static void reals(void)
{
    expect_real("12.5", 12.5);
    expect_real("-0", -0.0);
    expect_real("-0.000e5", -0.0);
    expect_real("+.5e1", 5.0);
    expect_real("0.1", 0.1);
    expect_real("1e23", 1e23);
    expect_real("9007199254740993", 9007199254740992.0);
    expect_real("9007199254740993.0000000000000000000000000000001", 9007199254740994.0);
    expect_real("1.7976931348623157e308", DBL_MAX);
    expect_real("4.9406564584124654e-324", DBL_TRUE_MIN);
    expect_real("1e-400", 0.0);
    expect_real("-1e400", -INFINITY);
    expect_real("1e-99999999999999999999", 0.0);
    expect_real("1e99999999999999999999", INFINITY);
    expect_real("-Infinity", -INFINITY);
}

START_TEST(a_decimal_has_a_nearest_double)
{
    double not_a_number = 5;
    errno = 7;
    reals();
    ck_assert_int_eq(errno, 7);
    ck_assert(quern_decimal_to_f64(quern_decimal_of("NaN"), &not_a_number) && isnan(not_a_number));
}
END_TEST

START_TEST(a_locale_with_a_comma_changes_nothing)
{
    static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ps_AF.UTF-8" };
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_ALL, locales[i]))
            reals();
    setlocale(LC_ALL, "C");
}
END_TEST

/* number * 5^times, in decimal digits. */
static void power_of_five(uint64_t number, int times, char *out, size_t size)
{
    snprintf(out, size, "%llu", (unsigned long long)number);
    for (int i = 0; i < times; i++) {
        int carry = 0;
        for (size_t at = strlen(out); at > 0; at--) {
            carry += (out[at - 1] - '0') * 5;
            out[at - 1] = (char)('0' + carry % 10);
            carry /= 10;
        }
        if (carry > 0) {
            memmove(out + 1, out, strlen(out) + 1);
            out[0] = (char)('0' + carry);
        }
    }
}

/* Half way between two doubles that need more digits than any others: 768 for the half, and then one a thousand places on. */
START_TEST(the_last_of_a_thousand_digits_decides)
{
    static char half[900], text[2100];
    const uint64_t even = (UINT64_C(1) << 53) - 2;
    const double low = ldexp((double)even, -1074), high = ldexp((double)(even + 1), -1074);
    power_of_five(2 * even + 1, 1075, half, sizeof half);
    ck_assert_uint_eq(strlen(half), 768);
    snprintf(text, sizeof text, "%se-1075", half);
    expect_real(text, low);
    snprintf(text, sizeof text, "%s%01000de-2075", half, 1);
    expect_real(text, high);
    snprintf(text, sizeof text, "%s%01000de-2075", half, 0);
    expect_real(text, low);
    snprintf(text, sizeof text, "%01000d.5e-1", 5); /* zeros in front count for nothing */
    expect_real(text, 0.55);
    snprintf(text, sizeof text, ".%01000d5e1001", 0);
    expect_real(text, 5.0);
    half[767]--;
    snprintf(text, sizeof text, "%s%01000de-2075", half, 9);
    expect_real(text, low);
}
END_TEST

/* Against strtod, in the C locale. */
START_TEST(a_random_decimal_is_what_strtod_says)
{
    quern__random random = { 1 };
    for (int i = 0; i < 20000; i++) {
        char text[64];
        const int exponent = (int)quern__random_below(&random, 700) - 350;
        snprintf(text, sizeof text, "%s%u.%0*llue%d", quern__random_below(&random, 2) ? "-" : "",
                 (unsigned)quern__random_below(&random, 20), (int)quern__random_below(&random, 30),
                 (unsigned long long)(quern__random_next(&random) >> quern__random_below(&random, 64)),
                 exponent);
        expect_real(text, strtod(text, NULL));
    }
}
END_TEST

Suite *quern__suite_decimal(void);

Suite *quern__suite_decimal(void)
{
    Suite *suite = suite_create("decimal");
    TCase *tests = tcase_create("decimal");
    tcase_add_test(tests, what_is_a_decimal);
    tcase_add_test(tests, what_is_none);
    tcase_add_loop_test(tests, a_scaled_number_is_a_decimal, 0, sizeof of_scaled / sizeof *of_scaled);
    tcase_add_loop_test(tests, a_decimal_is_a_scaled_number, 0, sizeof to_scaled / sizeof *to_scaled);
    tcase_add_test(tests, a_scaled_number_comes_back);
    tcase_add_test(tests, a_decimal_has_a_nearest_double);
    tcase_add_test(tests, a_locale_with_a_comma_changes_nothing);
    tcase_add_test(tests, the_last_of_a_thousand_digits_decides);
    tcase_add_test(tests, a_random_decimal_is_what_strtod_says);
    suite_add_tcase(suite, tests);
    return suite;
}
