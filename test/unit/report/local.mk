check_PROGRAMS += test/unit/report/test-report

test_unit_report_test_report_SOURCES = \
	test/unit/report/suites.c \
	test/unit/report/test_findings.c \
	test/unit/report/test_out.c \
	test/unit/report/test_reports.c \
	test/unit/report/test_sql.c \
	$(NULL)
test_unit_report_test_report_CFLAGS = $(TEST_CFLAGS)
test_unit_report_test_report_LDADD = $(TEST_LIBS) $(JANSSON_LIBS)

EXTRA_DIST += test/unit/report/README.md
