/* test_calls.c: whose columns on paths to many share a join: the same in a copy, and where values were put, as in what was resolved. Each
 * call is the address of a list around the column; one of the list that was copied would end with its session. */
#include "lib/query/queryset.h"

#include "test/support/club.h"
#include "test/support/models.h"

#include <quern/short.h>

#include <check.h>

static quern_session *session;
static quern__arena *arena;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    arena = quern__arena_open(quern_system_allocator(), NULL);
    ck_assert(session && arena);
}

static void tear_down(void)
{
    quern__arena_close(arena);
    quern__test_session_close(session);
}

/* What stands in a condition, from left to right: of each leaf's column the number of lists between it and that of its call. */
typedef struct levels {
    size_t count, of[8];
} levels;

static void find_levels(const quern__condition *composite, const quern__condition *around[], size_t depth,
                        levels *out)
{
    around[depth] = composite->children;
    for (size_t i = 0; i < composite->count; i++) {
        const quern__condition *child = &composite->children[i];
        if (child->op != QUERN_LEAF) {
            find_levels(child, around, depth + 1, out);
            continue;
        }
        size_t up = 0;
        while (up <= depth && around[depth - up] != child->left.as.column.call)
            up++;
        ck_assert_msg(up <= depth, "the call of leaf %zu is that of no list around it", out->count);
        out->of[out->count++] = up;
    }
}

static void expect_levels(const char *what, const quern_queryset *queryset, const levels *expected)
{
    const quern__condition *around[10];
    levels found = { 0 };
    ck_assert_msg(queryset != NULL, "%s: none", what);
    find_levels(&queryset->as.filter, around, 0, &found);
    ck_assert_msg(found.count == expected->count, "%s: %zu leaves", what, found.count);
    for (size_t i = 0; i < found.count; i++)
        ck_assert_msg(found.of[i] == expected->of[i], "%s: leaf %zu is of the list %zu up", what, i,
                      found.of[i]);
}

#define PAGES(n) Q("book_set__pages__gt", n)

START_TEST(calls_are_of_lists_around_them)
{
    quern_queryset *authors = quern_objects(session, author), *clubs = quern_objects(session, club);
    const struct {
        const char *what;
        quern_queryset *queryset;
        levels expected;
    } cases[] = {
        { "a call", quern_filter(authors, PAGES(1), PAGES(QUERN_PARAM("n"))), { 2, { 0, 0 } } },
        { "an OR in a call", quern_filter(authors, OR(PAGES(1), PAGES(QUERN_PARAM("n")))), { 2, { 1, 1 } } },
        { "an exclude", quern_exclude(authors, PAGES(1), PAGES(QUERN_PARAM("n"))), { 2, { 0, 0 } } },
        { "a NOT",
          quern_filter(authors, PAGES(1), NOT(AND(PAGES(QUERN_PARAM("n")), PAGES(3)))),
          { 3, { 0, 1, 1 } } },
        { "NOT of a NOT", quern_exclude(authors, PAGES(1), NOT(PAGES(QUERN_PARAM("n")))), { 2, { 0, 0 } } },
        { "NOT of an OR of one path",
          quern_exclude(authors, OR(PAGES(1), PAGES(QUERN_PARAM("n")))),
          { 2, { 1, 1 } } },
        { "NOT of another OR",
          quern_exclude(clubs, OR(Q("memberships__fee__gt", QUERN_PARAM("n")), Q("topics__weight", 1))),
          { 2, { 0, 0 } } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *bound = quern_bind(cases[i].queryset, QUERN_SET("n", 2));
        ck_assert_msg(!quern_queryset_error(bound), "%s", cases[i].what);
        const quern_queryset *with = quern__queryset_substitute(bound, arena)->parent;
        expect_levels(cases[i].what, cases[i].queryset, &cases[i].expected);
        expect_levels("a copy", quern__queryset_copy(cases[i].queryset, arena), &cases[i].expected);
        expect_levels("with a value", with, &cases[i].expected);
    }
}
END_TEST

Suite *quern__suite_calls(void);

Suite *quern__suite_calls(void)
{
    Suite *suite = suite_create("calls");
    TCase *tests = tcase_create("calls");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, calls_are_of_lists_around_them);
    suite_add_tcase(suite, tests);
    return suite;
}
