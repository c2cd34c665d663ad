/* test_number.c: numbers and times to text and back, in every locale. */
#include "backends/script/inner.h"

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
    int64_t microseconds;
    const char *text;
} times[] = {
    { 0, "1970-01-01 00:00:00" },
    { -1, "1969-12-31 23:59:59.999999" },
    { 951825600500000, "2000-02-29 12:00:00.5" },
    { 951868800000001, "2000-03-01 00:00:00.000001" },
    { -2203977600000000, "1900-02-28 00:00:00" },
    { -2203891200000000, "1900-03-01 00:00:00" },
    { -62135596800000000, "0001-01-01 00:00:00" },
    { 253402300799999999, "9999-12-31 23:59:59.999999" },
    { INT64_MAX, "infinity" },
    { INT64_MIN, "-infinity" },
};

static void reals_there_and_back(void)
{
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        char text[QUERN__SCRIPT_NUMBER];
        double back = 5;
        quern__script_write_real(reals[i].real, text);
        ck_assert_str_eq(text, reals[i].text);
        ck_assert(quern__script_read_real(text, strlen(text), &back));
        ck_assert_msg(isnan(back) ? isnan(reals[i].real) : memcmp(&back, &reals[i].real, sizeof back) == 0,
                      "%s", text);
    }
}

START_TEST(a_real_comes_back)
{
    reals_there_and_back();
}
END_TEST

START_TEST(a_locale_with_a_comma_changes_nothing)
{
    static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ps_AF.UTF-8" };
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_ALL, locales[i]))
            reals_there_and_back();
    setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(a_time_comes_back)
{
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char text[QUERN__SCRIPT_NUMBER];
        quern_timestamp back = { 5 };
        quern__script_write_time((quern_timestamp){ times[i].microseconds }, text);
        ck_assert_str_eq(text, times[i].text);
        ck_assert_msg(quern__script_read_time(text, strlen(text), &back), "%s", text);
        ck_assert_int_eq(back.microseconds, times[i].microseconds);
    }
}
END_TEST

START_TEST(every_day_comes_back)
{
    for (int64_t day = -719162; day < 2932896; day++) {
        char text[QUERN__SCRIPT_NUMBER];
        quern_timestamp back = { 5 };
        quern__script_write_time((quern_timestamp){ day * 86400000000 }, text);
        if (!quern__script_read_time(text, 10, &back) || back.microseconds != day * 86400000000)
            ck_abort_msg("day %d: %s", (int)day, text);
        day += day % 7 ? 0 : 90; /* a sample: all of them take seconds under valgrind */
    }
}
END_TEST

START_TEST(any_instant_has_a_text)
{
    static const int64_t instants[] = { INT64_MAX - 1, INT64_MIN + 1 };
    for (size_t i = 0; i < 2; i++) {
        char text[QUERN__SCRIPT_NUMBER];
        quern__script_write_time((quern_timestamp){ instants[i] }, text);
        ck_assert_uint_gt(strlen(text), 20);
    }
}
END_TEST

Suite *quern__suite_number(void);
Suite *quern__suite_number(void)
{
    Suite *suite = suite_create("number");
    TCase *tcase = tcase_create("number");
    tcase_add_test(tcase, a_real_comes_back);
    tcase_add_test(tcase, a_locale_with_a_comma_changes_nothing);
    tcase_add_test(tcase, a_time_comes_back);
    tcase_add_test(tcase, every_day_comes_back);
    tcase_add_test(tcase, any_instant_has_a_text);
    suite_add_tcase(suite, tcase);
    return suite;
}
