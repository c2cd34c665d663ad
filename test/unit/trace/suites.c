/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_event, quern__suite_log, quern__suite_recent;

quern__suite_maker *const quern__suites[] = { quern__suite_event, quern__suite_log, quern__suite_recent,
                                              NULL };
