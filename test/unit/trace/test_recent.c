/* test_recent.c: which evaluations were called at the same place a short while ago. */
#include "lib/trace/recent.h"

#include "test/support/runner.h"

#include <check.h>
#include <string.h>

/* Each letter is a place; what is found below it: '.' nothing, else how many evaluations ago. '|' begins a new step. */
static const struct {
    const char *name, *places, *found;
} cases[] = {
    { "none before", "abc", "..." },
    { "the one before", "aaa", ".11" },
    { "another in between", "abab", "..22" },
    { "fifteen in between", "abcdefghijklmnopa", "................g" },
    { "sixteen in between", "abcdefghijklmnopqa", ".................." },
    { "the latest of several", "aaba", ".1.2" },
    { "more places than drawers", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPa",
      "..........................................." },
    { "the latest two of all, after many", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPPO",
      "..........................................13" },
    { "another step", "aa|a|aa", ".1..1" },
    { "calls without a place", "--a-", "...." },
};

START_TEST(evaluations)
{
    static const char sites[256];
    quern__recent recent = { .count = 0 };
    uint64_t step = 1, expected = 0;
    const char *found = cases[_i].found;
    for (const char *at = cases[_i].places; *at; at++) {
        if (*at == '|') {
            step++;
            continue;
        }
        const uint64_t n = quern__recent_add(&recent, *at == '-' ? NULL : &sites[(unsigned char)*at], step);
        expected++;
        const uint64_t ago = n ? expected - n : 0;
        const char letter = (char)(!ago ? '.' : ago < 10 ? '0' + (char)ago : 'a' + (char)ago - 10);
        ck_assert_msg(letter == *found, "%s: evaluation %d: '%c', not '%c'", cases[_i].name, (int)expected,
                      letter, *found);
        ck_assert_uint_eq(recent.count, expected);
        found++;
    }
}
END_TEST

Suite *quern__suite_recent(void);

Suite *quern__suite_recent(void)
{
    Suite *suite = suite_create("recent");
    TCase *tests = tcase_create("recent");
    tcase_add_loop_test(tests, evaluations, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, tests);
    return suite;
}
