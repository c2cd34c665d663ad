/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_detect, quern__suite_words;

quern__suite_maker *const quern__suites[] = { quern__suite_detect, quern__suite_words, NULL };
