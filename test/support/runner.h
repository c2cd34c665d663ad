/* runner.h: the main function of every test program on libcheck. A program lists its suites in a table:
 *
 *     quern__suite_maker *const quern__suites[] = { quern__suite_arena, quern__suite_text, NULL };
 *
 * and is run as   test-base              all of them
 *                 test-base arena        one suite, by its name
 *                 test-base arena grow   one case of it */
#ifndef QUERN__TEST_SUPPORT_RUNNER_H
#define QUERN__TEST_SUPPORT_RUNNER_H

#include <check.h>

typedef Suite *quern__suite_maker(void);

/* Ended by NULL; each test program defines it. */
extern quern__suite_maker *const quern__suites[];

/* The URL of the server to test with, from QUERN_TEST_URL. NULL when there is none: the test then ends with nothing done,
 * which this has said on the output; but where QUERN_TEST_REQUIRED is set, it fails the test instead. */
const char *quern__test_url(void);

#endif
