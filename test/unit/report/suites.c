/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_findings, quern__suite_out, quern__suite_reports, quern__suite_sql;

quern__suite_maker *const quern__suites[] = { quern__suite_findings, quern__suite_out, quern__suite_reports,
                                              quern__suite_sql, NULL };
