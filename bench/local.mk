# quern beside libpq by hand. Built with everything else, so that nothing here goes wrong unseen; `make bench` runs it.
noinst_LTLIBRARIES += bench/libbench.la
noinst_PROGRAMS += $(bench_programs)
bench_programs = \
	bench/build \
	bench/detect \
	bench/join \
	bench/load \
	bench/log \
	bench/lookup \
	bench/pipeline \
	bench/pool \
	bench/prefetch \
	bench/share \
	bench/siblings \
	bench/stream \
	bench/streamed \
	bench/threads \
	$(NULL)

bench_libbench_la_SOURCES = \
	bench/bench.c \
	bench/bench.h \
	bench/binary.h \
	bench/books.c \
	bench/books.h \
	bench/compare.c \
	bench/crew.c \
	bench/crew.h \
	bench/hand.c \
	bench/hand.h \
	bench/hand_pool.c \
	bench/hand_related.c \
	bench/hand_related.h \
	bench/hand_store.c \
	bench/silent.c \
	bench/silent.h \
	$(NULL)
bench_libbench_la_CPPFLAGS = -I$(top_srcdir)/include $(QUERN_CPPFLAGS) $(LIBPQ_CFLAGS)
bench_libbench_la_LIBADD = $(LIBPQ_LIBS)

# As a user's programs: they see no header but the public ones, and link the library as it is installed.
bench_detect_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_detect_LDADD = bench/libbench.la libquern.la $(LIBPQ_LIBS)
bench_join_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_join_LDADD = $(bench_load_LDADD)
bench_load_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_load_LDADD = bench/libbench.la libquern.la $(LIBPQ_LIBS)
bench_log_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_log_LDADD = $(bench_load_LDADD)
bench_lookup_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_lookup_LDADD = $(bench_load_LDADD)
bench_pipeline_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_pipeline_LDADD = $(bench_load_LDADD)
bench_prefetch_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_prefetch_LDADD = $(bench_load_LDADD)
bench_proxy = \
	test/support/lane.c \
	test/support/lane.h \
	test/support/proxy.c \
	test/support/proxy.h \
	test/support/wire.c \
	test/support/wire.h \
	$(NULL)
bench_siblings_SOURCES = bench/siblings.c $(bench_proxy)
bench_siblings_CPPFLAGS = $(bench_libbench_la_CPPFLAGS) -I$(top_srcdir)
bench_siblings_LDADD = $(bench_load_LDADD)
bench_stream_SOURCES = bench/stream.c $(bench_proxy)
bench_stream_CPPFLAGS = $(bench_libbench_la_CPPFLAGS) -I$(top_srcdir)
bench_stream_LDADD = $(bench_load_LDADD)
bench_streamed_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_streamed_LDADD = $(bench_load_LDADD)
bench_threads_CPPFLAGS = $(bench_libbench_la_CPPFLAGS)
bench_threads_LDADD = $(bench_load_LDADD)

# What has no public name.
bench_build_LDADD = bench/libbench.la libquern-testable.la $(LIBPQ_LIBS)
bench_pool_LDADD = $(bench_build_LDADD)
bench_share_CPPFLAGS = $(AM_CPPFLAGS) $(LIBPQ_CFLAGS)
bench_share_LDADD = $(bench_build_LDADD)

SELF_CHECKS += bench/check-bench.sh

EXTRA_DIST += \
	bench/README.md \
	bench/count.awk \
	bench/run-bench.sh \
	$(NULL)

# On the server of QUERN_TEST_URL or a throwaway one; some minutes, best with nothing else running. BENCH: programs, all by default.
BENCH = $(bench_programs)
BENCH_ROUNDS = 200
bench: $(bench_programs)
	@LIBTOOL='$(LIBTOOL)' BENCH_ROUNDS='$(BENCH_ROUNDS)' \
	    $(SHELL) -c 'if test -n "$$QUERN_TEST_URL"; then "$$@"; else "$(abs_top_srcdir)/tools/with-postgres" "$$@"; fi' \
	    bench $(BASH_PROGRAM) '$(abs_top_srcdir)/bench/run-bench.sh' $(BENCH)
