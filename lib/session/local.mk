libquern_testable_la_SOURCES += \
	lib/session/accessors.c \
	lib/session/ask.c \
	lib/session/ask.h \
	lib/session/cancel.c \
	lib/session/cancel.h \
	lib/session/exchange.c \
	lib/session/exchange.h \
	lib/session/cursor.c \
	lib/session/execute.c \
	lib/session/explain.c \
	lib/session/explain.h \
	lib/session/flight.c \
	lib/session/flight.h \
	lib/session/hold.c \
	lib/session/hold.h \
	lib/session/learn.c \
	lib/session/learn.h \
	lib/session/mark.c \
	lib/session/own.c \
	lib/session/own.h \
	lib/session/limits.c \
	lib/session/limits.h \
	lib/session/lines.c \
	lib/session/lines.h \
	lib/session/native.c \
	lib/session/pin.c \
	lib/session/parameters.c \
	lib/session/parameters.h \
	lib/session/receive.c \
	lib/session/record.c \
	lib/session/record.h \
	lib/session/run.c \
	lib/session/run.h \
	lib/session/send.c \
	lib/session/session.c \
	lib/session/snapshot.c \
	lib/session/session.h \
	lib/session/transaction.c \
	lib/session/tag.c \
	lib/session/tag.h \
	lib/session/types.c \
	lib/session/types.h \
	lib/session/wait.c \
	lib/session/wait.h \
	$(NULL)

EXTRA_DIST += lib/session/README.md
