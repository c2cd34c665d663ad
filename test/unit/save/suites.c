/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_partners, quern__suite_related;

quern__suite_maker *const quern__suites[] = { quern__suite_partners, quern__suite_related, NULL };
