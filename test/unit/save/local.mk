check_PROGRAMS += test/unit/save/test-save

test_unit_save_test_save_SOURCES = \
	test/unit/save/fixture.c \
	test/unit/save/fixture.h \
	test/unit/save/suites.c \
	test/unit/save/test_partners.c \
	test/unit/save/test_related.c \
	$(NULL)
test_unit_save_test_save_CFLAGS = $(TEST_CFLAGS)
test_unit_save_test_save_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/save/README.md
