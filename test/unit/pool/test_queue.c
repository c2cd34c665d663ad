/* test_queue.c: the queue under load: bounded, in order, and never more connections than there may be; and what the numbers of the
 * pool say of all that. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <stdatomic.h>
#include <string.h>

START_TEST(a_full_queue_refuses_at_once)
{
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = fixture_open_like(script, (quern__pool_options){ .max = 1, .waiting_max = 2 });
    borrower waiting[2];
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    for (int i = 0; i < 2; i++)
        borrower_start(&waiting[i], &f, -1, true);
    ck_assert(!fixture_borrow(&f, -1, &none, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_POOL_FULL);
    ck_assert_int_eq(error.outcome, QUERN_NOT_APPLIED);
    ck_assert_str_eq(error.message, "2 sessions wait for a connection already");
    ck_assert_str_eq(error.detail, "1 of 1 connections lent, 0 idle, 2 waiting");
    ck_assert_ptr_nonnull(strstr(error.hint, ".waiting_max"));
    ck_assert_str_eq(error.site, "test.c:7");
    for (int i = 0; i < 2; i++) {
        quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
        borrower_join(&waiting[i]);
        ck_assert(waiting[i].lent);
        lease = waiting[i].lease;
        borrower_close(&waiting[i]);
    }
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    lease = fixture_must_borrow(&f); /* who need not wait is not counted */
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    quern_pool_counts counts;
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.overflowed, 1);
    fixture_close(&f);
}
END_TEST

/* ---- A burst ---- */

enum { BURST = 200, MAX = 8 };

static void *borrow_and_return(void *argument)
{
    borrower *b = argument;
    const quern__turn turn = {
        .turn_ms = 20000, .site = "test.c:3", .arena = b->arena, .interrupt = &b->interrupt
    };
    b->lent = quern__pool_borrow(b->f->pool, &turn, &b->lease, &b->error);
    sleep_ms(2);
    quern__pool_return(b->f->pool, &b->lease, QUERN__RETURN_CLEAN);
    return NULL;
}

static const bool alone[] = { false, true };

START_TEST(a_burst_stays_within_the_limits)
{
    static borrower burst[BURST];
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = fixture_open_like(
        script, (quern__pool_options){ .max = MAX, .waiting_max = BURST, .no_threads = alone[_i] });
    quern_script_on_open(script, .after_ms = 20, .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < BURST; i++) {
        burst[i] = (borrower){ .f = &f, .arena = quern__arena_open(&quern__system_allocator, NULL) };
        ck_assert_int_eq(pthread_create(&burst[i].thread, NULL, borrow_and_return, &burst[i]), 0);
    }
    for (int i = 0; i < BURST; i++) {
        borrower_join(&burst[i]);
        ck_assert_msg(burst[i].lent, "%d: %s", i, burst[i].lent ? "" : burst[i].error.message);
        borrower_close(&burst[i]);
    }
    quern_pool_counts counts;
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_int_le(quern_script_count(script, QUERN_SCRIPT_OPENS), MAX);
    ck_assert_uint_eq(counts.borrowed, BURST);
    ck_assert_uint_le(counts.most_lent, MAX);
    ck_assert_uint_eq(counts.lent, 0);
    ck_assert_uint_eq(counts.waiting, 0);
    fixture_close(&f);
}
END_TEST

/* ---- Order ---- */

enum { QUEUE = 20, ROUNDS = 5 };

/* Each waits again as soon as it was served; who is served, in which order, is written down by whoever has the only connection. */
typedef struct line {
    pool_fixture *f;
    quern__interrupt names[QUEUE];
    atomic_size_t count;
    int served[QUEUE * ROUNDS];
} line;

typedef struct member {
    line *line;
    int number;
    pthread_t thread;
} member;

static bool all_wait(const line *l)
{
    quern_pool_counts counts;
    quern__pool_counts(l->f->pool, &counts);
    return counts.waiting == QUEUE - 1;
}

static void *queue_up(void *argument)
{
    const member *m = argument;
    line *l = m->line;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        quern__lease lease;
        quern_error error;
        const quern__turn turn = { .turn_ms = 20000, .arena = arena, .interrupt = &l->names[m->number] };
        if (!quern__pool_borrow(l->f->pool, &turn, &lease, &error))
            break;
        l->served[atomic_fetch_add(&l->count, 1)] = m->number;
        while (i < ROUNDS - 1 && !all_wait(l)) /* the last one has to queue up again first */
            sleep_ms(1);
        quern__pool_return(l->f->pool, &lease, QUERN__RETURN_CLEAN);
    }
    quern__arena_close(arena);
    return NULL;
}

/* Nobody is served twice while another waits: each round has the order of the first. */
START_TEST(nobody_is_overtaken)
{
    static line l;
    static member members[QUEUE];
    pool_fixture f = fixture_open(1);
    quern__lease lease = fixture_must_borrow(&f);
    l.f = &f;
    for (int i = 0; i < QUEUE; i++) {
        members[i] = (member){ .line = &l, .number = i };
        pthread_create(&members[i].thread, NULL, queue_up, &members[i]);
        wait_for_waiters(&f, (uint32_t)i + 1);
    }
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    for (int i = 0; i < QUEUE; i++)
        pthread_join(members[i].thread, NULL);
    ck_assert_uint_eq(atomic_load(&l.count), QUEUE * ROUNDS);
    for (int i = 0; i < QUEUE * (ROUNDS - 1); i++)
        ck_assert_msg(l.served[i] == i % QUEUE, "%d was served at place %d", l.served[i], i);
    fixture_close(&f);
}
END_TEST

/* ---- A connect that hangs ---- */

/* The other connect serves them all, though the first hangs for as long as this takes. */
START_TEST(a_connect_that_hangs_holds_up_nobody_else)
{
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = fixture_open_like(script, (quern__pool_options){ .max = 4, .connect_ms = 4000 });
    borrower waiting[3];
    quern_script_on_open(script, .after_ms = QUERN_SCRIPT_NEVER);
    const int64_t began = now_ms();
    for (int i = 0; i < 3; i++)
        borrower_start(&waiting[i], &f, 10000, false);
    for (int i = 0; i < 3; i++) {
        borrower_join(&waiting[i]);
        ck_assert(waiting[i].lent);
        quern__pool_return(f.pool, &waiting[i].lease, QUERN__RETURN_BROKEN);
        borrower_close(&waiting[i]);
    }
    ck_assert_int_lt(now_ms() - began, 3900);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, quern_script_count(script, QUERN_SCRIPT_OPENS) - 1);
    ck_assert_int_lt(now_ms() - began, 3900); /* the helper, too, went on */
    fixture_close(&f);
}
END_TEST

/* Two fail at once, and are one failure: what they had to say was the same. */
START_TEST(two_at_once_fail_once)
{
    pool_fixture f = fixture_open(2);
    quern_script_on_open(f.script, .message = "connection refused", .after_ms = 50, .times = 2);
    borrower waiting[2];
    for (int i = 0; i < 2; i++)
        borrower_start(&waiting[i], &f, 5000, false);
    for (int i = 0; i < 2; i++) {
        borrower_join(&waiting[i]);
        ck_assert_msg(waiting[i].lent, "%s", waiting[i].lent ? "" : waiting[i].error.message);
    }
    for (int i = 0; i < 2; i++) {
        quern__pool_return(f.pool, &waiting[i].lease, QUERN__RETURN_CLEAN);
        borrower_close(&waiting[i]);
    }
    fixture_close(&f);
}
END_TEST

/* ---- Numbers ---- */

START_TEST(the_numbers)
{
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = fixture_open_like(script, (quern__pool_options){ .max = 3, .min = 1 });
    quern__lease leases[3], none;
    quern_error error;
    quern_pool_counts counts;
    borrower waiting;
    for (int i = 0; i < 3; i++)
        leases[i] = fixture_must_borrow(&f);
    ck_assert(!fixture_borrow(&f, 0, &none, &error));
    borrower_start(&waiting, &f, 5000, true);
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.max, 3);
    ck_assert_uint_eq(counts.min, 1);
    ck_assert_uint_eq(counts.lent, 3);
    ck_assert_uint_eq(counts.idle, 0);
    ck_assert_uint_eq(counts.waiting, 1);
    ck_assert_uint_eq(counts.timed_out, 1);
    const uint64_t waited = counts.waited; /* for the connects */
    sleep_ms(20);
    quern__pool_return(f.pool, &leases[0], QUERN__RETURN_CLEAN);
    borrower_join(&waiting);
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_BROKEN);
    quern__pool_return(f.pool, &leases[1], QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &leases[2], QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.lent, 0);
    ck_assert_uint_eq(counts.idle, 2);
    ck_assert_uint_eq(counts.waiting, 0);
    ck_assert_uint_eq(counts.most_lent, 3);
    ck_assert_uint_ge(counts.most_waiting, 1);
    ck_assert_uint_eq(counts.borrowed, 4);
    ck_assert_uint_eq(counts.waited, waited + 1);
    ck_assert_int_ge(counts.longest_microseconds, 19000);
    ck_assert_int_ge(counts.waited_microseconds, counts.longest_microseconds);
    ck_assert_uint_eq(counts.connected, 3);
    ck_assert_uint_eq(counts.closed_broken, 1);
    ck_assert_uint_eq(counts.overflowed + counts.interlocked + counts.closed_dead + counts.closed_old, 0);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_queue(void);

Suite *quern__suite_queue(void)
{
    Suite *suite = suite_create("queue");
    TCase *tests = tcase_create("load");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_full_queue_refuses_at_once);
    tcase_add_loop_test(tests, a_burst_stays_within_the_limits, 0, 2);
    tcase_add_test(tests, nobody_is_overtaken);
    tcase_add_test(tests, a_connect_that_hangs_holds_up_nobody_else);
    tcase_add_test(tests, two_at_once_fail_once);
    tcase_add_test(tests, the_numbers);
    suite_add_tcase(suite, tests);
    return suite;
}
