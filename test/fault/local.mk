check_PROGRAMS += test/fault/test-fault

test_fault_test_fault_SOURCES = \
	test/fault/house.c \
	test/fault/house.h \
	test/fault/suites.c \
	test/fault/test_all.c \
	test/fault/test_build.c \
	test/fault/test_changes.c \
	test/fault/test_detect.c \
	test/fault/test_evaluate.c \
	test/fault/test_execute.c \
	test/fault/test_frugal.c \
	test/fault/test_iterate.c \
	test/fault/test_joined.c \
	test/fault/test_life.c \
	test/fault/test_lazy.c \
	test/fault/test_map.c \
	test/fault/test_open.c \
	test/fault/test_pool.c \
	test/fault/test_report.c \
	test/fault/test_relations.c \
	test/fault/test_schema.c \
	test/fault/test_script.c \
	test/fault/test_server.c \
	test/fault/test_share.c \
	test/fault/test_transaction.c \
	test/fault/test_trace.c \
	test/fault/test_triggers.c \
	$(NULL)
test_fault_test_fault_CFLAGS = $(TEST_CFLAGS)
test_fault_test_fault_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/fault/README.md
