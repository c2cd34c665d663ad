base_test_sources = \
	test/unit/base/suites.c \
	test/unit/base/test_arena.c \
	test/unit/base/test_clock.c \
	test/unit/base/test_digest.c \
	test/unit/base/test_failure.c \
	test/unit/base/test_memory.c \
	test/unit/base/test_names.c \
	test/unit/base/test_nearest.c \
	test/unit/base/test_process.c \
	test/unit/base/test_replay.c \
	test/unit/base/test_text.c \
	test/unit/base/test_utf8.c \
	$(NULL)

check_PROGRAMS += test/unit/base/test-base test/unit/base/test-base-twin

test_unit_base_test_base_SOURCES = $(base_test_sources)
test_unit_base_test_base_CFLAGS = $(TEST_CFLAGS)
test_unit_base_test_base_LDADD = $(TEST_LIBS)

# The same tests on the other twin of the arena. Its functions are found before those in the archive; flags of its own give
# its objects names of their own, since the library builds the same files with libtool.
test_unit_base_test_base_twin_SOURCES = $(base_test_sources)
test_unit_base_test_base_twin_CFLAGS = $(TEST_CFLAGS)
test_unit_base_test_base_twin_LDADD = $(TEST_LIBS)
if DEBUG_ARENA
test_unit_base_test_base_twin_SOURCES += lib/base/arena.c
else
test_unit_base_test_base_twin_SOURCES += lib/base/arena_debug.c
endif

EXTRA_DIST += test/unit/base/README.md
