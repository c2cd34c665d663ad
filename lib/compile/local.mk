libquern_testable_la_SOURCES += \
	lib/compile/describe.c \
	lib/compile/shared.c \
	lib/compile/shared.h \
	lib/compile/statements.c \
	lib/compile/statements.h \
	$(NULL)

EXTRA_DIST += lib/compile/README.md
