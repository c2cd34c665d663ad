/* suites.c: the subjects of this program. */
#include "test/support/runner.h"

quern__suite_maker;

quern__suite_maker *const quern__suites[] = {, NULL };
