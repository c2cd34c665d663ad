/* test_transaction.c: transactions, pins and a connection in the program's hands, without memory: whatever fails, the rollback does
 * what it is for, and the session goes on. */
#include "test/fault/house.h"

#include <quern/backend/native.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

static void expect_updates(quern_script *script)
{
    quern_script_expect(script, .contains = "UPDATE", ALWAYS, .changed = 3);
    quern_script_expect(script, .contains = "", ALWAYS);
}

/* Ends what an act that failed has left. */
static void roll_all_back(quern_session *session)
{
    while (quern_transaction_depth(session))
        ck_assert(quern_rollback(session));
}

static bool updates(quern_session *session)
{
    const int64_t rows = quern_execute(session, "UPDATE t SET a = $1", "text");
    ck_assert(rows == 3 || quern_failed(session));
    return rows == 3;
}

static bool commits(fault_house *house)
{
    quern_session *session = house->session;
    const bool done =
        quern_begin(session, .set = QUERN_SETTINGS({ "app.tenant", "7" }, { "app.b", "" }), .role = "r") &&
        updates(session) && quern_begin(session) && updates(session) && quern_commit(session) &&
        quern_commit(session);
    ck_assert(!done || !quern_transaction_depth(session));
    roll_all_back(session);
    return done && fault_succeeded(house);
}

/* Where there is no memory for ROLLBACK the connection is closed, which rolls back too. */
static bool rolls_back(fault_house *house)
{
    quern_session *session = house->session;
    const int64_t opened = quern_script_count(house->script, QUERN_SCRIPT_OPENS);
    const bool done = quern_begin(session) && updates(session);
    roll_all_back(session);
    if (!done)
        return false;
    ck_assert(!quern_failed(session));
    quern__replay_pause(house->replay);
    ck_assert(updates(session));
    quern__replay_resume(house->replay);
    if (quern_script_count(house->script, QUERN_SCRIPT_OPENS) > opened)
        quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

/* The outer transaction is lost with the connection, when there is no memory for ROLLBACK TO: the next statement says so. */
static bool rolls_back_to_a_savepoint(fault_house *house)
{
    quern_session *session = house->session;
    const quern_error *error = NULL;
    const bool begun = quern_begin(session) && updates(session) && quern_begin(session) && updates(session);
    if (begun)
        ck_assert(quern_rollback(session));
    const bool done = begun && updates(session) && quern_commit(session);
    roll_all_back(session);
    if (done)
        return fault_succeeded(house);
    error = quern_session_error(session);
    if (error->code != QUERN_ERROR_TRANSACTION)
        return false;
    ck_assert(quern__replay_failed(house->replay));
    quern__replay_harmless(house->replay);
    quern_error_clear(session);
    return true;
}

static void expect_late_refusal(quern_script *script)
{
    quern_script_expect(script, .sql = "COMMIT", ALWAYS, .sqlstate = "23505",
                        .message = "duplicate key value", .hint = "choose another");
    expect_updates(script);
}

static bool tells_what_commit_says(fault_house *house)
{
    quern_session *session = house->session;
    const bool committed = quern_begin(session) && updates(session) && quern_commit(session);
    ck_assert(!committed);
    quern__replay_pause(house->replay);
    roll_all_back(session);
    quern__replay_resume(house->replay);
    return fault_told(house, QUERN_ERROR_SERVER, "duplicate key value", "choose another");
}

static bool tells_that_there_is_none(fault_house *house)
{
    ck_assert(!quern_rollback(house->session));
    return fault_told(house, QUERN_ERROR_USAGE, "there is no transaction to roll back",
                      "each quern_rollback wants a quern_begin before it");
}

static bool pins(fault_house *house)
{
    quern_session *session = house->session;
    ck_assert(quern_session_pin(session));
    const bool done = updates(session) && updates(session);
    quern_session_unpin(session);
    return done && fault_succeeded(house);
}

/* ---- A connection in the program's hands ---- */

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

/* The script has no connection of a driver; one that lends its own will do. */
static void expect_lending(quern_script *script)
{
    quern_backend *backend = (quern_backend *)(uintptr_t)quern_script_backend(script);
    backend->lend = lend;
    backend->reclaim = reclaim;
    expect_updates(script);
}

static bool borrows(fault_house *house)
{
    quern_session *session = house->session;
    const bool begun = quern_begin(session);
    void *native =
        begun ? quern_native_borrow(session, quern_script_backend(house->script), QUERN_SITE) : NULL;
    const bool done =
        native && quern_native_return(session, QUERN_SITE) && updates(session) && quern_commit(session);
    roll_all_back(session);
    return done && fault_succeeded(house);
}

static bool tells_that_none_is_borrowed(fault_house *house)
{
    ck_assert(!quern_native_return(house->session, QUERN_SITE));
    return fault_told(house, QUERN_ERROR_USAGE, "the session's connection is not borrowed", "");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "a transaction", "quern_begin quern_commit quern_transaction_depth", .act = commits, .expect = expect_updates },
    { "a transaction, and everything for the first time", "quern_begin quern_commit", .act = commits, .expect = expect_updates, .cold = true },
    { "a rollback", "quern_rollback", .act = rolls_back, .expect = expect_updates },
    { "a rollback to a savepoint", "quern_rollback", .act = rolls_back_to_a_savepoint, .expect = expect_updates },
    { "a commit that is refused", "quern_commit", .act = tells_what_commit_says, .expect = expect_late_refusal },
    { "a rollback of nothing", "quern_rollback", .act = tells_that_there_is_none },
    { "a pin", "quern_session_pin quern_session_unpin", .act = pins, .expect = expect_updates },
    { "a connection that is lent", "quern_native_borrow quern_native_return", .act = borrows, .expect = expect_lending },
    { "a connection that is not", "quern_native_return", .act = tells_that_none_is_borrowed },
};
/* clang-format on */

const fault_table fault_transaction = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_transaction(void);

Suite *quern__suite_transaction(void)
{
    Suite *suite = suite_create("transaction");
    TCase *tests = tcase_create("transaction");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
