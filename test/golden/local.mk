golden_sources = \
	test/golden/cases.c \
	test/golden/cases.h \
	test/golden/cases_kinds.c \
	test/golden/cases_lookups.c \
	test/golden/cases_many.c \
	test/golden/cases_owners.c \
	test/golden/cases_related.c \
	test/golden/cases_rows.c \
	test/golden/cases_triggers.c \
	$(NULL)

check_PROGRAMS += test/golden/test-golden test/golden/test-explain

test_golden_test_golden_SOURCES = \
	$(golden_sources) \
	test/golden/file.c \
	test/golden/file.h \
	test/golden/report_log.c \
	test/golden/report_log.h \
	test/golden/test_changes.c \
	test/golden/test_golden.c \
	test/golden/test_report.c \
	test/golden/test_types.c \
	$(NULL)
test_golden_test_golden_CFLAGS = $(TEST_CFLAGS)
test_golden_test_golden_LDADD = $(TEST_LIBS)

# Its main function is its own, and it asks the server through libpq.
test_golden_test_explain_SOURCES = $(golden_sources) test/golden/test_explain.c
test_golden_test_explain_CFLAGS = $(TEST_CFLAGS)
test_golden_test_explain_LDADD = $(TEST_LIBS) $(LIBPQ_LIBS)

EXTRA_DIST += \
	test/golden/README.md \
	test/golden/arrays.sql \
	test/golden/changes.sql \
	test/golden/count.sql \
	test/golden/dates.sql \
	test/golden/distinct.sql \
	test/golden/exclude.sql \
	test/golden/exists.sql \
	test/golden/expressions.sql \
	test/golden/filter.sql \
	test/golden/in.sql \
	test/golden/joins.sql \
	test/golden/kinds.sql \
	test/golden/lookups.sql \
	test/golden/many.sql \
	test/golden/many_excluded.sql \
	test/golden/many_rows.sql \
	test/golden/models.sql \
	test/golden/one.sql \
	test/golden/only.sql \
	test/golden/only_related.sql \
	test/golden/order.sql \
	test/golden/owners.sql \
	test/golden/report.html \
	test/golden/report.json \
	test/golden/report.txt \
	test/golden/reverse.sql \
	test/golden/select_related.sql \
	test/golden/select_related_more.sql \
	test/golden/slice.sql \
	test/golden/subqueries.sql \
	test/golden/triggers.sql \
	test/golden/values.sql \
	$(NULL)
