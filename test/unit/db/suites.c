/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_close, quern__suite_fork, quern__suite_open, quern__suite_options,
    quern__suite_ping, quern__suite_sessions, quern__suite_share;

quern__suite_maker *const quern__suites[] = { quern__suite_close, quern__suite_fork,
                                              quern__suite_open,  quern__suite_options,
                                              quern__suite_ping,  quern__suite_sessions,
                                              quern__suite_share, NULL };
