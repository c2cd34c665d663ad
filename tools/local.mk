# The self-checks of the build, and tools.
SELF_CHECKS += \
	tools/check-code-tour.sh \
	tools/check-comments.sh \
	tools/check-dist.sh \
	tools/check-format.sh \
	tools/check-from-django.sh \
	tools/check-headers.sh \
	tools/check-layers.sh \
	tools/check-malloc.sh \
	tools/check-readmes.sh \
	tools/check-shell.sh \
	tools/check-symbols.sh \
	tools/check-waits.sh \
	$(NULL)

EXTRA_DIST += \
	tools/README.md \
	tools/layers.txt \
	tools/calls.bash \
	tools/prepare.bash \
	tools/valgrind.supp \
	tools/with-postgres \
	$(NULL)
