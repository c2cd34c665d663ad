libquern_testable_la_SOURCES += \
	backends/script/array.c \
	backends/script/bell.c \
	backends/script/codec.c \
	backends/script/decode.c \
	backends/script/decode.h \
	backends/script/dialect.c \
	backends/script/event.c \
	backends/script/inner.h \
	backends/script/line.c \
	backends/script/link.c \
	backends/script/memory.c \
	backends/script/number.c \
	backends/script/report.c \
	backends/script/script.c \
	backends/script/server.c \
	backends/script/value.c \
	$(NULL)

EXTRA_DIST += backends/script/README.md
