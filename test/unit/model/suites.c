/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_kind, quern__suite_check, quern__suite_describe, quern__suite_schema,
    quern__suite_path;

quern__suite_maker *const quern__suites[] = {
    quern__suite_kind,   quern__suite_check, quern__suite_describe,
    quern__suite_schema, quern__suite_path,  NULL,
};
