# The sources of test/unit/expr.
