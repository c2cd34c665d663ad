/* test_share.c: shared querysets without memory: one that could not be shared says so where it is used. */
#include "test/fault/house.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

static void expect_books(quern_script *script)
{
    quern_script_expect(script, .contains = "SELECT COUNT(*) FROM \"books_book\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"));
    quern_script_expect(script, .contains = "SELECT DISTINCT \"books_book\".\"title\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "title", QUERN_KIND_TEXT }, { "name", QUERN_KIND_TEXT }));
}

/* Of all that a chain may be made of. */
static quern_queryset *titles(const fault_house *house)
{
    quern_queryset *authors =
        quern_filter(quern_objects(house->session, author), Q("born__in", QUERN_PARAM("years")));
    quern_queryset *books =
        quern_filter(quern_objects(house->session, book), Q("title__icontains", QUERN_PARAM("text")),
                     OR(Q("author__in", authors), Q("author__name", "Ann")),
                     Q("sold__gt", PLUS(F("views"), QUERN_PARAM("more"))));
    return quern_values(quern_order_by(quern_distinct(books), "author__name", "-title"), "title");
}

static quern_queryset *bound(const fault_house *house, quern_queryset *shared)
{
    const int32_t years[] = { 1900, 1901 };
    return quern_bind(quern_in(house->session, shared), QUERN_SET("text", "C"), QUERN_SET("more", 5),
                      QUERN_SET("years", quern_array_of_i32(years, 2)));
}

static bool shares(fault_house *house)
{
    quern_queryset *shared = quern_share(house->db, titles(house));
    const quern_error *error = quern_queryset_error(shared);
    ck_assert(!error || error->code == QUERN_ERROR_MEMORY);
    const int64_t found = quern_len(bound(house, shared));
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(found, 0);
    ck_assert(!error && strstr(quern_sql(shared), "$1"));
    return fault_succeeded(house);
}

/* Another statement of what is shared, which is made when it is asked for first. Without memory for that it is looked for among the
 * others, and made there. */
static bool counts(fault_house *house)
{
    quern_cache_counts before, after;
    quern__replay_pause(house->replay);
    quern_queryset *shared = quern_share(
        house->db, quern_filter(quern_objects(house->session, book), Q("title", QUERN_PARAM("text"))));
    quern__replay_resume(house->replay);
    ck_assert(quern_cache_stats(house->db, &before));
    const int64_t count = quern_count(quern_bind(quern_in(house->session, shared), QUERN_SET("text", "C")));
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(count, 7);
    ck_assert(quern_cache_stats(house->db, &after));
    if (after.misses > before.misses)
        quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

/* What makes other SQL. */
static bool substitutes(fault_house *house)
{
    quern_queryset *books = quern_filter(quern_objects(house->session, book),
                                         Q("subtitle", QUERN_PARAM("text")), Q("id__in", QUERN_PARAM("ids")));
    const quern_sql_statement *statement =
        quern_statement(quern_bind(books, QUERN_SET("text", QUERN_NULL), QUERN_SET("ids", LIST(1, 2))));
    if (!statement)
        return false;
    ck_assert_uint_eq(statement->count, 1);
    return fault_succeeded(house);
}

static bool refuses_a_name(fault_house *house)
{
    quern_queryset *books =
        quern_filter(quern_objects(house->session, book), Q("title__icontains", QUERN_PARAM("text")));
    ck_assert_int_eq(quern_len(quern_bind(books, QUERN_SET("texts", "C"))), -1);
    return fault_told(house, QUERN_ERROR_FIELD, "the queryset has no parameter \"texts\"",
                      "did you mean \"text\"? parameters are: text");
}

static bool wants_a_value(fault_house *house)
{
    quern_queryset *books =
        quern_filter(quern_objects(house->session, book), Q("title__icontains", QUERN_PARAM("text")));
    ck_assert_int_eq(quern_len(books), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "the parameter \"text\" has no value",
                      "give it one: quern_bind(qs, QUERN_SET(\"text\", value))");
}

static bool shares_an_error(fault_house *house)
{
    quern_queryset *wrong = quern_slice(quern_objects(house->session, book), -1, 5);
    ck_assert_int_eq(quern_len(quern_in(house->session, quern_share(house->db, wrong))), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "a slice from -1 to 5: it cannot be counted from the end",
                      "turn the order around, and slice from 0");
}

static bool tells_of_the_cache(fault_house *house)
{
    quern_cache_counts counts;
    ck_assert(quern_cache_stats(house->db, &counts));
    ck_assert_uint_eq(counts.most, 1000);
    return true;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "a shared queryset", "quern_share quern_in quern_bind", .act = shares, .expect = expect_books },
    { "a shared queryset, counted", "quern_in quern_bind", .act = counts, .expect = expect_books },
    { "values that make other SQL", "quern_bind", .act = substitutes, .expect = expect_books },
    { "a name that is not there", "quern_bind", .act = refuses_a_name },
    { "a value that is not there", "quern_bind", .act = wants_a_value },
    { "an error, shared", "quern_share quern_in", .act = shares_an_error },
    { "the cache's numbers", "quern_cache_stats", .act = tells_of_the_cache, .frugal = true },
};
/* clang-format on */

const fault_table fault_share = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_share(void);

Suite *quern__suite_share(void)
{
    Suite *suite = suite_create("share");
    TCase *tests = tcase_create("share");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
