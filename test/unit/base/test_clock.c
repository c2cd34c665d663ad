/* test_clock.c: deadlines: how they are made, and what is left of them. */
#include "lib/base/clock.h"

#include <check.h>
#include <limits.h>

START_TEST(the_clock_goes_on)
{
    int64_t before = quern__clock_now();
    struct timespec pause = { .tv_nsec = 2000000 };
    nanosleep(&pause, NULL);
    int64_t passed = quern__clock_now() - before;
    ck_assert_msg(passed >= 2000, "%lld us", (long long)passed);
}
END_TEST

START_TEST(a_negative_time_is_never)
{
    ck_assert_int_eq(quern__deadline_in(-1), QUERN__NEVER);
    ck_assert_int_eq(quern__deadline_in(INT32_MIN), QUERN__NEVER);
    ck_assert_int_eq(quern__deadline_left_ms(QUERN__NEVER), -1);
}
END_TEST

START_TEST(a_deadline_lies_that_far_ahead)
{
    static const int32_t times[] = { 0, 1, 30000, INT32_MAX };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int64_t from = quern__clock_now() + times[i] * INT64_C(1000);
        int64_t deadline = quern__deadline_in(times[i]);
        int64_t to = quern__clock_now() + times[i] * INT64_C(1000);
        ck_assert_msg(from <= deadline && deadline <= to, "%d ms", (int)times[i]);
    }
}
END_TEST

/* Rounded up, so that who sleeps for that long does not wake before it and spin. */
START_TEST(what_is_left_is_rounded_up)
{
    ck_assert_int_eq(quern__deadline_left_ms(quern__clock_now() - 1), 0);
    ck_assert_int_eq(quern__deadline_left_ms(0), 0);
    for (int64_t ahead = 60000000; ahead < 60002000; ahead += 100) {
        int64_t from = quern__clock_now(), deadline = from + ahead;
        int64_t left = quern__deadline_left_ms(deadline);
        int64_t to = quern__clock_now();
        ck_assert_msg(left * 1000 >= deadline - to && left * 1000 < deadline - from + 1000,
                      "%lld ms, of %lld us", (long long)left, (long long)ahead);
    }
    ck_assert_int_eq(quern__deadline_left_ms(QUERN__NEVER - 1), INT_MAX);
}
END_TEST

START_TEST(as_a_timespec_it_is_the_same_moment)
{
    struct timespec moment = quern__deadline_timespec(INT64_C(5000000) * 1000000 + 999999);
    ck_assert_int_eq(moment.tv_sec, 5000000);
    ck_assert_int_eq(moment.tv_nsec, 999999000);
}
END_TEST

Suite *quern__suite_clock(void);

Suite *quern__suite_clock(void)
{
    Suite *suite = suite_create("clock");
    TCase *tests = tcase_create("clock");
    tcase_add_test(tests, the_clock_goes_on);
    tcase_add_test(tests, a_negative_time_is_never);
    tcase_add_test(tests, a_deadline_lies_that_far_ahead);
    tcase_add_test(tests, what_is_left_is_rounded_up);
    tcase_add_test(tests, as_a_timespec_it_is_the_same_moment);
    suite_add_tcase(suite, tests);
    return suite;
}
