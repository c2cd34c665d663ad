/* test_round_trip.c: what a format writes, its parse reads, for values at random and at every edge. */
#include "test/support/forms.h"

#include <check.h>
#include <string.h>

enum { VALUES = 20000, FORMS = 7, MOST_TEXT = 60 /* of QUERN_TEXT_SIZE: there is room for kinds to come */ };

START_TEST(a_random_value_comes_back)
{
    const quern__form *form = &quern__forms[_i];
    quern__random random = { (uint64_t)_i };
    ck_assert_ptr_nonnull(form->name);
    for (int i = 0; i < VALUES; i++) {
        const quern__form_value value = form->random(&random);
        quern__form_value back = { .uuid = { { 0 } } };
        char text[QUERN_TEXT_SIZE];
        const size_t length = form->format(&value, text, sizeof text);
        ck_assert_msg(length < MOST_TEXT, "%s: %s", form->name, text);
        ck_assert_msg(form->parse(text, &back), "%s: \"%s\" is refused", form->name, text);
        ck_assert_msg(memcmp(&value, &back, form->size) == 0, "%s: \"%s\" is another value", form->name,
                      text);
    }
}
END_TEST

START_TEST(all_forms_are_tried)
{
    ck_assert_ptr_nonnull(quern__forms[FORMS - 1].name);
    ck_assert_ptr_null(quern__forms[FORMS].name);
}
END_TEST

START_TEST(a_random_moment_has_a_date)
{
    quern__random random = { 1 };
    for (int i = 0; i < VALUES; i++) {
        const quern_timestamp moment = quern__form_of("timestamp")->random(&random).timestamp;
        const quern_date day = quern__form_of("date")->random(&random).date;
        quern_timestamp moment_back;
        quern_date day_back;
        quern_civil civil;
        if (quern_timestamp_to_civil(moment, &civil))
            ck_assert(quern_timestamp_of_civil(&civil, &moment_back) &&
                      moment_back.microseconds == moment.microseconds);
        if (quern_date_to_civil(day, &civil))
            ck_assert(quern_date_of_civil(&civil, &day_back) && day_back.days == day.days);
    }
}
END_TEST

START_TEST(a_random_moment_has_a_timespec)
{
    quern__random random = { 1 };
    for (int i = 0; i < VALUES; i++) {
        const quern_timestamp moment = quern__form_of("timestamp")->random(&random).timestamp;
        quern_timestamp back;
        struct timespec time;
        if (quern_timestamp_to_timespec(moment, &time))
            ck_assert(quern_timestamp_of_timespec(time, &back) && back.microseconds == moment.microseconds);
    }
}
END_TEST

Suite *quern__suite_round_trip(void);

Suite *quern__suite_round_trip(void)
{
    Suite *suite = suite_create("round_trip");
    TCase *tests = tcase_create("round_trip");
    tcase_add_loop_test(tests, a_random_value_comes_back, 0, FORMS);
    tcase_add_test(tests, all_forms_are_tried);
    tcase_add_test(tests, a_random_moment_has_a_date);
    tcase_add_test(tests, a_random_moment_has_a_timespec);
    suite_add_tcase(suite, tests);
    return suite;
}
