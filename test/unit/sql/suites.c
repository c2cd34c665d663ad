/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_own, quern__suite_select;

quern__suite_maker *const quern__suites[] = { quern__suite_own, quern__suite_select, NULL };
