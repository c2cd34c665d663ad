check_PROGRAMS += test/unit/pool/test-pool

test_unit_pool_test_pool_SOURCES = \
	test/unit/pool/fixture.c \
	test/unit/pool/fixture.h \
	test/unit/pool/suites.c \
	test/unit/pool/test_borrow.c \
	test/unit/pool/test_close.c \
	test/unit/pool/test_connect.c \
	test/unit/pool/test_interlock.c \
	test/unit/pool/test_interrupt.c \
	test/unit/pool/test_no_threads.c \
	test/unit/pool/test_password.c \
	test/unit/pool/test_queue.c \
	test/unit/pool/test_report.c \
	test/unit/pool/test_return.c \
	test/unit/pool/test_tend.c \
	$(NULL)
test_unit_pool_test_pool_CFLAGS = $(TEST_CFLAGS)
test_unit_pool_test_pool_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/pool/README.md
