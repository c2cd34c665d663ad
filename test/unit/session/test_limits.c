/* test_limits.c: how long things may take: a statement's own limit, the session's, and the deadline of all that it does. */
#include "lib/base/clock.h"
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <poll.h>
#include <string.h>

/* A session on the fixture's pool, in place of the fixture's. */
static session_fixture open_limited(quern_session_options options)
{
    session_fixture f = fixture_open(0);
    quern_session_close(f.session);
    f.session = quern__session_new(&(quern__session_options){
        .allocator = &quern__system_allocator, .pool = f.pool, .log_size = 10, .options = options });
    return f;
}

static bool run_for(session_fixture *f, int32_t statement_ms)
{
    const quern__work work = { .sql = "q", .site = "run.c:5", .statement_ms = statement_ms };
    int64_t rows;
    return quern__run(f->session, &work, &rows);
}

#define STATEMENT "the statement took longer than 50 ms"
#define DEADLINE "the session's deadline of 60 ms is over"

static const struct {
    const char *name;
    quern_session_options options;
    int32_t statement_ms; /* of the work */
    int32_t takes_ms;
    const char *message; /* NULL: it succeeds */
    const char *hint;
} limits[] = {
    { "the session's", { .statement_ms = 50 }, 0, 5000, STATEMENT, ".statement_ms in quern_options" },
    { "its own, shorter", { .statement_ms = 5000 }, 50, 5000, STATEMENT, "quern_timeout" },
    { "its own, longer", { .statement_ms = 20 }, 5000, 100, NULL, NULL },
    { "its own: none", { .statement_ms = 20 }, -1, 100, NULL, NULL },
    { "the deadline", { .statement_ms = 5000, .deadline_ms = 60 }, 0, 5000, DEADLINE, ".deadline_ms" },
    { "and its own", { .statement_ms = 5000, .deadline_ms = 60 }, 4000, 5000, DEADLINE, ".deadline_ms" },
    { "and none", { .statement_ms = -1, .deadline_ms = 60 }, -1, 5000, DEADLINE, ".deadline_ms" },
    { "far away", { .statement_ms = 50, .deadline_ms = 60000 }, 0, 5000, STATEMENT, ".statement_ms" },
    { "in time", { .statement_ms = 5000, .deadline_ms = 5000 }, 0, 0, NULL, NULL },
    { "no limits", { .statement_ms = -1, .deadline_ms = -1 }, -1, 50, NULL, NULL },
};

START_TEST(the_nearest_one_counts)
{
    const char *name = limits[_i].name;
    quern_session_options options = limits[_i].options;
    options.turn_ms = 5000;
    session_fixture f = open_limited(options);
    quern_script_expect(f.script, .sql = "q", .after_ms = limits[_i].takes_ms);
    const int64_t began = quern__clock_now();
    const bool done = run_for(&f, limits[_i].statement_ms);
    ck_assert_msg(quern__clock_now() - began < 2000000, "%s: it took too long", name);
    ck_assert_msg(done == !limits[_i].message, "%s: %s", name, quern_error_text(f.session));
    if (!done) {
        expect_failure(&f, name, QUERN_ERROR_STATEMENT_TIMEOUT, QUERN_NOT_APPLIED, limits[_i].message, "q");
        ck_assert_msg(strstr(quern_session_error(f.session)->hint, limits[_i].hint), "%s: %s", name,
                      quern_session_error(f.session)->hint);
        wait_for_count(&f, QUERN_SCRIPT_CANCELS, 1);
    }
    fixture_close(&f);
}
END_TEST

START_TEST(after_the_deadline_nothing_is_sent)
{
    session_fixture f =
        open_limited((quern_session_options){ .turn_ms = -1, .statement_ms = -1, .deadline_ms = 60 });
    quern_script_expect(f.script, .sql = "q");
    ck_assert(run_for(&f, 0));
    poll(NULL, 0, 70);
    for (int times = 0; times < 2; times++) {
        ck_assert(!run_for(&f, 0));
        expect_failure(&f, "late", QUERN_ERROR_STATEMENT_TIMEOUT, QUERN_NOT_APPLIED, DEADLINE, "q");
        quern_error_clear(f.session);
    }
    ck_assert_int_eq(quern_query_count(f.session), 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 0);
    fixture_close(&f);
}
END_TEST

/* What was begun is still rolled back. */
START_TEST(after_the_deadline_a_rollback_is)
{
    session_fixture f =
        open_limited((quern_session_options){ .turn_ms = -1, .statement_ms = -1, .deadline_ms = 100 });
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session) && run_for(&f, 0));
    poll(NULL, 0, 110);
    ck_assert(!run_for(&f, 0));
    ck_assert_int_eq(quern_session_error(f.session)->code, QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert(quern_rollback(f.session));
    ck_assert_str_eq(seen(&f, 2), "ROLLBACK");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(the_deadline_ends_the_turn)
{
    session_fixture f =
        open_limited((quern_session_options){ .turn_ms = -1, .statement_ms = -1, .deadline_ms = 80 });
    quern__lease lease;
    quern_error error;
    const quern__turn turn = { .turn_ms = 60, .arena = f.session->scope.arena };
    ck_assert(quern__pool_borrow(f.pool, &turn, &lease, &error));
    ck_assert(!run_for(&f, 0));
    expect_failure(&f, "turn", QUERN_ERROR_POOL_TIMEOUT, QUERN_NOT_APPLIED,
                   "no connection before the session's deadline of 80 ms", "q");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_limits(void);

Suite *quern__suite_limits(void)
{
    Suite *suite = suite_create("limits");
    TCase *tests = tcase_create("limits");
    tcase_set_timeout(tests, 30);
    tcase_add_loop_test(tests, the_nearest_one_counts, 0, sizeof limits / sizeof *limits);
    tcase_add_test(tests, after_the_deadline_nothing_is_sent);
    tcase_add_test(tests, after_the_deadline_a_rollback_is);
    tcase_add_test(tests, the_deadline_ends_the_turn);
    suite_add_tcase(suite, tests);
    return suite;
}
