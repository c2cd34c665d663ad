EXTRA_DIST += \
	doc/decisions/001-db-header.md \
	doc/decisions/002-memory-errors-of-builders.md \
	doc/decisions/003-null-and-not.md \
	doc/decisions/004-rows-in-doubling-blocks.md \
	doc/decisions/005-taking-errors.md \
	doc/decisions/007-tables-from-models.md \
	doc/decisions/README.md \
	doc/tour-of-the-code.md \
	$(NULL)
