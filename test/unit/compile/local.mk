# The sources of test/unit/compile.
