/* test_run.c: pool and session against a real server: values, errors, what a statement leaves behind, deadlines, deaths. */
#include "lib/session/run.h"

#include "test/support/runner.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct house {
    quern__pool *pool;
    quern_session *session;
} house;

static house open_on(const char *url, uint32_t max, int32_t statement_ms)
{
    house h;
    h.pool = quern__pool_open(&(quern__pool_options){ .backend = quern_postgres_backend(),
                                                      .uri = url,
                                                      .allocator = &quern__system_allocator,
                                                      .max = max,
                                                      .connect_ms = 5000 });
    h.session = quern__session_new(
        &(quern__session_options){ .allocator = &quern__system_allocator,
                                   .pool = h.pool,
                                   .log_size = 10,
                                   .options = { .turn_ms = 10000, .statement_ms = statement_ms } });
    ck_assert_ptr_nonnull(h.pool);
    return h;
}

static void close_house(house *h)
{
    quern_session_close(h->session);
    quern__pool_close(h->pool);
}

static void must(house *h)
{
    ck_assert_msg(!quern_failed(h->session), "%s", quern_error_text(h->session));
}

/* Keeps the first cell of the first row, which is a text. */
typedef struct text_sink {
    quern__sink sink;
    char text[200];
    bool found;
} text_sink;

static bool no_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                       size_t count, quern_error *error)
{
    (void)sink, (void)backend, (void)columns, (void)count, (void)error;
    return true;
}

static bool keep_text(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    text_sink *to = (text_sink *)sink;
    (void)count, (void)error;
    if (!to->found)
        snprintf(to->text, sizeof to->text, "%.*s", cells[0].data ? (int)cells[0].size : 4,
                 cells[0].data ? (const char *)cells[0].data : "NULL");
    to->found = true;
    return true;
}

/* Reads one text, as quern reads: nothing is left behind. */
static text_sink read_text(house *h, const char *sql)
{
    text_sink to = { .sink = { .columns = no_columns, .row = keep_text } };
    int64_t rows;
    const quern__work work = { .sql = sql, .site = QUERN_SITE, .sink = &to.sink };
    quern__run(h->session, &work, &rows);
    return to;
}

static void expect_text(house *h, const char *sql, const char *expected)
{
    const text_sink got = read_text(h, sql);
    must(h);
    ck_assert_msg(strcmp(got.text, expected) == 0, "%s: %s, not %s", sql, got.text, expected);
}

static void expect_error(house *h, const char *name, quern_error_code code, const char *sqlstate,
                         quern_outcome outcome)
{
    const quern_error *error = quern_session_error(h->session);
    ck_assert_msg(error, "%s: it did not fail", name);
    ck_assert_msg(error->code == code, "%s: %s", name, quern_error_text(h->session));
    ck_assert_msg(strcmp(error->sqlstate, sqlstate) == 0, "%s: sqlstate %s", name, error->sqlstate);
    ck_assert_msg(error->outcome == outcome, "%s: outcome %d", name, (int)error->outcome);
    quern_error_clear(h->session);
}

#define PID "SELECT pg_backend_pid()::text"

START_TEST(values_of_each_kind)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    char sql[300], look[200];
    snprintf(sql, sizeof sql,
             "CREATE TABLE run_kinds_%d (b boolean, i int, l bigint, f float8, t text, d date, m "
             "timestamptz, n int)",
             (int)getpid());
    ck_assert_int_eq(quern_execute(h.session, sql), 0);
    snprintf(sql, sizeof sql, "INSERT INTO run_kinds_%d VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
             (int)getpid());
    int64_t rows = quern_execute(h.session, sql, (bool)true, 5, INT64_MAX, 0.5, "gr\xc3\xbc\xc3\x9f dich",
                                 "2024-05-01", (quern_timestamp){ 1714564800123456 }, QUERN_NULL);
    ck_assert_int_eq(rows, 1);
    must(&h);
    quern_execute(h.session, "SELECT 1"); /* and a connection that is reset in between */
    snprintf(look, sizeof look,
             "SELECT x::text FROM (SELECT b, i, l, f, t, d, m AT TIME ZONE 'UTC' m, n FROM run_kinds_%d) x",
             (int)getpid());
    expect_text(&h, look,
                "(t,5,9223372036854775807,0.5,\"gr\xc3\xbc\xc3\x9f dich\",2024-05-01,"
                "\"2024-05-01 12:00:00.123456\",)");
    snprintf(sql, sizeof sql, "UPDATE run_kinds_%d SET n = $1 WHERE t = $2 AND d = $3::date", (int)getpid());
    rows = quern_execute(h.session, sql, 1, "gr\xc3\xbc\xc3\x9f dich", "2024-05-01");
    ck_assert_int_eq(rows, 1);
    snprintf(sql, sizeof sql, "DROP TABLE run_kinds_%d", (int)getpid());
    ck_assert_int_eq(quern_execute(h.session, sql), 0);
    must(&h);
    close_house(&h);
}
END_TEST

static const struct {
    const char *sql, *sqlstate;
} errors[] = {
    { "SELECT * FROM no_such_table", "42P01" },
    { "SELEC 1", "42601" },
    { "SELECT 1/0", "22012" },
    { "SELECT 1; SELECT 2", "42601" },
    { "DO $$ BEGIN RAISE EXCEPTION USING errcode = '40001'; END $$", "40001" },
};

START_TEST(errors_of_the_server)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    char pid[200];
    strcpy(pid, read_text(&h, PID).text);
    ck_assert_int_eq(quern_execute(h.session, errors[_i].sql), -1);
    ck_assert_str_eq(quern_session_error(h.session)->sql, errors[_i].sql);
    expect_error(&h, errors[_i].sql, QUERN_ERROR_SERVER, errors[_i].sqlstate, QUERN_NOT_APPLIED);
    expect_text(&h, PID, pid);
    close_house(&h);
}
END_TEST

/* A constraint that is looked at when the unit ends: after the server has said how many rows there were. */
START_TEST(a_constraint_that_is_deferred)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    char sql[200];
    snprintf(sql, sizeof sql, "CREATE TABLE run_late_%d (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
             (int)getpid());
    quern_execute(h.session, sql);
    snprintf(sql, sizeof sql, "INSERT INTO run_late_%d VALUES (1), (1)", (int)getpid());
    must(&h);
    ck_assert_int_eq(quern_execute(h.session, sql), -1);
    expect_error(&h, "deferred", QUERN_ERROR_SERVER, "23505", QUERN_NOT_APPLIED);
    snprintf(sql, sizeof sql, "SELECT count(*)::text FROM run_late_%d", (int)getpid());
    expect_text(&h, sql, "0");
    snprintf(sql, sizeof sql, "DROP TABLE run_late_%d", (int)getpid());
    quern_execute(h.session, sql);
    must(&h);
    close_house(&h);
}
END_TEST

START_TEST(begin_is_refused)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000), watcher = open_on(url, 1, 10000);
    char pid[200], sql[300];
    strcpy(pid, read_text(&h, PID).text);
    ck_assert_int_eq(quern_execute(h.session, "BEGIN"), -1);
    expect_error(&h, "BEGIN", QUERN_ERROR_USAGE, "", QUERN_NOT_APPLIED);
    snprintf(sql, sizeof sql, "SELECT state FROM pg_stat_activity WHERE pid = %s", pid);
    expect_text(&watcher, sql, "idle");
    expect_text(&h, PID, pid);
    ck_assert_int_eq(quern_execute(h.session, "COMMIT"), 0); /* a warning only */
    must(&h);
    close_house(&watcher);
    close_house(&h);
}
END_TEST

/* What SQL of one's own may leave behind, and what the next borrower of the same connection sees of it. */
static const struct {
    const char *leave, *look, *expected;
} traces[] = {
    { "SET application_name = 'left behind'",
      "SELECT (current_setting('application_name') = 'left behind')::text", "false" },
    { "SET search_path = pg_catalog", "SELECT current_setting('search_path')", "\"$user\", public" },
    { "SET default_transaction_read_only = on", "SELECT current_setting('transaction_read_only')", "off" },
    { "SET default_transaction_isolation = 'serializable'", "SELECT current_setting('transaction_isolation')",
      "read committed" },
    { "SET ROLE pg_monitor", "SELECT (current_user = session_user)::text", "true" },
    { "SET SESSION AUTHORIZATION pg_monitor", "SELECT (session_user = 'pg_monitor')::text", "false" },
    { "CREATE TEMP TABLE run_left (x int)", "SELECT (to_regclass('run_left') IS NULL)::text", "true" },
    { "LISTEN something", "SELECT count(*)::text FROM pg_listening_channels()", "0" },
    { "SELECT pg_advisory_lock(77)",
      "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", "0" },
};

START_TEST(nothing_is_left_behind)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    char pid[200];
    strcpy(pid, read_text(&h, PID).text);
    quern_execute(h.session, traces[_i].leave);
    must(&h);
    expect_text(&h, traces[_i].look, traces[_i].expected);
    /* Nor when the next statement fails: the reset is not undone with it. */
    quern_execute(h.session, traces[_i].leave);
    must(&h);
    read_text(&h, "SELECT 1/0");
    expect_error(&h, traces[_i].leave, QUERN_ERROR_SERVER, "22012", QUERN_NOT_APPLIED);
    expect_text(&h, traces[_i].look, traces[_i].expected);
    expect_text(&h, PID, pid);
    close_house(&h);
}
END_TEST

/* Statements that refuse to run in a transaction, on a connection that is to be reset. */
START_TEST(what_wants_no_transaction)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    char pid[200];
    strcpy(pid, read_text(&h, PID).text);
    for (int i = 0; i < 3; i++) {
        quern_execute(h.session, "VACUUM pg_class");
        must(&h);
    }
    expect_text(&h, PID, pid);
    close_house(&h);
}
END_TEST

/* Asks until it is so, for up to 5 s. */
static void wait_until(house *h, const char *sql, const char *expected)
{
    for (int i = 0; i < 250; i++) {
        if (strcmp(read_text(h, sql).text, expected) == 0)
            return;
        must(h);
        poll(NULL, 0, 20);
    }
    expect_text(h, sql, expected);
}

START_TEST(a_statement_that_takes_too_long_is_stopped)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 300), watcher = open_on(url, 1, 10000);
    char sql[100], look[300];
    snprintf(sql, sizeof sql, "SELECT pg_sleep(30) /* late %d */", (int)getpid());
    snprintf(
        look, sizeof look,
        "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE '%%late %d%%' AND state = 'active' "
        "AND pid <> pg_backend_pid()",
        (int)getpid());
    ck_assert_int_eq(quern_execute(h.session, sql), -1);
    const int64_t took = quern_query_at(h.session, -1)->elapsed_microseconds;
    ck_assert_msg(took >= 300000 && took < 1500000, "took %lld us", (long long)took);
    expect_error(&h, "late", QUERN_ERROR_STATEMENT_TIMEOUT, "", QUERN_OUTCOME_UNKNOWN);
    wait_until(&watcher, look, "0");
    ck_assert_int_eq(quern_execute(h.session, "SELECT 1"), 1);
    must(&h);
    close_house(&watcher);
    close_house(&h);
}
END_TEST

static void terminate(house *watcher, const char *pid)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s)::text", pid);
    expect_text(watcher, sql, "true");
    snprintf(sql, sizeof sql, "SELECT count(*)::text FROM pg_stat_activity WHERE pid = %s", pid);
    wait_until(watcher, sql, "0");
    poll(NULL, 0, 20); /* what has just come back is not looked at */
}

START_TEST(a_death_between_statements_is_not_noticed)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 2, 10000), watcher = open_on(url, 1, 10000);
    for (int i = 0; i < 5; i++) {
        const text_sink pid = read_text(&h, PID);
        must(&h);
        terminate(&watcher, pid.text);
    }
    expect_text(&h, "SELECT 'alive'", "alive");
    close_house(&watcher);
    close_house(&h);
}
END_TEST

static void *run_sleep(void *argument)
{
    quern_execute(argument, "SELECT pg_sleep(30)");
    return NULL;
}

START_TEST(a_death_during_a_statement_is_told)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 20000), watcher = open_on(url, 1, 10000);
    pthread_t thread;
    char look[200];
    const text_sink pid = read_text(&h, PID);
    pthread_create(&thread, NULL, run_sleep, h.session);
    snprintf(look, sizeof look,
             "SELECT count(*)::text FROM pg_stat_activity WHERE pid = %.20s AND state = 'active'", pid.text);
    wait_until(&watcher, look, "1");
    terminate(&watcher, pid.text);
    pthread_join(thread, NULL);
    expect_error(&h, "terminated", QUERN_ERROR_CONNECTION_LOST, "57P01", QUERN_OUTCOME_UNKNOWN);
    expect_text(&h, "SELECT 'alive'", "alive");
    close_house(&watcher);
    close_house(&h);
}
END_TEST

enum { CROWD = 8, ROUNDS = 100 };

typedef struct worker {
    quern__pool *pool;
    pthread_t thread;
    int done;
    char error[500];
} worker;

static void *work(void *argument)
{
    worker *w = argument;
    quern_session *session = quern__session_new(
        &(quern__session_options){ .allocator = &quern__system_allocator,
                                   .pool = w->pool,
                                   .options = { .turn_ms = 20000, .statement_ms = 20000 } });
    house h = { .pool = w->pool, .session = session };
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 10 == 0)
            w->done += quern_execute(session, "SET application_name = 'crowd'") == 0;
        else
            w->done += read_text(&h, "SELECT 'x' FROM generate_series(1, 50)").found;
    }
    snprintf(w->error, sizeof w->error, "%s", quern_error_text(session));
    quern_session_close(session);
    return NULL;
}

START_TEST(a_crowd)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 2, 20000);
    worker workers[CROWD] = { { 0 } };
    for (int i = 0; i < CROWD; i++) {
        workers[i].pool = h.pool;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(workers[i].thread, NULL);
        ck_assert_str_eq(workers[i].error, "");
        ck_assert_int_eq(workers[i].done, ROUNDS);
    }
    close_house(&h);
}
END_TEST

START_TEST(a_child_does_no_harm)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    house h = open_on(url, 1, 10000);
    const text_sink pid = read_text(&h, PID);
    const pid_t child = fork();
    if (child == 0) {
        const bool refused = quern_execute(h.session, "SELECT 1") == -1 &&
                             quern_session_error(h.session)->code == QUERN_ERROR_FORK;
        close_house(&h);
        _exit(refused ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %d", status);
    expect_text(&h, PID, pid.text);
    close_house(&h);
}
END_TEST

START_TEST(no_such_database)
{
    const char *url = quern__test_url();
    if (!url)
        return;
    char wrong[500];
    snprintf(wrong, sizeof wrong, "%s%cdbname=no_such_database", url, strchr(url, '?') ? '&' : '?');
    house h = open_on(wrong, 1, 10000);
    ck_assert_int_eq(quern_execute(h.session, "SELECT 1"), -1);
    ck_assert_ptr_nonnull(strstr(quern_error_text(h.session), "no_such_database"));
    expect_error(&h, "database", QUERN_ERROR_CONNECT, "3D000", QUERN_NOT_APPLIED);
    close_house(&h);
}
END_TEST

/* Needs no server: that is the point. */
START_TEST(nobody_listens)
{
    house h = open_on("postgresql://127.0.0.1:1/x", 1, 10000);
    ck_assert_int_eq(quern_execute(h.session, "SELECT 1"), -1);
    ck_assert_ptr_nonnull(strstr(quern_error_text(h.session), "refused"));
    expect_error(&h, "refused", QUERN_ERROR_CONNECT, "", QUERN_NOT_APPLIED);
    close_house(&h);
}
END_TEST

Suite *quern__suite_run(void);

Suite *quern__suite_run(void)
{
    Suite *suite = suite_create("run");
    TCase *tests = tcase_create("server");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, values_of_each_kind);
    tcase_add_loop_test(tests, errors_of_the_server, 0, sizeof errors / sizeof *errors);
    tcase_add_test(tests, a_constraint_that_is_deferred);
    tcase_add_test(tests, begin_is_refused);
    tcase_add_loop_test(tests, nothing_is_left_behind, 0, sizeof traces / sizeof *traces);
    tcase_add_test(tests, what_wants_no_transaction);
    tcase_add_test(tests, a_statement_that_takes_too_long_is_stopped);
    tcase_add_test(tests, a_death_between_statements_is_not_noticed);
    tcase_add_test(tests, a_death_during_a_statement_is_told);
    tcase_add_test(tests, a_crowd);
    tcase_add_test(tests, a_child_does_no_harm);
    tcase_add_test(tests, no_such_database);
    tcase_add_test(tests, nobody_listens);
    suite_add_tcase(suite, tests);
    return suite;
}
