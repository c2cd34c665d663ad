/* test_nearest.c: what a misspelt name was meant to be. */
#include "lib/base/nearest.h"

#include <check.h>
#include <string.h>

#define SIXTY_THREE "a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_g23"

static const struct {
    const char *wanted, *candidates[5], *expected;
} cases[] = {
    { "titel", { "id", "title", "author" }, "title" },  /* swapped */
    { "titl", { "id", "title", "author" }, "title" },   /* forgotten */
    { "titlle", { "id", "title", "author" }, "title" }, /* doubled */
    { "tible", { "id", "title", "author" }, "title" },  /* another letter */
    { "TITLE", { "id", "title", "author" }, "title" },  /* case alone */
    { "nmae", { "id", "name" }, "name" },
    { "pubished", { "published", "publisher" }, "published" },
    { "publishex", { "publisher", "published" }, "publisher" }, /* both one off: the first one offered */
    { "publishe", { "published_at", "published", "publisher" }, "published" },
    { "created", { "id", "title" }, NULL }, /* nothing near */
    { "it", { "id" }, "id" },
    { "di", { "id" }, "id" }, /* a swap is one edit */
    { "ix", { "at" }, NULL }, /* no letter in common */
    { "x", { "y" }, NULL },
    { "X", { "x" }, "x" },
    { "", { "id" }, NULL },
    { "i", { "" }, NULL },
    { "abc", { "abcd", "abd" }, "abcd" },
    { "ca", { "abc" }, NULL }, /* no letter is edited twice */
    { "icontain", { "exact", "icontains", "contains" }, "icontains" },
    { "icontians", { "contains", "icontains" }, "icontains" },
    { SIXTY_THREE, { "x" SIXTY_THREE }, NULL }, /* too long */
    { "x" SIXTY_THREE, { SIXTY_THREE }, NULL },
    { "A" SIXTY_THREE, { SIXTY_THREE, "id" }, NULL },
    { SIXTY_THREE, { "id", SIXTY_THREE }, SIXTY_THREE },
    { "id", { NULL }, NULL },
};

enum { CASES = sizeof cases / sizeof cases[0] };

START_TEST(finds_the_nearest)
{
    /* Not NUL-terminated, so that reading on is seen. */
    char wanted[128];
    memset(wanted, 'e', sizeof wanted);
    size_t size = strlen(cases[_i].wanted);
    memcpy(wanted, cases[_i].wanted, size);

    quern__nearest nearest;
    quern__nearest_open(&nearest, wanted, size);
    for (const char *const *candidate = cases[_i].candidates; *candidate; candidate++)
        quern__nearest_offer(&nearest, *candidate);
    const char *found = quern__nearest_get(&nearest);
    const char *expected = cases[_i].expected;
    ck_assert_msg(expected ? found && strcmp(found, expected) == 0 : !found, "\"%s\": \"%s\", not \"%s\"",
                  cases[_i].wanted, found ? found : "(none)", expected ? expected : "(none)");
}
END_TEST

START_TEST(gives_the_candidate_itself)
{
    static const char candidate[] = "title";
    quern__nearest nearest;
    quern__nearest_open(&nearest, "titel", 5);
    ck_assert_ptr_null(quern__nearest_get(&nearest));
    quern__nearest_offer(&nearest, candidate);
    ck_assert_ptr_eq(quern__nearest_get(&nearest), candidate);
}
END_TEST

Suite *quern__suite_nearest(void);

Suite *quern__suite_nearest(void)
{
    Suite *suite = suite_create("nearest");
    TCase *tests = tcase_create("nearest");
    tcase_add_loop_test(tests, finds_the_nearest, 0, CASES);
    tcase_add_test(tests, gives_the_candidate_itself);
    suite_add_tcase(suite, tests);
    return suite;
}
