/* test_link.c: a connection of a script: units, transactions, losses, delays, cancels, openings. */
#include "test/unit/script/talk.h"

#include <check.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static quern_script *script;
static const quern_backend *backend;
static quern_link *one;

static void begin(void)
{
    script = quern_script_new(NULL);
    backend = quern_script_backend(script);
    one = talk_open(script);
}

static void end(void)
{
    if (one)
        talk_close(script, one);
    quern_script_free(script);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#define assert_says(sql, expected) ck_assert_str_eq(talk(script, one, sql), expected)

START_TEST(an_error_has_all_its_texts)
{
    quern_script_expect(script, .sqlstate = "23505", .message = "duplicate", .detail = "id 5",
                        .hint = "another");
    talk_submit(script, one, "INSERT");
    backend->step(one, 0);
    backend->step(one, 0);
    quern_event event;
    ck_assert(backend->take(one, &event));
    ck_assert_int_eq(event.kind, QUERN_EVENT_FAILED);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_SERVER);
    ck_assert_str_eq(event.error.sqlstate, "23505");
    ck_assert_str_eq(event.error.message, "duplicate");
    ck_assert_str_eq(event.error.detail, "id 5");
    ck_assert_str_eq(event.error.hint, "another");
    ck_assert_str_eq(event.error.path, "");
    ck_assert_str_eq(event.error.sql, "");
}
END_TEST

START_TEST(rows_may_come_before_the_error)
{
    quern_script_expect(script, .message = "division by zero", QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1"));
    assert_says("SELECT", "columns n; row 1; failed XX000 division by zero; synced");
}
END_TEST

START_TEST(the_rest_of_a_failed_unit_is_skipped_and_uses_no_expectation)
{
    quern_script_expect(script, .sql = "a");
    quern_script_expect(script, .sql = "b", .message = "no");
    quern_script_expect(script, .sql = "c");
    talk_submit_more(script, one, "a");
    talk_submit_more(script, one, "b");
    talk_submit_more(script, one, "c");
    talk_submit(script, one, "c");
    talk_submit(script, one, "c");
    ck_assert_str_eq(talk_until_quiet(script, one, 0),
                     "done 0; failed XX000 no; skipped; skipped; synced; done 0; synced");
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), 3);
    ck_assert_str_eq(quern_script_report(script), "");
}
END_TEST

START_TEST(an_answer_makes_the_connection_readable_before_it_is_there)
{
    quern_script_expect(script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(!talk_readable(script, one, 0));
    talk_submit(script, one, "a");
    ck_assert(!talk_readable(script, one, 0));
    ck_assert_str_eq(talk_take(script, one), "");
    ck_assert_uint_eq(backend->step(one, 0), QUERN_READY_READ);
    ck_assert_str_eq(talk_take(script, one), "");
    ck_assert(talk_readable(script, one, 0));
    backend->step(one, QUERN_READY_READ);
    ck_assert(!talk_readable(script, one, 0));
    ck_assert_str_eq(talk_take(script, one), "done 0; synced");
}
END_TEST

static const struct {
    const char *statements[4];
    quern_link_state state;
} transactions[] = {
    { { "SELECT" }, QUERN_LINK_IDLE },
    { { "BEGIN" }, QUERN_LINK_IN_TRANSACTION },
    { { " begin;" }, QUERN_LINK_IN_TRANSACTION },
    { { "START TRANSACTION READ ONLY" }, QUERN_LINK_IN_TRANSACTION },
    { { "/* a tag */ /*and more*/ BEGIN" }, QUERN_LINK_IN_TRANSACTION },
    { { "/*BEGIN*/ SELECT" }, QUERN_LINK_IDLE },
    { { "/* BEGIN" }, QUERN_LINK_IDLE },
    { { "BEGINNING" }, QUERN_LINK_IDLE },
    { { "BEGIN", "SELECT" }, QUERN_LINK_IN_TRANSACTION },
    { { "BEGIN", "COMMIT" }, QUERN_LINK_IDLE },
    { { "BEGIN", "end" }, QUERN_LINK_IDLE },
    { { "BEGIN", "fail" }, QUERN_LINK_FAILED_TRANSACTION },
    { { "fail" }, QUERN_LINK_IDLE },
    { { "BEGIN", "fail", "ROLLBACK" }, QUERN_LINK_IDLE },
    { { "BEGIN", "fail", "ROLLBACK TO s" }, QUERN_LINK_IN_TRANSACTION },
    { { "BEGIN", "ABORT" }, QUERN_LINK_IDLE },
    { { "BEGIN", "/*tag*/ COMMIT" }, QUERN_LINK_IDLE },
    { { "leave" }, QUERN_LINK_IN_TRANSACTION },
    { { "leave", "COMMIT" }, QUERN_LINK_IDLE },
};

START_TEST(the_transaction_is_kept)
{
    quern_script_expect(script, .sql = "fail", .message = "no", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .sql = "leave", .leaves = QUERN_LINK_IN_TRANSACTION,
                        .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 4 && transactions[_i].statements[i]; i++) {
        talk_submit(script, one, transactions[_i].statements[i]);
        ck_assert_int_eq(talk_state(script, one), QUERN_LINK_BUSY);
        talk_until_quiet(script, one, 0);
    }
    ck_assert_msg(talk_state(script, one) == transactions[_i].state, "case %d (%s …): state %d", _i,
                  transactions[_i].statements[0], (int)talk_state(script, one));
}
END_TEST

static const struct {
    quern_script_expectation expectation;
    const char *said;
    int64_t statements;
    quern_outcome outcome;
} losses[] = {
    { { .lost = QUERN_SCRIPT_LOST_BEFORE }, "lost the connection was lost", 0, QUERN_NOT_APPLIED },
    { { .lost = QUERN_SCRIPT_LOST_AFTER }, "lost the connection was lost", 1, QUERN_OUTCOME_UNKNOWN },
    { { .lost = QUERN_SCRIPT_LOST_AFTER, .sqlstate = "57P01", .message = "bye" },
      "lost 57P01 bye",
      1,
      QUERN_OUTCOME_UNKNOWN },
};

START_TEST(a_connection_breaks_before_or_after_the_statement)
{
    (quern_script_expect)(script, &losses[_i].expectation, sizeof losses[_i].expectation, NULL);
    talk_submit(script, one, "a");
    talk_submit(script, one, "b");
    backend->step(one, 0);
    backend->step(one, 0);
    ck_assert_int_eq(talk_state(script, one), QUERN_LINK_LOST);
    ck_assert(talk_readable(script, one, 0));
    quern_event event;
    ck_assert(backend->take(one, &event));
    ck_assert_int_eq(event.kind, QUERN_EVENT_LOST);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_int_eq(event.error.outcome, losses[_i].outcome);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), losses[_i].statements);
    ck_assert_str_eq(quern_script_report(script), "");
}
END_TEST

START_TEST(it_may_break_in_the_middle_of_the_rows)
{
    quern_script_expect(script, .lost = QUERN_SCRIPT_LOST_AFTER,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1", "2"));
    assert_says("SELECT", "columns n; row 1; row 2; lost the connection was lost");
}
END_TEST

START_TEST(a_late_answer_comes_when_it_is_due)
{
    quern_script_expect(script, .sql = "a", .after_ms = 30);
    quern_script_expect(script, .sql = "b", .changed = 1);
    int64_t before = now_ms();
    talk_submit(script, one, "a");
    talk_submit(script, one, "b");
    backend->step(one, 0);
    ck_assert(!talk_readable(script, one, 0));
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "");
    ck_assert_int_eq(talk_state(script, one), QUERN_LINK_BUSY);
    ck_assert_str_eq(talk_until_quiet(script, one, 500), "done 0; synced; done 1; synced");
    ck_assert_int_ge(now_ms() - before, 30);
    ck_assert_int_eq(talk_state(script, one), QUERN_LINK_IDLE);
}
END_TEST

START_TEST(an_answer_in_pieces_takes_so_many_steps)
{
    quern_script_expect(script, .after_steps = 3);
    talk_submit(script, one, "a");
    backend->step(one, 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_msg(talk_readable(script, one, 0), "piece %d", i);
        backend->step(one, QUERN_READY_READ);
        ck_assert_str_eq(talk_take(script, one), "");
    }
    ck_assert(talk_readable(script, one, 0));
    backend->step(one, QUERN_READY_READ);
    ck_assert_str_eq(talk_take(script, one), "done 0; synced");
}
END_TEST

START_TEST(what_never_comes_can_be_cancelled)
{
    quern_script_expect(script, .after_ms = QUERN_SCRIPT_NEVER);
    talk_submit(script, one, "a");
    ck_assert_str_eq(talk_until_quiet(script, one, 20), "");
    backend->cancel(one, 10);
    ck_assert(talk_readable(script, one, 0));
    ck_assert_str_eq(talk_until_quiet(script, one, 0),
                     "failed 57014 canceling statement due to user request; synced");
}
END_TEST

START_TEST(unless_it_ignores_that)
{
    quern_script_expect(script, .after_ms = QUERN_SCRIPT_NEVER, .ignores_cancel = true);
    talk_submit(script, one, "a");
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "");
    backend->cancel(one, 10);
    ck_assert_str_eq(talk_until_quiet(script, one, 20), "");
}
END_TEST

START_TEST(a_cancel_that_comes_too_late_does_nothing)
{
    quern_script_expect(script, .times = 2);
    assert_says("a", "done 0; synced");
    backend->cancel(one, 10);
    ck_assert(!talk_readable(script, one, 0));
    assert_says("b", "done 0; synced");
}
END_TEST

START_TEST(an_idle_connection_can_be_killed)
{
    quern_link *two = talk_open(script);
    ck_assert_uint_eq(quern_script_kill(script, 3, NULL, NULL), 0);
    ck_assert_uint_eq(quern_script_kill(script, 2, "57P01", "terminating"), 1);
    ck_assert(!talk_readable(script, one, 0));
    ck_assert(talk_readable(script, two, 0));
    ck_assert_int_eq(talk_state(script, two), QUERN_LINK_IDLE); /* it does not know yet */
    ck_assert_uint_eq(backend->step(two, QUERN_READY_READ), QUERN_READY_NONE);
    ck_assert_int_eq(talk_state(script, two), QUERN_LINK_LOST);
    ck_assert_str_eq(talk_take(script, two), "lost 57P01 terminating");
    talk_close(script, two);
    ck_assert_uint_eq(quern_script_kill(script, 0, NULL, NULL), 1);
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "lost the connection was lost");
    ck_assert_str_eq(quern_script_report(script), "");
}
END_TEST

START_TEST(a_kill_takes_what_is_in_flight)
{
    quern_script_expect(script, .sql = "a");
    quern_script_expect(script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER);
    talk_submit(script, one, "a");
    talk_submit(script, one, "b");
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "done 0; synced");
    quern_script_kill(script, 1, NULL, NULL);
    backend->step(one, QUERN_READY_READ);
    quern_event event;
    ck_assert(backend->take(one, &event));
    ck_assert_int_eq(event.kind, QUERN_EVENT_LOST);
    ck_assert_int_eq(event.error.outcome, QUERN_OUTCOME_UNKNOWN);
}
END_TEST

START_TEST(a_kill_before_anything_was_sent_applied_nothing)
{
    talk_submit(script, one, "a");
    quern_script_kill(script, 1, NULL, NULL);
    backend->step(one, 0);
    quern_event event;
    ck_assert(backend->take(one, &event));
    ck_assert_int_eq(event.error.outcome, QUERN_NOT_APPLIED);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), 0);
}
END_TEST

START_TEST(a_nudge_is_readable_and_nothing_more)
{
    ck_assert_uint_eq(quern_script_nudge(script, 0), 1);
    ck_assert(talk_readable(script, one, 0));
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "");
    ck_assert_int_eq(talk_state(script, one), QUERN_LINK_IDLE);
    ck_assert(!talk_readable(script, one, 0));
}
END_TEST

static bool opens(int32_t timeout_ms, quern_error *error)
{
    const quern_connect connect = {
        .uri = "script:", .timeout_ms = timeout_ms, .allocator = quern_system_allocator()
    };
    quern_link *link = backend->open(backend, &connect, error);
    if (link)
        backend->close(link);
    return link != NULL;
}

START_TEST(a_connection_can_be_refused)
{
    quern_error error;
    quern_script_on_open(script, .times = 2, .sqlstate = "57P03", .message = "starting up");
    quern_script_on_open(script, .message = "refused");
    for (int i = 0; i < 2; i++) {
        ck_assert(!opens(100, &error));
        ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
        ck_assert_str_eq(error.sqlstate, "57P03");
        ck_assert_str_eq(error.message, "starting up");
    }
    ck_assert(!opens(100, &error));
    ck_assert_str_eq(error.message, "refused");
    ck_assert_str_eq(error.sqlstate, "");
    ck_assert(opens(100, &error));
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_REFUSALS), 3);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPENS), 5);
}
END_TEST

START_TEST(a_server_is_down_until_it_is_up)
{
    quern_error error;
    quern_script_on_open(script, .message = "down", .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 3; i++)
        ck_assert(!opens(100, &error));
    quern_script_on_open(script, .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 3; i++)
        ck_assert(opens(100, &error));
    quern_script_on_open(script, .message = "down again");
    ck_assert(!opens(100, &error));
    quern_script_on_open(script, .message = "forgotten");
    quern_script_forget(script);
    ck_assert(opens(100, &error));
    quern_script_on_open(script, .message = "and again");
    ck_assert(!opens(100, &error));
}
END_TEST

START_TEST(a_connect_takes_its_time_but_no_longer_than_it_may)
{
    quern_error error;
    quern_script_on_open(script, .after_ms = 20);
    quern_script_on_open(script, .after_ms = 10000);
    quern_script_on_open(script, .after_ms = QUERN_SCRIPT_NEVER);
    int64_t before = now_ms();
    ck_assert(opens(-1, &error));
    ck_assert_int_ge(now_ms() - before, 20);
    for (int i = 0; i < 2; i++) {
        before = now_ms();
        ck_assert(!opens(20, &error));
        ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
        ck_assert_int_ge(now_ms() - before, 20);
        ck_assert_int_lt(now_ms() - before, 5000);
    }
}
END_TEST

START_TEST(a_busy_connection_can_be_closed)
{
    quern_script_expect(script, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1", "2"));
    talk_submit(script, one, "SELECT");
    talk_submit(script, one, "not sent");
    backend->step(one, 0);
    backend->step(one, 0);
    quern_event event;
    ck_assert(backend->take(one, &event));
    talk_submit(script, one, "not sent");
    talk_close(script, one);
    one = NULL;
}
END_TEST

START_TEST(a_forked_child_abandons)
{
    pid_t child = fork();
    if (child == 0) {
        backend->abandon(one);
        _exit(quern_script_count(script, QUERN_SCRIPT_ABANDONS) == 1 ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_ABANDONS), 0);
    quern_script_expect(script, .sql = "a");
    assert_says("a", "done 0; synced");
}
END_TEST

enum { THREADS = 4, ROUNDS = 50 };

static void *use_a_connection(void *context)
{
    quern_script *shared = context;
    quern_link *mine = talk_open(shared);
    for (int i = 0; i < ROUNDS; i++)
        if (strcmp(talk(shared, mine, "SELECT"), "columns n; row 1; done 1; synced") != 0)
            return NULL;
    talk_close(shared, mine);
    return context;
}

static void *use_until_lost(void *context)
{
    quern_link *mine = talk_open(context);
    const char *said;
    do
        said = talk(context, mine, "SELECT");
    while (strcmp(said, "columns n; row 1; done 1; synced") == 0);
    bool lost = strstr(said, "lost 57P01 bye");
    talk_close(context, mine);
    return lost ? context : NULL;
}

START_TEST(threads_share_a_script)
{
    pthread_t threads[THREADS];
    void *result;
    quern_script_expect(script, .times = QUERN_SCRIPT_ALWAYS, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1"));
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, i == 0 ? use_a_connection : use_until_lost, script), 0);
    for (int i = 0; i < THREADS; i++) {
        if (i == 1) /* the others run until they are killed, and may not have opened yet */
            while (quern_script_count(script, QUERN_SCRIPT_CLOSES) < THREADS)
                quern_script_kill(script, 0, "57P01", "bye");
        pthread_join(threads[i], &result);
        ck_assert_msg(result != NULL, "thread %d", i);
    }
    ck_assert_int_ge(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), ROUNDS);
    ck_assert_str_eq(quern_script_report(script), "");
}
END_TEST

static TCase *statements_case(void)
{
    TCase *tcase = tcase_create("statements");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, an_error_has_all_its_texts);
    tcase_add_test(tcase, rows_may_come_before_the_error);
    tcase_add_test(tcase, the_rest_of_a_failed_unit_is_skipped_and_uses_no_expectation);
    tcase_add_test(tcase, an_answer_makes_the_connection_readable_before_it_is_there);
    tcase_add_loop_test(tcase, the_transaction_is_kept, 0, sizeof transactions / sizeof *transactions);
    tcase_add_test(tcase, a_late_answer_comes_when_it_is_due);
    tcase_add_test(tcase, an_answer_in_pieces_takes_so_many_steps);
    tcase_add_test(tcase, what_never_comes_can_be_cancelled);
    tcase_add_test(tcase, unless_it_ignores_that);
    tcase_add_test(tcase, a_cancel_that_comes_too_late_does_nothing);
    return tcase;
}

static TCase *connections_case(void)
{
    TCase *tcase = tcase_create("connections");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_connection_breaks_before_or_after_the_statement, 0,
                        sizeof losses / sizeof *losses);
    tcase_add_test(tcase, it_may_break_in_the_middle_of_the_rows);
    tcase_add_test(tcase, an_idle_connection_can_be_killed);
    tcase_add_test(tcase, a_kill_takes_what_is_in_flight);
    tcase_add_test(tcase, a_kill_before_anything_was_sent_applied_nothing);
    tcase_add_test(tcase, a_nudge_is_readable_and_nothing_more);
    tcase_add_test(tcase, a_connection_can_be_refused);
    tcase_add_test(tcase, a_server_is_down_until_it_is_up);
    tcase_add_test(tcase, a_connect_takes_its_time_but_no_longer_than_it_may);
    tcase_add_test(tcase, a_busy_connection_can_be_closed);
    tcase_add_test(tcase, a_forked_child_abandons);
    tcase_add_test(tcase, threads_share_a_script);
    return tcase;
}

Suite *quern__suite_link(void);
Suite *quern__suite_link(void)
{
    Suite *suite = suite_create("link");
    suite_add_tcase(suite, statements_case());
    suite_add_tcase(suite, connections_case());
    return suite;
}
