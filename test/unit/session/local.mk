check_PROGRAMS += test/unit/session/test-session

test_unit_session_test_session_SOURCES = \
	test/unit/session/fixture.c \
	test/unit/session/fixture.h \
	test/unit/session/suites.c \
	test/unit/session/test_begin.c \
	test/unit/session/test_execute.c \
	test/unit/session/kept.c \
	test/unit/session/kept.h \
	test/unit/session/test_cursor.c \
	test/unit/session/test_hold.c \
	test/unit/session/test_learn.c \
	test/unit/session/test_mark.c \
	test/unit/session/test_native.c \
	test/unit/session/test_record.c \
	test/unit/session/test_cancel.c \
	test/unit/session/test_limits.c \
	test/unit/session/test_log.c \
	test/unit/session/test_run.c \
	test/unit/session/test_session.c \
	test/unit/session/test_tag.c \
	test/unit/session/test_together.c \
	test/unit/session/test_types.c \
	test/unit/session/test_window.c \
	test/unit/session/together.c \
	test/unit/session/together.h \
	$(NULL)
test_unit_session_test_session_CFLAGS = $(TEST_CFLAGS)
test_unit_session_test_session_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/session/README.md
