/* suites.c: the subjects of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_conform_postgres, quern__suite_conform_script;

quern__suite_maker *const quern__suites[] = { quern__suite_conform_script, quern__suite_conform_postgres,
                                              NULL };
