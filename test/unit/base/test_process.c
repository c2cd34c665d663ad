/* test_process.c: a child finds out that it is one, by either way. */
#include "lib/base/process.h"

#include "test/support/child.h"

#include <check.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where there is no memory that a child finds zeroed. */
static quern__process without_sign(void)
{
    quern__process process = quern__process_this();
    quern__process_forget(&process);
    process.id = getpid();
    return process;
}

static quern__process (*const ways[])(void) = { quern__process_this, without_sign };

START_TEST(nothing_was_forked)
{
    quern__process process = ways[_i]();
    ck_assert(!quern__process_forked(&process));
    quern__process_forget(&process);
    ck_assert(process.id == 0 && !process.sign);
}
END_TEST

static bool child_says_forked(const quern__process *process, int generations)
{
    int status;
    const pid_t child = fork();
    if (child == 0) {
        const bool forked = quern__process_forked(process) &&
                            (generations == 1 || child_says_forked(process, generations - 1));
        quern__process own = *process;
        quern__process_forget(&own);
        quern__child_ends(forked ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

START_TEST(a_child_knows)
{
    quern__process process = ways[_i]();
    ck_assert_msg(child_says_forked(&process, 1), "a child does not know, way %d", _i);
    ck_assert_msg(child_says_forked(&process, 2), "a child's child does not know, way %d", _i);
    ck_assert_msg(!quern__process_forked(&process), "the parent takes itself for a child, way %d", _i);
    quern__process_forget(&process);
}
END_TEST

Suite *quern__suite_process(void);

Suite *quern__suite_process(void)
{
    Suite *suite = suite_create("process");
    TCase *tests = tcase_create("forks");
    tcase_add_loop_test(tests, nothing_was_forked, 0, sizeof ways / sizeof *ways);
    tcase_add_loop_test(tests, a_child_knows, 0, sizeof ways / sizeof *ways);
    suite_add_tcase(suite, tests);
    return suite;
}
