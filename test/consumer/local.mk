# Programs that use the installed library from outside.
