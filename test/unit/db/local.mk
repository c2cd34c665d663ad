# The sources of test/unit/db.

EXTRA_DIST += test/unit/db/README.md
