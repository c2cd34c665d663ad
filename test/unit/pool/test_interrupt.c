/* test_interrupt.c: ending what a borrower does from another thread, and telling what that is. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

static bool can_be_read(int fd)
{
    struct pollfd look = { .fd = fd, .events = POLLIN };
    return poll(&look, 1, 0) == 1;
}

static bool borrow_as(pool_fixture *f, quern__interrupt *who, quern__lease *lease, quern_error *error)
{
    const quern__turn turn = { .turn_ms = 5000, .arena = f->arena, .site = "test.c:3", .interrupt = who };
    return quern__pool_borrow(f->pool, &turn, lease, error);
}

static const struct {
    const char *name;
    quern__interruption why;
    quern_error_code code;
    const char *message;
    bool stays;
} ways[] = {
    { "cancelled", QUERN__INTERRUPTED_BY_CANCEL, QUERN_ERROR_CANCELLED, "the session was cancelled", false },
    { "closed", QUERN__INTERRUPTED_BY_CLOSE, QUERN_ERROR_CLOSED, "the db is being closed", true },
};

static void check_told(const char *name, const quern_error *error, int way)
{
    ck_assert_msg(error->code == ways[way].code, "%s: %s", name, quern_error_name(error->code));
    ck_assert_msg(strcmp(error->message, ways[way].message) == 0, "%s: %s", name, error->message);
    ck_assert_msg(*error->hint && error->outcome == QUERN_NOT_APPLIED && error->site, "%s: %s", name,
                  error->hint);
}

/* The others keep their places: the one in front is served first. */
START_TEST(a_waiter_is_sent_away)
{
    pool_fixture f = fixture_open(1);
    borrower waiting[3];
    quern__lease lease = fixture_must_borrow(&f);
    for (int i = 0; i < 3; i++)
        borrower_start(&waiting[i], &f, -1, true);
    quern__pool_interrupt(f.pool, &waiting[1].interrupt, ways[_i].why);
    borrower_join(&waiting[1]);
    ck_assert(!waiting[1].lent);
    check_told(ways[_i].name, &waiting[1].error, _i);
    wait_for_waiters(&f, 2);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    for (int i = 0; i < 3; i += 2) {
        borrower_join(&waiting[i]);
        ck_assert(waiting[i].lent);
        quern__pool_return(f.pool, &waiting[i].lease, QUERN__RETURN_CLEAN);
    }
    for (int i = 0; i < 3; i++)
        borrower_close(&waiting[i]);
    fixture_close(&f);
}
END_TEST

START_TEST(one_who_does_nothing_finds_out_later)
{
    pool_fixture f = fixture_open(1);
    quern__interrupt who = { 0 };
    quern__lease lease;
    quern_error error;
    quern__pool_interrupt(f.pool, &who, ways[_i].why);
    ck_assert(!borrow_as(&f, &who, &lease, &error));
    check_told(ways[_i].name, &error, _i);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    const bool lent = borrow_as(&f, &who, &lease, &error);
    ck_assert_int_eq(lent, !ways[_i].stays);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(a_borrower_is_woken)
{
    pool_fixture f = fixture_open(2);
    quern__interrupt who = { 0 }, other = { 0 };
    quern__lease lease, others;
    quern_error error;
    ck_assert(borrow_as(&f, &who, &lease, &error) && borrow_as(&f, &other, &others, &error));
    ck_assert(!can_be_read(lease.wake) && !can_be_read(others.wake));
    for (int times = 0; times < 3; times++)
        quern__pool_interrupt(f.pool, &who, ways[_i].why);
    ck_assert(can_be_read(lease.wake) && !can_be_read(others.wake));
    quern__wake_hush(lease.wake);
    ck_assert(!can_be_read(lease.wake));
    ck_assert_int_eq(quern__interrupt_look(&who), ways[_i].why);
    ck_assert_int_eq(quern__interrupt_look(&other), QUERN__UNINTERRUPTED);
    ck_assert_int_eq(quern__interrupt_take(&who), ways[_i].why);
    ck_assert_int_eq(quern__interrupt_take(&who), ways[_i].stays ? ways[_i].why : QUERN__UNINTERRUPTED);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    quern__pool_return(f.pool, &others, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* The slot is somebody else's by now; and a name that gave its connection back has none. */
START_TEST(the_one_before_is_not_meant)
{
    pool_fixture f = fixture_open(1);
    quern__interrupt before = { 0 }, now = { 0 };
    quern__lease lease;
    quern_error error;
    ck_assert(borrow_as(&f, &before, &lease, &error));
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert(borrow_as(&f, &now, &lease, &error));
    quern__pool_interrupt(f.pool, &before, QUERN__INTERRUPTED_BY_CANCEL);
    ck_assert(!can_be_read(lease.wake));
    ck_assert_int_eq(quern__interrupt_look(&now), QUERN__UNINTERRUPTED);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

START_TEST(closing_is_stronger)
{
    quern__interrupt who = { 0 };
    quern__pool_interrupt(NULL, &who, QUERN__INTERRUPTED_BY_CANCEL);
    quern__pool_interrupt(NULL, &who, QUERN__INTERRUPTED_BY_CLOSE);
    quern__pool_interrupt(NULL, &who, QUERN__INTERRUPTED_BY_CANCEL);
    for (int times = 0; times < 2; times++)
        ck_assert_int_eq(quern__interrupt_take(&who), QUERN__INTERRUPTED_BY_CLOSE);
    ck_assert_int_eq(quern__interrupt_look(NULL), QUERN__UNINTERRUPTED);
    ck_assert_int_eq(quern__interrupt_take(NULL), QUERN__UNINTERRUPTED);
}
END_TEST

/* A descriptor is made once for each place, and not anew with each connection. */
START_TEST(the_descriptor_stays)
{
    pool_fixture f = fixture_open(1);
    quern__lease lease = fixture_must_borrow(&f);
    const int wake = lease.wake;
    ck_assert_int_ge(wake, 0);
    for (int i = 0; i < 3; i++) {
        quern__pool_return(f.pool, &lease, QUERN__RETURN_BROKEN);
        lease = fixture_must_borrow(&f);
        ck_assert_int_eq(lease_number(&lease), i + 2);
        ck_assert_int_eq(lease.wake, wake);
    }
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* ---- What somebody is doing ---- */

static void check_doing(pool_fixture *f, const quern__interrupt *who, const char *expected)
{
    char doing[64];
    quern__pool_doing(f->pool, who, doing, sizeof doing);
    ck_assert_str_eq(doing, expected);
}

START_TEST(what_somebody_is_doing)
{
    pool_fixture f = fixture_open(1);
    quern__interrupt who = { 0 };
    quern__lease lease;
    quern_error error;
    borrower waiting;
    char cut[20];
    check_doing(&f, &who, "idle");
    ck_assert(borrow_as(&f, &who, &lease, &error));
    check_doing(&f, &who, "keeps a connection");
    quern__pool_note(f.pool, &lease, "SELECT 1", true);
    check_doing(&f, &who, "runs SELECT 1");
    quern__pool_note(f.pool, &lease, NULL, true);
    check_doing(&f, &who, "in a transaction");
    quern__pool_note(f.pool, &lease,
                     "SELECT 'M\xc3\xbchle', and a good deal more of columns that are too long to be told",
                     false);
    check_doing(&f, &who, "runs SELECT 'M\xc3\xbchle', and a good deal more of columns that are ");
    quern__pool_doing(f.pool, &who, cut, 16);
    ck_assert_str_eq(cut, "runs SELECT 'M"); /* not half of a character */
    borrower_start(&waiting, &f, -1, true);
    check_doing(&f, &waiting.interrupt, "waits for a connection to run SELECT 9");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    check_doing(&f, &who, "idle");
    borrower_join(&waiting);
    check_doing(&f, &waiting.interrupt, "keeps a connection");
    quern__pool_return(f.pool, &waiting.lease, QUERN__RETURN_CLEAN);
    borrower_close(&waiting);
    quern__pool_doing(NULL, &who, cut, sizeof cut);
    ck_assert_str_eq(cut, "idle");
    fixture_close(&f);
}
END_TEST

/* ---- Many at once ---- */

enum { CROWD = 8, ROUNDS = 300, CONNECTIONS = 2 };

static struct {
    pool_fixture f;
    quern__interrupt who[CROWD];
    atomic_bool over;
    int lent[CROWD], sent_away[CROWD], other[CROWD];
} crowd;

static void use(const quern__lease *lease)
{
    struct pollfd look = { .fd = lease->wake, .events = POLLIN };
    if (poll(&look, 1, 1) == 1)
        quern__wake_hush(lease->wake);
}

static void *borrow_again_and_again(void *number)
{
    const int me = *(int *)number;
    quern__arena *arena = quern__arena_open(&quern__system_allocator, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        quern__lease lease;
        quern_error error;
        const quern__turn turn = {
            .turn_ms = 5000, .arena = arena, .interrupt = &crowd.who[me], .sql = "SELECT"
        };
        if (quern__pool_borrow(crowd.f.pool, &turn, &lease, &error)) {
            quern__pool_note(crowd.f.pool, &lease, "SELECT", false);
            use(&lease);
            quern__interrupt_take(&crowd.who[me]);
            quern__pool_return(crowd.f.pool, &lease, i % 16 ? QUERN__RETURN_CLEAN : QUERN__RETURN_CANCEL);
            crowd.lent[me]++;
        } else {
            (error.code == QUERN_ERROR_CANCELLED ? crowd.sent_away : crowd.other)[me]++;
        }
    }
    quern__arena_close(arena);
    return NULL;
}

static void *cancel_again_and_again(void *number)
{
    unsigned seed = *(unsigned *)number;
    char doing[40];
    while (!atomic_load(&crowd.over)) {
        quern__interrupt *who = &crowd.who[rand_r(&seed) % CROWD];
        quern__pool_interrupt(crowd.f.pool, who, QUERN__INTERRUPTED_BY_CANCEL);
        quern__pool_doing(crowd.f.pool, who, doing, sizeof doing);
        sleep_ms(0);
    }
    return NULL;
}

/* Without a fork, as under valgrind, the last test's is still there. */
static void begin_crowd(void)
{
    for (int i = 0; i < CROWD; i++) {
        crowd.lent[i] = crowd.sent_away[i] = crowd.other[i] = 0;
        quern__interrupt_take(&crowd.who[i]);
    }
    atomic_store(&crowd.over, false);
}

START_TEST(eight_threads_cancel_eight)
{
    pthread_t borrowers[CROWD], cancellers[CROWD];
    int numbers[CROWD], lent = 0, sent_away = 0;
    quern_script *script = quern_script_new(NULL);
    begin_crowd();
    crowd.f = fixture_open_like(script, (quern__pool_options){ .max = CONNECTIONS, .no_threads = _i });
    for (int i = 0; i < CROWD; i++) {
        numbers[i] = i;
        pthread_create(&borrowers[i], NULL, borrow_again_and_again, &numbers[i]);
        pthread_create(&cancellers[i], NULL, cancel_again_and_again, &numbers[i]);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(borrowers[i], NULL);
        ck_assert_int_eq(crowd.lent[i] + crowd.sent_away[i], ROUNDS);
        lent += crowd.lent[i];
        sent_away += crowd.sent_away[i];
    }
    atomic_store(&crowd.over, true);
    for (int i = 0; i < CROWD; i++)
        pthread_join(cancellers[i], NULL);
    ck_assert_int_gt(lent, 0);
    ck_assert_int_gt(sent_away, 0);
    ck_assert_uint_eq(crowd.f.pool->count_of[QUERN__SLOT_LENT], 0);
    fixture_close(&crowd.f);
}
END_TEST

Suite *quern__suite_interrupt(void);

Suite *quern__suite_interrupt(void)
{
    enum { WAYS = sizeof ways / sizeof *ways };
    Suite *suite = suite_create("interrupt");
    TCase *tests = tcase_create("interrupt");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_waiter_is_sent_away, 0, WAYS);
    tcase_add_loop_test(tests, one_who_does_nothing_finds_out_later, 0, WAYS);
    tcase_add_loop_test(tests, a_borrower_is_woken, 0, WAYS);
    tcase_add_test(tests, the_one_before_is_not_meant);
    tcase_add_test(tests, closing_is_stronger);
    tcase_add_test(tests, the_descriptor_stays);
    tcase_add_test(tests, what_somebody_is_doing);
    tcase_add_loop_test(tests, eight_threads_cancel_eight, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
