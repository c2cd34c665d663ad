/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_borrow, quern__suite_close, quern__suite_connect, quern__suite_interlock,
    quern__suite_interrupt, quern__suite_no_threads, quern__suite_password, quern__suite_queue,
    quern__suite_report, quern__suite_return, quern__suite_tend;

quern__suite_maker *const quern__suites[] = {
    quern__suite_borrow,    quern__suite_close,      quern__suite_connect,  quern__suite_interlock,
    quern__suite_interrupt, quern__suite_no_threads, quern__suite_password, quern__suite_queue,
    quern__suite_report,    quern__suite_return,     quern__suite_tend,     NULL
};
