/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_same, quern__suite_civil, quern__suite_copy, quern__suite_decimal,
    quern__suite_fault, quern__suite_moment, quern__suite_parts, quern__suite_round_trip, quern__suite_text;

quern__suite_maker *const quern__suites[] = { quern__suite_same,  quern__suite_civil,
                                              quern__suite_copy,  quern__suite_decimal,
                                              quern__suite_fault, quern__suite_moment,
                                              quern__suite_parts, quern__suite_round_trip,
                                              quern__suite_text,  NULL };
