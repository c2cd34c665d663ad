/* test_tend.c: what the helper does unasked: opens up to the minimum, watches, asks, closes the old and the unwanted, and tells of
 * what is held for long. Times are short here, and nothing is asserted of how long it took. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pool_fixture open_with(quern__pool_options options)
{
    quern_script *script = quern_script_new(NULL);
    ck_assert_ptr_nonnull(script);
    return fixture_open_like(script, options);
}

static quern_pool_counts counts_of(pool_fixture *f)
{
    quern_pool_counts counts;
    ck_assert(quern__pool_counts(f->pool, &counts));
    return counts;
}

static void use_all(pool_fixture *f, int count)
{
    quern__lease leases[8];
    for (int i = 0; i < count; i++)
        leases[i] = fixture_must_borrow(f);
    for (int i = 0; i < count; i++)
        quern__pool_return(f->pool, &leases[i], QUERN__RETURN_CLEAN);
}

/* ---- The minimum ---- */

START_TEST(the_minimum_is_opened_unasked)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 8, .min = 3 });
    wait_for_idle(&f, 3);
    sleep_ms(20);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 3);
    fixture_close(&f);
}
END_TEST

START_TEST(the_minimum_is_tried_again)
{
    pool_fixture f = fixture_open_like(quern_script_new(NULL), (quern__pool_options){ .max = 2, .min = 0 });
    quern_script_on_open(f.script, .message = "connection refused", .times = 3);
    pthread_mutex_lock(&f.pool->lock);
    f.pool->min = 2;
    pthread_mutex_unlock(&f.pool->lock);
    quern__lease lease = { .link = NULL };
    quern_error error;
    for (int i = 0; i < 20 && !lease.link; i++) /* which wakes the helper */
        fixture_borrow(&f, 1000, &lease, &error);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    wait_for_idle(&f, 2);
    ck_assert_uint_eq(counts_of(&f).connect_failed, 3);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name;
    quern__return how;
} losses[] = { { "broken", QUERN__RETURN_BROKEN }, { "idle and killed", QUERN__RETURN_CLEAN } };

START_TEST(what_is_lost_of_the_minimum_is_replaced)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 4, .min = 2 });
    wait_for_idle(&f, 2);
    quern__lease lease = fixture_must_borrow(&f);
    const int64_t number = lease_number(&lease);
    quern__pool_return(f.pool, &lease, losses[_i].how);
    if (losses[_i].how == QUERN__RETURN_CLEAN)
        quern_script_kill(f.script, number, "57P01", "terminating connection");
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 3);
    wait_for_idle(&f, 2);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 1);
    fixture_close(&f);
}
END_TEST

/* ---- Idle sockets ---- */

static const bool lent_meanwhile[] = { false, true };

/* Whether the helper dozes, or looks every tick since another connection is lent. */
START_TEST(a_dead_one_is_found_before_it_is_borrowed)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 4, .held_ms = 200 });
    quern__lease kept = { .link = NULL };
    use_all(&f, 2);
    if (lent_meanwhile[_i])
        kept = fixture_must_borrow(&f);
    const int64_t dead = lent_meanwhile[_i] ? 3 - lease_number(&kept) : 1;
    ck_assert_uint_eq(quern_script_kill(f.script, dead, "57P01", "terminating connection"), 1);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert_uint_eq(counts_of(&f).closed_dead, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    quern__pool_return(f.pool, &kept, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(all_that_die_at_once)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 8, .min = 8 });
    wait_for_idle(&f, 8);
    ck_assert_uint_eq(quern_script_kill(f.script, 0, "57P01", "terminating connection"), 8);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 8);
    wait_for_idle(&f, 8);
    ck_assert_int_le(quern_script_count(f.script, QUERN_SCRIPT_OPEN_MOST), 8);
    ck_assert_uint_eq(counts_of(&f).closed_dead, 8);
    use_all(&f, 8);
    fixture_close(&f);
}
END_TEST

START_TEST(a_notice_keeps_the_helper_awake_no_longer_than_once)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 1 });
    use_all(&f, 1);
    ck_assert_uint_eq(quern_script_nudge(f.script, 1), 1);
    wait_for_count(&f, QUERN_SCRIPT_STEPS, 1);
    sleep_ms(20);
    wait_for_idle(&f, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STEPS), 1);
    fixture_close(&f);
}
END_TEST

/* The helper watches it from before it was lent; what comes then is the borrower's, who may be looking at the slot himself. */
START_TEST(what_is_lent_meanwhile_is_left_alone)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 2, .held_ms = 40 });
    use_all(&f, 2);
    quern__lease kept = fixture_must_borrow(&f);
    sleep_ms(30); /* over a tick */
    quern__lease lent = fixture_must_borrow(&f);
    ck_assert_uint_eq(quern_script_nudge(f.script, lease_number(&lent)), 1);
    sleep_ms(30);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STEPS), 0);
    quern__pool_return(f.pool, &lent, QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &kept, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* ---- Times ---- */

START_TEST(what_nobody_wants_is_closed_down_to_the_minimum)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 4, .min = 1, .idle_ms = 40 });
    use_all(&f, 4);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 3);
    wait_for_idle(&f, 1);
    sleep_ms(100);
    const quern_pool_counts counts = counts_of(&f);
    ck_assert_uint_eq(counts.closed_idle, 3);
    ck_assert_uint_eq(counts.idle, 1);
    ck_assert_uint_eq(counts.connected, 4);
    fixture_close(&f);
}
END_TEST

START_TEST(what_is_wanted_stays)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 1, .idle_ms = 400 });
    for (int i = 0; i < 60; i++) {
        use_all(&f, 1);
        sleep_ms(10);
    }
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

START_TEST(the_old_are_closed_while_idle)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 2, .lifetime_ms = 60 });
    use_all(&f, 2);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 2);
    ck_assert_uint_eq(counts_of(&f).closed_old, 2);
    fixture_close(&f);
}
END_TEST

static const bool alone[] = { false, true };

START_TEST(the_old_are_closed_when_they_come_back)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 1, .lifetime_ms = 60, .no_threads = alone[_i] });
    quern__lease lease = fixture_must_borrow(&f);
    sleep_ms(100); /* never while it is lent */
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 0);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert_uint_eq(counts_of(&f).closed_old, 1);
    fixture_close(&f);
}
END_TEST

/* Each loses up to a fifth of its time, and not all the same. */
START_TEST(they_do_not_grow_old_together)
{
    enum { MANY = 50, LIFETIME_MS = 1000000 };
    pool_fixture f = open_with((quern__pool_options){ .max = MANY, .min = MANY, .lifetime_ms = LIFETIME_MS });
    int64_t least = INT64_MAX, most = 0;
    wait_for_idle(&f, MANY);
    const int64_t now = now_ms();
    pthread_mutex_lock(&f.pool->lock);
    for (int i = 0; i < MANY; i++) {
        const int64_t left = f.pool->slots[i].dies / 1000 - now;
        least = left < least ? left : least;
        most = left > most ? left : most;
    }
    pthread_mutex_unlock(&f.pool->lock);
    ck_assert_msg(most <= LIFETIME_MS && most > LIFETIME_MS * 95 / 100, "most %d", (int)most);
    ck_assert_msg(least >= LIFETIME_MS * 79 / 100 && least < LIFETIME_MS * 85 / 100, "least %d", (int)least);
    fixture_close(&f);
}
END_TEST

/* ---- Asking ---- */

START_TEST(the_silent_are_asked)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 2, .keepalive_ms = 30 });
    quern_script_expect(f.script, .sql = "SELECT 1", .times = QUERN_SCRIPT_ALWAYS);
    use_all(&f, 2);
    for (int i = 0; i < 5000 && counts_of(&f).pinged < 6; i++)
        sleep_ms(1);
    ck_assert_uint_ge(counts_of(&f).pinged, 6);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CLOSES), 0);
    use_all(&f, 2);
    fixture_close(&f);
}
END_TEST

START_TEST(one_that_is_lost_when_asked_is_replaced)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 2, .min = 1, .keepalive_ms = 30 });
    quern_script_expect(f.script, .sql = "SELECT 1", .lost = QUERN_SCRIPT_LOST_BEFORE);
    quern_script_expect(f.script, .sql = "SELECT 1", .times = QUERN_SCRIPT_ALWAYS);
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 2);
    ck_assert_uint_eq(counts_of(&f).closed_dead, 1);
    fixture_close(&f);
}
END_TEST

/* The helper waits for one answer, and for all else. */
START_TEST(one_that_does_not_answer_holds_up_nobody)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 2, .keepalive_ms = 30 });
    quern_script_expect(f.script, .sql = "SELECT 1", .after_ms = QUERN_SCRIPT_NEVER,
                        .times = QUERN_SCRIPT_ALWAYS);
    use_all(&f, 1);
    for (int i = 0; i < 5000 && !counts_of(&f).pinged; i++)
        sleep_ms(1);
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&lease), 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_BROKEN);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    pthread_mutex_lock(&f.pool->lock);
    f.pool->slots[f.pool->slots[0].state != QUERN__SLOT_ASKED].asked_until = 1; /* long ago */
    quern__ring_helper(f.pool);
    quern__unlock(f.pool);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 2);
    ck_assert_uint_eq(counts_of(&f).closed_dead, 1);
    fixture_close(&f);
}
END_TEST

START_TEST(closing_waits_for_no_answer)
{
    pool_fixture f = open_with((quern__pool_options){ .max = 1, .keepalive_ms = 30 });
    quern_script_expect(f.script, .sql = "SELECT 1", .after_ms = QUERN_SCRIPT_NEVER,
                        .times = QUERN_SCRIPT_ALWAYS);
    use_all(&f, 1);
    for (int i = 0; i < 5000 && !counts_of(&f).pinged; i++)
        sleep_ms(1);
    const int64_t began = now_ms();
    quern__pool_close(f.pool);
    f.pool = NULL;
    ck_assert_int_lt(now_ms() - began, 4000);
    fixture_close(&f);
}
END_TEST

/* ---- Held for long ---- */

static struct {
    pthread_mutex_t lock;
    quern__pool *pool;
    int count, held;
    char message[200], site[40];
} told = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    if (event->kind != QUERN_TRACE_HELD_LONG)
        return;
    pthread_mutex_lock(&told.lock);
    told.count++;
    if (pthread_mutex_trylock(&told.pool->lock) == 0)
        pthread_mutex_unlock(&told.pool->lock);
    else
        told.held++;
    snprintf(told.message, sizeof told.message, "%s", event->message);
    snprintf(told.site, sizeof told.site, "%s", event->site);
    pthread_mutex_unlock(&told.lock);
}

static int told_count(void)
{
    pthread_mutex_lock(&told.lock);
    const int count = told.count;
    pthread_mutex_unlock(&told.lock);
    return count;
}

static void wait_until_told(int count)
{
    for (int i = 0; i < 5000 && told_count() < count; i++)
        sleep_ms(1);
    ck_assert_int_eq(told_count(), count);
}

START_TEST(what_is_held_long_is_told_once_a_loan)
{
    static const quern__tracer tracer = { listen, NULL, QUERN_LEVEL_WARNING };
    char thread[80];
    pool_fixture f = open_with((quern__pool_options){ .max = 1, .held_ms = 40, .tracer = &tracer });
    told.pool = f.pool;
    for (int i = 0; i < 2; i++) {
        quern__lease lease = fixture_must_borrow(&f);
        wait_until_told(i + 1);
        sleep_ms(100);
        ck_assert_int_eq(told_count(), i + 1);
        quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    }
    use_all(&f, 1);
    ck_assert_uint_eq(counts_of(&f).held_long, 2);
    fixture_close(&f);
    quern__thread_describe(quern__thread_this(getpid())->kernel, thread, sizeof thread);
    ck_assert_str_eq(told.site, "test.c:7");
    ck_assert_int_eq(told.held, 0);
    ck_assert_ptr_nonnull(strstr(told.message, "on loan for over 40 ms"));
    ck_assert_msg(strstr(told.message, thread), "%s does not name %s", told.message, thread);
    ck_assert_int_eq(told_count(), 2);
}
END_TEST

Suite *quern__suite_tend(void);

Suite *quern__suite_tend(void)
{
    Suite *suite = suite_create("tend");
    TCase *tests = tcase_create("upkeep");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, the_minimum_is_opened_unasked);
    tcase_add_test(tests, the_minimum_is_tried_again);
    tcase_add_loop_test(tests, what_is_lost_of_the_minimum_is_replaced, 0, sizeof losses / sizeof *losses);
    tcase_add_loop_test(tests, a_dead_one_is_found_before_it_is_borrowed, 0, 2);
    tcase_add_test(tests, all_that_die_at_once);
    tcase_add_test(tests, a_notice_keeps_the_helper_awake_no_longer_than_once);
    tcase_add_test(tests, what_is_lent_meanwhile_is_left_alone);
    tcase_add_test(tests, what_nobody_wants_is_closed_down_to_the_minimum);
    tcase_add_test(tests, what_is_wanted_stays);
    tcase_add_test(tests, the_old_are_closed_while_idle);
    tcase_add_loop_test(tests, the_old_are_closed_when_they_come_back, 0, 2);
    tcase_add_test(tests, they_do_not_grow_old_together);
    tcase_add_test(tests, the_silent_are_asked);
    tcase_add_test(tests, one_that_is_lost_when_asked_is_replaced);
    tcase_add_test(tests, one_that_does_not_answer_holds_up_nobody);
    tcase_add_test(tests, closing_waits_for_no_answer);
    tcase_add_test(tests, what_is_held_long_is_told_once_a_loan);
    suite_add_tcase(suite, tests);
    return suite;
}
