libquern_testable_la_SOURCES += \
	lib/trace/alike.c \
	lib/trace/event.c \
	lib/trace/event.h \
	lib/trace/log.c \
	lib/trace/log.h \
	lib/trace/recent.c \
	lib/trace/recent.h \
	$(NULL)

EXTRA_DIST += lib/trace/README.md
