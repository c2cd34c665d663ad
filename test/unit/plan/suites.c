/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_join, quern__suite_parameters, quern__suite_plan, quern__suite_shape;

quern__suite_maker *const quern__suites[] = { quern__suite_join, quern__suite_parameters, quern__suite_plan,
                                              quern__suite_shape, NULL };
