libquern_testable_la_SOURCES += \
	lib/session/accessors.c \
	lib/session/cancel.c \
	lib/session/cancel.h \
	lib/session/exchange.c \
	lib/session/exchange.h \
	lib/session/execute.c \
	lib/session/learn.c \
	lib/session/learn.h \
	lib/session/limits.c \
	lib/session/limits.h \
	lib/session/receive.c \
	lib/session/run.c \
	lib/session/run.h \
	lib/session/send.c \
	lib/session/session.c \
	lib/session/session.h \
	lib/session/types.c \
	lib/session/types.h \
	lib/session/wait.c \
	lib/session/wait.h \
	$(NULL)

EXTRA_DIST += lib/session/README.md
