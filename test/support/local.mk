# What the test programs share: the main function, and the replay harness.
check_LTLIBRARIES += test/support/libsupport.la

test_support_libsupport_la_SOURCES = \
	test/support/replay.c \
	test/support/replay.h \
	test/support/runner.c \
	test/support/runner.h \
	$(NULL)
test_support_libsupport_la_CFLAGS = $(TEST_CFLAGS)
