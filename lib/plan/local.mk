libquern_testable_la_SOURCES += \
	lib/plan/join.c \
	lib/plan/join.h \
	lib/plan/parameters.c \
	lib/plan/plan.c \
	lib/plan/plan.h \
	lib/plan/query.c \
	lib/plan/query.h \
	lib/plan/shape.c \
	$(NULL)

EXTRA_DIST += lib/plan/README.md
