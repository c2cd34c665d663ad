fuzz_sources = \
	test/fuzz/fuzz.h \
	test/fuzz/target_cell.c \
	test/fuzz/target_decimal.c \
	test/fuzz/target_nearest.c \
	test/fuzz/target_path.c \
	test/fuzz/target_report.c \
	test/fuzz/target_script.c \
	test/fuzz/target_text.c \
	test/fuzz/target_utf8.c \
	test/fuzz/targets.c \
	test/unit/postgres/cell.c \
	test/unit/postgres/cell.h \
	test/unit/postgres/show.c \
	$(NULL)

check_PROGRAMS += test/fuzz/test-corpora

test_fuzz_test_corpora_SOURCES = $(fuzz_sources) test/fuzz/test_corpora.c
test_fuzz_test_corpora_CFLAGS = $(TEST_CFLAGS)
test_fuzz_test_corpora_LDADD = $(TEST_LIBS)

# Its main function is libFuzzer's.
EXTRA_PROGRAMS = test/fuzz/fuzz
CLEANFILES += test/fuzz/fuzz
test_fuzz_fuzz_SOURCES = $(fuzz_sources) test/fuzz/libfuzzer.c
test_fuzz_fuzz_CFLAGS = $(TEST_CFLAGS)
test_fuzz_fuzz_LDADD = $(TEST_LIBS)
test_fuzz_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

EXTRA_DIST += \
	test/fuzz/README.md \
	test/fuzz/corpus \
	test/fuzz/run-fuzz.sh \
	$(NULL)

# In a build of its own, since clang must instrument the library as well.
FUZZ_CC = clang
FUZZ_SECONDS = 20
FUZZ_TARGETS =
fuzz:
	$(MKDIR_P) fuzzing
	test -f fuzzing/Makefile || { cd fuzzing && eval "$(SHELL) '$(abs_top_srcdir)/configure' `$(SHELL) ./../config.status --config` \
	    'CC=$(FUZZ_CC)' --disable-coverage --enable-fuzzing"; }
	cd fuzzing && $(MAKE) $(AM_MAKEFLAGS) test/fuzz/fuzz
	srcdir='$(abs_top_srcdir)' $(BASH_PROGRAM) '$(abs_top_srcdir)/test/fuzz/run-fuzz.sh' fuzzing $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# What was found stays until then.
distclean-local:
	rm -rf fuzzing
