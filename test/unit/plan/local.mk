check_PROGRAMS += test/unit/plan/test-plan

test_unit_plan_test_plan_SOURCES = \
	test/unit/plan/suites.c \
	test/unit/plan/test_join.c \
	test/unit/plan/test_parameters.c \
	test/unit/plan/test_plan.c \
	test/unit/plan/test_shape.c \
	$(NULL)
test_unit_plan_test_plan_CFLAGS = $(TEST_CFLAGS)
test_unit_plan_test_plan_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/plan/README.md
