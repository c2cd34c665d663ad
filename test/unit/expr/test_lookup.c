/* test_lookup.c: the table of lookups, against the list of them in <quern/expr.h>, and the patterns of icontains. */
#include "lib/expr/lookup.h"

#include "test/support/expect.h"

#include <check.h>
#include <string.h>

static const char *const names[] = {
#define NAME(name, on, takes, own) #name,
    QUERN__LOOKUPS(NAME)
#undef NAME
};

START_TEST(each_has_its_name)
{
    for (int i = 1; i < QUERN_LOOKUP_COUNT; i++) {
        const char *name = names[i - 1];
        ck_assert_msg(quern__lookup_find(name) == (quern_lookup)i, "%s is not found", name);
        quern__expect_text(name, "the name in its rule", quern__lookup_rule((quern_lookup)i)->name, name);
    }
}
END_TEST

START_TEST(finds_nothing_else)
{
    static const char *const wrong[] = { "", "g", "gtt", "GT", "exact ", "equals", "icontain" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(quern__lookup_find(wrong[i]) == QUERN_NO_LOOKUP, "\"%s\" is found", wrong[i]);
}
END_TEST

/* What the compiler is told of a lookup (struct-first conditions) and what is checked when it runs must be the same. */
START_TEST(the_compiler_is_told_the_same)
{
    static const struct {
        quern_kind kind;
        int members;
    } kinds[] = { { QUERN_KIND_BOOL, QUERN__B }, { QUERN_KIND_I32, QUERN__I },
                  { QUERN_KIND_I64, QUERN__I },  { QUERN_KIND_F64, QUERN__R },
                  { QUERN_KIND_TEXT, QUERN__T }, { QUERN_KIND_TIMESTAMP, QUERN__S } };
    static const int on[] = {
#define ON(name, on, takes, own) (int)(on),
        QUERN__LOOKUPS(ON)
#undef ON
    };
    for (int i = 1; i < QUERN_LOOKUP_COUNT; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            ck_assert_msg(quern__lookup_fits(quern__lookup_rule((quern_lookup)i), kinds[k].kind) ==
                              ((on[i - 1] & kinds[k].members) != 0),
                          "%s on kind %x", names[i - 1], (unsigned)kinds[k].kind);
}
END_TEST

static const struct {
    const char *text, *pattern;
} patterns[] = {
    { "", "%%" },       { "emma", "%emma%" },       { "100%", "%100\\%%" },     { "_", "%\\_%" },
    { "\\", "%\\\\%" }, { "\\%_", "%\\\\\\%\\_%" }, { "O'Brien", "%O'Brien%" }, { "ünï☃", "%ünï☃%" },
};

START_TEST(icontains_escapes_what_like_reads)
{
    const quern__lookup *rule = quern__lookup_rule(QUERN_LOOKUP_icontains);
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    quern__expect_text(patterns[_i].text, "the pattern", rule->prepare(arena, patterns[_i].text),
                       patterns[_i].pattern);
    quern__arena_close(arena);
}
END_TEST

Suite *quern__suite_lookup(void);

Suite *quern__suite_lookup(void)
{
    Suite *suite = suite_create("lookup");
    TCase *tests = tcase_create("lookup");
    tcase_add_test(tests, each_has_its_name);
    tcase_add_test(tests, finds_nothing_else);
    tcase_add_test(tests, the_compiler_is_told_the_same);
    tcase_add_loop_test(tests, icontains_escapes_what_like_reads, 0, sizeof patterns / sizeof *patterns);
    suite_add_tcase(suite, tests);
    return suite;
}
