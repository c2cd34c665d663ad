libquern_testable_la_SOURCES += \
	lib/save/partners.c \
	lib/save/partners.h \
	lib/save/related.c \
	$(NULL)

EXTRA_DIST += lib/save/README.md
