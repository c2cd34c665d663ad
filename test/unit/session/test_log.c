/* test_log.c: what a session's log says of its statements' place in time, of slow ones, and of plans: how they are asked for, on the
 * connection of the statement, and what is left alone. */
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct {
    int ends, slow;
    quern_query query;
} told;

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    told.ends += event->kind == QUERN_TRACE_STATEMENT_END;
    if (event->kind != QUERN_TRACE_SLOW_STATEMENT)
        return;
    ck_assert_int_eq(told.ends, (int)event->query->number); /* behind its end */
    told.slow++;
    told.query = *event->query;
}

static const quern__tracer tracer = { listen, NULL, QUERN_LEVEL_DEBUG };

static session_fixture open_slow(quern_session_options options, int32_t slow_ms, uint32_t log_size)
{
    session_fixture f = fixture_open(1000);
    quern_session_close(f.session);
    options.turn_ms = 2000;
    options.statement_ms = 1000;
    memset(&told, 0, sizeof told);
    f.session = quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                              .pool = f.pool,
                                                              .log_size = log_size,
                                                              .slow_ms = slow_ms,
                                                              .tracer = &tracer,
                                                              .options = options,
                                                              .site = "opened:1" });
    return f;
}

/* ---- Slow statements ---- */

static const struct {
    int32_t slow_ms;
    int told;
} limits[] = { { 20, 1 }, { 500, 0 }, { 0, 0 }, { -1, 0 } };

START_TEST(over_the_limit)
{
    session_fixture f = open_slow((quern_session_options){ .reserved = 0 }, limits[_i].slow_ms, 10);
    quern_script_expect(f.script, .sql = "a", .after_ms = 60);
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert_int_eq(told.slow, limits[_i].told);
    ck_assert_int_eq(quern_query_at(f.session, 1)->slow, limits[_i].told);
    if (told.slow)
        ck_assert_msg(told.query.slow && told.query.elapsed_microseconds >= 50000, "%lld us",
                      (long long)told.query.elapsed_microseconds);
    fixture_close(&f);
}
END_TEST

/* ---- Plans ---- */

/* What reached the server, from number `from` on, is that; ended by NULL. */
static void expect_seen(session_fixture *f, size_t from, const char *const *lines)
{
    for (size_t i = 0; lines[i]; i++)
        ck_assert_msg(strcmp(seen(f, from + i), lines[i]) == 0, "%zu: %s, not %s", i, seen(f, from + i),
                      lines[i]);
}

static void expect_plan_of(session_fixture *f, const char *sql, const char *explain)
{
    quern_script_expect(f->script, .sql = sql, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(f->script, .sql = explain, QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Result", "  more"));
}

static const quern_session_options all = { .explain = QUERN_EXPLAIN_PLAN,
                                           .explain_all = true,
                                           .log_parameters = true };

START_TEST(a_plan_by_the_way)
{
    session_fixture f = open_slow(all, 0, 10);
    expect_plan_of(&f, "SELECT 1", "EXPLAIN SELECT 1");
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), 1);
    ck_assert_str_eq(quern_query_at(f.session, 1)->plan, "Result\n  more");
    const quern_query *query = quern_query_at(f.session, 2);
    ck_assert_int_eq(query->origin, QUERN_ORIGIN_EXPLAIN);
    ck_assert_ptr_eq(query->site, quern_query_at(f.session, 1)->site);
    ck_assert_ptr_null(query->plan);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* The ring has no room for both. */
START_TEST(a_plan_that_came_too_late)
{
    session_fixture f = open_slow(all, 0, 1);
    expect_plan_of(&f, "SELECT 1", "EXPLAIN SELECT 1");
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), 1);
    ck_assert_int_eq(quern_query_at(f.session, -1)->origin, QUERN_ORIGIN_EXPLAIN);
    ck_assert_ptr_null(quern_query_at(f.session, -1)->plan);
    fixture_close(&f);
}
END_TEST

START_TEST(only_of_slow_ones)
{
    session_fixture f =
        open_slow((quern_session_options){ .explain = QUERN_EXPLAIN_PLAN, .log_parameters = true }, 30, 10);
    quern_script_expect(f.script, .sql = "SELECT 1");
    quern_script_expect(f.script, .sql = "SELECT 2", .after_ms = 60);
    quern_script_expect(f.script, .sql = "EXPLAIN SELECT 2", .after_ms = 60,
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("Result"));
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), 0);
    ck_assert_int_eq(quern_execute(f.session, "SELECT 2"), 0);
    ck_assert_int_eq(quern_query_count(f.session), 3);
    ck_assert_str_eq(quern_query_at(f.session, 2)->plan, "Result");
    ck_assert_int_eq(told.slow, 1); /* the question is not one */
    fixture_close(&f);
}
END_TEST

/* Its failure is nobody's, and the next statement runs. */
START_TEST(a_plan_that_fails)
{
    session_fixture f = open_slow(all, 0, 10);
    quern_script_expect(f.script, .sql = "SELECT 1");
    quern_script_expect(f.script, .sql = "EXPLAIN SELECT 1", .sqlstate = "XX000", .message = "no");
    quern_script_expect(f.script, .sql = "UPDATE a", .changed = 2);
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), 0);
    ck_assert(!quern_failed(f.session));
    ck_assert_ptr_null(quern_query_at(f.session, 1)->plan);
    ck_assert_int_eq(quern_execute(f.session, "UPDATE a"), 2);
    fixture_close(&f);
}
END_TEST

START_TEST(a_plan_in_a_transaction)
{
    static const char *const lines[] = { "BEGIN",
                                         "SELECT 1",
                                         "SAVEPOINT quern_explain",
                                         "EXPLAIN SELECT 1",
                                         "ROLLBACK TO SAVEPOINT quern_explain",
                                         "RELEASE SAVEPOINT quern_explain",
                                         "COMMIT",
                                         NULL };
    session_fixture f = open_slow(all, 0, 10);
    quern_script_expect(f.script, .contains = "BEGIN");
    quern_script_expect(f.script, .sql = "SELECT 1");
    quern_script_expect(f.script, .contains = "SAVEPOINT");
    quern_script_expect(f.script, .sql = "EXPLAIN SELECT 1", .sqlstate = _i ? "XX000" : NULL,
                        .message = _i ? "no" : NULL);
    quern_script_expect(f.script, .contains = "ROLLBACK TO");
    quern_script_expect(f.script, .contains = "RELEASE");
    quern_script_expect(f.script, .contains = "COMMIT");
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), 0);
    ck_assert(!quern_failed(f.session));
    ck_assert(quern_commit(f.session));
    expect_seen(&f, 0, lines);
    fixture_close(&f);
}
END_TEST

/* What lies in the connection, with the program, or in nothing is not asked about. */
START_TEST(without_a_connection)
{
    session_fixture f = open_slow(all, 0, 10);
    quern_script_expect(f.script, .sql = "SELECT 1", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), -1);
    ck_assert_int_eq(quern_query_count(f.session), 1);
    quern_error_clear(f.session);
    expect_plan_of(&f, "SELECT 2", "EXPLAIN SELECT 2");
    ck_assert_int_eq(quern_execute(f.session, "SELECT 2"), 1);
    ck_assert_str_eq(quern_query_at(f.session, 2)->plan, "Result\n  more");
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_log(void);

Suite *quern__suite_log(void)
{
    Suite *suite = suite_create("log");
    TCase *tests = tcase_create("slow");
    tcase_add_loop_test(tests, over_the_limit, 0, sizeof limits / sizeof *limits);
    suite_add_tcase(suite, tests);
    tests = tcase_create("plans");
    tcase_add_test(tests, a_plan_by_the_way);
    tcase_add_test(tests, a_plan_that_came_too_late);
    tcase_add_test(tests, only_of_slow_ones);
    tcase_add_test(tests, a_plan_that_fails);
    tcase_add_loop_test(tests, a_plan_in_a_transaction, 0, 2);
    tcase_add_test(tests, without_a_connection);
    suite_add_tcase(suite, tests);
    return suite;
}
