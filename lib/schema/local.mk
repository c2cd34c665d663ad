libquern_testable_la_SOURCES += \
	lib/schema/catalog.c \
	lib/schema/catalog.h \
	lib/schema/check.c \
	lib/schema/compare.c \
	lib/schema/compare.h \
	lib/schema/compare_column.c \
	lib/schema/compare_constraint.c \
	lib/schema/create.c \
	lib/schema/create.h \
	lib/schema/report.c \
	$(NULL)

EXTRA_DIST += lib/schema/README.md
