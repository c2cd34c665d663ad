libquern_testable_la_SOURCES += \
	lib/expr/condition.c \
	lib/expr/condition.h \
	lib/expr/copy.c \
	lib/expr/copy.h \
	lib/expr/exclusion.c \
	lib/expr/exclusion.h \
	lib/expr/expression.c \
	lib/expr/expression.h \
	lib/expr/fit.c \
	lib/expr/fit.h \
	lib/expr/leaf.c \
	lib/expr/lookup.c \
	lib/expr/lookup.h \
	lib/expr/object.c \
	lib/expr/object.h \
	lib/expr/operand.c \
	lib/expr/parameter.c \
	lib/expr/parameter.h \
	lib/expr/refuse.c \
	lib/expr/refuse.h \
	lib/expr/resolve.h \
	lib/expr/several.c \
	lib/expr/source.h \
	lib/expr/substitute.c \
	lib/expr/substitute.h \
	$(NULL)

EXTRA_DIST += lib/expr/README.md
