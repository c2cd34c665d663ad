/* runner.c: runs the suites of a test program. libcheck itself reads CK_FORK, CK_VERBOSITY and the like. The exit status is
 * 0 when all went well, 1 when a test failed, 2 when there was none to run. */
#include "test/support/runner.h"

#include <stdio.h>
#include <stdlib.h>

const char *quern__test_url(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    if (url && *url)
        return url;
    ck_assert_msg(!getenv("QUERN_TEST_REQUIRED"), "QUERN_TEST_REQUIRED is set, but QUERN_TEST_URL is not");
    puts("skipped: QUERN_TEST_URL is not set");
    return NULL;
}

int main(int count, char **words)
{
    SRunner *runner = srunner_create(NULL);
    for (quern__suite_maker *const *make = quern__suites; *make; make++)
        srunner_add_suite(runner, (*make)());
    srunner_run(runner, count > 1 ? words[1] : NULL, count > 2 ? words[2] : NULL, CK_ENV);
    int ran = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (ran == 0)
        fprintf(stderr, "%s: no such test\n", words[0]);
    return failed ? 1 : ran ? 0 : 2;
}
