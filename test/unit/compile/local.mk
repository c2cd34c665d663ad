check_PROGRAMS += test/unit/compile/test-compile

test_unit_compile_test_compile_SOURCES = \
	test/unit/compile/suites.c \
	test/unit/compile/test_bounds.c \
	test/unit/compile/test_describe.c \
	test/unit/compile/test_kept.c \
	test/unit/compile/test_statements.c \
	$(NULL)
test_unit_compile_test_compile_CFLAGS = $(TEST_CFLAGS)
test_unit_compile_test_compile_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/compile/README.md
