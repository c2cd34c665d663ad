/* test_borrow.c: who gets which connection, and what a borrower without one is told. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <string.h>

enum { CROWD = 5 };

START_TEST(first_come_first_served)
{
    pool_fixture f = fixture_open(1);
    borrower crowd[CROWD];
    quern__lease lease = fixture_must_borrow(&f);
    for (int i = 0; i < CROWD; i++)
        borrower_start(&crowd[i], &f, -1, true);
    for (int i = 0; i < CROWD; i++) {
        wait_for_waiters(&f, (uint32_t)(CROWD - i));
        quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
        borrower_join(&crowd[i]); /* would not end, were it not the turn of this one */
        ck_assert(crowd[i].lent);
        lease = crowd[i].lease;
        borrower_close(&crowd[i]);
    }
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

START_TEST(nobody_pushes_in)
{
    pool_fixture f = fixture_open(1);
    borrower waiting;
    quern__lease lease = fixture_must_borrow(&f), late;
    quern_error error;
    borrower_start(&waiting, &f, -1, true);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert(!fixture_borrow(&f, 0, &late, &error)); /* the waiter may not even be awake yet */
    ck_assert_int_eq(error.code, QUERN_ERROR_POOL_TIMEOUT);
    borrower_join(&waiting);
    ck_assert(waiting.lent);
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    fixture_close(&f);
}
END_TEST

static const struct {
    int32_t turn_ms;
    const char *message;
} deadlines[] = { { 0, "no connection in 0 ms" }, { 60, "no connection in 60 ms" } };

START_TEST(the_deadline_is_kept)
{
    pool_fixture f = fixture_open(1);
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    const int64_t began = now_ms();
    ck_assert(!fixture_borrow(&f, deadlines[_i].turn_ms, &none, &error));
    const int64_t took = now_ms() - began;
    ck_assert_msg(took >= deadlines[_i].turn_ms && took < deadlines[_i].turn_ms + 1000, "took %lld ms",
                  (long long)took);
    ck_assert_int_eq(error.code, QUERN_ERROR_POOL_TIMEOUT);
    ck_assert_int_eq(error.outcome, QUERN_NOT_APPLIED);
    ck_assert_str_eq(error.message, deadlines[_i].message);
    ck_assert_str_eq(error.detail, "1 of 1 connections lent, 0 idle, 1 waiting");
    ck_assert_ptr_nonnull(strstr(error.hint, "pool_max"));
    ck_assert_str_eq(error.site, "test.c:7");
    ck_assert_ptr_null(none.link);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    lease = fixture_must_borrow(&f); /* who left the queue is not served */
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(the_newest_idle_is_lent_first)
{
    pool_fixture f = fixture_open(3);
    quern__lease leases[3];
    for (int i = 0; i < 3; i++)
        leases[i] = fixture_must_borrow(&f);
    static const int returned[] = { 0, 2, 1 };
    int64_t numbers[3];
    for (int i = 0; i < 3; i++) {
        numbers[i] = lease_number(&leases[returned[i]]);
        quern__pool_return(f.pool, &leases[returned[i]], QUERN__RETURN_CLEAN);
    }
    for (int i = 0; i < 3; i++) {
        leases[i] = fixture_must_borrow(&f);
        ck_assert_int_eq(lease_number(&leases[i]), numbers[2 - i]);
    }
    for (int i = 0; i < 3; i++)
        quern__pool_return(f.pool, &leases[i], QUERN__RETURN_CLEAN);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 3);
    fixture_close(&f);
}
END_TEST

/* Opens `count` connections and leaves them idle. */
static void fill(pool_fixture *f, int count)
{
    quern__lease leases[8];
    for (int i = 0; i < count; i++)
        leases[i] = fixture_must_borrow(f);
    for (int i = 0; i < count; i++)
        quern__pool_return(f->pool, &leases[i], QUERN__RETURN_CLEAN);
    let_them_age(f);
}

static const int dead_counts[] = { 1, 2, 8 };

START_TEST(dead_ones_are_replaced_unseen)
{
    pool_fixture f = fixture_open(8);
    fill(&f, dead_counts[_i]);
    quern_script_kill(f.script, 0, "57P01", "terminating connection due to administrator command");
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&lease), dead_counts[_i] + 1);
    ck_assert(!lease.needs_reset);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, dead_counts[_i]);
    quern_script_expect(f.script, .sql = "SELECT 1");
    ck_assert(lease_run(&lease, "SELECT 1"));
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_dead_one_is_skipped_for_a_living_one)
{
    pool_fixture f = fixture_open(2);
    fill(&f, 2);
    quern__lease newest = fixture_must_borrow(&f);
    const int64_t dead = lease_number(&newest);
    quern__pool_return(f.pool, &newest, QUERN__RETURN_CLEAN);
    let_them_age(&f);
    ck_assert_uint_eq(quern_script_kill(f.script, dead, NULL, NULL), 1);
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_ne(lease_number(&lease), dead);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_notice_is_no_death)
{
    pool_fixture f = fixture_open(1);
    fill(&f, 1);
    ck_assert_uint_eq(quern_script_nudge(f.script, 1), 1);
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&lease), 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STEPS), 1);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* Whoever does one statement after the other need not look each time. The other connection is lent, so that the helper does not watch. */
START_TEST(what_came_back_just_now_is_not_looked_at)
{
    pool_fixture f = fixture_open(2);
    quern__lease kept = fixture_must_borrow(&f), lease = fixture_must_borrow(&f);
    const int64_t number = lease_number(&lease);
    sleep_ms(20);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    pthread_mutex_lock(&f.pool->lock);
    f.pool->newest->returned = now_ms() * 1000 + 1000000; /* however long this test takes */
    pthread_mutex_unlock(&f.pool->lock);
    quern_script_nudge(f.script, number);
    lease = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&lease), number);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STEPS), 0);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &kept, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_borrow(void);

Suite *quern__suite_borrow(void)
{
    Suite *suite = suite_create("borrow");
    TCase *tests = tcase_create("turns");
    tcase_add_test(tests, first_come_first_served);
    tcase_add_test(tests, nobody_pushes_in);
    tcase_add_loop_test(tests, the_deadline_is_kept, 0, sizeof deadlines / sizeof *deadlines);
    tcase_add_test(tests, the_newest_idle_is_lent_first);
    tcase_add_loop_test(tests, dead_ones_are_replaced_unseen, 0, sizeof dead_counts / sizeof *dead_counts);
    tcase_add_test(tests, a_dead_one_is_skipped_for_a_living_one);
    tcase_add_test(tests, a_notice_is_no_death);
    tcase_add_test(tests, what_came_back_just_now_is_not_looked_at);
    suite_add_tcase(suite, tests);
    return suite;
}
