/* test_no_threads.c: a pool without a helper: what that would do is done by those who borrow and return. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static pool_fixture open_alone(uint32_t max)
{
    return fixture_open_like(quern_script_new(NULL), (quern__pool_options){ .max = max, .no_threads = true });
}

/* The threads of this process; -1 where the system does not tell. */
static int threads(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks)
        return -1;
    while (readdir(tasks))
        count++;
    closedir(tasks);
    return count - 2;
}

static int at_first; /* a sanitizer may have one of its own */

static void set_up(void)
{
    at_first = threads();
}

static void check_alone(void)
{
    ck_assert_int_le(threads(), at_first); /* one that was joined may be on its way out still */
}

static void return_as(pool_fixture *f, quern__lease *lease, quern__return how, int64_t closes,
                      int64_t cancels)
{
    quern__pool_return(f->pool, lease, how);
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_CLOSES), closes);
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_CANCELS), cancels);
    check_alone();
}

/* However many were dead that it met first: with one more to be had, and with none. */
START_TEST(a_turn_counts_once)
{
    pool_fixture f = open_alone(2);
    quern_pool_counts counts;
    quern_error error;
    quern__lease a = fixture_must_borrow(&f), b = fixture_must_borrow(&f);
    return_as(&f, &a, QUERN__RETURN_CLEAN, 0, 0);
    return_as(&f, &b, QUERN__RETURN_CLEAN, 0, 0);
    quern_script_kill(f.script, 0, NULL, NULL);
    let_them_age(&f);
    a = fixture_must_borrow(&f);
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.closed_dead, 2);
    ck_assert_uint_eq(counts.borrowed, 3);
    return_as(&f, &a, QUERN__RETURN_CLEAN, 2, 0);
    quern_script_kill(f.script, 0, NULL, NULL);
    quern_script_on_open(f.script, .message = "wrong password", .sqlstate = "28P01");
    let_them_age(&f);
    ck_assert(!fixture_borrow(&f, 1000, &a, &error));
    sleep_ms(60); /* the first back-off */
    a = fixture_must_borrow(&f);
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.closed_dead, 3);
    ck_assert_uint_eq(counts.borrowed, 4);
    quern__pool_return(f.pool, &a, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* All of it on one thread, and done when the call is. */
START_TEST(one_thread_does_it_all)
{
    pool_fixture f = open_alone(2);
    quern_script_expect(f.script, .sql = "SELECT 1", .after_ms = QUERN_SCRIPT_NEVER);
    check_alone();
    quern__lease a = fixture_must_borrow(&f), b = fixture_must_borrow(&f);
    check_alone();
    return_as(&f, &a, QUERN__RETURN_BROKEN, 1, 0);
    lease_send(&b, "SELECT 1");
    return_as(&f, &b, QUERN__RETURN_CANCEL, 2, 1);
    a = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&a), 3);
    return_as(&f, &a, QUERN__RETURN_CLEAN, 2, 1);
    let_them_age(&f);
    quern_script_kill(f.script, 0, NULL, NULL);
    a = fixture_must_borrow(&f); /* the dead one is gone when its place is taken */
    ck_assert_int_eq(lease_number(&a), 4);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 3);
    return_as(&f, &a, QUERN__RETURN_CLEAN, 3, 1);
    fixture_close(&f);
    check_alone();
}
END_TEST

START_TEST(after_shutting_what_comes_back_is_closed)
{
    pool_fixture f = open_alone(1);
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    quern__pool_shut(f.pool);
    return_as(&f, &lease, QUERN__RETURN_CLEAN, 1, 0);
    ck_assert(!fixture_borrow(&f, -1, &none, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CLOSED);
    fixture_close(&f);
}
END_TEST

/* ---- Connects that fail ---- */

static const struct {
    const char *name, *sqlstate;
    int32_t after_ms, turn_ms;
    quern_error_code code;
    const char *message, *detail;
    int64_t opens;
    int64_t least_ms, most_ms;
} failures[] = {
    { "refused", "", 0, 5000, QUERN_ERROR_CONNECT, "no", "", 2, 0, 2000 },
    { "wrong password", "28P01", 0, 5000, QUERN_ERROR_CONNECT, "no", "", 1, 0, 2000 },
    { "no answer", "", QUERN_SCRIPT_NEVER, 5000, QUERN_ERROR_CONNECT, "the connection was not made in time",
      "", 2, 400, 3000 },
    { "no answer in the turn", "", QUERN_SCRIPT_NEVER, 100, QUERN_ERROR_POOL_TIMEOUT,
      "no connection in 100 ms",
      "0 of 2 connections lent, 0 idle, 1 waiting; the last connect failed: the connection was not made in "
      "time",
      1, 100, 1000 },
    { "starting", "57P03", 0, 300, QUERN_ERROR_POOL_TIMEOUT, "no connection in 300 ms",
      "0 of 2 connections lent, 0 idle, 1 waiting; the last connect failed: no", -1, 300, 1500 },
    { "no time", "", 0, 0, QUERN_ERROR_POOL_TIMEOUT, "no connection in 0 ms",
      "0 of 2 connections lent, 0 idle, 1 waiting", 0, 0, 500 },
};

START_TEST(times_are_kept)
{
    const char *name = failures[_i].name;
    pool_fixture f = open_alone(2);
    quern__lease lease;
    quern_error error;
    quern_script_on_open(f.script, .sqlstate = failures[_i].sqlstate, .message = "no",
                         .after_ms = failures[_i].after_ms, .times = QUERN_SCRIPT_ALWAYS);
    const int64_t began = now_ms();
    ck_assert(!fixture_borrow(&f, failures[_i].turn_ms, &lease, &error));
    const int64_t took = now_ms() - began, opens = quern_script_count(f.script, QUERN_SCRIPT_OPENS);
    ck_assert_msg(error.code == failures[_i].code, "%s: %s", name, quern_error_name(error.code));
    ck_assert_msg(strcmp(error.message, failures[_i].message) == 0, "%s: %s", name, error.message);
    ck_assert_msg(strcmp(error.detail, failures[_i].detail) == 0, "%s: %s", name, error.detail);
    ck_assert_msg(took + 1 >= failures[_i].least_ms && took < failures[_i].most_ms, "%s: %d ms", name,
                  (int)took);
    ck_assert_msg(failures[_i].opens < 0 || opens == failures[_i].opens, "%s: %d tries", name, (int)opens);
    fixture_close(&f);
}
END_TEST

/* ---- Several threads ---- */

static void expect_lent(borrower *b, pool_fixture *f, const char *name)
{
    ck_assert_msg(b->lent, "%s: %s: %s", name, b->lent ? "" : b->error.message,
                  b->lent ? "" : b->error.detail);
    quern__pool_return(f->pool, &b->lease, QUERN__RETURN_CLEAN);
    borrower_close(b);
}

/* Whoever connects may be left with nothing by it: the connection is for who waits longest. */
START_TEST(one_connects_at_a_time)
{
    enum { CONNECT_MS = 50, MANY = 4 };
    pool_fixture f = open_alone(MANY);
    borrower crowd[MANY];
    quern_script_on_open(f.script, .after_ms = CONNECT_MS, .times = QUERN_SCRIPT_ALWAYS);
    const int64_t began = now_ms();
    for (int i = 0; i < MANY; i++)
        borrower_start(&crowd[i], &f, 5000, false);
    for (int i = 0; i < MANY; i++)
        borrower_join(&crowd[i]);
    ck_assert_int_ge(now_ms() - began + 1, MANY * CONNECT_MS);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), MANY);
    for (int i = 0; i < MANY; i++)
        expect_lent(&crowd[i], &f, "one of the crowd");
    fixture_close(&f);
}
END_TEST

/* Who connects has to go when its time is over: then another connects. */
START_TEST(another_takes_over)
{
    pool_fixture f = open_alone(1);
    borrower hasty, waiting;
    quern_script_on_open(f.script, .after_ms = QUERN_SCRIPT_NEVER);
    borrower_start(&hasty, &f, 60, true);
    borrower_start(&waiting, &f, 5000, true);
    borrower_join(&hasty);
    ck_assert(!hasty.lent);
    ck_assert_int_eq(hasty.error.code, QUERN_ERROR_POOL_TIMEOUT);
    borrower_close(&hasty);
    borrower_join(&waiting);
    expect_lent(&waiting, &f, "the other one");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    fixture_close(&f);
}
END_TEST

/* Nobody else could give them anything: a place that becomes free is news for whoever waits. */
START_TEST(a_place_that_becomes_free_is_taken)
{
    static const quern__return ways[] = { QUERN__RETURN_BROKEN, QUERN__RETURN_CANCEL, QUERN__RETURN_CLEAN };
    pool_fixture f = open_alone(1);
    borrower waiting;
    quern__lease lease = fixture_must_borrow(&f);
    borrower_start(&waiting, &f, 5000, true);
    quern__pool_return(f.pool, &lease, ways[_i]);
    borrower_join(&waiting);
    expect_lent(&waiting, &f, "the one who waits");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS),
                     ways[_i] == QUERN__RETURN_CLEAN ? 1 : 2);
    fixture_close(&f);
}
END_TEST

START_TEST(closing_sends_the_one_who_connects_away)
{
    pool_fixture f = open_alone(1);
    borrower waiting[3];
    quern_script_on_open(f.script, .after_ms = 400);
    for (int i = 0; i < 3; i++)
        borrower_start(&waiting[i], &f, -1, i == 0);
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 1);
    wait_for_waiters(&f, 3);
    quern__pool_close(f.pool);
    f.pool = NULL;
    for (int i = 0; i < 3; i++) {
        borrower_join(&waiting[i]);
        ck_assert(!waiting[i].lent);
        ck_assert_int_eq(waiting[i].error.code, QUERN_ERROR_CLOSED);
        borrower_close(&waiting[i]);
    }
    fixture_close(&f);
}
END_TEST

enum { CROWD = 8, CONNECTIONS = 3, ROUNDS = 800 };

typedef struct worker {
    pool_fixture *f;
    pthread_t thread;
    unsigned seed;
    int got, timed_out, other;
} worker;

static void *work(void *argument)
{
    static const quern__return ways[] = { QUERN__RETURN_CLEAN, QUERN__RETURN_CLEAN, QUERN__RETURN_TAINTED,
                                          QUERN__RETURN_BROKEN, QUERN__RETURN_CANCEL };
    worker *w = argument;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        quern__lease lease;
        quern_error error;
        const quern__turn turn = { .turn_ms = rand_r(&w->seed) % 8 ? 5000 : 0, .arena = arena };
        const bool lent = quern__pool_borrow(w->f->pool, &turn, &lease, &error);
        if (lent && rand_r(&w->seed) % 16 == 0)
            quern_script_kill(w->f->script, lease_number(&lease), NULL, NULL);
        *(lent ? &w->got : error.code == QUERN_ERROR_POOL_TIMEOUT ? &w->timed_out : &w->other) += 1;
        quern__pool_return(w->f->pool, &lease,
                           ways[(unsigned)rand_r(&w->seed) % (sizeof ways / sizeof *ways)]);
    }
    quern__arena_close(arena);
    return NULL;
}

START_TEST(a_crowd)
{
    pool_fixture f = open_alone(CONNECTIONS);
    worker workers[CROWD];
    int got = 0;
    for (unsigned i = 0; i < CROWD; i++) {
        workers[i] = (worker){ .f = &f, .seed = i };
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(workers[i].thread, NULL);
        got += workers[i].got;
        ck_assert_int_eq(workers[i].other, 0);
        ck_assert_int_eq(workers[i].got + workers[i].timed_out, ROUNDS);
    }
    ck_assert_int_gt(got, CROWD * ROUNDS / 2);
    ck_assert_int_le(quern_script_count(f.script, QUERN_SCRIPT_OPEN_MOST), CONNECTIONS);
    ck_assert_uint_eq(f.pool->count_of[QUERN__SLOT_LENT], 0);
    ck_assert_uint_eq(f.pool->chore_count, 0);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_no_threads(void);

Suite *quern__suite_no_threads(void)
{
    Suite *suite = suite_create("no_threads");
    TCase *tests = tcase_create("alone");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, one_thread_does_it_all);
    tcase_add_test(tests, a_turn_counts_once);
    tcase_add_test(tests, after_shutting_what_comes_back_is_closed);
    tcase_add_loop_test(tests, times_are_kept, 0, sizeof failures / sizeof *failures);
    tcase_add_test(tests, one_connects_at_a_time);
    tcase_add_test(tests, another_takes_over);
    tcase_add_loop_test(tests, a_place_that_becomes_free_is_taken, 0, 3);
    tcase_add_test(tests, closing_sends_the_one_who_connects_away);
    tcase_add_test(tests, a_crowd);
    suite_add_tcase(suite, tests);
    return suite;
}
