/* test_interlock.c: threads that have a connection, and ask for a second one by another name. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <string.h>

static const bool alone[] = { false, true };

static pool_fixture open_pool(uint32_t max, bool no_threads)
{
    return fixture_open_like(quern_script_new(NULL),
                             (quern__pool_options){ .max = max, .no_threads = no_threads });
}

static bool borrow(pool_fixture *f, quern__interrupt *who, const char *site, quern__arena *arena,
                   quern__lease *lease, quern_error *error)
{
    const quern__turn turn = { .turn_ms = 10000, .site = site, .arena = arena, .interrupt = who };
    return quern__pool_borrow(f->pool, &turn, lease, error);
}

START_TEST(both_places_are_named)
{
    pool_fixture f = open_pool(1, alone[_i]);
    quern__interrupt first = { 0 }, second = { 0 };
    quern__lease lease, none;
    quern_error error;
    quern_pool_counts counts;
    ck_assert(borrow(&f, &first, "first.c:1", f.arena, &lease, &error));
    ck_assert(!borrow(&f, &second, "second.c:2", f.arena, &none, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_INTERLOCK);
    ck_assert_int_eq(error.outcome, QUERN_NOT_APPLIED);
    ck_assert_msg(strstr(error.message, "first.c:1") && strstr(error.message, "second.c:2"), "%s",
                  error.message);
    ck_assert_msg(strstr(error.detail, "first.c:1") && strstr(error.detail, "second.c:2"), "%s",
                  error.detail);
    ck_assert_msg(strstr(error.detail, "1 of 1 connections lent, 0 idle, 0 waiting"), "%s", error.detail);
    ck_assert_ptr_nonnull(strstr(error.hint, "one session for both"));
    ck_assert_str_eq(error.site, "second.c:2");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert(borrow(&f, &second, "second.c:3", f.arena, &lease, &error));
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert(quern__pool_counts(f.pool, &counts));
    ck_assert_uint_eq(counts.interlocked, 1);
    fixture_close(&f);
}
END_TEST

START_TEST(with_one_to_be_had_it_goes_on)
{
    pool_fixture f = open_pool(2, alone[_i]);
    quern__interrupt first = { 0 }, second = { 0 };
    quern__lease a, b;
    quern_error error;
    for (int round = 0; round < 2; round++) { /* one that is to be opened, then one that is idle */
        ck_assert(borrow(&f, &first, "first.c:1", f.arena, &a, &error));
        ck_assert(borrow(&f, &second, "second.c:2", f.arena, &b, &error));
        quern__pool_return(f.pool, &a, QUERN__RETURN_CLEAN);
        quern__pool_return(f.pool, &b, QUERN__RETURN_CLEAN);
    }
    fixture_close(&f);
}
END_TEST

/* It is the thread which uses the connection that counts, not the one which borrowed it. */
typedef struct user {
    pool_fixture *f;
    quern__lease *lease;
} user;

static void *use(void *argument)
{
    user *u = argument;
    quern__pool_note(u->f->pool, u->lease, "SELECT 1", false);
    quern__pool_note(u->f->pool, u->lease, NULL, true);
    return NULL;
}

static void *give_back(void *argument)
{
    user *u = argument;
    sleep_ms(30);
    quern__pool_return(u->f->pool, u->lease, QUERN__RETURN_CLEAN);
    return NULL;
}

START_TEST(one_that_another_thread_uses_is_not_held)
{
    pool_fixture f = open_pool(1, alone[_i]);
    quern__interrupt first = { 0 }, second = { 0 };
    quern__lease a, b;
    quern_error error;
    pthread_t thread;
    user u = { &f, &a };
    ck_assert(borrow(&f, &first, "first.c:1", f.arena, &a, &error));
    pthread_create(&thread, NULL, use, &u);
    pthread_join(thread, NULL);
    pthread_create(&thread, NULL, give_back, &u);
    ck_assert(borrow(&f, &second, "second.c:2", f.arena, &b, &error));
    pthread_join(thread, NULL);
    quern__pool_return(f.pool, &b, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* ---- 8 threads, 2 names each, 8 connections ---- */

enum { THREADS = 8, ROUNDS = 100 };

typedef struct worker {
    pool_fixture *f;
    pthread_t thread;
    int both, refused, other;
} worker;

static void take_second(worker *w, quern__arena *arena, quern__lease *held)
{
    quern__interrupt second = { 0 };
    quern__lease lease;
    quern_error error;
    const bool lent = borrow(w->f, &second, "second.c:2", arena, &lease, &error);
    *(lent ? &w->both : error.code == QUERN_ERROR_INTERLOCK ? &w->refused : &w->other) += 1;
    quern__pool_return(w->f->pool, &lease, QUERN__RETURN_CLEAN);
    quern__pool_return(w->f->pool, held, QUERN__RETURN_CLEAN);
}

static void *work(void *argument)
{
    worker *w = argument;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        quern__interrupt first = { 0 };
        quern__lease lease;
        quern_error error;
        if (!borrow(w->f, &first, "first.c:1", arena, &lease, &error)) {
            w->other++;
            continue;
        }
        if (i % 4 == 0)
            sleep_ms(1); /* let the others have theirs */
        take_second(w, arena, &lease);
    }
    quern__arena_close(arena);
    return NULL;
}

START_TEST(eight_threads_with_two_each_never_hang)
{
    pool_fixture f = open_pool(THREADS, alone[_i]);
    worker workers[THREADS];
    int both = 0;
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .f = &f };
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        ck_assert_int_eq(workers[i].other, 0);
        ck_assert_int_eq(workers[i].both + workers[i].refused, ROUNDS);
        both += workers[i].both;
    }
    ck_assert_int_gt(both, 0);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_interlock(void);

Suite *quern__suite_interlock(void)
{
    Suite *suite = suite_create("interlock");
    TCase *tests = tcase_create("two of a thread");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, both_places_are_named, 0, 2);
    tcase_add_loop_test(tests, with_one_to_be_had_it_goes_on, 0, 2);
    tcase_add_loop_test(tests, one_that_another_thread_uses_is_not_held, 0, 2);
    tcase_add_loop_test(tests, eight_threads_with_two_each_never_hang, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
