/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_chunks, quern__suite_decode, quern__suite_decode_array, quern__suite_dialect,
    quern__suite_encode, quern__suite_link, quern__suite_literal, quern__suite_prepared, quern__suite_problem,
    quern__suite_types;

quern__suite_maker *const quern__suites[] = { quern__suite_chunks,
                                              quern__suite_decode,
                                              quern__suite_decode_array,
                                              quern__suite_dialect,
                                              quern__suite_encode,
                                              quern__suite_link,
                                              quern__suite_literal,
                                              quern__suite_prepared,
                                              quern__suite_problem,
                                              quern__suite_types,
                                              NULL };
