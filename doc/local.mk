EXTRA_DIST += \
	doc/README.md \
	doc/daemons.md \
	doc/decisions/001-db-header.md \
	doc/decisions/002-memory-errors-of-builders.md \
	doc/decisions/003-null-and-not.md \
	doc/decisions/004-rows-in-doubling-blocks.md \
	doc/decisions/005-taking-errors.md \
	doc/decisions/006-text-of-values.md \
	doc/decisions/009-names-of-the-other-side.md \
	doc/decisions/010-classes-in-a-prototype.md \
	doc/decisions/011-types-that-users-make.md \
	doc/decisions/017-a-commit-that-failed.md \
	doc/decisions/019-streams-that-end-early.md \
	doc/decisions/008-texts-without-a-type.md \
	doc/decisions/007-tables-from-models.md \
	doc/decisions/018-own-sql-runs-once.md \
	doc/decisions/028-what-a-failed-fetch-gives.md \
	doc/decisions/README.md \
	doc/from-django.md \
	doc/tour-of-the-code.md \
	doc/types.md \
	$(NULL)
