check_PROGRAMS += test/unit/value/test-value

test_unit_value_test_value_SOURCES = \
	test/unit/value/suites.c \
	test/unit/value/test_civil.c \
	test/unit/value/test_copy.c \
	test/unit/value/test_decimal.c \
	test/unit/value/test_fault.c \
	test/unit/value/test_moment.c \
	test/unit/value/test_parts.c \
	test/unit/value/test_round_trip.c \
	test/unit/value/test_same.c \
	test/unit/value/test_text.c \
	$(NULL)
test_unit_value_test_value_CFLAGS = $(TEST_CFLAGS)
test_unit_value_test_value_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/value/README.md
