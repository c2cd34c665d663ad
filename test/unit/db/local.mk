# The sources of test/unit/db.
