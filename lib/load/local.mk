libquern_testable_la_SOURCES += \
	lib/load/adopt.c \
	lib/load/adopt.h \
	lib/load/along.c \
	lib/load/along.h \
	lib/load/all.c \
	lib/load/bulk.c \
	lib/load/contains.c \
	lib/load/edit.c \
	lib/load/evaluate.c \
	lib/load/evaluate.h \
	lib/load/extra.c \
	lib/load/extra.h \
	lib/load/fetch.c \
	lib/load/fetch.h \
	lib/load/explain.c \
	lib/load/iterate.c \
	lib/load/keep.c \
	lib/load/later.c \
	lib/load/loader.c \
	lib/load/loader.h \
	lib/load/member.c \
	lib/load/member.h \
	lib/load/one.c \
	lib/load/peers.c \
	lib/load/prefetch.c \
	lib/load/prefetch.h \
	lib/load/raw.c \
	lib/load/print.c \
	lib/load/related.c \
	lib/load/result.c \
	lib/load/row.c \
	lib/load/result.h \
	lib/load/sets.c \
	lib/load/sets.h \
	lib/load/span.c \
	lib/load/span.h \
	lib/load/stream.c \
	lib/load/stream.h \
	lib/load/take.c \
	lib/load/text.c \
	lib/load/text.h \
	lib/load/watch.c \
	lib/load/watch.h \
	lib/load/whole.c \
	$(NULL)

EXTRA_DIST += lib/load/README.md
