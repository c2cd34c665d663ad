libquern_testable_la_SOURCES += \
	lib/load/evaluate.c \
	lib/load/evaluate.h \
	lib/load/loader.c \
	lib/load/loader.h \
	lib/load/one.c \
	lib/load/result.c \
	lib/load/row.c \
	lib/load/span.c \
	lib/load/span.h \
	lib/load/result.h \
	lib/load/whole.c \
	$(NULL)

EXTRA_DIST += lib/load/README.md
