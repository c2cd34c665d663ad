# The sources of backends/postgres.
