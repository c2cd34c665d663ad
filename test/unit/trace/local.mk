check_PROGRAMS += test/unit/trace/test-trace

test_unit_trace_test_trace_SOURCES = \
	test/unit/trace/suites.c \
	test/unit/trace/test_event.c \
	test/unit/trace/test_log.c \
	test/unit/trace/test_recent.c \
	$(NULL)
test_unit_trace_test_trace_CFLAGS = $(TEST_CFLAGS)
test_unit_trace_test_trace_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/trace/README.md
