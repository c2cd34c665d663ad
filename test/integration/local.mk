# The sources of test/integration.
