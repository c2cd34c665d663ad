check_PROGRAMS += test/unit/script/test-script

test_unit_script_test_script_SOURCES = \
	test/unit/script/suites.c \
	test/unit/script/talk.c \
	test/unit/script/talk.h \
	test/unit/script/test_array.c \
	test/unit/script/test_codec.c \
	test/unit/script/test_dialect.c \
	test/unit/script/test_link.c \
	test/unit/script/test_number.c \
	test/unit/script/test_script.c \
	test/unit/script/test_value.c \
	$(NULL)
test_unit_script_test_script_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/script/README.md
