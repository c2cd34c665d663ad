libquern_testable_la_SOURCES += \
	backends/postgres/array.c \
	backends/postgres/backend.c \
	backends/postgres/binary.c \
	backends/postgres/catalog.c \
	backends/postgres/connect.c \
	backends/postgres/decode.c \
	backends/postgres/decode.h \
	backends/postgres/decode_array.c \
	backends/postgres/decode_inet.c \
	backends/postgres/decode_numeric.c \
	backends/postgres/decode_text.c \
	backends/postgres/decode_time.c \
	backends/postgres/dialect.c \
	backends/postgres/encode.c \
	backends/postgres/kinds.c \
	backends/postgres/link.h \
	backends/postgres/literal.c \
	backends/postgres/literal.h \
	backends/postgres/literal_time.c \
	backends/postgres/native.c \
	backends/postgres/pen.c \
	backends/postgres/pipeline.c \
	backends/postgres/prepared.c \
	backends/postgres/problem.c \
	backends/postgres/result.c \
	backends/postgres/types.c \
	backends/postgres/types.h \
	$(NULL)

EXTRA_DIST += backends/postgres/README.md
