check_PROGRAMS += test/conform/test-conform

test_conform_test_conform_SOURCES = \
	test/conform/conform.c \
	test/conform/conform.h \
	test/conform/link.c \
	test/conform/memory.c \
	test/conform/request.c \
	test/conform/shape.c \
	test/conform/subject_postgres.c \
	test/conform/subject_script.c \
	test/conform/suites.c \
	test/conform/unit.c \
	test/conform/value.c \
	test/conform/values.c \
	test/conform/values.h \
	$(NULL)
test_conform_test_conform_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/conform/README.md
