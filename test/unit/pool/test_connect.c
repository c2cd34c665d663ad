/* test_connect.c: when the pool grows, and what those who wait are told when it cannot. */
#include "test/unit/pool/fixture.h"

#include "lib/base/clock.h"

#include <check.h>
#include <string.h>

START_TEST(nothing_connects_before_somebody_waits)
{
    pool_fixture f = fixture_open(4);
    sleep_ms(20);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(what_comes_back_serves_before_what_connects)
{
    pool_fixture f = fixture_open(2);
    borrower waiting;
    quern__lease lease = fixture_must_borrow(&f);
    quern_script_on_open(f.script, .after_ms = 150);
    borrower_start(&waiting, &f, -1, true);
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    borrower_join(&waiting);
    ck_assert(waiting.lent);
    ck_assert_int_eq(lease_number(&waiting.lease), 1);
    wait_for_idle(&f, 1); /* the new one, for the next */
    lease = fixture_must_borrow(&f);
    ck_assert_int_eq(lease_number(&lease), 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    fixture_close(&f);
}
END_TEST

START_TEST(growth_is_dropped_once_nobody_waits)
{
    pool_fixture f = fixture_open(4);
    quern__lease lease, none;
    quern_error error;
    quern_script_on_open(f.script, .after_ms = 150);
    for (int i = 0; i < 3; i++)
        ck_assert(!fixture_borrow(&f, 10, &none, &error));
    wait_for_idle(&f, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(never_more_than_max)
{
    pool_fixture f = fixture_open(2);
    borrower crowd[6];
    for (int i = 0; i < 6; i++)
        borrower_start(&crowd[i], &f, 5000, false);
    wait_for_count(&f, QUERN_SCRIPT_OPENS, 2);
    wait_for_waiters(&f, 4);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    quern__pool_shut(f.pool);
    for (int i = 0; i < 6; i++) {
        borrower_join(&crowd[i]);
        ck_assert(crowd[i].lent || crowd[i].error.code == QUERN_ERROR_CLOSED);
        quern__pool_return(f.pool, &crowd[i].lease, QUERN__RETURN_CLEAN);
        borrower_close(&crowd[i]);
    }
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    fixture_close(&f);
}
END_TEST

/* What a crowd of waiters gets when every connect fails. */
static const struct {
    const char *name, *sqlstate, *message;
    int32_t after_ms, turn_ms;
    quern_error_code code;
    int64_t opens_least, opens_most;
} failures[] = {
    { "refused", "", "connection refused", 0, 5000, QUERN_ERROR_CONNECT, 2, 3 },
    { "no answer", NULL, NULL, QUERN_SCRIPT_NEVER, 5000, QUERN_ERROR_CONNECT, 2, 3 },
    { "wrong password", "28P01", "password authentication failed", 0, 5000, QUERN_ERROR_CONNECT, 1, 2 },
    { "no such role", "28000", "role \"x\" does not exist", 0, 5000, QUERN_ERROR_CONNECT, 1, 2 },
    { "no such database", "3D000", "database \"x\" does not exist", 0, 5000, QUERN_ERROR_CONNECT, 1, 2 },
    { "forbidden", "42501", "permission denied for database", 0, 5000, QUERN_ERROR_CONNECT, 1, 2 },
    { "full", "53300", "sorry, too many clients already", 0, 800, QUERN_ERROR_POOL_TIMEOUT, 2, 9 },
    { "starting", "57P03", "the database system is starting up", 0, 800, QUERN_ERROR_POOL_TIMEOUT, 2, 9 },
};

static void check_failure(const borrower *b, int i)
{
    const quern_error *error = &b->error;
    const char *name = failures[i].name;
    ck_assert_msg(!b->lent, "%s: lent", name);
    ck_assert_msg(error->code == failures[i].code, "%s: %s", name, quern_error_name(error->code));
    ck_assert_msg(error->outcome == QUERN_NOT_APPLIED, "%s: outcome", name);
    if (failures[i].message) {
        const char *where = failures[i].code == QUERN_ERROR_CONNECT ? error->message : error->detail;
        ck_assert_msg(strstr(where, failures[i].message), "%s: the cause is not told: %s", name, where);
        ck_assert_msg(strcmp(error->sqlstate, failures[i].sqlstate) == 0, "%s: %s", name, error->sqlstate);
    }
    ck_assert_str_eq(error->site, "test.c:9");
    if (failures[i].code == QUERN_ERROR_CONNECT)
        ck_assert_msg(b->took_ms < 2000, "%s: took %lld ms", name, (long long)b->took_ms);
    else
        ck_assert_msg(b->took_ms >= failures[i].turn_ms, "%s: took %lld ms", name, (long long)b->took_ms);
}

START_TEST(those_who_wait_are_told_why)
{
    pool_fixture f = fixture_open(4);
    borrower crowd[3];
    /* Slow enough that all three wait for the same connect, as a rule. */
    quern_script_on_open(f.script, .sqlstate = failures[_i].sqlstate, .message = failures[_i].message,
                         .after_ms = failures[_i].after_ms ? failures[_i].after_ms : 120,
                         .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 3; i++)
        borrower_start(&crowd[i], &f, failures[_i].turn_ms, false);
    for (int i = 0; i < 3; i++) {
        borrower_join(&crowd[i]);
        check_failure(&crowd[i], _i);
        borrower_close(&crowd[i]);
    }
    const int64_t opens = quern_script_count(f.script, QUERN_SCRIPT_OPENS);
    ck_assert_msg(opens >= failures[_i].opens_least && opens <= failures[_i].opens_most,
                  "%s: tried %lld times", failures[_i].name, (long long)opens);
    fixture_close(&f);
}
END_TEST

START_TEST(one_failure_is_not_told)
{
    pool_fixture f = fixture_open(1);
    quern_script_on_open(f.script, .message = "connection refused");
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_server_that_starts_is_waited_for)
{
    pool_fixture f = fixture_open(1);
    quern_script_on_open(f.script, .sqlstate = "57P03", .message = "starting up", .times = 3);
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 4);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* With a connection alive, waiting makes sense: it will come back. */
START_TEST(refused_while_one_lives)
{
    pool_fixture f = fixture_open(2);
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    quern_script_on_open(f.script, .message = "connection refused", .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(!fixture_borrow(&f, 300, &none, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_POOL_TIMEOUT);
    ck_assert_str_eq(error.detail, "1 of 2 connections lent, 0 idle, 1 waiting; the last connect failed: "
                                   "connection refused");
    borrower waiting;
    borrower_start(&waiting, &f, 5000, true);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    borrower_join(&waiting);
    ck_assert(waiting.lent);
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    fixture_close(&f);
}
END_TEST

START_TEST(it_recovers)
{
    pool_fixture f = fixture_open(1);
    quern__lease lease;
    quern_error error;
    quern_script_on_open(f.script, .message = "connection refused", .times = 2);
    ck_assert(!fixture_borrow(&f, 5000, &lease, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
    lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    lease = fixture_must_borrow(&f);
    ck_assert(!fixture_borrow(&f, 1, &(quern__lease){ .link = NULL }, &error));
    ck_assert_str_eq(error.detail,
                     "1 of 1 connections lent, 0 idle, 1 waiting"); /* the failures are history */
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* A password does not mend itself: no newcomer waits for the server to say so again. */
START_TEST(a_no_is_remembered_for_a_while)
{
    pool_fixture f = fixture_open(1);
    quern__lease none;
    quern_error error;
    quern_script_on_open(f.script, .sqlstate = "28P01", .message = "no", .times = QUERN_SCRIPT_ALWAYS);
    const int64_t began = now_ms();
    for (int i = 0; i < 1000; i++) {
        ck_assert(!fixture_borrow(&f, 5000, &none, &error));
        ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
        ck_assert_str_eq(error.sqlstate, "28P01");
    }
    const int64_t opens = quern_script_count(f.script, QUERN_SCRIPT_OPENS);
    ck_assert_msg(opens < 100, "%lld connects for 1000 borrowers", (long long)opens);
    ck_assert_msg(now_ms() - began < 2000, "they waited");
    fixture_close(&f);
}
END_TEST

/* After the nth failure the next try comes after a random time, up to a limit. */
static const struct {
    uint32_t failures;
    int64_t limit_ms;
} backoffs[] = { { 1, 50 }, { 2, 100 }, { 5, 800 }, { 7, 3200 }, { 8, 5000 }, { 1000000, 5000 } };

START_TEST(the_backoff_grows)
{
    enum { DRAWS = 500 };
    static const quern_error full = { .code = QUERN_ERROR_CONNECT, .sqlstate = "53300", .message = "full" };
    pool_fixture f = fixture_open(1);
    int64_t longest = 0, shortest = INT64_MAX;
    pthread_mutex_lock(&f.pool->lock);
    for (int i = 0; i < DRAWS; i++) {
        f.pool->failures = backoffs[_i].failures - 1;
        const int64_t now = now_ms();
        quern__grow_failed(f.pool, &full, quern__clock_now(), false);
        const int64_t wait = f.pool->next_connect / 1000 - now;
        longest = wait > longest ? wait : longest;
        shortest = wait < shortest ? wait : shortest;
    }
    pthread_mutex_unlock(&f.pool->lock);
    const int64_t limit = backoffs[_i].limit_ms;
    ck_assert_msg(longest <= limit + 20 && longest > limit * 9 / 10 && shortest < limit / 10 + 2,
                  "%u failures: from %lld to %lld ms", backoffs[_i].failures, (long long)shortest,
                  (long long)longest);
    fixture_close(&f);
}
END_TEST

/* Texts have room, but not without end; a character is not cut in two. */
START_TEST(long_causes_are_cut)
{
    char message[3000];
    for (size_t i = 0; i < sizeof message - 2; i += 2)
        memcpy(message + i, "\xc3\xbc", 3);
    pool_fixture f = fixture_open(1);
    const quern_error error = { .code = QUERN_ERROR_CONNECT, .sqlstate = "28P01", .message = message };
    pthread_mutex_lock(&f.pool->lock);
    quern__grow_failed(f.pool, &error, quern__clock_now(), false);
    const size_t size = strlen(f.pool->cause.message);
    pthread_mutex_unlock(&f.pool->lock);
    ck_assert_msg(size > 1000 && size % 2 == 0, "%zu bytes", size);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_connect(void);

Suite *quern__suite_connect(void)
{
    Suite *suite = suite_create("connect");
    TCase *tests = tcase_create("growth");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, nothing_connects_before_somebody_waits);
    tcase_add_test(tests, what_comes_back_serves_before_what_connects);
    tcase_add_test(tests, growth_is_dropped_once_nobody_waits);
    tcase_add_test(tests, never_more_than_max);
    tcase_add_loop_test(tests, those_who_wait_are_told_why, 0, sizeof failures / sizeof *failures);
    tcase_add_test(tests, one_failure_is_not_told);
    tcase_add_test(tests, a_server_that_starts_is_waited_for);
    tcase_add_test(tests, refused_while_one_lives);
    tcase_add_test(tests, it_recovers);
    tcase_add_test(tests, a_no_is_remembered_for_a_while);
    tcase_add_loop_test(tests, the_backoff_grows, 0, sizeof backoffs / sizeof *backoffs);
    tcase_add_test(tests, long_causes_are_cut);
    suite_add_tcase(suite, tests);
    return suite;
}
