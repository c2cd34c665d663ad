/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_advice, quern__suite_ahead, quern__suite_all, quern__suite_backend,
    quern__suite_bulk, quern__suite_cells, quern__suite_clean, quern__suite_columns, quern__suite_crowd,
    quern__suite_detect, quern__suite_fetch, quern__suite_iterate, quern__suite_kinds, quern__suite_laws,
    quern__suite_life, quern__suite_log, quern__suite_lookups, quern__suite_models, quern__suite_native,
    quern__suite_parameters, quern__suite_peers, quern__suite_pool, quern__suite_prepared, quern__suite_raw,
    quern__suite_read, quern__suite_relations, quern__suite_rows, quern__suite_run, quern__suite_schema,
    quern__suite_select, quern__suite_server, quern__suite_shapes, quern__suite_share,
    quern__suite_statements, quern__suite_streams, quern__suite_text, quern__suite_trace,
    quern__suite_transactions, quern__suite_triggers, quern__suite_unused, quern__suite_upkeep,
    quern__suite_user_types, quern__suite_values;

quern__suite_maker *const quern__suites[] = {
    quern__suite_advice,  quern__suite_ahead,        quern__suite_all,      quern__suite_backend,
    quern__suite_bulk,    quern__suite_cells,        quern__suite_clean,    quern__suite_columns,
    quern__suite_crowd,   quern__suite_detect,       quern__suite_fetch,    quern__suite_iterate,
    quern__suite_kinds,   quern__suite_laws,         quern__suite_life,     quern__suite_log,
    quern__suite_lookups, quern__suite_models,       quern__suite_native,   quern__suite_parameters,
    quern__suite_peers,   quern__suite_pool,         quern__suite_prepared, quern__suite_raw,
    quern__suite_read,    quern__suite_relations,    quern__suite_rows,     quern__suite_run,
    quern__suite_schema,  quern__suite_select,       quern__suite_server,   quern__suite_shapes,
    quern__suite_share,   quern__suite_statements,   quern__suite_streams,  quern__suite_text,
    quern__suite_trace,   quern__suite_transactions, quern__suite_triggers, quern__suite_unused,
    quern__suite_upkeep,  quern__suite_user_types,   quern__suite_values,   NULL
};
