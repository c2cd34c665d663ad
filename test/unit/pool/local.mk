# The sources of test/unit/pool.
