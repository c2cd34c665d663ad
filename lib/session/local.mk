libquern_testable_la_SOURCES += \
	lib/session/accessors.c \
	lib/session/ask.c \
	lib/session/ask.h \
	lib/session/exchange.c \
	lib/session/exchange.h \
	lib/session/cursor.c \
	lib/session/execute.c \
	lib/session/hold.c \
	lib/session/hold.h \
	lib/session/learn.c \
	lib/session/learn.h \
	lib/session/mark.c \
	lib/session/own.c \
	lib/session/own.h \
	lib/session/native.c \
	lib/session/pin.c \
	lib/session/receive.c \
	lib/session/run.c \
	lib/session/run.h \
	lib/session/send.c \
	lib/session/session.c \
	lib/session/session.h \
	lib/session/transaction.c \
	lib/session/types.c \
	lib/session/types.h \
	lib/session/wait.c \
	lib/session/wait.h \
	$(NULL)

EXTRA_DIST += lib/session/README.md
