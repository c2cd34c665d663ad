/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_all, quern__suite_build, quern__suite_changes, quern__suite_detect,
    quern__suite_evaluate, quern__suite_execute, quern__suite_frugal, quern__suite_iterate,
    quern__suite_joined, quern__suite_lazy, quern__suite_life, quern__suite_map, quern__suite_open,
    quern__suite_pool, quern__suite_relations, quern__suite_report, quern__suite_schema, quern__suite_script,
    quern__suite_server, quern__suite_share, quern__suite_trace, quern__suite_transaction,
    quern__suite_triggers;

quern__suite_maker *const quern__suites[] = {
    quern__suite_all,      quern__suite_build,       quern__suite_changes,   quern__suite_detect,
    quern__suite_evaluate, quern__suite_execute,     quern__suite_frugal,    quern__suite_iterate,
    quern__suite_joined,   quern__suite_lazy,        quern__suite_life,      quern__suite_map,
    quern__suite_open,     quern__suite_pool,        quern__suite_relations, quern__suite_report,
    quern__suite_schema,   quern__suite_script,      quern__suite_server,    quern__suite_share,
    quern__suite_trace,    quern__suite_transaction, quern__suite_triggers,  NULL
};
