/* test_transactions.c: transactions, savepoints and pins on a real server: what it is asked, what it applies, what becomes of
 * one that failed, was refused at its end, or was lost. */
#include "test/integration/fixture.h"
#include "test/support/child.h"
#include "test/support/serverlog.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* True when the session sees what the condition says. */
static bool holds(quern_session *session, const char *condition)
{
    char text[500];
    snprintf(text, sizeof text, "SELECT WHERE %s", condition);
    const int64_t rows = (quern_execute)(session, text, NULL, QUERN_SITE);
    ck_assert_msg(rows >= 0, "%s: %s", condition, quern_error_text(session));
    return rows == 1;
}

#define HOLDS(session, condition) ck_assert_msg(holds((session), (condition)), "not so: %s", (condition))

static void run_in(quern_session *session, const char *text)
{
    ck_assert_msg((quern_execute)(session, text, NULL, QUERN_SITE) >= 0, "%s: %s", text,
                  quern_error_text(session));
}

static void must(bool done)
{
    ck_assert_msg(done, "%s", quern_error_text(s));
}

static void clear(quern_error_code code)
{
    take_failure(s, code);
}

/* A table of ours: numbers, one of which is there. */
static void make_table(void)
{
    sql("DROP TABLE IF EXISTS n");
    sql("CREATE TABLE n (n int PRIMARY KEY, m int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    sql("INSERT INTO n VALUES (1, 1)");
}

/* ---- What is sent ---- */

START_TEST(the_server_is_asked_no_more_than_that)
{
    NEEDS_SERVER();
    static char application[80], parameter[100];
    quern__server_log log;
    snprintf(application, sizeof application, "%s_begin", schema.name);
    snprintf(parameter, sizeof parameter, "application_name=%s", application);
    const bool has_log = quern__server_log_open(&log, application);
    quern_db *counted_db =
        open_db(&(quern_options){ .pool_max = 2 }, quern__test_schema_uri(&schema, parameter));
    quern_session *t = quern_session_open(counted_db);
    ck_assert(quern_begin(t) && quern_begin(t) && quern_commit(t) && quern_rollback(t));
    ck_assert(quern_begin(t, .set = QUERN_SETTINGS({ "app.tenant", "7" })));
    ck_assert_int_eq(quern_count(quern_objects(t, book)), 40);
    ck_assert_int_eq(quern_count(quern_objects(t, author)), 3);
    ck_assert(quern_commit(t));
    ck_assert_int_eq(quern_query_count(t), 5);
    for (int i = 1; i <= 5; i++)
        ck_assert_int_eq(quern_query_at(t, i)->transaction, 1);
    if (has_log) {
        size_t count;
        const char *text = quern__server_log_read(&log, &count);
        ck_assert_msg(count == 5, "%zu statements:\n%s", count, text);
        ck_assert_ptr_nonnull(strstr(text, "BEGIN"));
        ck_assert_ptr_nonnull(strstr(text, "COMMIT"));
    }
    quern_session_close(t);
    close_db(counted_db);
}
END_TEST

static const struct {
    const char *name;
    quern_begin_options options;
    const char *isolation, *read_only, *deferrable;
} modes[] = {
    { "default", { .reserved = 0 }, "read committed", "off", "off" },
    { "read committed", { .isolation = QUERN_READ_COMMITTED }, "read committed", "off", "off" },
    { "repeatable read", { .isolation = QUERN_REPEATABLE_READ }, "repeatable read", "off", "off" },
    { "serializable", { .isolation = QUERN_SERIALIZABLE }, "serializable", "off", "off" },
    { "read only", { .read_only = true }, "read committed", "on", "off" },
    { "deferrable",
      { .isolation = QUERN_SERIALIZABLE, .read_only = true, .deferrable = true },
      "serializable",
      "on",
      "on" },
};

START_TEST(modes_are_the_servers)
{
    NEEDS_SERVER();
    char condition[200];
    must((quern_begin)(s, &modes[_i].options, sizeof modes[_i].options, QUERN_SITE));
    snprintf(condition, sizeof condition,
             "current_setting('transaction_isolation') = '%s' AND current_setting('transaction_read_only') = "
             "'%s' AND current_setting('transaction_deferrable') = '%s'",
             modes[_i].isolation, modes[_i].read_only, modes[_i].deferrable);
    HOLDS(s, condition);
    must(quern_commit(s));
}
END_TEST

START_TEST(read_only_refuses_writes)
{
    NEEDS_SERVER();
    make_table();
    must(quern_begin(s, .read_only = true));
    ck_assert_int_eq(quern_execute(s, "DELETE FROM n"), -1);
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "25006");
    ck_assert(!quern_commit(s));
    clear(QUERN_ERROR_TRANSACTION);
    must(quern_rollback(s));
    HOLDS(s, "(SELECT count(*) FROM n) = 1");
}
END_TEST

/* ---- Settings ---- */

START_TEST(settings_are_bound_and_end)
{
    NEEDS_SERVER();
    must(quern_begin(s, .set = QUERN_SETTINGS({ "app.tenant", "it's'; DROP TABLE n; --" }, { "app.b", "" })));
    HOLDS(s, "current_setting('app.tenant') = 'it''s''; DROP TABLE n; --'");
    HOLDS(s, "current_setting('app.b') = ''");
    must(quern_begin(s, .set = QUERN_SETTINGS({ "app.tenant", "8" })));
    HOLDS(s, "current_setting('app.tenant') = '8'");
    must(quern_rollback(s));
    HOLDS(s, "current_setting('app.tenant') LIKE 'it%'");
    must(quern_begin(s, .set = QUERN_SETTINGS({ "app.tenant", "9" })));
    must(quern_commit(s)); /* nothing was in it, but its setting goes on, as one of SET LOCAL does */
    HOLDS(s, "current_setting('app.tenant') = '9'");
    must(quern_commit(s));
    HOLDS(s, "coalesce(current_setting('app.tenant', true), '') = ''");
}
END_TEST

START_TEST(a_setting_that_is_refused_fails_the_first_statement)
{
    NEEDS_SERVER();
    must(quern_begin(s, .set = QUERN_SETTINGS({ "work_mem", "much" })));
    ck_assert_int_eq(quern_count(quern_objects(s, book)), -1);
    const quern_error *error = take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "22023");
    ck_assert_ptr_nonnull(strstr(error->sql, "set_config"));
    ck_assert(!quern_commit(s));
    clear(QUERN_ERROR_TRANSACTION);
    must(quern_rollback(s));
    must(quern_begin(s, .role = "nobody of that name"));
    ck_assert_int_eq(quern_execute(s, "SELECT"), -1);
    clear(QUERN_ERROR_SERVER);
    must(quern_rollback(s));
    ck_assert_int_eq(quern_count(quern_objects(s, book)), 40);
}
END_TEST

/* Row-level security: a role that sees what the setting says, and no more. */
START_TEST(row_level_security)
{
    NEEDS_SERVER();
    char role[80];
    snprintf(role, sizeof role, "%s_tenant", schema.name);
    sql("CREATE ROLE %s", role);
    sql("GRANT USAGE ON SCHEMA %s TO %s", schema.name, role);
    sql("GRANT SELECT ON books_book TO %s", role);
    sql("ALTER TABLE books_book ENABLE ROW LEVEL SECURITY");
    sql("CREATE POLICY tenant ON books_book USING (author_id = current_setting('app.tenant')::bigint)");
    must(quern_begin(s, .role = role, .set = QUERN_SETTINGS({ "app.tenant", "1" })));
    const int64_t mine = quern_count(quern_objects(s, book));
    const int64_t mine_by_name = quern_count(quern_filter(quern_objects(s, book), Q("author_id", 1)));
    must(quern_commit(s));
    ck_assert_int_gt(mine, 0);
    ck_assert_int_lt(mine, 40);
    ck_assert_int_eq(mine, mine_by_name);
    ck_assert_int_eq(quern_count(quern_objects(s, book)), 40); /* as the owner again */
    sql("DROP POLICY tenant ON books_book");
    sql("ALTER TABLE books_book DISABLE ROW LEVEL SECURITY");
    sql("DROP OWNED BY %s", role);
    sql("DROP ROLE %s", role);
}
END_TEST

/* ---- Savepoints ---- */

START_TEST(savepoints_three_deep)
{
    NEEDS_SERVER();
    make_table();
    must(quern_begin(s));
    run_in(s, "INSERT INTO n VALUES (2, 2)");
    must(quern_begin(s));
    run_in(s, "INSERT INTO n VALUES (3, 3)");
    must(quern_begin(s));
    run_in(s, "INSERT INTO n VALUES (4, 4)");
    must(quern_begin(s));
    ck_assert_uint_eq(quern_transaction_depth(s), 4);
    ck_assert_int_eq(quern_execute(s, "INSERT INTO n VALUES (1, 9)"), -1);
    ck_assert(!quern_commit(s));
    must(quern_rollback(s));
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "23505");
    HOLDS(s, "(SELECT count(*) FROM n) = 4"); /* the transaction goes on */
    must(quern_rollback(s));
    HOLDS(s, "(SELECT count(*) FROM n) = 3");
    must(quern_commit(s));
    must(quern_commit(s));
    ck_assert_uint_eq(quern_transaction_depth(s), 0);
    HOLDS(s, "(SELECT array_agg(n ORDER BY n) FROM n) = '{1,2,3}'");
}
END_TEST

/* ---- Refused at the end ---- */

START_TEST(a_deferred_constraint)
{
    NEEDS_SERVER();
    make_table();
    must(quern_begin(s));
    run_in(s, "INSERT INTO n VALUES (2, 1)");
    ck_assert(!quern_commit(s));
    const quern_error *error = take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "23505");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert_int_eq(quern_execute(s, "INSERT INTO n VALUES (3, 3)"), -1); /* never outside of it */
    clear(QUERN_ERROR_TRANSACTION);
    const int64_t before = quern_query_count(s);
    must(quern_rollback(s));
    ck_assert_int_eq(quern_query_count(s), before);
    HOLDS(s, "(SELECT count(*) FROM n) = 1");
}
END_TEST

/* Each reads what the other writes. */
START_TEST(a_serialization_failure_at_the_end)
{
    NEEDS_SERVER();
    make_table();
    quern_session *t = quern_session_open(db);
    must(quern_begin(s, .isolation = QUERN_SERIALIZABLE));
    ck_assert(quern_begin(t, .isolation = QUERN_SERIALIZABLE));
    run_in(s, "INSERT INTO n SELECT 10 + count(*), 10 FROM n");
    run_in(t, "INSERT INTO n SELECT 20 + count(*), 20 FROM n");
    must(quern_commit(s));
    ck_assert(!quern_commit(t));
    const quern_error *error = take_failure(t, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "40001");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert(quern_rollback(t));
    ck_assert(quern_begin(t, .isolation = QUERN_SERIALIZABLE)); /* once more, and all is well */
    run_in(t, "INSERT INTO n SELECT 20 + count(*), 20 FROM n");
    ck_assert(quern_commit(t));
    quern_session_close(t);
    HOLDS(s, "(SELECT count(*) FROM n) = 3");
}
END_TEST

/* ---- Lost ---- */

/* Ends the server's process of the other session. */
static void kill_connection_of(quern_session *victim)
{
    ck_assert_int_eq((quern_execute)(victim, "SET application_name = 'victim'", NULL, QUERN_SITE), 0);
    wait_until(1, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'");
    wait_until(0, "SELECT FROM pg_stat_activity WHERE application_name = 'victim'");
}

static quern_db *open_single(void)
{
    return open_db(&(quern_options){ .pool_max = 1, .turn_ms = 10000 }, schema.uri);
}

START_TEST(a_server_process_that_dies_in_a_transaction)
{
    NEEDS_SERVER();
    make_table();
    quern_db *single = open_single();
    quern_session *t = quern_session_open(single);
    ck_assert(quern_begin(t) && quern_begin(t));
    run_in(t, "INSERT INTO n VALUES (2, 2)");
    kill_connection_of(t);
    ck_assert_int_eq(quern_execute(t, "INSERT INTO n VALUES (3, 3)"), -1);
    const quern_error *error = take_failure(t, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_str_eq(error->sqlstate, "57P01");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    for (int depth = 2; depth > 0; depth--) {
        ck_assert_int_eq(quern_execute(t, "INSERT INTO n VALUES (4, 4)"), -1);
        take_failure(t, QUERN_ERROR_TRANSACTION);
        ck_assert(!quern_begin(t));
        take_failure(t, QUERN_ERROR_TRANSACTION);
        ck_assert(!quern_commit(t));
        take_failure(t, QUERN_ERROR_TRANSACTION);
        ck_assert(quern_rollback(t));
    }
    run_in(t, "INSERT INTO n VALUES (5, 5)");
    quern_session_close(t);
    close_db(single);
    HOLDS(s, "(SELECT array_agg(n ORDER BY n) FROM n) = '{1,5}'");
}
END_TEST

START_TEST(a_server_process_that_dies_before_commit)
{
    NEEDS_SERVER();
    make_table();
    quern_db *single = open_single();
    quern_session *t = quern_session_open(single);
    ck_assert(quern_begin(t));
    run_in(t, "INSERT INTO n VALUES (2, 2)");
    kill_connection_of(t);
    ck_assert(!quern_commit(t));
    ck_assert_int_eq(take_failure(t, QUERN_ERROR_CONNECTION_LOST)->outcome, QUERN_OUTCOME_UNKNOWN);
    ck_assert(quern_rollback(t));
    quern_session_close(t);
    close_db(single);
    HOLDS(s, "(SELECT count(*) FROM n) = 1");
}
END_TEST

START_TEST(a_statement_that_takes_too_long)
{
    NEEDS_SERVER();
    make_table();
    quern_session *t = quern_session_open(db, .statement_ms = 100);
    ck_assert(quern_begin(t));
    run_in(t, "INSERT INTO n VALUES (2, 2)");
    ck_assert_int_eq(quern_execute(t, "SELECT pg_sleep(10)"), -1);
    ck_assert_int_eq(take_failure(t, QUERN_ERROR_STATEMENT_TIMEOUT)->outcome, QUERN_NOT_APPLIED);
    ck_assert_int_eq(quern_execute(t, "INSERT INTO n VALUES (3, 3)"), -1);
    take_failure(t, QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(t));
    run_in(t, "INSERT INTO n VALUES (4, 4)");
    quern_session_close(t);
    HOLDS(s, "(SELECT array_agg(n ORDER BY n) FROM n) = '{1,4}'");
}
END_TEST

/* ---- Misuse ---- */

START_TEST(own_sql_that_ends_it)
{
    NEEDS_SERVER();
    make_table();
    must(quern_begin(s));
    run_in(s, "INSERT INTO n VALUES (2, 2)");
    ck_assert_int_eq(quern_execute(s, "COMMIT"), -1);
    const quern_error *error = take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_int_eq(error->outcome, QUERN_OUTCOME_UNKNOWN);
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_commit"));
    ck_assert_int_eq(quern_execute(s, "INSERT INTO n VALUES (3, 3)"), -1);
    clear(QUERN_ERROR_TRANSACTION);
    must(quern_rollback(s));
    HOLDS(s, "(SELECT array_agg(n ORDER BY n) FROM n) = '{1,2}'");
}
END_TEST

START_TEST(a_session_that_is_closed_in_one)
{
    NEEDS_SERVER();
    make_table();
    quern_db *single = open_single();
    quern_session *t = quern_session_open(single);
    ck_assert(quern_begin(t));
    run_in(t, "INSERT INTO n VALUES (2, 2)");
    quern_session_close(t);
    t = quern_session_open(single);
    HOLDS(t, "(SELECT count(*) FROM n) = 1");
    quern_session_close(t);
    close_db(single);
}
END_TEST

/* The connection, and the transaction in it, are the parent's: nothing that the child does may reach the server. */
static bool child_does_no_harm(quern_session *t, bool rolls_back)
{
    const bool refused = quern_execute(t, "INSERT INTO n VALUES (3, 3)") == -1 &&
                         quern_session_error(t)->code == QUERN_ERROR_FORK;
    const bool ended = !rolls_back || (quern_rollback(t) && quern_transaction_depth(t) == 0);
    quern_session_close(t);
    return refused && ended;
}

START_TEST(a_child_of_a_fork)
{
    NEEDS_SERVER();
    make_table();
    int status;
    quern_session *t = quern_session_open(db);
    ck_assert(quern_begin(t));
    run_in(t, "INSERT INTO n VALUES (2, 2)");
    const pid_t child = fork();
    if (child == 0)
        quern__child_ends(child_does_no_harm(t, _i) ? 0 : 1);
    waitpid(child, &status, 0);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %d", status);
    run_in(t, "INSERT INTO n VALUES (4, 4)");
    ck_assert_msg(quern_commit(t), "%s", quern_error_text(t));
    quern_session_close(t);
    HOLDS(s, "(SELECT array_agg(n ORDER BY n) FROM n) = '{1,2,4}'");
}
END_TEST

/* ---- Pins ---- */

START_TEST(a_pin_keeps_what_lives_in_a_connection)
{
    NEEDS_SERVER();
    must(quern_session_pin(s));
    must(quern_session_pin(s));
    run_in(s, "CREATE TEMP TABLE kept AS SELECT 1 AS a");
    run_in(s, "SELECT pg_advisory_lock(4711)");
    must(quern_begin(s));
    run_in(s, "INSERT INTO kept VALUES (2)");
    must(quern_commit(s));
    quern_session_unpin(s);
    HOLDS(s, "(SELECT count(*) FROM kept) = 2");
    quern_session_unpin(s);
    HOLDS(s, "to_regclass('kept') IS NULL");
    HOLDS(s, "pg_try_advisory_lock(4711)");
    quern_session_unpin(s);
    clear(QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(a_pinned_connection_that_is_lost)
{
    NEEDS_SERVER();
    quern_db *single = open_single();
    quern_session *t = quern_session_open(single);
    ck_assert(quern_session_pin(t));
    run_in(t, "CREATE TEMP TABLE kept AS SELECT 1 AS a");
    kill_connection_of(t);
    ck_assert_int_eq(quern_execute(t, "SELECT FROM kept"), -1);
    take_failure(t, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_int_eq(quern_execute(t, "SELECT"), -1);
    ck_assert_ptr_nonnull(strstr(take_failure(t, QUERN_ERROR_CONNECTION_LOST)->hint, "unpin"));
    quern_session_unpin(t);
    run_in(t, "SELECT");
    quern_session_close(t);
    close_db(single);
}
END_TEST

Suite *quern__suite_transactions(void);

Suite *quern__suite_transactions(void)
{
    Suite *suite = suite_create("transactions");
    TCase *tests = server_case("transactions");
    tcase_add_test(tests, the_server_is_asked_no_more_than_that);
    tcase_add_loop_test(tests, modes_are_the_servers, 0, sizeof modes / sizeof *modes);
    tcase_add_test(tests, read_only_refuses_writes);
    tcase_add_test(tests, settings_are_bound_and_end);
    tcase_add_test(tests, a_setting_that_is_refused_fails_the_first_statement);
    tcase_add_test(tests, row_level_security);
    tcase_add_test(tests, savepoints_three_deep);
    tcase_add_test(tests, a_deferred_constraint);
    tcase_add_test(tests, a_serialization_failure_at_the_end);
    tcase_add_test(tests, a_server_process_that_dies_in_a_transaction);
    tcase_add_test(tests, a_server_process_that_dies_before_commit);
    tcase_add_test(tests, a_statement_that_takes_too_long);
    tcase_add_test(tests, own_sql_that_ends_it);
    tcase_add_test(tests, a_session_that_is_closed_in_one);
    tcase_add_loop_test(tests, a_child_of_a_fork, 0, 2);
    tcase_add_test(tests, a_pin_keeps_what_lives_in_a_connection);
    tcase_add_test(tests, a_pinned_connection_that_is_lost);
    suite_add_tcase(suite, tests);
    return suite;
}
