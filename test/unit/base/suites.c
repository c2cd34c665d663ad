/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_arena, quern__suite_clock, quern__suite_digest, quern__suite_failure,
    quern__suite_memory, quern__suite_names, quern__suite_nearest, quern__suite_process, quern__suite_replay,
    quern__suite_text, quern__suite_utf8;

quern__suite_maker *const quern__suites[] = { quern__suite_arena,   quern__suite_clock,   quern__suite_digest,
                                              quern__suite_failure, quern__suite_memory,  quern__suite_names,
                                              quern__suite_nearest, quern__suite_process, quern__suite_replay,
                                              quern__suite_text,    quern__suite_utf8,    NULL };
