# The sources of test/golden.
