libquern_testable_la_SOURCES += \
	lib/load/bulk.c \
	lib/load/contains.c \
	lib/load/evaluate.c \
	lib/load/evaluate.h \
	lib/load/fetch.c \
	lib/load/explain.c \
	lib/load/iterate.c \
	lib/load/loader.c \
	lib/load/loader.h \
	lib/load/one.c \
	lib/load/print.c \
	lib/load/result.c \
	lib/load/row.c \
	lib/load/result.h \
	lib/load/span.c \
	lib/load/span.h \
	lib/load/stream.c \
	lib/load/stream.h \
	lib/load/text.c \
	lib/load/text.h \
	lib/load/whole.c \
	$(NULL)

EXTRA_DIST += lib/load/README.md
