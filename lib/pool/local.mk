libquern_testable_la_SOURCES += \
	lib/pool/borrow.c \
	lib/pool/chores.c \
	lib/pool/grow.c \
	lib/pool/helper.c \
	lib/pool/interrupt.c \
	lib/pool/pool.c \
	lib/pool/pool.h \
	lib/pool/pool_private.h \
	lib/pool/refusal.c \
	lib/pool/report.c \
	lib/pool/return.c \
	lib/pool/slots.c \
	lib/pool/waiters.c \
	lib/pool/wake.c \
	$(NULL)

EXTRA_DIST += lib/pool/README.md
