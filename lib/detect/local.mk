libquern_testable_la_SOURCES += \
	lib/detect/detect.c \
	lib/detect/detect.h \
	lib/detect/words.c \
	$(NULL)

EXTRA_DIST += lib/detect/README.md
