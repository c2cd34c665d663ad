# The sources of test/unit/model.
