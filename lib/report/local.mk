libquern_testable_la_SOURCES += \
	lib/report/findings.c \
	lib/report/findings.h \
	lib/report/html.c \
	lib/report/html.h \
	lib/report/html_sql.c \
	lib/report/html_statement.c \
	lib/report/json.c \
	lib/report/out.c \
	lib/report/out.h \
	lib/report/report.c \
	lib/report/report.h \
	lib/report/sql.c \
	lib/report/sql.h \
	lib/report/style.c \
	lib/report/text.c \
	lib/report/warnings.c \
	$(NULL)

EXTRA_DIST += lib/report/README.md
