check_PROGRAMS += test/unit/model/test-model

test_unit_model_test_model_SOURCES = \
	test/unit/model/faults.c \
	test/unit/model/faults.h \
	test/unit/model/suites.c \
	test/unit/model/test_blank.c \
	test/unit/model/test_check.c \
	test/unit/model/test_check_field.c \
	test/unit/model/test_check_names.c \
	test/unit/model/test_check_ordering.c \
	test/unit/model/test_check_relation.c \
	test/unit/model/test_check_reverse.c \
	test/unit/model/test_check_side.c \
	test/unit/model/test_check_values.c \
	test/unit/model/test_describe.c \
	test/unit/model/test_kind.c \
	test/unit/model/test_options.c \
	test/unit/model/test_order.c \
	test/unit/model/test_path.c \
	test/unit/model/test_schema.c \
	$(NULL)
test_unit_model_test_model_CFLAGS = $(TEST_CFLAGS)
test_unit_model_test_model_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/model/README.md
