/* test_server.c: what a real server and its connections do to a program: refusals, time-outs, deaths, a pool that is too small,
 * and what own SQL leaves behind. */
#include "test/integration/fixture.h"
#include "test/support/serverlog.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>

/* ---- quern_execute ---- */

static const struct {
    const char *sql;
    int64_t rows;
} statements[] = {
    { "CREATE TABLE executed (n int)", 0 },
    { "INSERT INTO executed SELECT generate_series(1, 10)", 10 },
    { "INSERT INTO executed VALUES (11)", 1 },
    { "UPDATE executed SET n = -n WHERE n > 8", 3 },
    { "UPDATE executed SET n = n WHERE n = 404", 0 },
    { "SELECT * FROM executed", 11 },
    { "SELECT * FROM executed WHERE n = 404", 0 },
    { "DELETE FROM executed WHERE n < 0 RETURNING n, 'text'", 3 },
    { "WITH gone AS (DELETE FROM executed WHERE n > 6 RETURNING n) SELECT * FROM gone", 2 },
    { "CREATE TABLE executed_too AS SELECT * FROM executed", 6 },
    { "DROP TABLE executed, executed_too", 0 },
    { "-- nothing", 0 },
};

START_TEST(execute_says_how_many_rows)
{
    NEEDS_SERVER();
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const int64_t rows = quern_execute(s, statements[i].sql);
        ck_assert_msg(rows == statements[i].rows, "%s: %d, not %d: %s", statements[i].sql, (int)rows,
                      (int)statements[i].rows, quern_error_text(s));
        ck_assert_int_eq(quern_query_at(s, -1)->rows, rows);
    }
}
END_TEST

START_TEST(what_execute_writes_is_read)
{
    NEEDS_SERVER();
    quern_queryset *shelves = quern_filter(quern_objects(s, shelf), Q("code", "C"));
    ck_assert_int_eq(quern_count(shelves), 0);
    ck_assert_int_eq(quern_execute(s, "INSERT INTO shelf VALUES ($1, $2)", "C", 3), 1);
    ck_assert_int_eq(quern_first(shelves, shelf)->room, 3);
    ck_assert_int_eq(quern_execute(s, "DELETE FROM shelf WHERE code = $1", "C"), 1);
    ck_assert_int_eq(quern_count(shelves), 0);
}
END_TEST

/* ---- Refusals ---- */

typedef struct ghost ghost;

struct ghost {
    quern_object object;
    int64_t id;
};

QUERN_MODEL(ghost, "ghost", QUERN_FIELDS(QUERN_PRIMARY_KEY(id)));

static quern_db *open_ghosts(quern_session **session, int32_t statement_ms)
{
    quern_db *ghosts =
        quern_open(schema.uri, QUERN_MODELS(ghost), .pool_max = 1, .statement_ms = statement_ms);
    *session = quern_session_open(ghosts);
    return ghosts;
}

static void expect_42p01(quern_session *session, const char *name, const char *part)
{
    const quern_error *error = quern_session_error(session);
    ck_assert_msg(error != NULL, "%s: it did not fail", name);
    ck_assert_msg(strstr(quern_error_text(session), "sqlstate: 42P01") != NULL, "%s: %s", name,
                  quern_error_text(session));
    error = take_failure(session, QUERN_ERROR_SERVER);
    quern__expect_text(name, "sqlstate", error->sqlstate, "42P01");
    quern__expect_text(name, "message", error->message, "relation \"ghost\" does not exist");
    ck_assert_msg(strstr(error->sql, part) && strstr(error->sql, "FROM \"ghost\""), "%s: %s", name,
                  error->sql);
    ck_assert_msg(strstr(error->site, "test_server.c:") != NULL, "%s: %s", name, error->site);
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
}

START_TEST(a_table_that_is_not_there)
{
    NEEDS_SERVER();
    quern_session *session;
    bool found;
    int rows = 0;
    quern_db *ghosts = open_ghosts(&session, 10000);
    quern_queryset *all = quern_objects(session, ghost);
    ck_assert_int_eq(quern_len(all), -1);
    expect_42p01(session, "quern_len", "SELECT \"ghost\".\"id\"");
    QUERN_EACH(ghost, g, all)
        rows += g->id >= 0;
    ck_assert_int_eq(rows, 0);
    expect_42p01(session, "QUERN_EACH", "SELECT \"ghost\".\"id\"");
    ck_assert_int_eq(quern_count(all), -1);
    expect_42p01(session, "quern_count", "SELECT COUNT(*)");
    ck_assert(!quern_exists(all, &found) && !found);
    expect_42p01(session, "quern_exists", "SELECT 1");
    ck_assert_ptr_null(quern_first(all, ghost));
    ck_assert_int_eq(quern_answer(session), QUERN_NO_ANSWER);
    expect_42p01(session, "quern_first", "LIMIT 1");
    sql("CREATE TABLE ghost (id bigint)");
    ck_assert_int_eq(quern_len(all), 0);
    sql("DROP TABLE ghost");
    quern_session_close(session);
    close_db(ghosts);
}
END_TEST

START_TEST(a_statement_that_takes_too_long_is_stopped)
{
    NEEDS_SERVER();
    quern_session *session;
    quern_db *ghosts = open_ghosts(&session, 200);
    sql("CREATE VIEW ghost AS SELECT 1::bigint AS id FROM pg_sleep(30)");
    ck_assert_int_eq(quern_len(quern_objects(session, ghost)), -1);
    const quern_error *error = take_failure(session, QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert_str_eq(error->message, "the statement took longer than 200 ms");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert_ptr_nonnull(strstr(error->sql, "FROM \"ghost\""));
    const int64_t took = quern_query_at(session, -1)->elapsed_microseconds;
    ck_assert_msg(took >= 200000 && took < 2000000, "it took %d us", (int)took);
    wait_until(0, "SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%%FROM \"ghost\"' AND"
                  " pid <> pg_backend_pid()");
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), 1);
    quern_session_close(session);
    close_db(ghosts);
    sql("DROP VIEW ghost");
}
END_TEST

/* ---- Deaths ---- */

/* A db with an application name, so that its connections can be found. */
static quern_db *open_named(const char *name, uint32_t pool_max, int32_t turn_ms)
{
    char parameter[100];
    snprintf(parameter, sizeof parameter, "application_name=%s_%s", schema.name, name);
    return open_db(&(quern_options){ .pool_max = pool_max, .turn_ms = turn_ms },
                   quern__test_schema_uri(&schema, parameter));
}

static void kill_all(const char *name)
{
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s_%s'",
        schema.name, name);
    wait_until(0, "SELECT FROM pg_stat_activity WHERE application_name = '%s_%s'", schema.name, name);
    poll(NULL, 0, 20); /* what has just come back is not looked at */
}

START_TEST(a_killed_connection_is_replaced_without_a_word)
{
    NEEDS_SERVER();
    quern_db *mortal = open_named("mortal", 2, 10000);
    quern_session *session = quern_session_open(mortal);
    quern_queryset *books = quern_objects(session, book);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(quern_count(books), 40);
        kill_all("mortal");
    }
    ck_assert_int_eq(quern_count(books), 40);
    ck_assert_str_eq(quern_error_text(session), "");
    ck_assert_int_eq(quern_query_count(session), 4);
    quern_session_close(session);
    close_db(mortal);
}
END_TEST

static void *sleep_long(void *session)
{
    quern_execute(session, "SELECT pg_sleep(30)");
    return NULL;
}

static void wait_for_sleeper(const char *name)
{
    wait_until(1, "SELECT FROM pg_stat_activity WHERE application_name = '%s_%s' AND wait_event = 'PgSleep'",
               schema.name, name);
}

START_TEST(a_death_at_work_is_told)
{
    NEEDS_SERVER();
    pthread_t thread;
    quern_db *mortal = open_named("worker", 1, 10000);
    quern_session *session = quern_session_open(mortal);
    pthread_create(&thread, NULL, sleep_long, session);
    wait_for_sleeper("worker");
    kill_all("worker");
    pthread_join(thread, NULL);
    const quern_error *error = take_failure(session, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_str_eq(error->sqlstate, "57P01");
    ck_assert_int_eq(error->outcome, QUERN_OUTCOME_UNKNOWN);
    ck_assert_str_eq(error->sql, "SELECT pg_sleep(30)");
    ck_assert_int_eq(quern_count(quern_objects(session, book)), 40);
    quern_session_close(session);
    close_db(mortal);
}
END_TEST

/* ---- A pool that is too small ---- */

START_TEST(no_connection_in_time_names_the_cause)
{
    NEEDS_SERVER();
    pthread_t thread;
    quern_db *small = open_named("small", 1, 100);
    quern_session *holder = quern_session_open(small), *waiter = quern_session_open(small);
    pthread_create(&thread, NULL, sleep_long, holder);
    wait_for_sleeper("small");
    ck_assert_int_eq(quern_count(quern_objects(waiter, book)), -1);
    const quern_error *error = take_failure(waiter, QUERN_ERROR_POOL_TIMEOUT);
    ck_assert_str_eq(error->message, "no connection in 100 ms");
    ck_assert_str_eq(error->detail, "1 of 1 connections lent, 0 idle, 1 waiting");
    ck_assert_ptr_nonnull(strstr(error->hint, "raise .pool_max"));
    ck_assert_ptr_nonnull(strstr(error->sql, "SELECT COUNT(*)"));
    ck_assert_int_eq(quern_query_count(waiter), 0);
    kill_all("small");
    pthread_join(thread, NULL);
    take_failure(holder, QUERN_ERROR_CONNECTION_LOST);
    quern_session_close(holder);
    quern_session_close(waiter);
    close_db(small);
}
END_TEST

enum { CROWD = 8, ROUNDS = 40, CONNECTIONS = 2 };

typedef struct reader {
    quern_db *db;
    pthread_t thread;
    int64_t statements;
    char wrong[600]; /* what went wrong; "" when nothing did */
} reader;

static void read_round(reader *r, quern_session *session, int round)
{
    bool found = false;
    int64_t ids = 0;
    const int64_t id = round % 40 + 1;
    quern_queryset *books = quern_objects(session, book);
    quern_queryset *some = quern_filter(books, Q("id__lte", id));
    QUERN_EACH(book, b, some)
        ids += b->id;
    const book *one = quern_get(books, book, Q("id", id));
    const bool right = ids == id * (id + 1) / 2 && quern_count(some) == id && one && one->id == id &&
                       quern_exists(books, &found) && found && quern_first(books, book)->id == 1;
    if (!right && !*r->wrong)
        snprintf(r->wrong, sizeof r->wrong, "round %d: %d: %s", round, (int)ids, quern_error_text(session));
}

static void *read_much(void *argument)
{
    reader *r = argument;
    for (int i = 0; i < ROUNDS; i++) {
        quern_session *session = quern_session_open(r->db);
        read_round(r, session, i);
        r->statements += quern_query_count(session);
        quern_session_close(session);
    }
    return NULL;
}

START_TEST(many_threads_share_few_connections)
{
    NEEDS_SERVER();
    char application[80];
    size_t seen;
    int64_t statements_in_all = 0;
    reader readers[CROWD] = { { 0 } };
    quern__server_log log;
    snprintf(application, sizeof application, "%s_crowd", schema.name);
    const bool has_log = quern__server_log_open(&log, application);
    quern_db *shared = open_named("crowd", CONNECTIONS, 20000);
    for (int i = 0; i < CROWD; i++) {
        readers[i].db = shared;
        pthread_create(&readers[i].thread, NULL, read_much, &readers[i]);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(readers[i].thread, NULL);
        ck_assert_str_eq(readers[i].wrong, "");
        statements_in_all += readers[i].statements;
    }
    ck_assert_int_eq(statements_in_all, CROWD * ROUNDS * 4);
    ck_assert_int_le(sql("SELECT FROM pg_stat_activity WHERE application_name = '%s'", application),
                     CONNECTIONS);
    if (has_log)
        quern__server_log_read(&log, &seen);
    ck_assert_msg(!has_log || (int64_t)seen == statements_in_all, "the server ran %zu", seen);
    close_db(shared);
}
END_TEST

/* ---- What own SQL leaves behind, the next borrower does not see: its statement would give something else, or fail. ---- */

static const char *const traces[] = {
    "SET search_path = pg_catalog",
    "SET ROLE pg_monitor",
    "SET SESSION AUTHORIZATION pg_monitor",
    "CREATE TEMP TABLE books_book AS SELECT * FROM books_book LIMIT 3",
};

START_TEST(a_connection_is_reset_before_the_next_borrower)
{
    NEEDS_SERVER();
    /* The connection of the case before may not be gone yet. */
    char name[20];
    snprintf(name, sizeof name, "tainted_%d", _i);
    quern_db *one = open_named(name, 1, 10000);
    quern_session *first = quern_session_open(one), *second = quern_session_open(one);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_ge(quern_execute(first, traces[_i]), 0);
        ck_assert_str_eq(quern_error_text(first), "");
        const int64_t count = quern_count(quern_objects(second, book));
        ck_assert_msg(count == 40, "%s: %d rows: %s", traces[_i], (int)count, quern_error_text(second));
    }
    ck_assert_int_eq(sql("SELECT FROM pg_stat_activity WHERE application_name = '%s_%s'", schema.name, name),
                     1);
    quern_session_close(first);
    quern_session_close(second);
    close_db(one);
}
END_TEST

Suite *quern__suite_server(void);

Suite *quern__suite_server(void)
{
    Suite *suite = suite_create("server");
    TCase *tests = server_case("server");
    tcase_add_test(tests, execute_says_how_many_rows);
    tcase_add_test(tests, what_execute_writes_is_read);
    tcase_add_test(tests, a_table_that_is_not_there);
    tcase_add_test(tests, a_statement_that_takes_too_long_is_stopped);
    tcase_add_test(tests, a_killed_connection_is_replaced_without_a_word);
    tcase_add_test(tests, a_death_at_work_is_told);
    tcase_add_test(tests, no_connection_in_time_names_the_cause);
    tcase_add_test(tests, many_threads_share_few_connections);
    tcase_add_loop_test(tests, a_connection_is_reset_before_the_next_borrower, 0,
                        sizeof traces / sizeof *traces);
    suite_add_tcase(suite, tests);
    return suite;
}
