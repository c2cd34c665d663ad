/* test_return.c: what may be lent again, and what becomes of the rest. */
#include "test/unit/pool/fixture.h"

#include <check.h>

static const struct {
    const char *name;
    quern__return how;
    bool reused, needs_reset;
    int64_t cancels;
} ways[] = {
    { "clean", QUERN__RETURN_CLEAN, true, false, 0 },
    { "tainted", QUERN__RETURN_TAINTED, true, true, 0 },
    { "broken", QUERN__RETURN_BROKEN, false, false, 0 },
    { "cancel", QUERN__RETURN_CANCEL, false, false, 1 },
};

static void check_next(pool_fixture *f, const quern__lease *next, int i)
{
    ck_assert_msg((lease_number(next) == 1) == ways[i].reused, "%s: got connection %lld", ways[i].name,
                  (long long)lease_number(next));
    ck_assert_msg(next->needs_reset == ways[i].needs_reset, "%s: needs_reset is %d", ways[i].name,
                  next->needs_reset);
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_CANCELS), ways[i].cancels);
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_CLOSES), !ways[i].reused);
}

START_TEST(the_next_borrower)
{
    pool_fixture f = fixture_open(1);
    quern__lease lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, ways[_i].how);
    ck_assert_ptr_null(lease.link);
    lease = fixture_must_borrow(&f);
    check_next(&f, &lease, _i);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    lease = fixture_must_borrow(&f);
    ck_assert_msg(!lease.needs_reset, "%s: still tainted after it was returned clean", ways[_i].name);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_waiter)
{
    pool_fixture f = fixture_open(1);
    borrower waiting;
    quern__lease lease = fixture_must_borrow(&f);
    borrower_start(&waiting, &f, 5000, true);
    quern__pool_return(f.pool, &lease, ways[_i].how);
    borrower_join(&waiting);
    ck_assert_msg(waiting.lent, "%s: the waiter got nothing", ways[_i].name);
    check_next(&f, &waiting.lease, _i);
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    fixture_close(&f);
}
END_TEST

/* Whatever the borrower says. */
static const struct {
    const char *name, *sql;
    bool runs;
} dirty[] = {
    { "in a transaction", "BEGIN", true },
    { "in a failed transaction", "fail", true },
    { "lost", "lose", true },
    { "busy", "BEGIN", false },
};

START_TEST(nothing_dirty_is_lent)
{
    pool_fixture f = fixture_open(1);
    quern_script_expect(f.script, .sql = "BEGIN", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(f.script, .sql = "fail", .message = "no", .leaves = QUERN_LINK_FAILED_TRANSACTION,
                        .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(f.script, .sql = "lose", .lost = QUERN_SCRIPT_LOST_AFTER,
                        .times = QUERN_SCRIPT_ALWAYS);
    quern__lease lease = fixture_must_borrow(&f);
    if (dirty[_i].runs)
        lease_run(&lease, dirty[_i].sql);
    else
        lease_send(&lease, dirty[_i].sql);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1); /* at once: it may hold locks at the server */
    lease = fixture_must_borrow(&f);
    ck_assert_msg(lease_number(&lease) == 2, "%s: lent again", dirty[_i].name);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_running_statement_is_cancelled)
{
    pool_fixture f = fixture_open(1);
    quern_script_expect(f.script, .sql = "SELECT pg_sleep(99)", .after_ms = QUERN_SCRIPT_NEVER);
    quern__lease lease = fixture_must_borrow(&f);
    lease_send(&lease, "SELECT pg_sleep(99)");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CANCEL);
    wait_for_count(&f, QUERN_SCRIPT_CANCELS, 1);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    fixture_close(&f);
}
END_TEST

START_TEST(nothing_is_returned)
{
    pool_fixture f = fixture_open(1);
    quern__lease none = { .link = NULL };
    quern__pool_return(f.pool, &none, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* Of several that find the same change only the first counts. */
START_TEST(an_epoch_ends_once)
{
    pool_fixture f = fixture_open(1);
    const uint32_t first = quern__pool_epoch(f.pool);
    for (int i = 0; i < 3; i++)
        quern__pool_outdate(f.pool, first);
    ck_assert_uint_eq(quern__pool_epoch(f.pool), first + 1);
    quern__pool_outdate(f.pool, first + 1);
    ck_assert_uint_eq(quern__pool_epoch(f.pool), first + 2);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_return(void);

Suite *quern__suite_return(void)
{
    Suite *suite = suite_create("return");
    TCase *tests = tcase_create("ways");
    tcase_add_loop_test(tests, the_next_borrower, 0, sizeof ways / sizeof *ways);
    tcase_add_loop_test(tests, a_waiter, 0, sizeof ways / sizeof *ways);
    tcase_add_loop_test(tests, nothing_dirty_is_lent, 0, sizeof dirty / sizeof *dirty);
    tcase_add_test(tests, a_running_statement_is_cancelled);
    tcase_add_test(tests, nothing_is_returned);
    tcase_add_test(tests, an_epoch_ends_once);
    suite_add_tcase(suite, tests);
    return suite;
}
