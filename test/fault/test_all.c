/* test_all.c: quern_evaluate_all without memory: each queryset is evaluated or says why not, whatever becomes of the others. */
#include "test/fault/house.h"

#include "lib/compile/statements.h"
#include "lib/db/db.h"

#include <string.h>

/* clang-format off */
#define AUTHOR_COLUMNS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "email", QUERN_KIND_TEXT }, \
                         { "born", QUERN_KIND_I32 })
#define ALWAYS .times = QUERN_SCRIPT_ALWAYS
/* clang-format on */

static void expect_three(quern_script *script)
{
    quern_script_expect(script, .contains = "LIMIT", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("7", "seven", NULL, "7"));
    quern_script_expect(script, .values = "$1 = 404", ALWAYS, AUTHOR_COLUMNS);
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("1", "one", NULL, NULL, "2", "two", NULL, NULL));
}

enum { SETS = 3 };
static const int64_t lengths[SETS] = { 2, 0, 1 };

static void make(const fault_house *house, quern_queryset **all)
{
    quern_queryset *authors = quern_objects(house->session, author);
    all[0] = quern_order_by(authors, "name");
    all[1] = quern_filter(authors, Q("id", 404));
    all[2] = quern_slice(authors, 0, 1);
    all[SETS] = NULL;
}

/* Those that have no rows say why, and those that have are not asked for again. */
static void check_each(const fault_house *house, quern_queryset *const *all)
{
    quern_error_clear(house->session);
    const int64_t before = quern_query_count(house->session);
    for (size_t i = 0; i < SETS; i++) {
        const quern_error *error = quern_queryset_error(all[i]);
        ck_assert_msg(!error || error->code == QUERN_ERROR_MEMORY, "%s", error ? error->message : "");
        if (!error)
            ck_assert_int_eq(quern_len(all[i]), lengths[i]);
    }
    ck_assert_int_eq(quern_query_count(house->session), before);
}

static bool evaluates(fault_house *house)
{
    quern_queryset *all[SETS + 1];
    make(house, all);
    const bool done = (quern_evaluate_all)(house->session, all, QUERN_SITE);
    if (done)
        check_each(house, all);
    if (quern__statements_count(house->db->statements).kept < SETS) /* one is compiled anew, next time */
        quern__replay_harmless(house->replay);
    return done && fault_succeeded(house);
}

/* The others have theirs. */
static bool evaluates_what_it_can(fault_house *house)
{
    quern_queryset *all[SETS + 1];
    quern__replay_pause(house->replay);
    make(house, all);
    quern__replay_resume(house->replay);
    const bool done = (quern_evaluate_all)(house->session, all, QUERN_SITE);
    if (done)
        return fault_succeeded(house);
    fault_take_memory(house);
    quern__replay_stop_failing(house->replay);
    check_each(house, all);
    ck_assert((quern_evaluate_all)(house->session, all, QUERN_SITE));
    check_each(house, all);
    quern__failure_set(&house->session->scope.failure, &quern__out_of_memory);
    return false;
}

static void expect_refusal(quern_script *script)
{
    quern_script_expect(script, .contains = "LIMIT", ALWAYS, .sqlstate = "42P01",
                        .message = "relation \"books_author\" does not exist", .hint = "make it");
    expect_three(script);
}

static bool tells_of_one(fault_house *house)
{
    quern_queryset *all[SETS + 1];
    make(house, all);
    ck_assert(!(quern_evaluate_all)(house->session, all, QUERN_SITE));
    return fault_told(house, QUERN_ERROR_SERVER, "relation \"books_author\" does not exist", "make it");
}

static void expect_own(quern_script *script)
{
    quern_script_expect(script, .contains = "own", ALWAYS, AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("9", "nine", NULL, NULL));
    expect_three(script);
}

static bool evaluates_own_sql(fault_house *house)
{
    quern_queryset *authors = quern_objects(house->session, author);
    quern_queryset *raw = quern_raw(house->session, author, "own");
    return quern_evaluate_all(house->session, authors, raw, authors) && fault_succeeded(house);
}

static bool tells_of_no_list(fault_house *house)
{
    ck_assert(!(quern_evaluate_all)(house->session, NULL, QUERN_SITE));
    return fault_told(house, QUERN_ERROR_USAGE, "quern_evaluate_all without a list",
                      "an array of querysets, ended by NULL");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "several querysets", "quern_evaluate_all quern_queryset_error", .act = evaluates, .expect = expect_three },
    { "several querysets, and everything for the first time", "quern_evaluate_all", .act = evaluates, .expect = expect_three, .cold = true },
    { "several querysets, some of which can be evaluated", "quern_evaluate_all", .act = evaluates_what_it_can, .expect = expect_three },
    { "several querysets, of which one fails", "quern_evaluate_all", .act = tells_of_one, .expect = expect_refusal },
    { "several querysets, with own SQL", "quern_evaluate_all", .act = evaluates_own_sql, .expect = expect_own },
    { "no list of querysets", "quern_evaluate_all", .act = tells_of_no_list },
};
/* clang-format on */

const fault_table fault_all = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_all(void);

Suite *quern__suite_all(void)
{
    Suite *suite = suite_create("all");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
