/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_array, quern__suite_codec, quern__suite_dialect, quern__suite_link,
    quern__suite_number, quern__suite_script, quern__suite_value;

quern__suite_maker *const quern__suites[] = {
    quern__suite_number,  quern__suite_value,  quern__suite_codec, quern__suite_array,
    quern__suite_dialect, quern__suite_script, quern__suite_link,  NULL,
};
