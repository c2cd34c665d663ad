# The sources of test/conform.
