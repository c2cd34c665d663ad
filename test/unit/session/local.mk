# The sources of test/unit/session.
