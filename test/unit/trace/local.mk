# The sources of test/unit/trace.
