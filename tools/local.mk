# The self-checks of the build, and tools.
