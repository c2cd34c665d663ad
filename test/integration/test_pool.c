/* test_pool.c: what ends a wait on a real server: cancelling, limits, a close; pings; a program without threads; passwords that
 * change; and servers that stop, restart and freeze. */
#include "test/integration/fixture.h"
#include "test/support/child.h"
#include "test/support/cluster.h"

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A db with an application name, so that its connections can be found. */
static quern_db *open_named(const char *name, quern_options options)
{
    char parameter[100];
    snprintf(parameter, sizeof parameter, "application_name=%s_%s", schema.name, name);
    return open_db(&options, quern__test_schema_uri(&schema, parameter));
}

static void wait_for(int64_t count, const char *name, const char *what)
{
    wait_until(count, "SELECT FROM pg_stat_activity WHERE application_name = '%s_%s' AND %s", schema.name,
               name, what);
}

#define SLEEPING "wait_event = 'PgSleep'"
#define THERE "true"

/* ---- Cancelling ---- */

static void *sleep_long(void *session)
{
    quern_execute(session, "SELECT pg_sleep(30)");
    return NULL;
}

/* With a helper thread and without. */
START_TEST(cancelling_stops_the_statement)
{
    NEEDS_SERVER();
    static const char *const names[] = { "cancelled", "alone" };
    pthread_t thread;
    quern_db *one = open_named(names[_i], (quern_options){ .pool_max = 1, .no_threads = _i });
    quern_session *session = quern_session_open(one);
    pthread_create(&thread, NULL, sleep_long, session);
    wait_for(1, names[_i], SLEEPING);
    const int64_t began = now_ms();
    quern_session_cancel(session);
    pthread_join(thread, NULL);
    ck_assert_int_lt(now_ms() - began, 2000);
    const quern_error *error = take_failure(session, QUERN_ERROR_CANCELLED);
    ck_assert_str_eq(error->sql, "SELECT pg_sleep(30)");
    ck_assert_int_eq(error->outcome, QUERN_OUTCOME_UNKNOWN);
    wait_for(0, names[_i], SLEEPING); /* on the server, too */
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), 1);
    ck_assert_int_eq(quern_query_count(session), 2);
    quern_session_close(session);
    close_db(one);
}
END_TEST

/* At once, when the server may not have begun, and then would never hear of it; and later. */
static const int delays_ms[] = { 0, 1, 2, 5, 300 };

static void *work_for_ever(void *session)
{
    quern_execute(session, "SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)");
    return NULL;
}

START_TEST(cancelling_early_stops_it_too)
{
    NEEDS_SERVER();
    pthread_t thread;
    quern_db *one = open_named("early", (quern_options){ .pool_max = 1, .statement_ms = -1 });
    quern_session *session = quern_session_open(one);
    pthread_create(&thread, NULL, work_for_ever, session);
    wait_for(1, "early", "state = 'active'");
    poll(NULL, 0, delays_ms[_i]);
    quern_session_cancel(session);
    pthread_join(thread, NULL);
    take_failure(session, QUERN_ERROR_CANCELLED);
    wait_for(0, "early", "state = 'active'");
    quern_session_close(session);
    close_db(one);
}
END_TEST

START_TEST(cancelling_stops_who_waits_for_a_turn)
{
    NEEDS_SERVER();
    pthread_t holding, waiting;
    quern_db *one = open_named("turn", (quern_options){ .pool_max = 1, .turn_ms = -1 });
    quern_session *holder = quern_session_open(one), *waiter = quern_session_open(one);
    pthread_create(&holding, NULL, sleep_long, holder);
    wait_for(1, "turn", SLEEPING);
    pthread_create(&waiting, NULL, sleep_long, waiter);
    poll(NULL, 0, 100);
    quern_session_cancel(waiter);
    pthread_join(waiting, NULL);
    ck_assert_int_eq(take_failure(waiter, QUERN_ERROR_CANCELLED)->outcome, QUERN_NOT_APPLIED);
    ck_assert_int_eq(quern_query_count(waiter), 0);
    quern_session_cancel(holder);
    pthread_join(holding, NULL);
    take_failure(holder, QUERN_ERROR_CANCELLED);
    quern_session_close(holder);
    quern_session_close(waiter);
    close_db(one);
}
END_TEST

/* ---- Closing ---- */

static void *sleep_and_close(void *session)
{
    quern_execute(session, "SELECT pg_sleep(30)");
    const bool closed = quern_session_error(session)->code == QUERN_ERROR_CLOSED;
    quern_session_close(session);
    return closed ? session : NULL;
}

START_TEST(closing_ends_what_runs)
{
    NEEDS_SERVER();
    static const char *const names[] = { "closed", "closed_alone" };
    pthread_t threads[2];
    void *closed;
    quern_db *two = open_named(names[_i], (quern_options){ .pool_max = 2, .no_threads = _i });
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, sleep_and_close, quern_session_open(two));
    wait_for(2, names[_i], SLEEPING);
    const int64_t began = now_ms();
    ck_assert(quern_close(two, 200));
    ck_assert_int_lt(now_ms() - began, 2000);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], &closed);
        ck_assert_ptr_nonnull(closed);
    }
    wait_for(0, names[_i], THERE);
}
END_TEST

/* ---- Limits ---- */

START_TEST(limits_of_querysets_and_sessions)
{
    NEEDS_SERVER();
    sql("CREATE VIEW slow AS SELECT 'A' AS code, 1 AS room FROM pg_sleep(30)");
    quern_session *session = quern_session_open(db, .deadline_ms = 900);
    int64_t began = now_ms();
    sql("ALTER TABLE shelf RENAME TO shelf_kept");
    sql("ALTER VIEW slow RENAME TO shelf");
    ck_assert_int_eq(quern_len(quern_timeout(quern_objects(session, shelf), 150)), -1);
    ck_assert_str_eq(take_failure(session, QUERN_ERROR_STATEMENT_TIMEOUT)->message,
                     "the statement took longer than 150 ms");
    ck_assert_int_eq(quern_len(quern_timeout(quern_objects(session, shelf), -1)), -1);
    ck_assert_str_eq(take_failure(session, QUERN_ERROR_STATEMENT_TIMEOUT)->message,
                     "the session's deadline of 900 ms is over");
    ck_assert_int_ge(now_ms() - began + 50, 900);
    ck_assert_int_lt(now_ms() - began, 3000);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    take_failure(session, QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert_int_eq(quern_query_count(session), 2);
    quern_session_close(session);
    sql("DROP VIEW shelf");
    sql("ALTER TABLE shelf_kept RENAME TO shelf");
}
END_TEST

/* ---- Pings ---- */

START_TEST(a_ping_is_one_statement_and_no_more)
{
    NEEDS_SERVER();
    char why[200] = "";
    quern_db *pinged = open_named("pinged", (quern_options){ .pool_max = 1 });
    for (int i = 0; i < 3; i++)
        ck_assert_msg(quern_ping(pinged, 5000, why, sizeof why), "%s", why);
    ck_assert_str_eq(why, "");
    /* It leaves no taint: the connection is not reset for it. */
    ck_assert_int_eq(
        sql("SELECT FROM pg_stat_activity WHERE application_name = '%s_pinged' AND query = 'SELECT 1'",
            schema.name),
        1);
    close_db(pinged);
}
END_TEST

/* Nothing listens there. */
START_TEST(a_ping_where_nobody_is)
{
    char why[300] = "";
    quern_db *nobody = open_db(&(quern_options){ .pool_max = 1 }, "host=/nonexistent/quern port=1");
    const int64_t began = now_ms();
    ck_assert(!quern_ping(nobody, 5000, why, sizeof why));
    ck_assert_int_lt(now_ms() - began, 2000);
    ck_assert_msg(strstr(why, "/nonexistent/quern") != NULL, "%s", why);
    ck_assert(quern_close(nobody, 0));
}
END_TEST

/* ---- Without threads ---- */

static int threads(void)
{
    int count = -2;
    DIR *tasks = opendir("/proc/self/task");
    while (tasks && readdir(tasks))
        count++;
    if (tasks)
        closedir(tasks);
    return count;
}

static int use_alone(const char *uri, int tasks)
{
    quern_db *alone = open_db(&(quern_options){ .pool_max = 2, .no_threads = true, .wait_ms = 5000 }, uri);
    quern_session *session = quern_session_open(alone, .statement_ms = 200);
    bool good = quern_count(quern_objects(session, book)) == 40 && threads() == tasks;
    good &= quern_execute(session, "SELECT pg_sleep(30)") == -1; /* cancelled, and closed, by this thread */
    good &= quern_session_error(session)->code == QUERN_ERROR_STATEMENT_TIMEOUT && threads() == tasks;
    quern_error_clear(session);
    good &= quern_ping(alone, 5000, NULL, 0) && quern_count(quern_objects(session, book)) == 40;
    quern_session_close(session);
    good &= quern_close(alone, 1000) && threads() == tasks;
    return !good;
}

/* A child has its own, as well. */
START_TEST(a_program_without_threads)
{
    NEEDS_SERVER();
    int status = 0;
    const int tasks = threads();
    const char *uri = quern__test_schema_uri(&schema, "application_name=alone");
    ck_assert_int_eq(use_alone(uri, tasks), 0);
    const pid_t child = fork();
    if (child == 0)
        quern__child_ends(use_alone(uri, threads()));
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %d", status);
}
END_TEST

/* ---- A server of the tests' own ---- */

static quern__cluster cluster;
static bool has_cluster;

#define NEEDS_CLUSTER() \
    if (!has_cluster)   \
    return

static void open_cluster(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    has_cluster = url && *url && quern__cluster_open(&cluster);
}

static void close_cluster(void)
{
    if (has_cluster)
        quern__cluster_close(&cluster);
}

static quern_session *open_on_cluster(quern_options options)
{
    quern_db *opened = (quern_open)(cluster.url, quern__test_models, &options, sizeof options, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(opened));
    db = opened;
    return quern_session_open(opened);
}

static void check_select(quern_session *session)
{
    ck_assert_msg(quern_execute(session, "SELECT 1") == 1, "%s", quern_error_text(session));
}

static void close_both(quern_session *session)
{
    quern_session_close(session);
    ck_assert_msg(quern_close(db, 1000), "%s", quern_db_error(db)->detail);
}

START_TEST(a_restart_that_nobody_notices)
{
    static const char *const modes[] = { "fast", "immediate" };
    NEEDS_CLUSTER();
    quern_session *session = open_on_cluster((quern_options){ .pool_max = 2, .no_threads = _i / 2 });
    check_select(session);
    quern__cluster_restart(&cluster, modes[_i % 2]);
    check_select(session);
    ck_assert_int_eq(quern_query_count(session), 2);
    close_both(session);
}
END_TEST

START_TEST(a_server_that_is_down)
{
    NEEDS_CLUSTER();
    char why[400];
    quern_session *session =
        open_on_cluster((quern_options){ .pool_max = 2, .turn_ms = 3000, .no_threads = _i });
    ck_assert_msg(quern_ping(db, 5000, why, sizeof why), "%s", why);
    quern__cluster_stop(&cluster);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    const quern_error *error = take_failure(session, QUERN_ERROR_CONNECT);
    ck_assert_msg(strstr(error->message, "refused") != NULL, "%s", error->message);
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert(!quern_ping(db, 3000, why, sizeof why));
    ck_assert_msg(strstr(why, "refused") != NULL, "%s", why);
    quern__cluster_restart(&cluster, "fast");
    ck_assert_msg(quern_ping(db, 6000, why, sizeof why), "%s", why); /* the back-off may last a while */
    check_select(session);
    close_both(session);
}
END_TEST

static void *restart_later(void *argument)
{
    (void)argument;
    poll(NULL, 0, 400);
    quern__cluster_restart(&cluster, "fast");
    return NULL;
}

START_TEST(opening_waits_for_a_server_that_comes_up)
{
    NEEDS_CLUSTER();
    pthread_t thread;
    quern__cluster_stop(&cluster);
    quern_db *early = quern_open(cluster.url, quern__test_models, .wait_ms = 300);
    ck_assert_ptr_nonnull(quern_db_error(early));
    ck_assert_int_eq(quern_db_error(early)->code, QUERN_ERROR_CONNECT);
    ck_assert_msg(strstr(quern_db_error(early)->message, "refused"), "%s", quern_db_error(early)->message);
    ck_assert(quern_close(early, 0));
    pthread_create(&thread, NULL, restart_later, NULL);
    quern_session *session = open_on_cluster((quern_options){ .wait_ms = 20000 });
    pthread_join(thread, NULL);
    check_select(session);
    close_both(session);
}
END_TEST

/* ---- Frozen ---- */

/* The process of the latest statement that has this in it: each line of the log begins with it. */
static pid_t process_that_ran(const char *part)
{
    char line[1000];
    long process = 0;
    FILE *log = fopen(cluster.log, "r");
    ck_assert_msg(log != NULL, "cannot read %s", cluster.log);
    while (fgets(line, sizeof line, log))
        if (strstr(line, part))
            process = strtol(line, NULL, 10);
    fclose(log);
    ck_assert_msg(process > 1, "\"%s\" is not in the log", part);
    return (pid_t)process;
}

static pid_t process_of_server(void)
{
    char path[300];
    long process = 0;
    snprintf(path, sizeof path, "%s/postmaster.pid", cluster.data);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file && fscanf(file, "%ld", &process) == 1 && process > 1, "cannot read %s", path);
    fclose(file);
    return (pid_t)process;
}

/* The connection takes what it is sent and answers nothing: no time-out of TCP would ever notice. */
START_TEST(a_ping_of_a_frozen_connection)
{
    NEEDS_CLUSTER();
    char why[300], mark[40];
    quern_session *session = open_on_cluster((quern_options){ .pool_max = 1, .no_threads = _i });
    snprintf(mark, sizeof mark, "SELECT 1 AS frozen_%d", _i);
    ck_assert_int_eq(quern_execute(session, mark), 1);
    const pid_t process = process_that_ran(mark);
    kill(process, SIGSTOP);
    const int64_t began = now_ms();
    const bool there = quern_ping(db, 300, why, sizeof why);
    const int64_t took = now_ms() - began;
    const bool again = quern_ping(db, 5000, NULL, 0);
    kill(process, SIGCONT);
    ck_assert_msg(!there && strcmp(why, "no answer in 300 ms") == 0, "%s", why);
    ck_assert_msg(took >= 299 && took < 1500, "it took %d ms", (int)took);
    ck_assert_msg(again, "a new connection is not made");
    check_select(session);
    close_both(session);
}
END_TEST

/* All of it, as when its machine stands still. */
START_TEST(a_ping_of_a_frozen_server)
{
    NEEDS_CLUSTER();
    char why[300];
    quern_session *session =
        open_on_cluster((quern_options){ .pool_max = 2, .connect_ms = 1000, .turn_ms = 1000 });
    ck_assert_int_eq(quern_execute(session, "SELECT 1 AS frozen_too"), 1);
    const pid_t process = process_that_ran("SELECT 1 AS frozen_too"), server = process_of_server();
    kill(server, SIGSTOP);
    kill(process, SIGSTOP);
    bool there = false;
    const int64_t began = now_ms();
    for (int i = 0; i < 3 && !there; i++)
        there = quern_ping(db, 300, why, sizeof why);
    const int64_t took = now_ms() - began;
    kill(process, SIGCONT);
    kill(server, SIGCONT);
    ck_assert(!there);
    ck_assert_msg(took >= 899 && took < 3000, "three took %d ms", (int)took);
    ck_assert_msg(quern_ping(db, 8000, why, sizeof why), "%s", why);
    check_select(session);
    close_both(session);
}
END_TEST

/* ---- Passwords ---- */

static struct {
    char now[40];
    atomic_int asked;
} vault;

static bool give(void *context, char *out, size_t size)
{
    ck_assert_ptr_eq(context, &vault);
    atomic_fetch_add(&vault.asked, 1);
    return *vault.now && snprintf(out, size, "%s", vault.now) < (int)size;
}

static void change_password(quern_session *admin, const char *password)
{
    char text[200];
    snprintf(text, sizeof text, "ALTER ROLE app PASSWORD '%s'", password);
    ck_assert_msg(quern_execute(admin, text) >= 0, "%s", quern_error_text(admin));
    ck_assert_int_ge(quern_execute(admin,
                                   "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                                   "usename = 'app'"),
                     0);
}

/* The URI of the cluster with another role, and a password that is wrong. */
static const char *uri_of_app(void)
{
    static char uri[300];
    const char *at = strchr(cluster.url, '@');
    snprintf(uri, sizeof uri, "postgresql://app:wrong%s", at);
    return uri;
}

static void make_role(quern_session *admin)
{
    quern__cluster_rule(&cluster,
                        "host all app all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
    ck_assert_int_ge(quern_execute(admin, "SET password_encryption = 'scram-sha-256'"), 0);
    ck_assert_int_ge(quern_execute(admin, "DROP ROLE IF EXISTS app"), 0);
    ck_assert_int_ge(quern_execute(admin, "CREATE ROLE app LOGIN"), 0);
    ck_assert_int_eq(quern_execute(admin, "SELECT pg_reload_conf()"), 1);
    change_password(admin, "first");
}

static void check_refused(quern_session *session, const char *sqlstate, const char *part)
{
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    const quern_error *error = take_failure(session, QUERN_ERROR_CONNECT);
    ck_assert_str_eq(error->sqlstate, sqlstate);
    ck_assert_msg(strstr(error->message, part) != NULL, "%s", error->message);
    ck_assert_msg(!strstr(error->message, vault.now) || !*vault.now, "it is told: %s", error->message);
    poll(NULL, 0, 60); /* the back-off after a first failure */
}

/* A wrong one is what the server says it is, and the next connect asks anew. */
START_TEST(passwords_that_change)
{
    NEEDS_CLUSTER();
    quern_session *admin = open_on_cluster((quern_options){ .pool_max = 1 });
    quern_db *of_admin = db;
    make_role(admin);
    strcpy(vault.now, "first");
    quern_db *app = quern_open(uri_of_app(), quern__test_models, .pool_max = 2, .password = give,
                               .password_context = &vault, .no_threads = _i);
    quern_session *session = quern_session_open(app);
    check_select(session);
    check_select(session);
    ck_assert_int_eq(atomic_load(&vault.asked), 1); /* for a connect, not for a statement */
    change_password(admin, "second");
    check_refused(session, "28P01", "password authentication failed");
    strcpy(vault.now, "second");
    check_select(session);
    change_password(admin, "third");
    *vault.now = '\0';
    check_refused(session, "", ".password of quern_options gave false");
    strcpy(vault.now, "third");
    poll(NULL, 0, 200);
    check_select(session);
    quern_session_close(session);
    ck_assert(quern_close(app, 1000));
    db = of_admin;
    close_both(admin);
}
END_TEST

Suite *quern__suite_pool(void);

Suite *quern__suite_pool(void)
{
    Suite *suite = suite_create("pool");
    TCase *tests = server_case("waits"), *own = tcase_create("own server");
    tcase_add_loop_test(tests, cancelling_stops_the_statement, 0, 2);
    tcase_add_loop_test(tests, cancelling_early_stops_it_too, 0, sizeof delays_ms / sizeof *delays_ms);
    tcase_add_test(tests, cancelling_stops_who_waits_for_a_turn);
    tcase_add_loop_test(tests, closing_ends_what_runs, 0, 2);
    tcase_add_test(tests, limits_of_querysets_and_sessions);
    tcase_add_test(tests, a_ping_is_one_statement_and_no_more);
    tcase_add_test(tests, a_ping_where_nobody_is);
    tcase_add_test(tests, a_program_without_threads);
    suite_add_tcase(suite, tests);
    tcase_add_unchecked_fixture(own, open_cluster, close_cluster);
    tcase_set_timeout(own, 60);
    tcase_add_loop_test(own, a_restart_that_nobody_notices, 0, 4);
    tcase_add_loop_test(own, a_server_that_is_down, 0, 2);
    tcase_add_test(own, opening_waits_for_a_server_that_comes_up);
    tcase_add_loop_test(own, a_ping_of_a_frozen_connection, 0, 2);
    tcase_add_test(own, a_ping_of_a_frozen_server);
    tcase_add_loop_test(own, passwords_that_change, 0, 2);
    suite_add_tcase(suite, own);
    return suite;
}
