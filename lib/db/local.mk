libquern_testable_la_SOURCES += \
	lib/db/close.c \
	lib/db/db.h \
	lib/db/lock.c \
	lib/db/open.c \
	lib/db/options.c \
	lib/db/options.h \
	lib/db/share.c \
	lib/db/statistics.c \
	lib/db/stats.c \
	lib/db/taken.c \
	lib/db/ping.c \
	$(NULL)

EXTRA_DIST += lib/db/README.md
