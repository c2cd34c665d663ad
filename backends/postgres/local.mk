libquern_testable_la_SOURCES += \
	backends/postgres/backend.c \
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
	backends/postgres/link.h \
	backends/postgres/pipeline.c \
	backends/postgres/problem.c \
	backends/postgres/result.c \
	backends/postgres/types.c \
	backends/postgres/types.h \
	$(NULL)
