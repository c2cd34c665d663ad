libquern_testable_la_SOURCES += \
	lib/base/arena.h \
	lib/base/arena_block.c \
	lib/base/arena_block.h \
	lib/base/clock.c \
	lib/base/clock.h \
	lib/base/digest.c \
	lib/base/digest.h \
	lib/base/failure.c \
	lib/base/failure.h \
	lib/base/memory.c \
	lib/base/memory.h \
	lib/base/names.c \
	lib/base/names.h \
	lib/base/nearest.c \
	lib/base/nearest.h \
	lib/base/process.c \
	lib/base/process.h \
	lib/base/text.c \
	lib/base/text.h \
	lib/base/utf8.c \
	lib/base/utf8.h \
	$(NULL)

if DEBUG_ARENA
libquern_testable_la_SOURCES += lib/base/arena_debug.c
else
libquern_testable_la_SOURCES += lib/base/arena.c
endif

EXTRA_DIST += lib/base/README.md
