check_PROGRAMS += test/unit/support/test-support

test_unit_support_test_support_SOURCES = \
	test/unit/support/suites.c \
	test/unit/support/test_proxy.c \
	test/unit/support/test_wire.c \
	$(NULL)
test_unit_support_test_support_CFLAGS = $(TEST_CFLAGS)
test_unit_support_test_support_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/support/README.md
