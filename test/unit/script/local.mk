# The sources of test/unit/script.
