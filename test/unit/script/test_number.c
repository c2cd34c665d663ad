/* test_number.c: numbers to text and back, in every locale. */
#include "backends/script/decode.h"

#include "test/support/generate.h"

#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static const struct {
    double real;
    const char *text;
} reals[] = {
    { 0, "0" },
    { 0.5, "0.5" },
    { -0.1, "-0.1" },
    { 1e21, "1e+21" },
    { 123456789012345680.0, "1.2345678901234568e+17" },
    { NAN, "NaN" },
    { INFINITY, "Infinity" },
    { -INFINITY, "-Infinity" },
    { DBL_MAX, "1.7976931348623157e+308" },
};

static const struct {
    float real;
    const char *text;
} floats[] = {
    { 0.1f, "0.1" },
    { -16777216.0f, "-16777216" },
    { 3.4028235e38f, "3.4028235e+38" },
    { FLT_MIN, "1.1754944e-38" },
    { NAN, "NaN" },
    { -INFINITY, "-Infinity" },
};

static void expect_text(double real, bool narrow, const char *expected)
{
    char text[QUERN__SCRIPT_NUMBER];
    quern__script_write_real(real, narrow, text);
    ck_assert_str_eq(text, expected);
}

static void numbers_are_written(void)
{
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
        expect_text(reals[i].real, false, reals[i].text);
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        expect_text((double)floats[i].real, true, floats[i].text);
}

/* Through a decoder, as a cell. */
static double read_back(const char *text)
{
    double back = 5;
    ck_assert_int_eq(quern__script_f64_to_f64(&(quern_cell){ text, strlen(text) }, &back, NULL),
                     QUERN_DECODED);
    return back;
}

START_TEST(any_double_comes_back)
{
    quern__random random = { 1 };
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = quern__random_next(&random);
        double real, back;
        char text[QUERN__SCRIPT_NUMBER];
        memcpy(&real, &bits, sizeof real);
        quern__script_write_real(real, false, text);
        back = read_back(text);
        if (isnan(real) ? !isnan(back) : memcmp(&back, &real, sizeof back) != 0)
            ck_abort_msg("%a is written as %s, which is %a", real, text, back);
    }
}
END_TEST

START_TEST(any_float_comes_back)
{
    quern__random random = { 1 };
    for (int i = 0; i < 20000; i++) {
        const uint32_t bits = (uint32_t)quern__random_next(&random);
        float real, back = 5;
        char text[QUERN__SCRIPT_NUMBER];
        memcpy(&real, &bits, sizeof real);
        quern__script_write_real((double)real, true, text);
        ck_assert_int_eq(quern__script_f32_to_f32(&(quern_cell){ text, strlen(text) }, &back, NULL),
                         QUERN_DECODED);
        if (isnan(real) ? !isnan(back) : memcmp(&back, &real, sizeof back) != 0)
            ck_abort_msg("%a is written as %s, which is %a", (double)real, text, (double)back);
    }
}
END_TEST

START_TEST(numbers_have_texts)
{
    numbers_are_written();
}
END_TEST

START_TEST(a_locale_with_a_comma_changes_nothing)
{
    static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ps_AF.UTF-8" };
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_ALL, locales[i])) {
            numbers_are_written();
            ck_assert(read_back("0.5") <= 0.5 && read_back("0.5") >= 0.5);
        }
    setlocale(LC_ALL, "C");
}
END_TEST

Suite *quern__suite_number(void);
Suite *quern__suite_number(void)
{
    Suite *suite = suite_create("number");
    TCase *tcase = tcase_create("number");
    tcase_add_test(tcase, numbers_have_texts);
    tcase_add_test(tcase, a_locale_with_a_comma_changes_nothing);
    tcase_add_test(tcase, any_double_comes_back);
    tcase_add_test(tcase, any_float_comes_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
