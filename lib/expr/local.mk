libquern_testable_la_SOURCES += \
	lib/expr/condition.c \
	lib/expr/condition.h \
	lib/expr/fit.c \
	lib/expr/fit.h \
	lib/expr/lookup.c \
	lib/expr/lookup.h \
	lib/expr/refuse.c \
	lib/expr/refuse.h \
	$(NULL)

EXTRA_DIST += lib/expr/README.md
