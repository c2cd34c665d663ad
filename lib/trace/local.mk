# The sources of lib/trace.
