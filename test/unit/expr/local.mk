check_PROGRAMS += test/unit/expr/test-expr

test_unit_expr_test_expr_SOURCES = \
	test/unit/expr/fixture.c \
	test/unit/expr/fixture.h \
	test/unit/expr/suites.c \
	test/unit/expr/test_computed.c \
	test/unit/expr/test_condition.c \
	test/unit/expr/test_fit.c \
	test/unit/expr/test_keep.c \
	test/unit/expr/test_kinds.c \
	test/unit/expr/test_lookup.c \
	test/unit/expr/test_ranges.c \
	test/unit/expr/test_several.c \
	$(NULL)
test_unit_expr_test_expr_CFLAGS = $(TEST_CFLAGS)
test_unit_expr_test_expr_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/expr/README.md
