/* test_civil.c: the calendar, day by day against a count that only knows how long months are, and its far ends. */
#include "lib/value/civil.h"

#include <check.h>

static bool leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static void next_day(quern_civil *civil)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (civil->day++ < lengths[civil->month - 1] + (civil->month == 2 && leap(civil->year)))
        return;
    civil->day = 1;
    if (civil->month++ < 12)
        return;
    civil->month = 1;
    civil->year++;
}

static bool same_day(const quern_civil *a, const quern_civil *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* What follows the last day of a month is missing. */
static bool ends_rightly(const quern_civil *day)
{
    quern_civil after = *day, next = *day;
    after.day++;
    next_day(&next);
    return quern__civil_has_day(&after) == (next.month == day->month);
}

/* No assertion for a day that is right: there are too many. */
static void expect_day(int64_t days, const quern_civil *expected)
{
    const quern_civil got = quern__civil_of_days(days);
    if (same_day(&got, expected) && quern__civil_to_days(expected) == days &&
        quern__civil_has_day(expected) && ends_rightly(expected))
        return;
    ck_abort_msg("day %lld is %lld-%d-%d, not %lld-%d-%d, which is day %lld", (long long)days,
                 (long long)got.year, (int)got.month, (int)got.day, (long long)expected->year,
                 (int)expected->month, (int)expected->day, (long long)quern__civil_to_days(expected));
}

START_TEST(every_day_has_its_date)
{
    quern_civil expected = { .year = -401, .month = 1, .day = 1 };
    for (int64_t days = quern__civil_to_days(&expected); expected.year < 2401; days++, next_day(&expected))
        expect_day(days, &expected);
}
END_TEST

static const struct {
    int64_t days, year;
    int32_t month, day;
} known[] = {
    { 0, 1970, 1, 1 },
    { -1, 1969, 12, 31 },
    { 10957, 2000, 1, 1 },
    { 11016, 2000, 2, 29 },
    { 11017, 2000, 3, 1 },
    { -25508, 1900, 3, 1 },
    { -719162, 1, 1, 1 },
    { -719163, 0, 12, 31 },
    { -719528, 0, 1, 1 },
    { -719529, -1, 12, 31 },
    { -2440588, -4713, 11, 24 },
    { 2145042905, 5874897, 12, 31 },
    { 2147483646, 5881580, 7, 10 },
    { -2147483647, -5877641, 6, 24 },
};

START_TEST(known_days)
{
    const quern_civil expected = { .year = known[_i].year, .month = known[_i].month, .day = known[_i].day };
    expect_day(known[_i].days, &expected);
}
END_TEST

static const quern_civil missing[] = {
    { .year = 2023, .month = 2, .day = 29 },        { .year = 1900, .month = 2, .day = 29 },
    { .year = 2024, .month = 2, .day = 30 },        { .year = -1, .month = 2, .day = 29 },
    { .year = 2024, .month = 4, .day = 31 },        { .year = 2024, .month = 1, .day = 32 },
    { .year = 2024, .month = 1, .day = 0 },         { .year = 2024, .month = 1, .day = -1 },
    { .year = 2024, .month = 0, .day = 1 },         { .year = 2024, .month = 13, .day = 1 },
    { .year = 2024, .month = INT32_MIN, .day = 1 }, { .year = 2024, .month = INT32_MAX, .day = INT32_MAX },
};

START_TEST(days_that_are_missing)
{
    ck_assert_msg(!quern__civil_has_day(&missing[_i]), "%d", _i);
}
END_TEST

START_TEST(leap_days_are_there)
{
    static const int64_t years[] = {
        2024, 2000, 1600, 4, 0, -4, -400, INT64_MIN, INT64_C(9223372036854775600)
    };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        ck_assert_msg(quern__civil_has_day(&(quern_civil){ .year = years[i], .month = 2, .day = 29 }), "%lld",
                      (long long)years[i]);
}
END_TEST

static const struct {
    int64_t seconds, microseconds;
    bool fits;
    int64_t sum;
} joined[] = {
    { 0, 0, true, 0 },
    { 1, 1000000, true, 2000000 },
    { -1, 999999, true, -1 },
    { 9223372036854, 775806, true, INT64_MAX - 1 },
    { 9223372036854, 775807, false, 0 },
    { 9223372036854, 775808, false, 0 },
    { 9223372036855, 0, false, 0 },
    { -9223372036855, 224193, true, INT64_MIN + 1 },
    { -9223372036855, 224192, false, 0 },
    { -9223372036855, 224191, false, 0 },
    { -9223372036856, 999999, false, 0 },
    { INT64_MAX, 1000000, false, 0 },
    { INT64_MIN, 0, false, 0 },
};

START_TEST(seconds_and_microseconds_are_joined)
{
    int64_t sum = 5;
    const bool fits = quern__join_microseconds(joined[_i].seconds, joined[_i].microseconds, &sum);
    ck_assert_msg(fits == joined[_i].fits && sum == (fits ? joined[_i].sum : 5), "case %d: %lld", _i,
                  (long long)sum);
}
END_TEST

Suite *quern__suite_civil(void);

Suite *quern__suite_civil(void)
{
    Suite *suite = suite_create("civil");
    TCase *tests = tcase_create("civil");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, every_day_has_its_date);
    tcase_add_loop_test(tests, known_days, 0, sizeof known / sizeof *known);
    tcase_add_loop_test(tests, days_that_are_missing, 0, sizeof missing / sizeof *missing);
    tcase_add_test(tests, leap_days_are_there);
    tcase_add_loop_test(tests, seconds_and_microseconds_are_joined, 0, sizeof joined / sizeof *joined);
    suite_add_tcase(suite, tests);
    return suite;
}
