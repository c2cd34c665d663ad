/* test_report.c: reports of the log, and plans for it, without memory. */
#include "test/fault/house.h"

#include <stdio.h>
#include <string.h>

static void expect_rows(quern_script *script)
{
    quern_script_expect(script, .contains = "EXPLAIN SELECT", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Result  (cost=0.00..0.01)", "  a second line"));
    quern_script_expect(script, .contains = "", .times = QUERN_SCRIPT_ALWAYS);
}

/* A db whose session explains, and has run nothing. */
static fault_house open_explaining(quern__replay *replay, quern_script *script)
{
    fault_house house = { .replay = replay, .script = script };
    house.db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                          .backend = quern_script_backend(script), .pool_max = 1);
    house.session = quern_session_open(house.db, .explain = QUERN_EXPLAIN_PLAN, .explain_all = true,
                                       .log_parameters = true);
    return house;
}

/* The statement succeeds, whatever becomes of its plan. */
static bool explains(fault_house *house)
{
    static const char plan[] = "Result  (cost=0.00..0.01)\n  a second line";
    const int64_t rows = quern_execute(house->session, "SELECT 1");
    if (rows < 0)
        return false;
    ck_assert(!quern_failed(house->session));
    const quern_query *query = NULL;
    for (int64_t number = quern_query_count(house->session); number > 0; number--)
        if ((query = quern_query_at(house->session, number)) && query->origin == QUERN_ORIGIN_OWN)
            break;
    if (query && query->plan)
        ck_assert_str_eq(query->plan, plan);
    else
        quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

static bool explains_beside(quern__replay *replay, void *script)
{
    quern__replay_pause(replay);
    fault_house house = open_explaining(replay, script);
    quern__replay_resume(replay);
    return fault_act_and_close(&house, explains);
}

static bool swallow(void *context, const char *bytes, size_t size)
{
    size_t *all = context;
    ck_assert_ptr_nonnull(bytes);
    *all += size;
    return true;
}

typedef bool reporter(const quern_session *session, quern_write *write, void *context);

/* What is missing is no failure of the session's. */
static bool report(fault_house *house, reporter *write)
{
    size_t size = 0;
    const bool done = write(house->session, swallow, &size);
    ck_assert(!quern_failed(house->session));
    ck_assert(!done || size > 100);
    return done;
}

static bool report_by(quern__replay *replay, quern_script *script, reporter *write)
{
    quern__replay_pause(replay);
    fault_house house = open_explaining(replay, script);
    for (int i = 0; i < 5; i++)
        ck_assert_int_ge(quern_execute(house.session, i % 2 ? "SELECT 1" : "SELECT '\xc3\xbc'"), 0);
    quern__replay_resume(replay);
    const bool done = report(&house, write);
    quern__replay_stop_failing(replay);
    ck_assert(report(&house, write));
    quern_session_close(house.session);
    ck_assert(quern_close(house.db, 10000));
    return done;
}

static bool text(quern__replay *replay, void *script)
{
    return report_by(replay, script, quern_report_text);
}

static bool json(quern__replay *replay, void *script)
{
    return report_by(replay, script, quern_report_json);
}

static bool html(quern__replay *replay, void *script)
{
    return report_by(replay, script, quern_report_html);
}

static bool looks(fault_house *house)
{
    quern_query_totals totals;
    quern_query_sums(house->session, &totals);
    ck_assert_int_ge(totals.statements, 1);
    ck_assert_int_ge(quern_query_similar(house->session, -1), 0);
    ck_assert_int_ge(quern_query_duplicates(house->session, -1), 0);
    return true;
}

static bool writes(fault_house *house)
{
    FILE *file = fopen("/dev/null", "w");
    (void)house;
    ck_assert_ptr_nonnull(file);
    ck_assert(quern_write_file(file, "bytes", 5));
    fclose(file);
    return true;
}

static const fault_scenario scenarios[] = {
    { "asks for plans", "quern_session_open quern_execute quern_query_at", .run = explains_beside,
      .expect = expect_rows },
    { "reports as a table", "quern_report_text", .run = text, .expect = expect_rows },
    { "reports as JSON", "quern_report_json", .run = json, .expect = expect_rows },
    { "reports as a page", "quern_report_html", .run = html, .expect = expect_rows },
    { "sums", "quern_query_sums quern_query_similar quern_query_duplicates", .act = looks, .frugal = true },
    { "writes into a file", "quern_write_file", .act = writes, .frugal = true },
};

const fault_table fault_report = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_report(void);

Suite *quern__suite_report(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
