/* test_native.c: a connection that is lent to the program, on a script, which lends for once: when it is lost in the wrong moment. */
#include "test/unit/session/fixture.h"

#include <quern/backend/native.h>
#include <quern/transaction.h>

#include <check.h>

static struct {
    const quern_backend *backend;
    bool dies;
    int units; /* that are answered before */
} played;

static quern_link *open_played(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return played.backend->open(played.backend, connect, error);
}

/* The loss stands right behind the answer. */
static bool take_played(quern_link *link, quern_event *event)
{
    if (played.backend->take(link, event)) {
        played.units -= event->kind == QUERN_EVENT_SYNCED;
        return true;
    }
    if (played.units || !played.dies)
        return false;
    played.dies = false;
    *event = (quern_event){ .kind = QUERN_EVENT_LOST,
                            .error = { .code = QUERN_ERROR_CONNECTION_LOST, .message = "bye" } };
    return true;
}

static void *lend(quern_link *link, quern_error *error)
{
    (void)error;
    return link;
}

static bool reclaim(quern_link *link, quern_error *error)
{
    (void)link, (void)error;
    return true;
}

/* The server goes as soon as it has answered BEGIN, or the reset: nothing is left to be lent. */
START_TEST(lost_as_it_is_lent)
{
    static const char *const reset[] = { "RESET ALL", NULL };
    session_fixture f = fixture_open(2000);
    quern__pool_close(f.pool);
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    played.backend = quern_script_backend(f.script);
    quern_backend lending = *played.backend;
    lending.open = open_played;
    lending.take = take_played;
    lending.lend = lend;
    lending.reclaim = reclaim;
    f.session->pool = f.pool = quern__pool_open(&(quern__pool_options){ .backend = &lending,
                                                                        .uri = "script:",
                                                                        .allocator = &quern__system_allocator,
                                                                        .max = 1,
                                                                        .connect_ms = 1000 });
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(!_i || quern_begin(f.session));
    played.dies = true;
    played.units = 1 + _i;
    ck_assert_ptr_null(quern_native_borrow(f.session, &lending, "native.c:1"));
    expect_failure(&f, "borrow", QUERN_ERROR_CONNECTION_LOST, QUERN_NOT_APPLIED, "as it was to be borrowed",
                   "");
    quern_error_clear(f.session);
    ck_assert(!played.dies);
    if (_i) {
        ck_assert_ptr_null(quern_native_borrow(f.session, &lending, "native.c:2"));
        expect_failure(&f, "again", QUERN_ERROR_TRANSACTION, QUERN_NOT_APPLIED, "lost with its connection",
                       "");
        ck_assert(quern_rollback(f.session));
        quern_error_clear(f.session);
    }
    ck_assert_ptr_nonnull(quern_native_borrow(f.session, &lending, "native.c:3"));
    ck_assert(quern_native_return(f.session, "native.c:4"));
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_native(void);

Suite *quern__suite_native(void)
{
    Suite *suite = suite_create("native");
    TCase *tests = tcase_create("lent");
    tcase_add_loop_test(tests, lost_as_it_is_lent, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
