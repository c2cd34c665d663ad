# The sources of test/unit/plan.
