check_PROGRAMS += test/unit/detect/test-detect

test_unit_detect_test_detect_SOURCES = \
	test/unit/detect/suites.c \
	test/unit/detect/test_detect.c \
	test/unit/detect/test_words.c \
	$(NULL)
test_unit_detect_test_detect_CFLAGS = $(TEST_CFLAGS)
test_unit_detect_test_detect_LDADD = $(TEST_LIBS)

EXTRA_DIST += test/unit/detect/README.md
