libquern_testable_la_SOURCES += \
	lib/plan/gist.c \
	lib/plan/gist.h \
	lib/plan/join.c \
	lib/plan/join.h \
	lib/plan/owners.c \
	lib/plan/owners.h \
	lib/plan/parameters.c \
	lib/plan/plan.c \
	lib/plan/plan.h \
	lib/plan/query.c \
	lib/plan/query.h \
	lib/plan/shape.c \
	lib/plan/shape.h \
	$(NULL)

EXTRA_DIST += lib/plan/README.md
