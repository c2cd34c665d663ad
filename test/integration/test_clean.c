/* test_clean.c: after each kind of failure: no connection is leaked, none is lent with traces of what failed, and no descriptor stays
 * open. A session makes its only connection as dirty as it can be, and fails on it; then another one borrows. */
#include "test/integration/fixture.h"

#include <quern/postgres.h>
#include <quern/transaction.h>

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define OF_CLEAN "FROM pg_stat_activity WHERE application_name = '%s_clean'"

static quern_db *single; /* of one connection */

/* ---- Dirt ---- */

static const char *const dirt[] = {
    "SET work_mem = '77kB'",
    "SET default_transaction_isolation = serializable",
    "SET search_path = pg_catalog",
    "SELECT pg_advisory_lock(77)",
    "LISTEN dirt",
    "CREATE TEMP TABLE dirt (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
    "DECLARE dirt CURSOR WITH HOLD FOR SELECT 1",
};

/* A row for a connection that has any of that. */
static const char *const look =
    "SELECT WHERE pg_catalog.current_setting('work_mem') = '77kB' "
    "OR pg_catalog.current_setting('default_transaction_isolation') = 'serializable' "
    "OR pg_catalog.current_setting('search_path') = 'pg_catalog' "
    "OR EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND "
    "pid = pg_catalog.pg_backend_pid()) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_listening_channels()) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE relname = 'dirt' AND "
    "relnamespace = pg_catalog.pg_my_temp_schema()) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE name = 'dirt')";

/* All of it in one connection, which the session keeps. */
static void dirty(quern_session *t)
{
    ck_assert(quern_session_pin(t));
    for (size_t i = 0; i < sizeof dirt / sizeof *dirt; i++)
        ck_assert_msg(quern_execute(t, dirt[i]) >= 0, "%s", quern_error_text(t));
    ck_assert_int_eq(quern_execute(t, look), 1);
}

/* ---- Kinds of failures ---- */

static void nothing_fails(quern_session *t)
{
    ck_assert_int_eq(quern_execute(t, "SELECT 1"), 1);
}

static void by_the_server(quern_session *t)
{
    quern_execute(t, "SELECT 1/0");
}

static void broken(quern_session *t)
{
    quern_execute(t, "SELEC 1");
}

static void of_another_type(quern_session *t)
{
    quern_len(quern_raw(t, author, "SELECT 1.5::float8 AS id, 'x' AS name"));
}

static void over_the_limit(quern_session *t)
{
    quern_len(
        quern_raw(t, author, "SELECT n AS id, repeat('x', 1000) AS name FROM generate_series(1, 100000) n"));
}

static void too_long(quern_session *t)
{
    quern_execute(t, "SELECT pg_sleep(30)");
}

static void *cancel_soon(void *session)
{
    poll(NULL, 0, 50);
    quern_session_cancel(session);
    return NULL;
}

static void cancelled(quern_session *t)
{
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, t);
    quern_execute(t, "SELECT pg_sleep(0.25)");
    pthread_join(thread, NULL);
}

static void lost(quern_session *t)
{
    quern_execute(t, "SELECT pg_terminate_backend(pg_backend_pid())");
}

static void kill_it(void)
{
    sql("SELECT pg_terminate_backend(pid) " OF_CLEAN, schema.name);
    wait_until(0, "SELECT " OF_CLEAN, schema.name);
}

static void copy_in(quern_session *t)
{
    quern_execute(t, "COPY pg_temp.dirt FROM STDIN");
}

static void copy_out(quern_session *t)
{
    quern_execute(t, "COPY pg_class TO STDOUT");
}

static void by_libpq(quern_session *t, const char *text)
{
    PGconn *conn = quern_postgres_borrow(t);
    ck_assert_msg(conn != NULL, "%s", quern_error_text(t));
    PQclear(PQexec(conn, text));
}

static void copy_by_libpq(quern_session *t)
{
    by_libpq(t, "COPY pg_temp.dirt FROM STDIN");
    quern_postgres_return(t);
}

static void copy_that_is_not_returned(quern_session *t)
{
    by_libpq(t, "COPY pg_temp.dirt FROM STDIN");
}

static void transaction_by_libpq(quern_session *t)
{
    by_libpq(t, "BEGIN");
    quern_postgres_return(t);
}

static void own_begin(quern_session *t)
{
    quern_execute(t, "BEGIN");
}

static void begin_and_write(quern_session *t)
{
    ck_assert(quern_begin(t));
    ck_assert_int_eq(quern_execute(t, "INSERT INTO pg_temp.dirt VALUES (1)"), 1);
}

static void left_open(quern_session *t)
{
    begin_and_write(t);
}

static void failed_and_left_open(quern_session *t)
{
    begin_and_write(t);
    ck_assert(quern_begin(t));
    quern_execute(t, "SELECT 1/0");
}

static void too_long_in_a_transaction(quern_session *t)
{
    begin_and_write(t);
    too_long(t);
}

static void a_commit_that_is_refused(quern_session *t)
{
    begin_and_write(t);
    ck_assert_int_eq(quern_execute(t, "INSERT INTO pg_temp.dirt VALUES (1)"), 1);
    ck_assert(!quern_commit(t));
}

static void a_commit_that_is_lost(quern_session *t)
{
    begin_and_write(t);
    kill_it();
    ck_assert(!quern_commit(t));
}

static void a_rollback_that_is_lost(quern_session *t)
{
    begin_and_write(t);
    kill_it();
    quern_rollback(t);
}

/* Chunks are on their way when the loop is left. */
static quern_iterator *read_some(quern_session *t, const char *text)
{
    quern_iterator *rows = quern_iterate(quern_raw(t, author, text), author, .chunk = 10, .ahead = 4);
    ck_assert_msg(rows != NULL, "%s", quern_error_text(t));
    for (int i = 0; i < 15; i++)
        quern_iterator_next(rows, author);
    return rows;
}

#define MANY "SELECT n::bigint AS id, 'x' AS name FROM generate_series(1, 10000) n"
#define SLOW                                                                                      \
    "SELECT n::bigint AS id, CASE WHEN n > 30 THEN pg_sleep(30)::text ELSE 'x' END AS name FROM " \
    "generate_series(1, "                                                                         \
    "100) n"
#define WRONG "SELECT 1 / (25 - n)::bigint AS id, 'x' AS name FROM generate_series(1, 10000) n"

static void a_stream_that_is_closed(quern_session *t)
{
    quern_iterator_close(read_some(t, MANY));
}

static void a_stream_that_is_left(quern_session *t)
{
    read_some(t, MANY);
}

static void a_stream_in_a_transaction_that_is_left(quern_session *t)
{
    ck_assert(quern_begin(t));
    read_some(t, MANY);
}

static void a_stream_that_hangs(quern_session *t)
{
    read_some(t, SLOW);
}

static void a_stream_that_fails(quern_session *t)
{
    quern_iterator *rows = read_some(t, WRONG);
    while (quern_iterator_next(rows, author))
        continue;
}

static void a_stream_that_fails_unseen(quern_session *t)
{
    read_some(t, WRONG);
}

static void a_stream_that_is_lost(quern_session *t)
{
    quern_iterator *rows = read_some(t, MANY);
    kill_it();
    while (quern_iterator_next(rows, author))
        continue;
}

static quern_queryset *is(quern_session *t, const char *text)
{
    return quern_raw(t, author, text);
}

static void one_of_several(quern_session *t)
{
    quern_evaluate_all(t, is(t, MANY), is(t, "SELECT 1/0 AS id"), is(t, MANY));
}

static void one_of_several_in_a_transaction(quern_session *t)
{
    begin_and_write(t);
    one_of_several(t);
}

static void several_too_long(quern_session *t)
{
    quern_evaluate_all(t, is(t, MANY), is(t, SLOW), is(t, MANY));
}

static void several_lost(quern_session *t)
{
    quern_evaluate_all(t, is(t, MANY),
                       is(t, "SELECT pg_terminate_backend(pg_backend_pid())::int AS id, 'x' AS name"),
                       is(t, MANY));
}

static const struct {
    const char *name;
    void (*spoil)(quern_session *t);
    quern_error_code code; /* that the session has then; QUERN_OK: none */
} kinds[] = {
    { "none", nothing_fails, QUERN_OK },
    { "server error", by_the_server, QUERN_ERROR_SERVER },
    { "broken statement", broken, QUERN_ERROR_SERVER },
    { "columns of another type", of_another_type, QUERN_ERROR_TYPE },
    { "too many bytes", over_the_limit, QUERN_ERROR_LIMIT },
    { "time-out", too_long, QUERN_ERROR_STATEMENT_TIMEOUT },
    { "time-out in a transaction", too_long_in_a_transaction, QUERN_ERROR_STATEMENT_TIMEOUT },
    { "cancel", cancelled, QUERN_ERROR_CANCELLED },
    { "lost", lost, QUERN_ERROR_CONNECTION_LOST },
    { "COPY IN", copy_in, QUERN_ERROR_UNSUPPORTED },
    { "COPY OUT", copy_out, QUERN_ERROR_UNSUPPORTED },
    { "COPY by libpq", copy_by_libpq, QUERN_ERROR_USAGE },
    { "COPY by libpq, not returned", copy_that_is_not_returned, QUERN_OK },
    { "transaction by libpq", transaction_by_libpq, QUERN_ERROR_USAGE },
    { "BEGIN as own SQL", own_begin, QUERN_ERROR_USAGE },
    { "transaction left open", left_open, QUERN_OK },
    { "failed transaction left open", failed_and_left_open, QUERN_ERROR_SERVER },
    { "refused COMMIT", a_commit_that_is_refused, QUERN_ERROR_SERVER },
    { "lost COMMIT", a_commit_that_is_lost, QUERN_ERROR_CONNECTION_LOST },
    { "lost ROLLBACK", a_rollback_that_is_lost, QUERN_OK },
    { "stream closed early", a_stream_that_is_closed, QUERN_OK },
    { "stream abandoned", a_stream_that_is_left, QUERN_OK },
    { "stream abandoned in a transaction", a_stream_in_a_transaction_that_is_left, QUERN_OK },
    { "stream abandoned while the server computes", a_stream_that_hangs, QUERN_OK },
    { "stream failed", a_stream_that_fails, QUERN_ERROR_SERVER },
    { "stream failed ahead, abandoned", a_stream_that_fails_unseen, QUERN_OK },
    { "stream lost", a_stream_that_is_lost, QUERN_ERROR_CONNECTION_LOST },
    { "one of several", one_of_several, QUERN_ERROR_SERVER },
    { "one of several in a transaction", one_of_several_in_a_transaction, QUERN_ERROR_SERVER },
    { "one of several too long", several_too_long, QUERN_ERROR_STATEMENT_TIMEOUT },
    { "lost with several", several_lost, QUERN_ERROR_CONNECTION_LOST },
};

/* ---- What must be so then ---- */

static int count_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

static void expect_descriptors(const char *name, int most)
{
    int count = count_descriptors();
    for (int i = 0; i < 5000 && count > most; i++, count = count_descriptors())
        poll(NULL, 0, 1);
    ck_assert_msg(count <= most, "%s: %d descriptors, not %d", name, count, most);
}

static uint64_t closed_in_all(const quern_pool_counts *counts)
{
    return counts->closed_idle + counts->closed_old + counts->closed_dead + counts->closed_broken;
}

static void expect_clean(const char *name, int descriptors)
{
    quern_pool_counts counts;
    quern_session *next = quern_session_open(single);
    ck_assert(quern_pool_stats(single, &counts));
    ck_assert_msg(counts.lent == 0, "%s: %u lent", name, counts.lent);
    const int64_t traces = quern_execute(next, look);
    ck_assert_msg(traces == 0, "%s: %s", name, traces > 0 ? "dirt" : quern_error_text(next));
    ck_assert_msg(quern_count(quern_objects(next, book)) > 0, "%s: %s", name, quern_error_text(next));
    quern_session_close(next);
    wait_until(1, "SELECT " OF_CLEAN,
               schema.name); /* no other one, at work or in a transaction, stays at the server */
    wait_until(1, "SELECT " OF_CLEAN " AND state = 'idle'", schema.name);
    ck_assert(quern_pool_stats(single, &counts));
    ck_assert_msg(counts.lent == 0 && counts.idle == 1 && counts.most_lent == 1 && counts.closing == 0 &&
                      counts.connected == closed_in_all(&counts) + 1,
                  "%s: %u lent, %u idle, %u closing, %d connected, %d closed", name, counts.lent, counts.idle,
                  counts.closing, (int)counts.connected, (int)closed_in_all(&counts));
    expect_descriptors(name, descriptors);
}

/* It takes its failure and gives back what it has, in order. */
static void give_back(quern_session *t, quern_mark before)
{
    quern_error_clear(t);
    quern_postgres_return(t);
    quern_error_clear(t);
    quern_session_rewind(t, before);
    while (quern_rollback(t))
        continue;
    quern_error_clear(t);
    quern_session_unpin(t);
    quern_error_clear(t);
}

static void open_single(quern_options options)
{
    char parameter[100];
    snprintf(parameter, sizeof parameter, "application_name=%s_clean", schema.name);
    options.pool_max = 1;
    options.turn_ms = 10000;
    single = open_db(&options, quern__test_schema_uri(&schema, parameter));
}

static int connect_first(void)
{
    quern_session *t = quern_session_open(single);
    ck_assert_int_gt(quern_count(quern_objects(t, book)), 0);
    quern_session_close(t);
    sql("SELECT 1"); /* who looks on has its own connection */
    return count_descriptors();
}

static void check_code(const char *name, const quern_session *t, quern_error_code code)
{
    const quern_error *error = quern_session_error(t);
    ck_assert_msg((error ? error->code : QUERN_OK) == code, "%s: %s", name, quern_error_text(t));
}

/* The session is closed as it is; and it lives on, with nothing of the connection. */
START_TEST(nothing_is_left)
{
    NEEDS_SERVER();
    const char *name = kinds[_i / 2].name;
    open_single((quern_options){ 0 });
    const int descriptors = connect_first();
    quern_session *t = quern_session_open(single, .statement_ms = 400, .max_result_bytes = 1 << 20);
    dirty(t);
    const quern_mark before = quern_session_mark(t);
    kinds[_i / 2].spoil(t);
    check_code(name, t, kinds[_i / 2].code);
    if (_i % 2)
        give_back(t, before);
    else
        quern_session_close(t);
    expect_clean(name, descriptors);
    if (_i % 2)
        quern_session_close(t);
    close_db(single);
}
END_TEST

/* ---- Out of memory ---- */

static atomic_int left; /* allocations before one that fails; negative: none does */

static void *allocate(void *context, size_t size)
{
    (void)context;
    return atomic_fetch_sub(&left, 1) == 0 ? NULL : malloc(size);
}

static void *reallocate(void *context, void *memory, size_t size)
{
    (void)context;
    return atomic_fetch_sub(&left, 1) == 0 ? NULL : realloc(memory, size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void work(quern_session *t)
{
    quern_begin(t);
    quern_execute(t, "SELECT set_config('work_mem', '77kB', false)");
    quern_evaluate_all(t, is(t, MANY), quern_objects(t, book), is(t, MANY));
    quern_iterator *rows = quern_iterate(is(t, MANY), author, .chunk = 10, .ahead = 2);
    for (int i = 0; i < 25; i++)
        quern_iterator_next(rows, author);
    quern_commit(t);
}

/* Wherever it happens: at each of the first twenty, and then, since each takes a look by the server, at fewer and fewer. */
START_TEST(nothing_is_left_without_memory)
{
    NEEDS_SERVER();
    const quern_allocator failing = { .allocate = allocate, .reallocate = reallocate, .release = release };
    bool failed = true;
    atomic_store(&left, -1);
    open_single((quern_options){ .allocator = &failing });
    connect_first();
    for (int i = 0; failed; i += 1 + i / 20) {
        char name[30];
        snprintf(name, sizeof name, "allocation %d", i);
        quern_session *t = quern_session_open(single);
        atomic_store(&left, i);
        work(t);
        failed = atomic_exchange(&left, -1) < 0;
        if (quern_failed(t))
            check_code(name, t, QUERN_ERROR_MEMORY);
        quern_session_close(t);
        expect_clean(name, 1000);
        ck_assert_int_lt(i, 1000000);
    }
    close_db(single);
}
END_TEST

Suite *quern__suite_clean(void);

Suite *quern__suite_clean(void)
{
    Suite *suite = suite_create("clean");
    TCase *tests = server_case("kinds"), *memory = server_case("memory");
    tcase_add_loop_test(tests, nothing_is_left, 0, 2 * sizeof kinds / sizeof *kinds);
    tcase_add_test(memory, nothing_is_left_without_memory);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, memory);
    return suite;
}
