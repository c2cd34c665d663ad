check_PROGRAMS += test/unit/schema/test-schema

test_unit_schema_test_schema_SOURCES = \
	test/unit/schema/suites.c \
	test/unit/schema/test_create.c \
	$(NULL)
test_unit_schema_test_schema_CFLAGS = $(TEST_CFLAGS)
test_unit_schema_test_schema_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/schema/README.md
