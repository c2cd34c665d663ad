check_PROGRAMS += test/unit/model/test-model

test_unit_model_test_model_SOURCES = \
	test/unit/model/suites.c \
	test/unit/model/test_check.c \
	test/unit/model/test_describe.c \
	test/unit/model/test_kind.c \
	test/unit/model/test_path.c \
	test/unit/model/test_schema.c \
	$(NULL)
test_unit_model_test_model_CFLAGS = $(TEST_CFLAGS)
test_unit_model_test_model_LDADD = $(TEST_LIBS)
