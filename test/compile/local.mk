# Programs that must compile, without a warning.
SELF_CHECKS += test/compile/check-accepted.sh

EXTRA_DIST += \
	test/compile/README.md \
	test/compile/kinds.c \
	test/compile/options.c \
	test/compile/related.c \
	test/compile/stringified.c \
	$(NULL)

