libquern_testable_la_SOURCES += \
	lib/sql/select.c \
	lib/sql/select.h \
	$(NULL)

EXTRA_DIST += lib/sql/README.md
