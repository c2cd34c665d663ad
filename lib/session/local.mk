# The sources of lib/session.
