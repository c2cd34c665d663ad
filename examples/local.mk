# Programs on the public API only, as a user would write them: they see no header but the public ones.
noinst_PROGRAMS += examples/tour

examples_tour_SOURCES = examples/tour.c
examples_tour_CPPFLAGS = -I$(top_srcdir)/include $(QUERN_CPPFLAGS)
examples_tour_LDADD = libquern.la

SELF_CHECKS += examples/check-daemon.sh examples/check-tour.sh

EXTRA_DIST += examples/README.md
