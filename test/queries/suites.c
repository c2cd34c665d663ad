/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_parameters, quern__suite_reference, quern__suite_warm;

quern__suite_maker *const quern__suites[] = { quern__suite_parameters, quern__suite_reference,
                                              quern__suite_warm, NULL };
