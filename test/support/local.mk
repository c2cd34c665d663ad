# What the test programs share: the main function, the replay harness, models and comparisons.
check_LTLIBRARIES += test/support/libsupport.la

test_support_libsupport_la_SOURCES = \
	test/support/expect.c \
	test/support/expect.h \
	test/support/generate.c \
	test/support/generate.h \
	test/support/models.c \
	test/support/models.h \
	test/support/replay.c \
	test/support/replay.h \
	test/support/runner.c \
	test/support/runner.h \
	test/support/towns.c \
	test/support/towns.h \
	$(NULL)
test_support_libsupport_la_CFLAGS = $(TEST_CFLAGS)
