/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_ahead, quern__suite_ahead_ends, quern__suite_all, quern__suite_arguments,
    quern__suite_down, quern__suite_each, quern__suite_edit, quern__suite_failures, quern__suite_keep,
    quern__suite_keyring, quern__suite_later, quern__suite_lifetime, quern__suite_loader, quern__suite_maps,
    quern__suite_memory, quern__suite_models, quern__suite_one, quern__suite_result, quern__suite_rewind,
    quern__suite_rows, quern__suite_share, quern__suite_stream, quern__suite_take, quern__suite_ties,
    quern__suite_timeout, quern__suite_triggers, quern__suite_whole;

quern__suite_maker *const quern__suites[] = {
    quern__suite_ahead,   quern__suite_ahead_ends, quern__suite_all,    quern__suite_arguments,
    quern__suite_down,    quern__suite_each,       quern__suite_edit,   quern__suite_failures,
    quern__suite_keep,    quern__suite_keyring,    quern__suite_later,  quern__suite_lifetime,
    quern__suite_loader,  quern__suite_maps,       quern__suite_memory, quern__suite_models,
    quern__suite_one,     quern__suite_result,     quern__suite_rewind, quern__suite_rows,
    quern__suite_share,   quern__suite_stream,     quern__suite_take,   quern__suite_ties,
    quern__suite_timeout, quern__suite_triggers,   quern__suite_whole,  NULL
};
