/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_bounds, quern__suite_describe, quern__suite_kept, quern__suite_statements;

quern__suite_maker *const quern__suites[] = { quern__suite_bounds, quern__suite_describe, quern__suite_kept,
                                              quern__suite_statements, NULL };
