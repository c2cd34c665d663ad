/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_computed, quern__suite_condition, quern__suite_fit, quern__suite_keep,
    quern__suite_kinds, quern__suite_lookup, quern__suite_ranges, quern__suite_several;

quern__suite_maker *const quern__suites[] = {
    quern__suite_computed, quern__suite_condition, quern__suite_fit,
    quern__suite_keep,     quern__suite_kinds,     quern__suite_lookup,
    quern__suite_ranges,   quern__suite_several,   NULL
};
