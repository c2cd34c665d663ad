# What the test programs share: the main function, the replay harness, models and comparisons.
check_LTLIBRARIES += test/support/libsupport.la

test_support_libsupport_la_SOURCES = \
	test/support/child.c \
	test/support/child.h \
	test/support/club.c \
	test/support/club.h \
	test/support/cluster.c \
	test/support/cluster.h \
	test/support/expect.c \
	test/support/expect.h \
	test/support/forms.c \
	test/support/forms.h \
	test/support/generate.c \
	test/support/generate.h \
	test/support/lane.c \
	test/support/lane.h \
	test/support/lending.c \
	test/support/lending.h \
	test/support/models.c \
	test/support/models.h \
	test/support/proxy.c \
	test/support/proxy.h \
	test/support/replay.c \
	test/support/replay.h \
	test/support/runner.c \
	test/support/runner.h \
	test/support/schema.c \
	test/support/schema.h \
	test/support/serverlog.c \
	test/support/serverlog.h \
	test/support/specimen.c \
	test/support/specimen.h \
	test/support/values.c \
	test/support/values.h \
	test/support/towns.c \
	test/support/towns.h \
	test/support/wire.c \
	test/support/wire.h \
	$(NULL)
test_support_libsupport_la_CFLAGS = $(TEST_CFLAGS)

EXTRA_DIST += test/support/README.md
