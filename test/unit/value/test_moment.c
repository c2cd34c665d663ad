/* test_moment.c: moments and days as calendars and POSIX have them. */
#include <quern/convert.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct {
    int64_t microseconds;
    quern_civil civil;
} moments[] = {
    { 0, { 1970, 1, 1, 0, 0, 0, 0 } },
    { -1, { 1969, 12, 31, 23, 59, 59, 999999 } },
    { 1714565106250000, { 2024, 5, 1, 12, 5, 6, 250000 } },
    { 951782400000000, { 2000, 2, 29, 0, 0, 0, 0 } },
    { -62135596800000000, { 1, 1, 1, 0, 0, 0, 0 } },
    { -62135596800000001, { 0, 12, 31, 23, 59, 59, 999999 } },
    { -210866803200000000, { -4713, 11, 24, 0, 0, 0, 0 } },
    { INT64_MAX - 1, { 294247, 1, 10, 4, 0, 54, 775806 } },
    { INT64_MIN + 1, { -290308, 12, 21, 19, 59, 5, 224193 } },
};

static const quern_civil none[] = {
    { 2023, 2, 29, 0, 0, 0, 0 },
    { 2024, 13, 1, 0, 0, 0, 0 },
    { 2024, 1, 1, 24, 0, 0, 0 },
    { 2024, 1, 1, -1, 0, 0, 0 },
    { 2024, 1, 1, 0, 60, 0, 0 },
    { 2024, 1, 1, 0, -1, 0, 0 },
    { 2024, 1, 1, 0, 0, 60, 0 },
    { 2024, 1, 1, 0, 0, -1, 0 },
    { 2024, 1, 1, 0, 0, 0, 1000000 },
    { 2024, 1, 1, 0, 0, 0, -1 },
    { 294247, 1, 10, 4, 0, 54, 775807 }, /* infinity */
    { 294247, 1, 10, 4, 0, 54, 775808 },
    { 294247, 1, 10, 4, 0, 55, 0 },
    { -290308, 12, 21, 19, 59, 5, 224192 }, /* -infinity */
    { -290308, 12, 21, 19, 59, 5, 0 },
    { INT64_MAX, 1, 1, 0, 0, 0, 0 },
    { INT64_MIN, 2, 29, 0, 0, 0, 0 },
};

static const struct {
    int32_t days;
    quern_civil civil;
} dates[] = {
    { 0, { .year = 1970, .month = 1, .day = 1 } },
    { 19844, { .year = 2024, .month = 5, .day = 1 } },
    { -719162, { .year = 1, .month = 1, .day = 1 } },
    { INT32_MAX - 1, { .year = 5881580, .month = 7, .day = 10 } },
    { INT32_MIN + 1, { .year = -5877641, .month = 6, .day = 24 } },
};

static const quern_civil no_dates[] = {
    { .year = 2023, .month = 2, .day = 29 },
    { .year = 5881580, .month = 7, .day = 11 }, /* infinity */
    { .year = 5881580, .month = 7, .day = 12 },
    { .year = -5877641, .month = 6, .day = 23 }, /* -infinity */
    { .year = -5877641, .month = 6, .day = 22 },
    { .year = INT64_MAX, .month = 1, .day = 1 },
    { .year = INT64_MIN, .month = 1, .day = 1 },
};
/* clang-format on */

static bool same(const quern_civil *a, const quern_civil *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour &&
           a->minute == b->minute && a->second == b->second && a->microsecond == b->microsecond;
}

START_TEST(a_moment_has_a_date_and_back)
{
    const int64_t microseconds = moments[_i].microseconds;
    quern_civil civil = { 0 }, local = { 0 };
    quern_timestamp back = { 5 };
    quern_local_timestamp local_back = { 5 };
    ck_assert(quern_timestamp_to_civil((quern_timestamp){ microseconds }, &civil));
    ck_assert(quern_local_timestamp_to_civil((quern_local_timestamp){ microseconds }, &local));
    ck_assert_msg(same(&civil, &moments[_i].civil) && same(&local, &civil), "moment %d", _i);
    ck_assert(quern_timestamp_of_civil(&civil, &back) && quern_local_timestamp_of_civil(&civil, &local_back));
    ck_assert_int_eq(back.microseconds, microseconds);
    ck_assert_int_eq(local_back.microseconds, microseconds);
}
END_TEST

START_TEST(what_is_no_moment_is_refused)
{
    quern_timestamp moment = { 5 };
    quern_local_timestamp local = { 5 };
    ck_assert_msg(!quern_timestamp_of_civil(&none[_i], &moment) && moment.microseconds == 5, "case %d", _i);
    ck_assert_msg(!quern_local_timestamp_of_civil(&none[_i], &local) && local.microseconds == 5, "case %d",
                  _i);
}
END_TEST

/* The time of day may be anything: a date has none. */
START_TEST(a_day_has_a_date_and_back)
{
    quern_civil civil = { .hour = 99 };
    quern_date back = { 5 };
    ck_assert(quern_date_to_civil((quern_date){ dates[_i].days }, &civil));
    ck_assert_msg(same(&civil, &dates[_i].civil), "day %d", _i);
    civil.hour = civil.minute = -7;
    ck_assert(quern_date_of_civil(&civil, &back));
    ck_assert_int_eq(back.days, dates[_i].days);
}
END_TEST

START_TEST(what_is_no_day_is_refused)
{
    quern_date date = { 5 };
    ck_assert_msg(!quern_date_of_civil(&no_dates[_i], &date) && date.days == 5, "case %d", _i);
}
END_TEST

START_TEST(the_infinities_have_no_date)
{
    quern_civil civil = { .year = 5 };
    struct timespec time = { .tv_sec = 5 };
    for (int i = 0; i < 2; i++) {
        const int64_t wide = i ? INT64_MAX : INT64_MIN;
        const int32_t narrow = i ? INT32_MAX : INT32_MIN;
        ck_assert(!quern_timestamp_to_civil((quern_timestamp){ wide }, &civil));
        ck_assert(!quern_local_timestamp_to_civil((quern_local_timestamp){ wide }, &civil));
        ck_assert(!quern_date_to_civil((quern_date){ narrow }, &civil));
        ck_assert(!quern_timestamp_to_timespec((quern_timestamp){ wide }, &time));
    }
    ck_assert(civil.year == 5 && time.tv_sec == 5);
}
END_TEST

static const struct {
    int64_t seconds;
    long nanoseconds;
    bool fits;
    int64_t microseconds;
} times[] = {
    { 0, 0, true, 0 },
    { 0, 999, true, 0 },
    { 1, 1000, true, 1000001 },
    { 0, 999999999, true, 999999 },
    { -1, 999999999, true, -1 },
    { -1, 999999001, true, -1 },
    { -1, 0, true, -1000000 },
    { 9223372036854, 775806999, true, INT64_MAX - 1 },
    { 9223372036854, 775807000, false, 0 },
    { -9223372036855, 224193000, true, INT64_MIN + 1 },
    { -9223372036855, 224192999, false, 0 },
    { INT64_MAX, 0, false, 0 },
    { INT64_MIN, 0, false, 0 },
    { 0, 1000000000, false, 0 },
    { 0, -1, false, 0 },
};

START_TEST(time_of_posix)
{
    const struct timespec from = { .tv_sec = (time_t)times[_i].seconds, .tv_nsec = times[_i].nanoseconds };
    quern_timestamp made = { 5 };
    struct timespec back = { .tv_sec = 0 };
    if (from.tv_sec != times[_i].seconds) /* time_t has 32 bits here */
        return;
    const bool fits = quern_timestamp_of_timespec(from, &made);
    ck_assert_msg(fits == times[_i].fits && made.microseconds == (fits ? times[_i].microseconds : 5),
                  "case %d", _i);
    ck_assert(!fits || quern_timestamp_to_timespec(made, &back));
    ck_assert_msg(!fits || (back.tv_sec == from.tv_sec && back.tv_nsec == from.tv_nsec / 1000 * 1000),
                  "case %d does not come back", _i);
}
END_TEST

START_TEST(now_is_now)
{
    struct timespec before, after;
    quern_timestamp low, high;
    clock_gettime(CLOCK_REALTIME, &before);
    const quern_timestamp now = quern_timestamp_now();
    clock_gettime(CLOCK_REALTIME, &after);
    ck_assert(quern_timestamp_of_timespec(before, &low) && quern_timestamp_of_timespec(after, &high));
    ck_assert_int_ge(now.microseconds, low.microseconds);
    ck_assert_int_le(now.microseconds, high.microseconds);
}
END_TEST

Suite *quern__suite_moment(void);

Suite *quern__suite_moment(void)
{
    Suite *suite = suite_create("moment");
    TCase *tests = tcase_create("moment");
    tcase_add_loop_test(tests, a_moment_has_a_date_and_back, 0, sizeof moments / sizeof *moments);
    tcase_add_loop_test(tests, what_is_no_moment_is_refused, 0, sizeof none / sizeof *none);
    tcase_add_loop_test(tests, a_day_has_a_date_and_back, 0, sizeof dates / sizeof *dates);
    tcase_add_loop_test(tests, what_is_no_day_is_refused, 0, sizeof no_dates / sizeof *no_dates);
    tcase_add_test(tests, the_infinities_have_no_date);
    tcase_add_loop_test(tests, time_of_posix, 0, sizeof times / sizeof *times);
    tcase_add_test(tests, now_is_now);
    suite_add_tcase(suite, tests);
    return suite;
}
