# The sources of test/unit/query.
