/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_begin, quern__suite_cancel, quern__suite_cursor, quern__suite_execute,
    quern__suite_hold, quern__suite_learn, quern__suite_limits, quern__suite_log, quern__suite_mark,
    quern__suite_native, quern__suite_record, quern__suite_run, quern__suite_session, quern__suite_tag,
    quern__suite_together, quern__suite_types, quern__suite_window;

quern__suite_maker *const quern__suites[] = {
    quern__suite_begin,   quern__suite_cancel, quern__suite_cursor,
    quern__suite_execute, quern__suite_hold,   quern__suite_learn,
    quern__suite_limits,  quern__suite_log,    quern__suite_mark,
    quern__suite_native,  quern__suite_record, quern__suite_run,
    quern__suite_session, quern__suite_tag,    quern__suite_together,
    quern__suite_types,   quern__suite_window, NULL
};
