# The sources of test/fault.
