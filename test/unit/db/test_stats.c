/* test_stats.c: the pool's numbers as a program sees them, and the options of its upkeep. */
#include "test/unit/db/fixture.h"

#include <quern/quern.h>

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static quern_pool_counts counts_of(quern_db *db)
{
    quern_pool_counts counts;
    ck_assert(quern_pool_stats(db, &counts));
    return counts;
}

START_TEST(what_a_session_does_is_counted)
{
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    ck_assert_uint_eq(counts_of(f.db).borrowed, 0);
    expect_update(f.script, 1, 0);
    ck_assert_int_eq(update(session), 1);
    quern_pool_counts counts = counts_of(f.db);
    ck_assert_uint_eq(counts.max, 1);
    ck_assert_uint_eq(counts.borrowed, 1);
    ck_assert_uint_eq(counts.waited, 1);
    ck_assert_uint_eq(counts.connected, 1);
    ck_assert_uint_eq(counts.idle, 1);
    ck_assert_uint_eq(counts.lent, 0);
    ck_assert_int_eq(quern_query_count(session), 1); /* and the question costs no statement */
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

/* ---- Headers ---- */

START_TEST(an_older_header)
{
    db_fixture f = fixture_open();
    for (size_t size = 0; size <= sizeof(quern_pool_counts); size += 4) {
        unsigned char *room = malloc(size + !size);
        memset(room, 0x55, size);
        ck_assert((quern_pool_stats)(f.db, (quern_pool_counts *)(void *)room, size));
        if (size >= sizeof(uint32_t))
            ck_assert_uint_eq(((quern_pool_counts *)(void *)room)->max, 1);
        free(room);
    }
    ck_assert((quern_pool_stats)(f.db, NULL, 0));
    fixture_close(&f);
}
END_TEST

START_TEST(a_newer_header)
{
    struct {
        quern_pool_counts known;
        uint64_t more[4];
    } longer;
    db_fixture f = fixture_open();
    memset(&longer, 0x55, sizeof longer);
    ck_assert((quern_pool_stats)(f.db, &longer.known, sizeof longer));
    ck_assert_uint_eq(longer.known.max, 1);
    for (int i = 0; i < 4; i++)
        ck_assert_uint_eq(longer.more[i], 0);
    fixture_close(&f);
}
END_TEST

static void check_none(quern_db *db, const char *name)
{
    quern_pool_counts counts, zeros;
    memset(&counts, 0x55, sizeof counts);
    memset(&zeros, 0, sizeof zeros);
    ck_assert_msg(!quern_pool_stats(db, &counts), "%s: there were numbers", name);
    ck_assert_msg(memcmp(&counts, &zeros, sizeof counts) == 0, "%s: not zero", name);
}

START_TEST(without_a_pool_there_are_none)
{
    check_none(NULL, "no db");
    quern_db *db = quern_open(NULL, quern__test_models);
    check_none(db, "a db in error");
    ck_assert(quern_close(db, 0));
}
END_TEST

START_TEST(a_forked_child_has_none)
{
    int status;
    db_fixture f = fixture_open();
    const pid_t child = fork();
    if (child == 0) {
        quern_pool_counts counts;
        _exit(quern_pool_stats(f.db, &counts) || counts.max);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    fixture_close(&f);
}
END_TEST

/* ---- Options ---- */

static void wait_for_pool(quern_db *db, uint32_t idle)
{
    for (int i = 0; i < 5000 && counts_of(db).idle != idle; i++)
        sleep_ms(1);
    ck_assert_uint_eq(counts_of(db).idle, idle);
}

START_TEST(the_minimum_is_there_without_a_session)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db = quern_open("x", quern__test_models, .backend = quern_script_backend(script), .pool_max = 5,
                              .pool_min = 3);
    wait_for_pool(db, 3);
    ck_assert_uint_eq(counts_of(db).min, 3);
    ck_assert_uint_eq(counts_of(db).borrowed, 0);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* Each time reaches the pool: with all others as long as can be, this is what happens. */
static const struct {
    const char *name;
    quern_options options;
    size_t count; /* where it shows */
} upkeeps[] = {
    { "idle_ms",
      { .idle_ms = 30, .lifetime_ms = -1, .keepalive_ms = -1, .held_ms = -1 },
      offsetof(quern_pool_counts, closed_idle) },
    { "lifetime_ms",
      { .idle_ms = -1, .lifetime_ms = 30, .keepalive_ms = -1, .held_ms = -1 },
      offsetof(quern_pool_counts, closed_old) },
    { "keepalive_ms",
      { .idle_ms = -1, .lifetime_ms = -1, .keepalive_ms = 30, .held_ms = -1 },
      offsetof(quern_pool_counts, pinged) },
    { "held_ms",
      { .idle_ms = -1, .lifetime_ms = -1, .keepalive_ms = -1, .held_ms = 30 },
      offsetof(quern_pool_counts, held_long) },
};

static uint64_t count_at(quern_db *db, size_t offset)
{
    const quern_pool_counts counts = counts_of(db);
    return *(const uint64_t *)(const void *)((const char *)&counts + offset);
}

START_TEST(times_reach_the_helper)
{
    quern_script *script = quern_script_new(NULL);
    quern_options options = upkeeps[_i].options;
    options.backend = quern_script_backend(script);
    quern_db *db = (quern_open)("x", quern__test_models, &options, sizeof options, QUERN_SITE);
    quern_session *session = quern_session_open(db);
    quern_script_expect(script, .sql = "SELECT 1", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .sql = "BEGIN", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .sql = "ROLLBACK", .times = QUERN_SCRIPT_ALWAYS);
    expect_update(script, 1, 0);
    const bool holds = options.held_ms > 0;
    if (holds)
        ck_assert(quern_begin(session));
    ck_assert_msg(update(session) == 1, "%s: %s", upkeeps[_i].name, quern_error_text(session));
    for (int i = 0; i < 5000 && !count_at(db, upkeeps[_i].count); i++)
        sleep_ms(1);
    ck_assert_msg(count_at(db, upkeeps[_i].count) > 0, "%s: nothing happened", upkeeps[_i].name);
    if (holds)
        ck_assert(quern_rollback(session));
    quern_session_close(session);
    ck_assert(quern_close(db, 1000));
    quern_script_free(script);
}
END_TEST

/* ---- Two sessions of one thread ---- */

START_TEST(a_second_session_that_would_wait_is_refused)
{
    db_fixture f = fixture_open();
    quern_session *first = quern_session_open(f.db), *second = quern_session_open(f.db);
    quern_script_expect(f.script, .contains = "BEGIN");
    expect_update(f.script, 1, 0);
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern_begin(first));
    ck_assert_int_eq(update(first), 1);
    ck_assert_int_eq(update(second), -1);
    const quern_error *error = quern_session_error(second);
    check_error("the second", error, QUERN_ERROR_INTERLOCK, "this thread has a connection since ");
    ck_assert_ptr_nonnull(strstr(error->message, error->site));
    ck_assert_str_ne(error->sql, "");
    ck_assert(quern_error_take(second, NULL));
    ck_assert(quern_rollback(first));
    expect_update(f.script, 2, 0);
    ck_assert_int_eq(update(second), 2);
    quern_session_close(first);
    quern_session_close(second);
    fixture_close(&f);
}
END_TEST

enum { THREADS = 8, ROUNDS = 25 };

typedef struct worker {
    quern_db *db;
    pthread_t thread;
    int done, refused, other;
} worker;

static bool ran(quern_session *session, int64_t changed, worker *w)
{
    if (changed == 1)
        return true;
    *(quern_session_error(session)->code == QUERN_ERROR_INTERLOCK ? &w->refused : &w->other) += 1;
    return false;
}

static void *work(void *argument)
{
    worker *w = argument;
    for (int i = 0; i < ROUNDS; i++) {
        quern_session *first = quern_session_open(w->db), *second = quern_session_open(w->db);
        quern_begin(first);
        if (ran(first, update(first), w) && ran(second, update(second), w))
            w->done++;
        quern_session_close(second);
        quern_error_clear(first);
        quern_rollback(first);
        quern_session_close(first);
    }
    return NULL;
}

static const bool alone[] = { false, true };

/* Each holds one of 8 connections in a transaction, and asks for another one by its second session. */
START_TEST(eight_threads_with_two_sessions_never_hang)
{
    quern_script *script = quern_script_new(NULL);
    quern_script_expect(script, .contains = "UPDATE", .changed = 1, .times = QUERN_SCRIPT_ALWAYS,
                        .after_ms = 2);
    quern_script_expect(script, .contains = "BEGIN", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .contains = "ROLLBACK", .times = QUERN_SCRIPT_ALWAYS);
    quern_db *db = quern_open("x", quern__test_models, .backend = quern_script_backend(script),
                              .pool_max = THREADS, .turn_ms = 30000, .no_threads = alone[_i]);
    worker workers[THREADS];
    int done = 0;
    const int64_t began = now_ms();
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .db = db };
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        ck_assert_int_eq(workers[i].other, 0);
        ck_assert_int_eq(workers[i].done + workers[i].refused, ROUNDS);
        done += workers[i].done;
    }
    ck_assert_int_lt(now_ms() - began, 25000);
    ck_assert_int_gt(done, 0);
    ck_assert_uint_eq(counts_of(db).lent, 0);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_stats(void);

Suite *quern__suite_stats(void)
{
    Suite *suite = suite_create("stats");
    TCase *tests = tcase_create("numbers");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, what_a_session_does_is_counted);
    tcase_add_test(tests, an_older_header);
    tcase_add_test(tests, a_newer_header);
    tcase_add_test(tests, without_a_pool_there_are_none);
    tcase_add_test(tests, a_forked_child_has_none);
    tcase_add_test(tests, the_minimum_is_there_without_a_session);
    tcase_add_loop_test(tests, times_reach_the_helper, 0, sizeof upkeeps / sizeof *upkeeps);
    tcase_add_test(tests, a_second_session_that_would_wait_is_refused);
    tcase_add_loop_test(tests, eight_threads_with_two_sessions_never_hang, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
