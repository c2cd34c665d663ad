libquern_testable_la_SOURCES += \
	lib/sql/change.c \
	lib/sql/change.h \
	lib/sql/conditions.c \
	lib/sql/ddl.c \
	lib/sql/ddl.h \
	lib/sql/own.c \
	lib/sql/own.h \
	lib/sql/select.c \
	lib/sql/select.h \
	lib/sql/selecting.c \
	lib/sql/selecting.h \
	lib/sql/spell.c \
	lib/sql/spell.h \
	$(NULL)

EXTRA_DIST += lib/sql/README.md
