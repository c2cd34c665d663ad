libquern_testable_la_SOURCES += \
	lib/pool/alive.c \
	lib/pool/borrow.c \
	lib/pool/chores.c \
	lib/pool/connect.c \
	lib/pool/counts.c \
	lib/pool/grow.c \
	lib/pool/helper.c \
	lib/pool/interlock.c \
	lib/pool/interrupt.c \
	lib/pool/lock.c \
	lib/pool/park.c \
	lib/pool/park.h \
	lib/pool/pool.c \
	lib/pool/pool.h \
	lib/pool/pool_private.h \
	lib/pool/refusal.c \
	lib/pool/report.c \
	lib/pool/return.c \
	lib/pool/slots.c \
	lib/pool/tend.c \
	lib/pool/thread.c \
	lib/pool/waiters.c \
	lib/pool/wake.c \
	lib/pool/watch.c \
	$(NULL)

EXTRA_DIST += lib/pool/README.md
