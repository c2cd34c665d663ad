check_PROGRAMS += test/unit/load/test-load

test_unit_load_test_load_SOURCES = \
	test/unit/load/fixture.c \
	test/unit/load/fixture.h \
	test/unit/load/suites.c \
	test/unit/load/ahead.c \
	test/unit/load/ahead.h \
	test/unit/load/test_ahead.c \
	test/unit/load/test_ahead_ends.c \
	test/unit/load/test_all.c \
	test/unit/load/test_down.c \
	test/unit/load/test_each.c \
	test/unit/load/test_edit.c \
	test/unit/load/test_failures.c \
	test/unit/load/test_later.c \
	test/unit/load/test_keep.c \
	test/unit/load/test_keyring.c \
	test/unit/load/test_lifetime.c \
	test/unit/load/test_arguments.c \
	test/unit/load/test_loader.c \
	test/unit/load/test_maps.c \
	test/unit/load/test_memory.c \
	test/unit/load/test_models.c \
	test/unit/load/test_one.c \
	test/unit/load/test_result.c \
	test/unit/load/test_rewind.c \
	test/unit/load/test_rows.c \
	test/unit/load/test_share.c \
	test/unit/load/test_take.c \
	test/unit/load/test_triggers.c \
	test/unit/load/test_ties.c \
	test/unit/load/test_timeout.c \
	test/unit/load/test_stream.c \
	test/unit/load/test_whole.c \
	$(NULL)
test_unit_load_test_load_CFLAGS = $(TEST_CFLAGS)
test_unit_load_test_load_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/load/README.md
