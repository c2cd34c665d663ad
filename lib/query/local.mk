libquern_testable_la_SOURCES += \
	lib/query/allowed.c \
	lib/query/along.c \
	lib/query/along.h \
	lib/query/bind.c \
	lib/query/copy.c \
	lib/query/dates.c \
	lib/query/distinct.c \
	lib/query/fetch_mode.c \
	lib/query/filter.c \
	lib/query/filterable.c \
	lib/query/in.c \
	lib/query/objects.c \
	lib/query/only.c \
	lib/query/order.c \
	lib/query/adding.h \
	lib/query/prefetch.c \
	lib/query/prefetch_check.c \
	lib/query/prefetch_step.c \
	lib/query/prefetch.h \
	lib/query/prefetch_tree.c \
	lib/query/queryset.c \
	lib/query/queryset.h \
	lib/query/select_related.c \
	lib/query/simple.c \
	lib/query/slice.c \
	lib/query/substitute.c \
	lib/query/timeout.c \
	lib/query/values.c \
	lib/query/values.h \
	$(NULL)

EXTRA_DIST += lib/query/README.md
