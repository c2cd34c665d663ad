/* test_together.c: several reads in one unit: what is sent, and in which order; whose each answer is; and what becomes of the others
 * when one fails, or their connection is lost. */
#include "test/unit/session/together.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

/* ---- Outside a transaction ---- */

START_TEST(all_go_out_in_one_unit)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "abcd");
    ck_assert_str_eq(run_letters(&f, "badc"), "b 1:b|a 1:a|d 1:d|c 1:c");
    ck_assert_str_eq(came(&f), "badc.");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_SUBMITS), 4);
    ck_assert_int_eq(quern_query_count(f.session), 4);
    ck_assert_str_eq(run_letters(&f, ""), "");
    ck_assert_str_eq(run_letters(&f, "a"), "a 1:a");
    ck_assert_str_eq(came(&f), "badc.a.");
    fixture_close(&f);
}
END_TEST

/* Those behind one that failed are sent again at once, each in a unit of its own. */
static const struct {
    const char *letters, *failing, *outcome, *came;
} failures[] = {
    { "abc", "a", "a SERVER|b 1:b|c 1:c", "ab.c." },
    { "abc", "b", "a 1:a|b SERVER|c 1:c", "abc." },
    { "abc", "c", "a 1:a|b 1:b|c SERVER", "abc." },
    { "abcd", "ac", "a SERVER|b 1:b|c SERVER|d 1:d", "ab.c.d." },
    { "abcd", "abcd", "a SERVER|b SERVER|c SERVER|d SERVER", "ab.c.d." },
    { "abab", "b", "a 1:a|b SERVER|a 1:a|b SERVER", "aba.b." },
};

START_TEST(one_that_fails_takes_no_other_with_it)
{
    session_fixture f = fixture_open(2000);
    for (const char *c = failures[_i].failing; *c; c++)
        expect_failing(&f, (const char[]){ *c, '\0' });
    expect_rows(&f, failures[_i].letters);
    ck_assert_str_eq(run_letters(&f, failures[_i].letters), failures[_i].outcome);
    ck_assert_str_eq(came(&f), failures[_i].came);
    ck_assert(!quern_failed(f.session));
    ck_assert_int_eq(quern_query_count(f.session), strlen(failures[_i].letters));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

START_TEST(failures_say_what_failed)
{
    session_fixture f = fixture_open(2000);
    together t = together_of("abc");
    expect_failing(&f, "b");
    expect_rows(&f, "ac");
    for (size_t i = 0; i < t.count; i++)
        t.parts[i] = (quern__part){ .work = &t.works[i] };
    ck_assert(!quern__run_all(f.session, t.parts, t.count));
    const quern_error *error = t.parts[1].failure.current;
    ck_assert_str_eq(error->sql, "b");
    ck_assert_str_eq(error->site, "all.c:5");
    ck_assert_str_eq(error->sqlstate, "42P01");
    ck_assert_int_eq(t.parts[1].outcome, QUERN_NOT_APPLIED);
    for (size_t i = 0; i < t.count; i++)
        quern__part_close(&t.parts[i]);
    fixture_close(&f);
}
END_TEST

START_TEST(a_sink_that_refuses_fails_its_own)
{
    session_fixture f = fixture_open(2000);
    together t = together_of("abc");
    expect_rows(&f, "abc");
    t.sinks[1].refuses = true;
    ck_assert_str_eq(together_run(&f, &t), "a 1:a|b DATA|c 1:c");
    ck_assert_str_eq(came(&f), "abc.");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* More rows than it is worth to read away: the connection is given up, and the others run on another. */
START_TEST(a_flood_that_is_refused_holds_up_nobody)
{
    static const char *cells[1500];
    session_fixture f = fixture_open(2000);
    together t = together_of("abc");
    for (size_t i = 0; i < 1500; i++)
        cells[i] = "x";
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }),
                        .cells = cells, .cell_count = 1500);
    t.sinks[1].refuses = true;
    ck_assert_str_eq(together_run(&f, &t), "a 1:a|b DATA|c 1:c");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    ck_assert_int_eq(quern_script_seen(f.script, 3)->connection, 2);
    fixture_close(&f);
}
END_TEST

START_TEST(a_connection_that_is_lost_fails_those_without_an_answer)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "ab");
    quern_script_expect(f.script, .sql = "c",
                        .lost = _i ? QUERN_SCRIPT_LOST_AFTER : QUERN_SCRIPT_LOST_BEFORE);
    expect_rows(&f, "de");
    ck_assert_str_eq(run_letters(&f, "abcde"),
                     "a 1:a|b 1:b|c CONNECTION_LOST|d CONNECTION_LOST<c|e CONNECTION_LOST<c");
    ck_assert_str_eq(run_letters(&f, "de"), "d 1:d|e 1:e");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    fixture_close(&f);
}
END_TEST

/* It is noticed between two answers. */
START_TEST(a_connection_that_dies_between_two_answers)
{
    session_fixture f = fixture_open(20000);
    together t = together_of("abc");
    t.works[1].statement_ms = 50; /* so that the test ends if it is not noticed */
    expect_rows(&f, "a");
    quern_script_expect(f.script, .sql = "b", .lost = QUERN_SCRIPT_LOST_AFTER, .after_ms = 5);
    ck_assert_str_eq(together_run(&f, &t), "a 1:a|b CONNECTION_LOST|c CONNECTION_LOST<b");
    fixture_close(&f);
}
END_TEST

START_TEST(no_connection_is_the_failure_of_all)
{
    session_fixture f = fixture_open(2000);
    quern_script_on_open(f.script, .sqlstate = "3D000", .message = "no such database");
    ck_assert_str_eq(run_letters(&f, "ab"), "a CONNECT|b CONNECT");
    ck_assert(!quern_failed(f.session));
    ck_assert_int_eq(quern_query_count(f.session), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(a_session_that_has_failed_runs_none)
{
    session_fixture f = fixture_open(2000);
    quern__failure_set(&f.session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_VALUE, .message = "before" });
    ck_assert_str_eq(run_letters(&f, "ab"), "a VALUE|b VALUE");
    quern_error_clear(f.session);
    quern_session_cancel(f.session);
    ck_assert_str_eq(run_letters(&f, "ab"), "a CANCELLED|b CANCELLED");
    expect_rows(&f, "ab");
    ck_assert_str_eq(run_letters(&f, "ab"), "a 1:a|b 1:b"); /* it is told once */
    fixture_close(&f);
}
END_TEST

/* ---- On a connection that is kept ---- */

START_TEST(begin_travels_with_them)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "ab");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session) && quern_begin(f.session));
    ck_assert_str_eq(run_letters(&f, "ab"), "a 1:a|b 1:b");
    ck_assert_str_eq(run_letters(&f, "ba"), "b 1:b|a 1:a");
    ck_assert(quern_commit(f.session) && quern_commit(f.session));
    ck_assert_str_eq(came(&f), "BEGINSAVEPOINT quern_1ab.ba.RELEASE SAVEPOINT quern_1.COMMIT.");
    ck_assert_int_eq(quern_query_count(f.session), 8);
    ck_assert_int_eq(quern_query_at(f.session, 4)->transaction, 1);
    fixture_close(&f);
}
END_TEST

START_TEST(in_a_transaction_the_first_failure_is_that_of_all_behind_it)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "ac");
    expect_failing(&f, "b");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session) && quern_begin(f.session));
    ck_assert_str_eq(run_letters(&f, "abca"), "a 1:a|b SERVER|c SERVER<b|a SERVER<b");
    ck_assert(quern_rollback(f.session));
    ck_assert_str_eq(run_letters(&f, "ac"), "a 1:a|c 1:c");
    ck_assert(quern_commit(f.session));
    ck_assert_str_eq(came(&f), "BEGINSAVEPOINT quern_1abROLLBACK TO SAVEPOINT quern_1"
                               "RELEASE SAVEPOINT quern_1.ac.COMMIT.");
    fixture_close(&f);
}
END_TEST

/* What is refused here has not failed there. */
START_TEST(a_refusal_ends_no_transaction)
{
    session_fixture f = fixture_open(2000);
    together t = together_of("abc");
    expect_rows(&f, "abc");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    t.sinks[0].refuses = true;
    t.works[1].server_version = 990000;
    ck_assert(quern_begin(f.session));
    ck_assert_str_eq(together_run(&f, &t), "a DATA|b UNSUPPORTED|c 1:c");
    ck_assert(quern_commit(f.session));
    ck_assert_str_eq(came(&f), "BEGINac.COMMIT.");
    fixture_close(&f);
}
END_TEST

/* The culprit is who has ended the transaction, not who was refused before. */
START_TEST(who_is_refused_is_not_to_blame)
{
    session_fixture f = fixture_open(2000);
    together t = together_of("abcd");
    expect_rows(&f, "ad");
    expect_failing(&f, "c");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    t.sinks[0].refuses = true;
    t.works[1].server_version = 990000;
    ck_assert(quern_begin(f.session));
    ck_assert_str_eq(together_run(&f, &t), "a DATA|b UNSUPPORTED|c SERVER|d SERVER<c");
    ck_assert(quern_rollback(f.session));
    fixture_close(&f);
}
END_TEST

START_TEST(a_transaction_is_lost_with_its_connection)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN");
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert(quern_begin(f.session));
    ck_assert_str_eq(run_letters(&f, "abc"), "a 1:a|b CONNECTION_LOST|c CONNECTION_LOST<b");
    ck_assert_str_eq(run_letters(&f, "ac"), "a TRANSACTION|c TRANSACTION");
    ck_assert(quern_rollback(f.session));
    ck_assert_str_eq(run_letters(&f, "ac"), "a 1:a|c 1:c");
    fixture_close(&f);
}
END_TEST

START_TEST(a_pin_is_no_transaction)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "ac");
    expect_failing(&f, "b");
    ck_assert(quern_session_pin(f.session));
    ck_assert_str_eq(run_letters(&f, "abc"), "a 1:a|b SERVER|c 1:c");
    quern_session_unpin(f.session);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

START_TEST(with_a_pin_what_had_no_answer_is_lost_with_the_connection)
{
    session_fixture f = fixture_open(2000);
    together t = together_of("abc");
    expect_rows(&f, "ac");
    quern_script_expect(f.script, .sql = "b", .after_ms = QUERN_SCRIPT_NEVER);
    t.works[1].statement_ms = 50;
    ck_assert(quern_session_pin(f.session));
    ck_assert_str_eq(together_run(&f, &t), "a 1:a|b STATEMENT_TIMEOUT|c STATEMENT_TIMEOUT<b");
    quern_session_unpin(f.session);
    fixture_close(&f);
}
END_TEST

/* ---- What goes in front, and what is learnt ---- */

static const char *const reset[] = { "RESET ALL", NULL };

static void taint(session_fixture *f)
{
    quern_script_set_reset(f->script, reset);
    quern_script_expect(f->script, .sql = "own");
    ck_assert_int_eq(quern_execute(f->session, "own"), 0);
}

START_TEST(a_reset_goes_in_front)
{
    session_fixture f = fixture_open(2000);
    taint(&f);
    expect_rows(&f, "ab");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert_str_eq(run_letters(&f, "ab"), "a 1:a|b 1:b");
    ck_assert_str_eq(came(&f), "own.BEGINRESET ALLCOMMIT.ab.");
    ck_assert_int_eq(quern_query_count(f.session), 3);
    fixture_close(&f);
}
END_TEST

/* Once it is worth another connection. */
START_TEST(a_reset_that_fails)
{
    session_fixture f = fixture_open(2000);
    taint(&f);
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "RESET ALL", .sqlstate = "XX000", .message = "no");
    quern_script_expect(f.script, .sql = "a", .sqlstate = "25P02");
    expect_rows(&f, "ab");
    ck_assert_str_eq(run_letters(&f, "ab"), "a 1:a|b 1:b");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    ck_assert_int_eq(quern_query_count(f.session), 3);
    fixture_close(&f);
}
END_TEST

static void expect_mood(session_fixture *f, const char *sql)
{
    quern_script_expect(f->script, .sql = sql,
                        QUERN_SCRIPT_COLUMNS({ "mood", (quern_kind)QUERN_SCRIPT_USER_TYPE }),
                        QUERN_SCRIPT_ROWS("sad"), .times = QUERN_SCRIPT_ALWAYS);
}

/* Only those that met it run again, and it is asked for once. */
START_TEST(types_that_users_made)
{
    session_fixture f = fixture_open(2000);
    quern__types *types = f.session->types = quern__types_open(&quern__system_allocator, 10);
    expect_rows(&f, "ac");
    expect_mood(&f, "b");
    expect_mood(&f, "d");
    quern_script_expect(f.script, .sql = QUERN_SCRIPT_RESOLVE_TYPE, .values = "$1 = 65536",
                        QUERN_SCRIPT_COLUMNS({ "alike", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("64", "mood"));
    if (_i)
        ck_assert(quern_session_pin(f.session));
    ck_assert_str_eq(run_letters(&f, "abcd"), "a 1:a|b 1:sad|c 1:c|d 1:sad");
    ck_assert_str_eq(came(&f), "abcd." QUERN_SCRIPT_RESOLVE_TYPE ".bd.");
    ck_assert_int_eq(quern_query_count(f.session), 7);
    ck_assert_int_eq(quern_query_at(f.session, 2)->rows, -1);
    ck_assert_int_eq(quern_query_at(f.session, 6)->rows, 1);
    quern_session_unpin(f.session);
    fixture_close(&f);
    quern__types_close(types);
}
END_TEST

START_TEST(a_question_that_fails)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "a");
    expect_mood(&f, "b");
    expect_failing(&f, QUERN_SCRIPT_RESOLVE_TYPE);
    ck_assert_str_eq(run_letters(&f, "bab"), "b SERVER|a 1:a|b SERVER");
    ck_assert(!quern_failed(f.session));
    fixture_close(&f);
}
END_TEST

/* Where the transaction has failed nothing can be asked, and that is no failure of who would have to. */
START_TEST(a_question_that_cannot_be_put)
{
    session_fixture f = fixture_open(2000);
    expect_rows(&f, "a");
    expect_mood(&f, "b");
    expect_failing(&f, "c");
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern_begin(f.session));
    ck_assert_str_eq(run_letters(&f, "abca"), "a 1:a|b SERVER<c|c SERVER|a SERVER<c");
    ck_assert_int_eq(quern_query_count(f.session), 4);
    ck_assert_int_eq(quern_query_at(f.session, 3)->rows, -1);
    ck_assert(quern_rollback(f.session));
    ck_assert_str_eq(came(&f), "BEGINabcROLLBACK.");
    fixture_close(&f);
}
END_TEST

/* ---- What the server kept ---- */

static const quern_backend *inner;
static int stale; /* statements that fail since they were kept */

/* As PostgreSQL says of a statement whose table has changed. */
static bool take_stale(quern_link *link, quern_event *event)
{
    if (!inner->take(link, event))
        return false;
    if (event->kind == QUERN_EVENT_FAILED && strcmp(event->error.sqlstate, "0A000") == 0) {
        event->again = event->outdated = true;
        stale++;
    }
    return true;
}

static quern_link *open_stale(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return inner->open(inner, connect, error);
}

START_TEST(what_has_changed_is_sent_again)
{
    quern_script *script = quern_script_new(NULL);
    inner = quern_script_backend(script);
    quern_backend backend = *inner;
    backend.open = open_stale;
    backend.take = take_stale;
    session_fixture f = { .script = script };
    f.pool = quern__pool_open(&(quern__pool_options){ .backend = &backend,
                                                      .uri = "",
                                                      .allocator = &quern__system_allocator,
                                                      .max = 1,
                                                      .connect_ms = 1000 });
    f.session =
        quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                      .pool = f.pool,
                                                      .options = { .turn_ms = 1000, .statement_ms = 1000 } });
    stale = 0;
    quern_script_expect(script, .sql = "b", .sqlstate = "0A000", .times = _i ? 2 : 1);
    expect_rows(&f, "abc");
    ck_assert_str_eq(run_letters(&f, "abc"), _i ? "a 1:a|b SERVER|c 1:c" : "a 1:a|b 1:b|c 1:c");
    ck_assert_int_eq(stale, 1 + _i);
    ck_assert_int_eq(quern_query_count(f.session), 3);
    ck_assert_int_ge(quern__pool_epoch(f.pool), 1);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_together(void);

Suite *quern__suite_together(void)
{
    Suite *suite = suite_create("together");
    TCase *tcase = tcase_create("together");
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, all_go_out_in_one_unit);
    tcase_add_loop_test(tcase, one_that_fails_takes_no_other_with_it, 0, sizeof failures / sizeof *failures);
    tcase_add_test(tcase, failures_say_what_failed);
    tcase_add_test(tcase, a_sink_that_refuses_fails_its_own);
    tcase_add_test(tcase, a_flood_that_is_refused_holds_up_nobody);
    tcase_add_loop_test(tcase, a_connection_that_is_lost_fails_those_without_an_answer, 0, 2);
    tcase_add_test(tcase, a_connection_that_dies_between_two_answers);
    tcase_add_test(tcase, no_connection_is_the_failure_of_all);
    tcase_add_test(tcase, a_session_that_has_failed_runs_none);
    tcase_add_test(tcase, begin_travels_with_them);
    tcase_add_test(tcase, in_a_transaction_the_first_failure_is_that_of_all_behind_it);
    tcase_add_test(tcase, a_refusal_ends_no_transaction);
    tcase_add_test(tcase, who_is_refused_is_not_to_blame);
    tcase_add_test(tcase, a_transaction_is_lost_with_its_connection);
    tcase_add_test(tcase, a_pin_is_no_transaction);
    tcase_add_test(tcase, with_a_pin_what_had_no_answer_is_lost_with_the_connection);
    tcase_add_test(tcase, a_reset_goes_in_front);
    tcase_add_test(tcase, a_reset_that_fails);
    tcase_add_loop_test(tcase, types_that_users_made, 0, 2);
    tcase_add_test(tcase, a_question_that_fails);
    tcase_add_test(tcase, a_question_that_cannot_be_put);
    tcase_add_loop_test(tcase, what_has_changed_is_sent_again, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
