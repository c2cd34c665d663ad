# The sources of test/unit/load.
