/* test_close.c: quern_close: it never frees a db under its sessions, names those that are open, waits for them, and lets
 * nothing new begin. */
#include "test/unit/db/fixture.h"

#include "lib/session/cancel.h"
#include "test/support/expect.h"
#include "test/support/replay.h"

#include <quern/transaction.h>

#include <check.h>
#include <pthread.h>
#include <string.h>

/* So long does a test wait at most for what it does not want to wait for. */
enum { AT_ONCE_MS = 2000 };

START_TEST(it_lists_the_sessions_that_are_open)
{
    db_fixture f = fixture_open();
    quern_session *one = (quern_session_open)(f.db, NULL, 0, "one.c:1"),
                  *two = (quern_session_open)(f.db, NULL, 0, "two.c:2");
    const quern__expected_error both = { .code = QUERN_ERROR_USAGE,
                                         .message = "2 sessions are still open",
                                         .hint = "close them and call quern_close again" },
                                last = { .code = QUERN_ERROR_USAGE,
                                         .message = "1 session is still open",
                                         .hint = "close them and call quern_close again" };
    for (int times = 0; times < 2; times++) {
        ck_assert(!quern_close(f.db, 0));
        quern__expect_error("both", quern_db_error(f.db), &both);
        ck_assert_str_eq(quern_db_error(f.db)->detail, "opened at two.c:2 (idle), one.c:1 (idle)");
    }
    quern_session_close(two);
    ck_assert(!quern_close(f.db, 0));
    quern__expect_error("the last", quern_db_error(f.db), &last);
    ck_assert_str_eq(quern_db_error(f.db)->detail, "opened at one.c:1 (idle)");
    quern_session_close(one);
    fixture_close(&f);
}
END_TEST

START_TEST(it_closes_the_connections)
{
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    expect_update(f.script, 1, 0);
    ck_assert_int_eq(update(session), 1);
    quern_session_close(session);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPEN_NOW), 1);
    ck_assert(quern_close(f.db, 0));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_ABANDONS), 0);
    fixture_end(&f);
}
END_TEST

/* ---- Waiting ---- */

typedef struct closer {
    pthread_t thread;
    db_fixture *f;
    quern_session *session;
    int after_ms;
    int64_t changed; /* by the statement that it runs before that; 0: none */
} closer;

static void *close_later(void *argument)
{
    closer *c = argument;
    if (c->changed)
        c->changed = update(c->session);
    sleep_ms(c->after_ms);
    quern_session_close(c->session);
    return NULL;
}

static closer *start(closer *c)
{
    pthread_create(&c->thread, NULL, close_later, c);
    return c;
}

static const int32_t timeouts[] = { 30000, INT32_MAX, -1, INT32_MIN };

START_TEST(it_waits_for_other_threads)
{
    db_fixture f = fixture_open();
    closer threads[3];
    const int64_t began = now_ms();
    for (int i = 0; i < 3; i++) {
        threads[i] = (closer){ .f = &f, .session = quern_session_open(f.db), .after_ms = 20 * (i + 1) };
        start(&threads[i]);
    }
    ck_assert(quern_close(f.db, timeouts[_i]));
    ck_assert_int_ge(now_ms() - began, 60);
    ck_assert_int_lt(now_ms() - began, 60 + AT_ONCE_MS);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i].thread, NULL);
    fixture_end(&f);
}
END_TEST

static const struct {
    int32_t timeout_ms, at_least;
} patience[] = { { 0, 0 }, { 1, 1 }, { 80, 80 }, { 1050, 1050 } };

START_TEST(it_waits_no_longer_than_it_may)
{
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    const int64_t began = now_ms();
    ck_assert(!quern_close(f.db, patience[_i].timeout_ms));
    ck_assert_int_ge(now_ms() - began + 1, patience[_i].at_least); /* both ends are cut to milliseconds */
    ck_assert_int_lt(now_ms() - began, patience[_i].at_least + AT_ONCE_MS);
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

/* One of two is closed in time: that wakes the closer, who must go on waiting for the other. */
START_TEST(it_waits_for_all_of_them)
{
    db_fixture f = fixture_open();
    quern_session *stays = (quern_session_open)(f.db, NULL, 0, "stays.c:1");
    closer goes = { .f = &f, .session = (quern_session_open)(f.db, NULL, 0, "goes.c:2"), .after_ms = 10 };
    start(&goes);
    ck_assert(!quern_close(f.db, 500));
    ck_assert_str_eq(quern_db_error(f.db)->detail, "opened at stays.c:1 (idle)");
    pthread_join(goes.thread, NULL);
    quern_session_close(stays);
    fixture_close(&f);
}
END_TEST

START_TEST(a_statement_under_way_is_not_disturbed)
{
    db_fixture f = fixture_open();
    closer at_work = { .f = &f, .session = quern_session_open(f.db), .changed = 1 };
    expect_update(f.script, 7, 100);
    start(&at_work);
    wait_for_count(f.script, QUERN_SCRIPT_STATEMENTS, 1);
    ck_assert(quern_close(f.db, 30000));
    pthread_join(at_work.thread, NULL);
    ck_assert_int_eq(at_work.changed, 7);
    fixture_end(&f);
}
END_TEST

typedef struct waiter {
    pthread_t thread;
    quern_session *session;
    quern_error_code code;
} waiter;

static void *wait_for_a_connection(void *argument)
{
    waiter *w = argument;
    ck_assert_int_eq(update(w->session), -1);
    w->code = quern_session_error(w->session)->code;
    quern_session_close(w->session);
    return NULL;
}

/* Those who wait for a connection are sent away, and do not hold up the close. */
START_TEST(waiters_are_sent_away)
{
    db_fixture f = fixture_open();
    closer at_work = { .f = &f, .session = quern_session_open(f.db), .changed = 1 };
    waiter w = { .session = quern_session_open(f.db) };
    expect_update(f.script, 7, 500);
    start(&at_work);
    wait_for_count(f.script, QUERN_SCRIPT_STATEMENTS, 1);
    pthread_create(&w.thread, NULL, wait_for_a_connection, &w);
    sleep_ms(50);
    ck_assert(quern_close(f.db, 30000));
    pthread_join(w.thread, NULL);
    pthread_join(at_work.thread, NULL);
    ck_assert_str_eq(quern_error_name(w.code), "QUERN_ERROR_CLOSED");
    ck_assert_int_eq(at_work.changed, 7);
    fixture_end(&f);
}
END_TEST

/* ---- When the time is over ---- */

static void *run_long(void *session)
{
    char *code = NULL;
    if (quern_execute(session, "long") < 0)
        code = (char *)(uintptr_t)quern_error_name(quern_session_error(session)->code);
    quern_session_close(session);
    return code;
}

/* It fails, its thread closes the session, and the db closes; with a helper thread and without. */
START_TEST(what_runs_is_cancelled)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db =
        quern_open("x", quern__test_models, .backend = quern_script_backend(script), .no_threads = _i);
    pthread_t threads[3];
    quern_script_expect(script, .sql = "long", .after_ms = QUERN_SCRIPT_NEVER, .times = 3);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, run_long, quern_session_open(db));
    wait_for_count(script, QUERN_SCRIPT_STATEMENTS, 3);
    const int64_t began = now_ms();
    ck_assert(quern_close(db, 100));
    ck_assert_int_ge(now_ms() - began + 1, 100);
    ck_assert_int_lt(now_ms() - began, 1000);
    for (int i = 0; i < 3; i++) {
        void *code;
        pthread_join(threads[i], &code);
        ck_assert_str_eq(code, "QUERN_ERROR_CLOSED");
    }
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_CANCELS), 3);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(script);
}
END_TEST

static void *stay(void *session)
{
    quern_execute(session, "INSERT INTO t");
    return NULL;
}

/* A backend whose connections never notice: what its sessions do goes on. */
static struct {
    const quern_backend *inner;
    _Atomic(bool) deaf;
} ear;

static quern_link *deaf_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return ear.inner->open(ear.inner, connect, error);
}

static unsigned deaf_step(quern_link *link, unsigned ready)
{
    while (ear.deaf)
        sleep_ms(1);
    return ear.inner->step(link, ready);
}

START_TEST(it_tells_what_they_are_doing)
{
    db_fixture f = { .script = quern_script_new(NULL) };
    ear.inner = quern_script_backend(f.script);
    quern_backend backend = *ear.inner;
    backend.open = deaf_open;
    backend.step = deaf_step;
    pthread_t thread;
    f.db = quern_open("x", quern__test_models, .backend = &backend, .pool_max = 2);
    quern_session *idle = (quern_session_open)(f.db, NULL, 0, "idle.c:1"),
                  *kept = (quern_session_open)(f.db, NULL, 0, "kept.c:2"),
                  *busy = (quern_session_open)(f.db, NULL, 0, "busy.c:3");
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(kept));
    ck_assert_int_eq(quern_execute(kept, "INSERT INTO u"), 0);
    ear.deaf = true;
    pthread_create(&thread, NULL, stay, busy);
    for (char doing[100] = ""; !strstr(doing, "runs"); sleep_ms(1))
        quern__session_doing(busy, doing, sizeof doing);
    ck_assert(!quern_close(f.db, 0));
    ck_assert_str_eq(quern_db_error(f.db)->message, "3 sessions are still open");
    ck_assert_str_eq(quern_db_error(f.db)->detail, "opened at busy.c:3 (runs INSERT INTO t), kept.c:2 (in a "
                                                   "transaction), idle.c:1 (idle)");
    ear.deaf = false;
    pthread_join(thread, NULL);
    quern_session_close(idle);
    quern_session_close(kept);
    quern_session_close(busy);
    fixture_close(&f);
}
END_TEST

/* ---- After it ---- */

START_TEST(new_sessions_are_refused)
{
    db_fixture f = fixture_open();
    quern_session *old = quern_session_open(f.db);
    ck_assert(!quern_close(f.db, 0));
    quern_session *new = (quern_session_open)(f.db, NULL, 0, "new.c:4");
    const quern__expected_error closing = { .code = QUERN_ERROR_CLOSED,
                                            .message = "the db is being closed",
                                            .hint = "open sessions before quern_close" };
    quern__expect_error("new", quern_session_error(new), &closing);
    ck_assert_str_eq(quern_session_error(new)->site, "new.c:4");
    ck_assert_int_eq(update(new), -1);
    quern_error_clear(new);
    ck_assert_int_eq(update(new), -1);
    check_error("cleared", quern_session_error(new), QUERN_ERROR_CLOSED, "the db is being closed");
    ck_assert(!quern_failed(old));
    ck_assert(!quern_close(f.db, 0)); /* it must be closed like any other */
    ck_assert_str_eq(quern_db_error(f.db)->message, "2 sessions are still open");
    quern_session_close(old);
    quern_session_close(new);
    fixture_close(&f);
}
END_TEST

START_TEST(open_sessions_ask_nothing_more)
{
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    quern_queryset *cached = quern_objects(session, shelf), *fresh = quern_objects(session, shelf);
    quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("A", "1", "B", "2"));
    ck_assert_int_eq(quern_len(cached), 2);
    ck_assert(!quern_close(f.db, 0));
    ck_assert_int_eq((quern_len)(fresh, "late.c:5"), -1);
    check_error("a queryset", quern_session_error(session), QUERN_ERROR_CLOSED, "the db is being closed");
    ck_assert_str_eq(quern_session_error(session)->site, "late.c:5");
    quern_error_clear(session);
    ck_assert_int_eq(update(session), -1);
    check_error("own SQL", quern_session_error(session), QUERN_ERROR_CLOSED, "the db is being closed");
    quern_error_clear(session);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS), 1);
    ck_assert_int_eq(quern_len(cached), 2); /* what is there can be read */
    ck_assert_str_eq(quern_at(cached, shelf, 1)->code, "B");
    ck_assert_ptr_nonnull(strstr(quern_sql(fresh), "FROM \"shelf\""));
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

START_TEST(a_db_in_error_closes_like_any_other)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db = quern_open("x", QUERN_MODELS(book), .backend = quern_script_backend(script));
    quern_session *session = (quern_session_open)(db, NULL, 0, "one.c:1");
    check_error("opened", quern_db_error(db), QUERN_ERROR_MODEL, "");
    ck_assert(!quern_close(db, 0));
    check_error("not closed", quern_db_error(db), QUERN_ERROR_USAGE, "1 session is still open");
    check_error("its session's stays", quern_session_error(session), QUERN_ERROR_MODEL, "");
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* Without memory for the list it is still false, and still says so. */
static bool lists(quern__replay *replay, void *script)
{
    quern__replay_pause(replay);
    quern_db *db = quern_open("x", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script));
    quern_session *session = (quern_session_open)(db, NULL, 0, "one.c:1");
    quern__replay_resume(replay);
    ck_assert(!quern_close(db, 0));
    const quern_error *error = quern_db_error(db);
    const bool listed =
        error->code == QUERN_ERROR_USAGE && strcmp(error->detail, "opened at one.c:1 (idle)") == 0;
    if (error->code != QUERN_ERROR_USAGE)
        check_error(quern__replay_where(replay), error, QUERN_ERROR_MEMORY, "out of memory");
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    return listed;
}

START_TEST(without_memory)
{
    quern_script *script = quern_script_new(NULL);
    ck_assert_uint_ge(quern__replay_run("db: the list of sessions", lists, script), 2);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_close(void);

Suite *quern__suite_close(void)
{
    Suite *suite = suite_create("close");
    TCase *tests = tcase_create("ends");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, it_lists_the_sessions_that_are_open);
    tcase_add_test(tests, it_closes_the_connections);
    tcase_add_loop_test(tests, it_waits_for_other_threads, 0, sizeof timeouts / sizeof *timeouts);
    tcase_add_loop_test(tests, it_waits_no_longer_than_it_may, 0, sizeof patience / sizeof *patience);
    tcase_add_test(tests, it_waits_for_all_of_them);
    tcase_add_test(tests, a_statement_under_way_is_not_disturbed);
    tcase_add_test(tests, waiters_are_sent_away);
    tcase_add_loop_test(tests, what_runs_is_cancelled, 0, 2);
    tcase_add_test(tests, it_tells_what_they_are_doing);
    tcase_add_test(tests, new_sessions_are_refused);
    tcase_add_test(tests, open_sessions_ask_nothing_more);
    tcase_add_test(tests, a_db_in_error_closes_like_any_other);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
