check_PROGRAMS += test/unit/db/test-db

test_unit_db_test_db_SOURCES = \
	test/unit/db/fixture.c \
	test/unit/db/fixture.h \
	test/unit/db/suites.c \
	test/unit/db/test_close.c \
	test/unit/db/test_fork.c \
	test/unit/db/test_open.c \
	test/unit/db/test_options.c \
	test/unit/db/test_ping.c \
	test/unit/db/test_sessions.c \
	test/unit/db/test_share.c \
	$(NULL)
test_unit_db_test_db_CFLAGS = $(TEST_CFLAGS)
test_unit_db_test_db_LDADD = $(TEST_LIBS)
# The sources of test/unit/db.

EXTRA_DIST += test/unit/db/README.md
