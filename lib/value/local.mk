libquern_testable_la_SOURCES += \
	lib/value/civil.c \
	lib/value/civil.h \
	lib/value/copy.c \
	lib/value/copy.h \
	lib/value/date.c \
	lib/value/decimal.c \
	lib/value/digest.c \
	lib/value/digest.h \
	lib/value/fault.c \
	lib/value/fault.h \
	lib/value/identity.c \
	lib/value/identity.h \
	lib/value/inet.c \
	lib/value/interval.c \
	lib/value/line.c \
	lib/value/line.h \
	lib/value/moment.c \
	lib/value/parts.c \
	lib/value/parts.h \
	lib/value/same.c \
	lib/value/same.h \
	lib/value/scan.c \
	lib/value/scan.h \
	lib/value/time.c \
	lib/value/timestamp.c \
	lib/value/uuid.c \
	$(NULL)

EXTRA_DIST += lib/value/README.md
