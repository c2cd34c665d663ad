/* test_close.c: how a pool ends: with waiters, with connections still out, in a forked child, and under crowds. */
#include "test/unit/pool/fixture.h"

#include "test/support/replay.h"

#include <check.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(shut_sends_waiters_away)
{
    pool_fixture f = fixture_open(1);
    borrower waiting[2];
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    borrower_start(&waiting[0], &f, -1, true);
    borrower_start(&waiting[1], &f, -1, true);
    quern__pool_shut(f.pool);
    for (int i = 0; i < 2; i++) {
        borrower_join(&waiting[i]);
        ck_assert(!waiting[i].lent);
        ck_assert_int_eq(waiting[i].error.code, QUERN_ERROR_CLOSED);
        borrower_close(&waiting[i]);
    }
    ck_assert(!fixture_borrow(&f, -1, &none, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CLOSED);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(close_sends_waiters_away)
{
    pool_fixture f = fixture_open(1);
    borrower waiting[3];
    quern_script_on_open(f.script, .after_ms = QUERN_SCRIPT_NEVER, .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 3; i++)
        borrower_start(&waiting[i], &f, -1, true);
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

START_TEST(what_connects_too_late_is_closed)
{
    pool_fixture f = fixture_open(1);
    borrower waiting;
    quern_script_on_open(f.script, .after_ms = 80);
    borrower_start(&waiting, &f, -1, true);
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 1);
    quern__pool_shut(f.pool);
    borrower_join(&waiting);
    borrower_close(&waiting);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    fixture_close(&f);
}
END_TEST

START_TEST(close_does_what_is_left)
{
    pool_fixture f = fixture_open(3);
    quern__lease leases[3];
    quern_script_expect(f.script, .sql = "SELECT 1", .after_ms = QUERN_SCRIPT_NEVER);
    for (int i = 0; i < 3; i++)
        leases[i] = fixture_must_borrow(&f);
    lease_send(&leases[2], "SELECT 1");
    quern__pool_return(f.pool, &leases[0], QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &leases[1], QUERN__RETURN_BROKEN);
    quern__pool_return(f.pool, &leases[2], QUERN__RETURN_CANCEL);
    quern__pool_close(f.pool);
    f.pool = NULL;
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CANCELS), 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 3);
    fixture_close(&f);
}
END_TEST

START_TEST(the_helper_takes_no_signal)
{
    sigset_t one, pending;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    pool_fixture f = fixture_open(1);
    ck_assert_int_eq(pthread_sigmask(SIG_BLOCK, &one, NULL), 0);
    kill(getpid(), SIGUSR1); /* would end the process in any thread that takes it */
    sleep_ms(50);
    sigpending(&pending);
    ck_assert(sigismember(&pending, SIGUSR1));
    signal(SIGUSR1, SIG_IGN);
    fixture_close(&f);
}
END_TEST

/* What a child sees; its exit status is the line of what went wrong. */
#define EXPECT(condition)              \
    do {                               \
        if (!(condition))              \
            _exit(__LINE__ % 250 + 1); \
    } while (0)

static void be_child(pool_fixture *f, quern__lease *lease)
{
    quern__lease none;
    quern_error error;
    EXPECT(quern__pool_forked(f->pool));
    EXPECT(!fixture_borrow(f, -1, &none, &error));
    EXPECT(error.code == QUERN_ERROR_FORK);
    EXPECT(strstr(error.message, "forked"));
    EXPECT(none.link == NULL);
    quern__pool_return(f->pool, lease, QUERN__RETURN_CLEAN);
    EXPECT(quern_script_count(f->script, QUERN_SCRIPT_ABANDONS) == 1);
    quern__pool_shut(f->pool);
    quern__pool_close(f->pool);
    EXPECT(quern_script_count(f->script, QUERN_SCRIPT_ABANDONS) == 2);
    EXPECT(quern_script_count(f->script, QUERN_SCRIPT_CLOSES) == 0);
    quern__arena_close(f->arena);
    quern_script_free(f->script);
    _exit(0);
}

/* The child is forked while another thread holds the pool's lock, as may happen. */
START_TEST(a_forked_child)
{
    pool_fixture f = fixture_open(2);
    quern__lease lease = fixture_must_borrow(&f), idle = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &idle, QUERN__RETURN_CLEAN);
    pthread_mutex_lock(&f.pool->lock);
    const pid_t child = fork();
    if (child == 0)
        be_child(&f, &lease);
    pthread_mutex_unlock(&f.pool->lock);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %d", status);
    ck_assert(!quern__pool_forked(f.pool));
    quern_script_expect(f.script, .sql = "SELECT 1");
    ck_assert(lease_run(&lease, "SELECT 1"));
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* The lock must be free whenever a slot of the backend is called: the slots of this backend try to take it. A thread that
 * holds it itself would never get it; others hold it for moments only. */
static struct {
    const quern_backend *inner;
    _Atomic(quern__pool *) pool;
    atomic_int calls, held;
    atomic_int step_ms; /* what a step takes */
    atomic_int steps;
} spy;

static void look(void)
{
    quern__pool *pool = atomic_load(&spy.pool);
    if (!pool)
        return;
    atomic_fetch_add(&spy.calls, 1);
    for (int i = 0; i < 500; i++) {
        if (pthread_mutex_trylock(&pool->lock) == 0) {
            pthread_mutex_unlock(&pool->lock);
            return;
        }
        sleep_ms(1);
    }
    atomic_fetch_add(&spy.held, 1);
}

static quern_link *spy_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    look();
    return spy.inner->open(spy.inner, connect, error);
}

static unsigned spy_step(quern_link *link, unsigned ready)
{
    look();
    atomic_fetch_add(&spy.steps, 1);
    sleep_ms(atomic_load(&spy.step_ms));
    return spy.inner->step(link, ready);
}

static bool spy_take(quern_link *link, quern_event *event)
{
    look();
    return spy.inner->take(link, event);
}

static void spy_info(quern_link *link, quern_link_info *info)
{
    look();
    spy.inner->info(link, info);
}

static void spy_cancel(quern_link *link, int32_t timeout_ms)
{
    look();
    spy.inner->cancel(link, timeout_ms);
}

static void spy_close(quern_link *link)
{
    look();
    spy.inner->close(link);
}

static quern_backend spy_on(quern_script *script)
{
    spy.inner = quern_script_backend(script);
    quern_backend backend = *spy.inner;
    backend.open = spy_open;
    backend.step = spy_step;
    backend.take = spy_take;
    backend.info = spy_info;
    backend.cancel = spy_cancel;
    backend.close = spy_close;
    return backend;
}

/* A borrower that finds its connection dead while the pool is being closed is told so, and by a pool that is still there. */
START_TEST(close_waits_for_those_who_are_looking)
{
    quern_script *script = quern_script_new(NULL);
    const quern_backend backend = spy_on(script);
    pool_fixture f = fixture_open_with(1, script, &backend);
    borrower looking;
    quern__lease lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    let_them_age(&f);
    quern_script_kill(script, 0, NULL, NULL);
    atomic_store(&spy.step_ms, 100);
    borrower_start(&looking, &f, 5000, false);
    while (!atomic_load(&spy.steps))
        sleep_ms(1);
    quern__pool_close(f.pool);
    f.pool = NULL;
    borrower_join(&looking);
    ck_assert(!looking.lent);
    ck_assert_int_eq(looking.error.code, QUERN_ERROR_CLOSED);
    borrower_close(&looking);
    fixture_close(&f);
}
END_TEST

/* Who found a dead one goes before all who came while it looked. The other connection is lent, so that the helper does not watch. */
START_TEST(a_dead_one_costs_nobody_his_turn)
{
    quern_script *script = quern_script_new(NULL);
    const quern_backend backend = spy_on(script);
    pool_fixture f = fixture_open_with(2, script, &backend);
    borrower first, second;
    quern__lease a = fixture_must_borrow(&f), b = fixture_must_borrow(&f);
    sleep_ms(20);
    quern_script_on_open(script, .after_ms = 20);
    quern_script_kill(script, lease_number(&b), NULL, NULL); /* not noticed by its borrower */
    quern__pool_return(f.pool, &b, QUERN__RETURN_CLEAN);
    let_them_age(&f);
    atomic_store(&spy.step_ms, 100);
    borrower_start(&first, &f, -1, false);
    while (!atomic_load(&spy.steps))
        sleep_ms(1);
    borrower_start(&second, &f, -1, true);
    borrower_join(&first);
    ck_assert(first.lent);
    ck_assert_int_eq(lease_number(&first.lease), 3);
    wait_for_waiters(&f, 1);
    quern__pool_return(f.pool, &first.lease, QUERN__RETURN_CLEAN);
    borrower_join(&second);
    ck_assert(second.lent);
    quern__pool_return(f.pool, &second.lease, QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &a, QUERN__RETURN_CLEAN);
    borrower_close(&first);
    borrower_close(&second);
    fixture_close(&f);
}
END_TEST

START_TEST(no_slot_is_called_under_the_lock)
{
    quern_script *script = quern_script_new(NULL);
    const quern_backend backend = spy_on(script);
    pool_fixture f = fixture_open_with(2, script, &backend);
    atomic_store(&spy.pool, f.pool);
    quern__lease a = fixture_must_borrow(&f), b = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &a, QUERN__RETURN_CLEAN);
    let_them_age(&f);
    quern_script_nudge(script, 0);
    a = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &a, QUERN__RETURN_TAINTED);
    let_them_age(&f);
    quern_script_kill(script, 0, NULL, NULL);
    a = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &a, QUERN__RETURN_CANCEL);
    quern__pool_return(f.pool, &b, QUERN__RETURN_BROKEN);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 3);
    atomic_store(&spy.pool, (quern__pool *)NULL);
    ck_assert_int_gt(atomic_load(&spy.calls), 10);
    ck_assert_int_eq(atomic_load(&spy.held), 0);
    fixture_close(&f);
}
END_TEST

enum { CROWD = 8, CONNECTIONS = 3, ROUNDS = 1500 };

typedef struct worker {
    pool_fixture *f;
    pthread_t thread;
    unsigned seed;
    int got, timed_out, other;
} worker;

static atomic_int in_use[CROWD * ROUNDS];
static atomic_int shared;

/* The number of a connection is a place in in_use: two borrowers of one connection meet there. */
static void use(worker *w, quern__lease *lease)
{
    static const quern__return ways[] = { QUERN__RETURN_CLEAN,   QUERN__RETURN_CLEAN,  QUERN__RETURN_CLEAN,
                                          QUERN__RETURN_TAINTED, QUERN__RETURN_BROKEN, QUERN__RETURN_CANCEL };
    const int64_t number = lease_number(lease);
    if (atomic_fetch_add(&in_use[number], 1) != 0)
        atomic_fetch_add(&shared, 1);
    const unsigned dice = (unsigned)rand_r(&w->seed);
    if (dice % 16 == 0)
        quern_script_kill(w->f->script, number, NULL, NULL);
    if (dice % 8 == 0)
        sleep_ms(0);
    atomic_fetch_sub(&in_use[number], 1);
    w->got++;
    quern__pool_return(w->f->pool, lease, ways[dice / 16 % (sizeof ways / sizeof *ways)]);
}

static void *work(void *argument)
{
    worker *w = argument;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        quern__lease lease;
        quern_error error;
        const quern__turn turn = { .turn_ms = rand_r(&w->seed) % 8 ? 5000 : 0, .arena = arena };
        if (quern__pool_borrow(w->f->pool, &turn, &lease, &error))
            use(w, &lease);
        else if (error.code == QUERN_ERROR_POOL_TIMEOUT)
            w->timed_out++;
        else
            w->other++;
    }
    quern__arena_close(arena);
    return NULL;
}

START_TEST(a_crowd)
{
    pool_fixture f = fixture_open(CONNECTIONS);
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
    ck_assert_int_eq(atomic_load(&shared), 0);
    ck_assert_int_le(quern_script_count(f.script, QUERN_SCRIPT_OPEN_MOST), CONNECTIONS);
    wait_for_waiters(&f, 0);
    ck_assert_uint_eq(f.pool->count_of[QUERN__SLOT_LENT], 0);
    fixture_close(&f);
}
END_TEST

/* Open, borrow, return, close: without memory each says so, and works again. */
static bool lends(quern__replay *replay, void *context)
{
    quern_script *script = context;
    const quern__pool_options options = { .backend = quern_script_backend(script),
                                          .uri = "script:",
                                          .allocator = quern__replay_allocator(replay),
                                          .max = 2,
                                          .connect_ms = 1000 };
    quern__pool *pool = quern__pool_open(&options);
    if (!pool)
        return false;
    quern__lease lease;
    quern_error error;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    const quern__turn turn = { .turn_ms = 5000, .arena = arena };
    const bool lent = quern__pool_borrow(pool, &turn, &lease, &error);
    if (!lent) {
        ck_assert_msg(error.code == QUERN_ERROR_MEMORY, "%s: %s", quern__replay_where(replay), error.message);
        quern__replay_stop_failing(replay);
        ck_assert(quern__pool_borrow(pool, &turn, &lease, &error));
    }
    quern__pool_return(pool, &lease, QUERN__RETURN_CLEAN);
    quern__pool_close(pool);
    quern__arena_close(arena);
    return lent;
}

START_TEST(without_memory)
{
    quern_script *script = quern_script_new(NULL);
    ck_assert_uint_ge(quern__replay_run("pool", lends, script), 3);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_close(void);

Suite *quern__suite_close(void)
{
    Suite *suite = suite_create("close");
    TCase *tests = tcase_create("ends");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, shut_sends_waiters_away);
    tcase_add_test(tests, close_sends_waiters_away);
    tcase_add_test(tests, what_connects_too_late_is_closed);
    tcase_add_test(tests, close_does_what_is_left);
    tcase_add_test(tests, close_waits_for_those_who_are_looking);
    tcase_add_test(tests, the_helper_takes_no_signal);
    tcase_add_test(tests, a_forked_child);
    tcase_add_test(tests, a_dead_one_costs_nobody_his_turn);
    tcase_add_test(tests, no_slot_is_called_under_the_lock);
    tcase_add_test(tests, a_crowd);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
