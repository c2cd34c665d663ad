/* test_lookup.c: the table of lookups, against the list of them in <quern/expr.h>, and the patterns of icontains. */
#include "lib/expr/lookup.h"

#include "lib/model/kind.h"
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

/* Conditions that the compiler checks know a member by its type, those that are checked when they run by its kind: the classes
 * must be the same. */
static const struct {
    const char *type;
    unsigned kind;
    uint32_t class;
} members[] = {
#define CLASS(type, kind) { #type, (unsigned)(kind), (uint32_t)QUERN__MEMBER_CLASS(*(type *)0) },
#define ONE(NAME, name, type) CLASS(type, QUERN_KIND_##NAME)
#define TWIN(NAME, name, type) CLASS(quern_null_##name, QUERN_KIND_##NAME)
#define ARRAY(NAME, name, type) CLASS(quern_array_##name, (unsigned)QUERN_KIND_##NAME | (unsigned)QUERN_ARRAY)
    QUERN__ELEMENTS(ONE) QUERN__SCALARS(TWIN) QUERN__ELEMENTS(ARRAY)
#undef CLASS
#undef ONE
#undef TWIN
#undef ARRAY
};

START_TEST(the_compiler_is_told_the_same)
{
    const uint32_t class = quern__kind_class(members[_i].kind);
    ck_assert_msg(class && members[_i].class == class, "%s: %x, not %x", members[_i].type, members[_i].class,
                  class);
    static const int on[] = {
#define ON(name, on, takes, own) (int)(on),
        QUERN__LOOKUPS(ON)
#undef ON
    };
    for (int i = 1; i < QUERN_LOOKUP_COUNT; i++)
        ck_assert_msg(quern__lookup_fits(quern__lookup_rule((quern_lookup)i), (quern_kind)members[_i].kind) ==
                          (((unsigned)on[i - 1] & members[_i].class) != 0),
                      "%s on %s", names[i - 1], members[_i].type);
}
END_TEST

/* Which classes a lookup fits, member by member: bool, i64, f64, text, bytes, timestamp, local timestamp, date, time, interval,
 * uuid, decimal, json, inet, array of bool, of text, of json; and a relation. */
static const struct {
    quern_lookup lookup;
    const char *fits;
} fitting[] = {
    { QUERN_LOOKUP_exact, "++++++++++++++++++" },     { QUERN_LOOKUP_isnull, "++++++++++++++++++" },
    { QUERN_LOOKUP_gt, "-+++++++++++-+++-+" },        { QUERN_LOOKUP_lte, "-+++++++++++-+++-+" },
    { QUERN_LOOKUP_icontains, "---+-------------+" },
};

START_TEST(each_fits_its_classes)
{
    static const uint32_t classes[] = { QUERN__B,
                                        QUERN__I,
                                        QUERN__R,
                                        QUERN__T,
                                        QUERN__Y,
                                        QUERN__S,
                                        QUERN__L,
                                        QUERN__D,
                                        QUERN__M,
                                        QUERN__V,
                                        QUERN__U,
                                        QUERN__N,
                                        QUERN__J,
                                        QUERN__A,
                                        QUERN__B << QUERN__ARRAY_SHIFT,
                                        QUERN__T << QUERN__ARRAY_SHIFT,
                                        QUERN__J << QUERN__ARRAY_SHIFT,
                                        (uint32_t)QUERN__MEMBER_CLASS((struct model *)0) };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        ck_assert_msg(((quern__lookup_rule(fitting[_i].lookup)->fits & classes[i]) != 0) ==
                          (fitting[_i].fits[i] == '+'),
                      "%s on class %x", names[fitting[_i].lookup - 1], classes[i]);
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
    tcase_add_loop_test(tests, the_compiler_is_told_the_same, 0, sizeof members / sizeof *members);
    tcase_add_loop_test(tests, each_fits_its_classes, 0, sizeof fitting / sizeof *fitting);
    tcase_add_loop_test(tests, icontains_escapes_what_like_reads, 0, sizeof patterns / sizeof *patterns);
    suite_add_tcase(suite, tests);
    return suite;
}
