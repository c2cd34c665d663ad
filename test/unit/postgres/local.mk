check_PROGRAMS += test/unit/postgres/test-postgres

test_unit_postgres_test_postgres_SOURCES = \
	test/unit/postgres/constants.h \
	test/unit/postgres/cell.c \
	test/unit/postgres/cell.h \
	test/unit/postgres/drive.c \
	test/unit/postgres/drive.h \
	test/unit/postgres/fake.c \
	test/unit/postgres/fake.h \
	test/unit/postgres/show.c \
	test/unit/postgres/suites.c \
	test/unit/postgres/test_chunks.c \
	test/unit/postgres/test_decode.c \
	test/unit/postgres/test_decode_array.c \
	test/unit/postgres/test_dialect.c \
	test/unit/postgres/test_encode.c \
	test/unit/postgres/test_link.c \
	test/unit/postgres/test_literal.c \
	test/unit/postgres/test_prepared.c \
	test/unit/postgres/test_problem.c \
	test/unit/postgres/test_types.c \
	$(NULL)
test_unit_postgres_test_postgres_CFLAGS = $(TEST_CFLAGS)
test_unit_postgres_test_postgres_LDADD = $(TEST_LIBS) $(LIBPQ_LIBS)

EXTRA_DIST += test/unit/postgres/README.md
