/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_blank, quern__suite_check, quern__suite_check_field, quern__suite_check_names,
    quern__suite_check_ordering, quern__suite_check_relation, quern__suite_check_reverse,
    quern__suite_check_side, quern__suite_check_values, quern__suite_describe, quern__suite_kind,
    quern__suite_model_order, quern__suite_options, quern__suite_path, quern__suite_schema;

quern__suite_maker *const quern__suites[] = { quern__suite_blank,          quern__suite_check,
                                              quern__suite_check_field,    quern__suite_check_names,
                                              quern__suite_check_ordering, quern__suite_check_relation,
                                              quern__suite_check_reverse,  quern__suite_check_side,
                                              quern__suite_check_values,   quern__suite_describe,
                                              quern__suite_kind,           quern__suite_model_order,
                                              quern__suite_options,        quern__suite_path,
                                              quern__suite_schema,         NULL };
