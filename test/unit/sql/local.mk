# The sources of test/unit/sql.
