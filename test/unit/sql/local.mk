check_PROGRAMS += test/unit/sql/test-sql

test_unit_sql_test_sql_SOURCES = \
	test/unit/sql/suites.c \
	test/unit/sql/test_own.c \
	test/unit/sql/test_select.c \
	$(NULL)
test_unit_sql_test_sql_CFLAGS = $(TEST_CFLAGS)
test_unit_sql_test_sql_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/sql/README.md
