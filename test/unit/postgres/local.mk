# The sources of test/unit/postgres.
