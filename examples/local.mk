# Programs on the public API only, as a user would write them: they see no header but the public ones.
noinst_PROGRAMS += examples/tour/tour

examples_tour_tour_SOURCES = \
	examples/tour/caches.c \
	examples/tour/chaining.c \
	examples/tour/cost.c \
	examples/tour/engine.c \
	examples/tour/lazy.c \
	examples/tour/library.c \
	examples/tour/main.c \
	examples/tour/memory.c \
	examples/tour/mistakes.c \
	examples/tour/relations.c \
	examples/tour/show.c \
	examples/tour/tour.h \
	examples/tour/transactions.c \
	examples/tour/triggers.c \
	$(NULL)
examples_tour_tour_CPPFLAGS = -I$(top_srcdir)/include $(QUERN_CPPFLAGS)
examples_tour_tour_LDADD = libquern.la

SELF_CHECKS += examples/check-daemon.sh examples/check-tour.sh

EXTRA_DIST += examples/README.md examples/tour/README.md
