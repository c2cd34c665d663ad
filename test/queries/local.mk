check_PROGRAMS += test/queries/test-queries

test_queries_test_queries_SOURCES = \
	test/queries/build.c \
	test/queries/cell.c \
	test/queries/chain.h \
	test/queries/draw.c \
	test/queries/draw.h \
	test/queries/joined.c \
	test/queries/lines.c \
	test/queries/lines.h \
	test/queries/print.c \
	test/queries/random.c \
	test/queries/reference.c \
	test/queries/regroup.c \
	test/queries/settle.c \
	test/queries/settle.h \
	test/queries/suites.c \
	test/queries/tables.c \
	test/queries/test_parameters.c \
	test/queries/test_reference.c \
	test/queries/test_warm.c \
	$(NULL)
test_queries_test_queries_CFLAGS = $(TEST_CFLAGS)
test_queries_test_queries_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/queries/README.md

# Many more than `make check` has, on the server of QUERN_TEST_URL or a throwaway one. A failure tells the seed to begin with.
FUZZ_QUERIES = 20000
QUERN_SEED = 1
fuzz-queries: test/queries/test-queries
	FUZZ_QUERIES='$(FUZZ_QUERIES)' QUERN_SEED='$(QUERN_SEED)' QUERN_TEST_REQUIRED=1 CK_DEFAULT_TIMEOUT=0 \
	    $(SHELL) -c 'if test -n "$$QUERN_TEST_URL"; then "$$@"; else "$(abs_top_srcdir)/tools/with-postgres" "$$@"; fi' \
	    fuzz-queries test/queries/test-queries reference
