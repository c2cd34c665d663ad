libquern_testable_la_SOURCES += \
	lib/model/between.c \
	lib/model/between.h \
	lib/model/blank.c \
	lib/model/blank.h \
	lib/model/check.c \
	lib/model/check.h \
	lib/model/check_field.c \
	lib/model/check_names.c \
	lib/model/check_ordering.c \
	lib/model/check_relation.c \
	lib/model/check_reverse.c \
	lib/model/check_side.c \
	lib/model/check_values.c \
	lib/model/describe.c \
	lib/model/describe.h \
	lib/model/fill.c \
	lib/model/fill.h \
	lib/model/kind.c \
	lib/model/kind.h \
	lib/model/link.c \
	lib/model/link.h \
	lib/model/origin.h \
	lib/model/order.c \
	lib/model/order.h \
	lib/model/path.c \
	lib/model/path.h \
	lib/model/schema.c \
	lib/model/schema.h \
	lib/model/scope.h \
	$(NULL)

EXTRA_DIST += lib/model/README.md
