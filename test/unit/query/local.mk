check_PROGRAMS += test/unit/query/test-query

test_unit_query_test_query_SOURCES = \
	test/unit/query/suites.c \
	test/unit/query/test_calls.c \
	test/unit/query/test_order.c \
	test/unit/query/test_prefetch.c \
	test/unit/query/test_queryset.c \
	test/unit/query/test_refusals.c \
	test/unit/query/test_select_related.c \
	test/unit/query/test_slice.c \
	$(NULL)
test_unit_query_test_query_CFLAGS = $(TEST_CFLAGS)
test_unit_query_test_query_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/query/README.md
