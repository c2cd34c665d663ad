/* suites.c: the suites of this program. */
#include "test/support/runner.h"

quern__suite_maker quern__suite_calls, quern__suite_order, quern__suite_prefetch, quern__suite_queryset,
    quern__suite_refusals, quern__suite_select_related, quern__suite_slice;

quern__suite_maker *const quern__suites[] = { quern__suite_calls,    quern__suite_order,
                                              quern__suite_prefetch, quern__suite_queryset,
                                              quern__suite_refusals, quern__suite_select_related,
                                              quern__suite_slice,    NULL };
