# As a user would write it: it sees no header of quern but the public ones.
if HAVE_DAEMON
noinst_PROGRAMS += examples/daemon/daemon
endif

examples_daemon_daemon_SOURCES = \
	examples/daemon/books.c \
	examples/daemon/daemon.h \
	examples/daemon/main.c \
	examples/daemon/models.c \
	examples/daemon/serve.c \
	$(NULL)
examples_daemon_daemon_CPPFLAGS = -I$(top_srcdir)/include $(QUERN_CPPFLAGS) $(DAEMON_CFLAGS)
examples_daemon_daemon_LDADD = libquern.la $(DAEMON_LIBS)

EXTRA_DIST += examples/daemon/README.md
