# Programs that use the installed library from outside.
SELF_CHECKS += test/consumer/check-consumers.sh

EXTRA_DIST += \
	test/consumer/README.md \
	test/consumer/lists.c \
	test/consumer/lists.cc \
	test/consumer/old_layout.c \
	test/consumer/related.cc \
	test/consumer/shelf.c \
	test/consumer/shelf.h \
	$(NULL)
