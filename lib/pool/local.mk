# The sources of lib/pool.
