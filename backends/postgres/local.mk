libquern_testable_la_SOURCES += \
	backends/postgres/backend.c \
	backends/postgres/catalog.c \
	backends/postgres/connect.c \
	backends/postgres/decode.c \
	backends/postgres/dialect.c \
	backends/postgres/encode.c \
	backends/postgres/link.h \
	backends/postgres/pipeline.c \
	backends/postgres/problem.c \
	backends/postgres/result.c \
	backends/postgres/types.c \
	$(NULL)
