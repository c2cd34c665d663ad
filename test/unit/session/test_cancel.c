/* test_cancel.c: quern_session_cancel: what waits, for the server or for its turn, ends; and what does not wait, later. */
#include "lib/base/clock.h"
#include "lib/pool/pool_private.h"
#include "lib/session/cancel.h"
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* A thread that runs a statement, and how that ended. */
typedef struct runner {
    session_fixture *f;
    const char *sql;
    pthread_t thread;
    int64_t rows;
} runner;

static void *run(void *argument)
{
    runner *r = argument;
    r->rows = quern_execute(r->f->session, r->sql);
    return NULL;
}

static void start(runner *r, session_fixture *f, const char *sql)
{
    *r = (runner){ .f = f, .sql = sql };
    ck_assert_int_eq(pthread_create(&r->thread, NULL, run, r), 0);
}

static void expect_next(session_fixture *f)
{
    quern_script_expect(f->script, .sql = "next", .changed = 7, .times = QUERN_SCRIPT_ALWAYS);
}

/* Cancelling, and closing the db, which is for good. */
static const struct {
    const char *name;
    void (*stop)(quern_session *session);
    quern_error_code code;
    const char *message;
    bool goes_on;
} ways[] = {
    { "cancelled", quern_session_cancel, QUERN_ERROR_CANCELLED, "the session was cancelled", true },
    { "closed", quern__session_close_down, QUERN_ERROR_CLOSED, "the db is being closed", false },
};

static void check_goes_on(session_fixture *f, int way)
{
    quern_error_clear(f->session);
    const int64_t changed = quern_execute(f->session, "next");
    ck_assert_msg(changed == (ways[way].goes_on ? 7 : -1), "%s: %s", ways[way].name,
                  quern_error_text(f->session));
    if (!ways[way].goes_on)
        expect_failure(f, "again", QUERN_ERROR_CLOSED, QUERN_NOT_APPLIED, "being closed", "next");
}

START_TEST(a_statement_under_way_ends)
{
    session_fixture f = fixture_open(20000);
    runner r;
    quern_script_expect(f.script, .sql = "long", .after_ms = QUERN_SCRIPT_NEVER);
    expect_next(&f);
    start(&r, &f, "long");
    wait_for_count(&f, QUERN_SCRIPT_STATEMENTS, 1);
    const int64_t began = quern__clock_now();
    ways[_i].stop(f.session);
    pthread_join(r.thread, NULL);
    ck_assert_int_lt(quern__clock_now() - began, 5000000); /* not when its own time was over */
    ck_assert_int_eq(r.rows, -1);
    expect_failure(&f, ways[_i].name, ways[_i].code, QUERN_OUTCOME_UNKNOWN, ways[_i].message, "long");
    wait_for_count(&f, QUERN_SCRIPT_CANCELS, 1); /* the server is told */
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert_int_eq(quern_query_at(f.session, 1)->rows, -1);
    check_goes_on(&f, _i);
    fixture_close(&f);
}
END_TEST

START_TEST(a_wait_for_the_turn_ends)
{
    session_fixture f = fixture_open(20000);
    runner r;
    quern__lease lease;
    quern_error error;
    char doing[60] = "";
    const quern__turn turn = { .turn_ms = 5000, .arena = f.session->scope.arena };
    expect_next(&f);
    ck_assert(quern__pool_borrow(f.pool, &turn, &lease, &error));
    f.session->options.turn_ms = -1;
    start(&r, &f, "never");
    for (int i = 0; i < 5000 && strcmp(doing, "waits for a connection to run never") != 0; i++) {
        poll(NULL, 0, 1);
        quern__session_doing(f.session, doing, sizeof doing);
    }
    ways[_i].stop(f.session);
    pthread_join(r.thread, NULL);
    expect_failure(&f, ways[_i].name, ways[_i].code, QUERN_NOT_APPLIED, ways[_i].message, "never");
    ck_assert_int_eq(quern_query_count(f.session), 0);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    check_goes_on(&f, _i);
    fixture_close(&f);
}
END_TEST

START_TEST(the_next_statement_does_not_begin)
{
    session_fixture f = fixture_open(2000);
    expect_next(&f);
    for (int times = 0; times < 3; times++) /* is as once */
        ways[_i].stop(f.session);
    ck_assert(!quern_failed(f.session));
    ck_assert_int_eq(quern_execute(f.session, "never"), -1);
    expect_failure(&f, ways[_i].name, ways[_i].code, QUERN_NOT_APPLIED, ways[_i].message, "never");
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    check_goes_on(&f, _i);
    fixture_close(&f);
}
END_TEST

/* What failed before has to be seen first. */
START_TEST(a_session_that_has_failed)
{
    session_fixture f = fixture_open(2000);
    ck_assert_int_eq(quern_execute(f.session, ""), -1);
    quern_session_cancel(f.session);
    ck_assert_int_eq(quern_execute(f.session, "never"), -1);
    ck_assert_int_eq(quern_session_error(f.session)->code, QUERN_ERROR_USAGE);
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_execute(f.session, "never"), -1);
    expect_failure(&f, "now", QUERN_ERROR_CANCELLED, QUERN_NOT_APPLIED, "cancelled", "never");
    fixture_close(&f);
}
END_TEST

START_TEST(sessions_that_are_none)
{
    const quern_session before = quern__no_session;
    quern_session_cancel(NULL);
    quern_session_cancel(&quern__no_session);
    ck_assert(memcmp(&before, &quern__no_session, sizeof before) == 0);
    quern_session *session =
        quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator });
    quern_session_cancel(session); /* of a db that could not be opened */
    ck_assert_int_eq(quern_execute(session, "never"), -1);
    ck_assert_int_eq(quern_session_error(session)->code, QUERN_ERROR_USAGE);
    quern_session_close(session);
}
END_TEST

/* A ring that comes when the connection is another's: that one looks, and goes on. */
START_TEST(a_ring_that_comes_late)
{
    session_fixture f = fixture_open(20000);
    runner r;
    quern_script_expect(f.script, .sql = "slow", .changed = 3, .after_ms = 200);
    start(&r, &f, "slow");
    wait_for_count(&f, QUERN_SCRIPT_STATEMENTS, 1);
    const int64_t steps = quern_script_count(f.script, QUERN_SCRIPT_STEPS);
    quern__wake_ring(&f.pool->slots[0].wake);
    wait_for_count(&f, QUERN_SCRIPT_STEPS, steps + 1); /* it was woken, once */
    pthread_join(r.thread, NULL);
    ck_assert_int_eq(r.rows, 3);
    ck_assert_int_le(quern_script_count(f.script, QUERN_SCRIPT_STEPS), steps + 4);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CANCELS), 0);
    fixture_close(&f);
}
END_TEST

/* A rollback is always effective. */
START_TEST(in_a_transaction)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    quern_session_cancel(f.session);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    expect_failure(&f, "b", QUERN_ERROR_CANCELLED, QUERN_NOT_APPLIED, "cancelled", "b");
    quern_session_cancel(f.session);
    ck_assert(quern_rollback(f.session));
    ck_assert_str_eq(seen(&f, 2), "ROLLBACK");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 0);
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_execute(f.session, "c"), -1); /* the second cancel */
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_execute(f.session, "c"), 0);
    fixture_close(&f);
}
END_TEST

static void check_doing(const session_fixture *f, const char *expected)
{
    char doing[60];
    quern__session_doing(f->session, doing, sizeof doing);
    ck_assert_str_eq(doing, expected);
}

START_TEST(what_a_session_is_doing)
{
    session_fixture f = fixture_open(20000);
    runner r;
    check_doing(&f, "idle");
    quern_script_expect(f.script, .sql = "long", .after_ms = QUERN_SCRIPT_NEVER);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    start(&r, &f, "long");
    wait_for_count(&f, QUERN_SCRIPT_STATEMENTS, 1);
    check_doing(&f, "runs long");
    quern_session_cancel(f.session);
    pthread_join(r.thread, NULL);
    quern_error_clear(f.session);
    check_doing(&f, "idle");
    ck_assert(quern_begin(f.session));
    check_doing(&f, "idle"); /* nothing was sent */
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    check_doing(&f, "in a transaction");
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_session_pin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    check_doing(&f, "keeps a connection");
    quern_session_unpin(f.session);
    check_doing(&f, "idle");
    fixture_close(&f);
}
END_TEST

/* ---- Many at once ---- */

enum { THREADS = 8, ROUNDS = 200 };

static struct {
    quern__pool *pool;
    quern_session *sessions[THREADS];
    atomic_bool over;
    atomic_int done, cancelled, other;
} crowd;

static void *work(void *session)
{
    for (int i = 0; i < ROUNDS; i++) {
        const int64_t changed = quern_execute(session, "q");
        const quern_error *error = quern_session_error(session);
        if (error ? error->code == QUERN_ERROR_CANCELLED : changed == 4)
            atomic_fetch_add(error ? &crowd.cancelled : &crowd.done, 1);
        else
            atomic_fetch_add(&crowd.other, 1);
        quern_error_clear(session);
    }
    return NULL;
}

static void *cancel(void *number)
{
    unsigned seed = (unsigned)*(int *)number;
    char doing[50];
    while (!atomic_load(&crowd.over)) {
        quern_session *session = crowd.sessions[rand_r(&seed) % THREADS];
        quern_session_cancel(session);
        quern__session_doing(session, doing, sizeof doing);
        poll(NULL, 0, 1);
    }
    return NULL;
}

static void open_crowd(quern_script *script, bool no_threads)
{
    crowd.pool = quern__pool_open(&(quern__pool_options){ .backend = quern_script_backend(script),
                                                          .uri = "",
                                                          .allocator = &quern__system_allocator,
                                                          .max = 3,
                                                          .connect_ms = 5000,
                                                          .no_threads = no_threads });
    for (int i = 0; i < THREADS; i++)
        crowd.sessions[i] =
            quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                          .pool = crowd.pool,
                                                          .options = { .turn_ms = -1, .statement_ms = -1 } });
}

START_TEST(eight_threads_cancel_eight_others)
{
    pthread_t workers[THREADS], cancellers[THREADS];
    int numbers[THREADS];
    quern_script *script = quern_script_new(NULL);
    quern_script_expect(script, .sql = "q", .changed = 4, .after_ms = 1, .times = QUERN_SCRIPT_ALWAYS);
    open_crowd(script, _i);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        pthread_create(&workers[i], NULL, work, crowd.sessions[i]);
        pthread_create(&cancellers[i], NULL, cancel, &numbers[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(workers[i], NULL);
    atomic_store(&crowd.over, true);
    for (int i = 0; i < THREADS; i++)
        pthread_join(cancellers[i], NULL);
    for (int i = 0; i < THREADS; i++)
        quern_session_close(crowd.sessions[i]);
    ck_assert_int_eq(atomic_load(&crowd.other), 0);
    ck_assert_int_gt(atomic_load(&crowd.done), 0);
    ck_assert_int_gt(atomic_load(&crowd.cancelled), 0);
    quern__pool_close(crowd.pool);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_cancel(void);

Suite *quern__suite_cancel(void)
{
    enum { WAYS = sizeof ways / sizeof *ways };
    Suite *suite = suite_create("cancel");
    TCase *tests = tcase_create("cancel");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_statement_under_way_ends, 0, WAYS);
    tcase_add_loop_test(tests, a_wait_for_the_turn_ends, 0, WAYS);
    tcase_add_loop_test(tests, the_next_statement_does_not_begin, 0, WAYS);
    tcase_add_test(tests, a_session_that_has_failed);
    tcase_add_test(tests, sessions_that_are_none);
    tcase_add_test(tests, a_ring_that_comes_late);
    tcase_add_test(tests, in_a_transaction);
    tcase_add_test(tests, what_a_session_is_doing);
    tcase_add_loop_test(tests, eight_threads_cancel_eight_others, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
