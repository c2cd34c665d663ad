/* test_execute.c: quern_execute, what a connection can suffer, and the accessors of errors and log, without memory. */
#include "test/fault/house.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

static void expect_updates(quern_script *script)
{
    quern_script_expect(script, .contains = "UPDATE", ALWAYS, .changed = 3);
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool has_changed(const fault_house *house, int64_t rows)
{
    if (rows < 0)
        return false;
    ck_assert_int_eq(rows, 3);
    return fault_succeeded(house);
}

static bool executes(fault_house *house)
{
    return has_changed(house, quern_execute(house->session, "UPDATE t SET a = $1, b = $2", "text", 5));
}

/* More than the macro can pass. */
static bool executes_with_many_values(fault_house *house)
{
    enum { MANY = 40 };
    quern_value values[MANY + 1] = { { 0 } };
    for (int i = 0; i < MANY; i++)
        values[i] = i % 2 ? quern_value_text("text") : quern_value_i64(i);
    return has_changed(house,
                       (quern_execute)(house->session, "UPDATE t SET a = f($1, …)", values, QUERN_SITE));
}

static bool refuses_a_value(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = $1", UINT64_MAX), -1);
    return fault_told(house, QUERN_ERROR_VALUE, "parameter $1 is too big: over 9223372036854775807",
                      "pass it as a text");
}

static void expect_refusal(quern_script *script)
{
    quern_script_expect(script, .contains = "UPDATE", ALWAYS, .sqlstate = "23505",
                        .message = "duplicate key value", .detail = "Key (id)=(1) already exists.",
                        .hint = "choose another");
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool tells_the_servers_refusal(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET id = 1"), -1);
    return fault_told(house, QUERN_ERROR_SERVER, "duplicate key value", "choose another");
}

/* Where there is no memory for the ROLLBACK, the connection is closed instead: the transaction ends with it. */
static bool rolls_back(fault_house *house)
{
    const int64_t opened = quern_script_count(house->script, QUERN_SCRIPT_OPENS);
    ck_assert_int_eq(quern_execute(house->session, "BEGIN"), -1);
    const bool told = fault_told(house, QUERN_ERROR_USAGE, "the statement left a transaction open",
                                 "each statement may run on another connection, so BEGIN cannot be a "
                                 "statement of its own");
    if (told && quern__replay_failed(house->replay)) {
        quern_execute(house->session, "SELECT 1");
        if (quern_script_count(house->script, QUERN_SCRIPT_OPENS) > opened)
            quern__replay_harmless(house->replay);
        quern_error_clear(house->session);
    }
    return told;
}

static void expect_reset(quern_script *script)
{
    static const char *const reset[] = { "RESET ALL", "DISCARD TEMP", NULL };
    quern_script_set_reset(script, reset);
    expect_updates(script);
}

/* The second statement goes behind a reset. */
static bool executes_behind_a_reset(fault_house *house)
{
    if (quern_execute(house->session, "SET x = 1") < 0)
        return false;
    return has_changed(house, quern_execute(house->session, "UPDATE t SET a = 1"));
}

static void expect_loss(quern_script *script)
{
    quern_script_expect(script, .contains = "UPDATE", ALWAYS, .lost = QUERN_SCRIPT_LOST_AFTER,
                        .sqlstate = "57P01", .message = "terminating connection");
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool tells_of_a_loss(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = 1"), -1);
    return fault_told(house, QUERN_ERROR_CONNECTION_LOST, "terminating connection", "");
}

static void expect_silence(quern_script *script)
{
    quern_script_expect(script, .contains = "UPDATE", ALWAYS, .after_ms = QUERN_SCRIPT_NEVER);
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool tells_of_the_deadline(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = 1"), -1);
    return fault_told(house, QUERN_ERROR_STATEMENT_TIMEOUT, "the statement took longer than 20 ms",
                      "the server is told to stop it; .statement_ms in quern_options sets the limit");
}

static void expect_no_connection(quern_script *script)
{
    quern_script_on_open(script, ALWAYS, .sqlstate = "28P01", .message = "password authentication failed");
}

static bool tells_that_it_cannot_connect(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = 1"), -1);
    return fault_told(house, QUERN_ERROR_CONNECT, "password authentication failed", "");
}

static void expect_full_server(quern_script *script)
{
    quern_script_on_open(script, ALWAYS, .sqlstate = "53300", .message = "too many clients already");
}

static bool tells_of_its_turn(fault_house *house)
{
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = 1"), -1);
    return fault_told(house, QUERN_ERROR_POOL_TIMEOUT, "no connection in 20 ms", "");
}

/* ---- What a session tells of itself ---- */

static bool says_all_of_an_error(fault_house *house)
{
    const quern_error *error;
    quern__replay_pause(house->replay);
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET id = 1"), -1);
    quern__replay_resume(house->replay);
    const char *text = quern_error_text(house->session);
    if (strcmp(text, "duplicate key value") == 0)
        quern__replay_harmless(house->replay);
    else
        ck_assert_ptr_nonnull(strstr(text, "detail: Key (id)=(1) already exists.\n  sqlstate: 23505\n"));
    quern__replay_pause(house->replay);
    ck_assert_ptr_nonnull(strstr(quern_error_text(house->session), "  sql: UPDATE t SET id = 1\n"));
    quern__replay_resume(house->replay);
    ck_assert(quern_error_take(house->session, &error));
    ck_assert_str_eq(error->hint, "choose another");
    return fault_succeeded(house);
}

/* The log may forget, and never fails anything; what it has is whole, and it goes on with the next statement. */
static bool logs(fault_house *house)
{
    for (int i = 0; i < 5; i++)
        if (quern_execute(house->session,
                          "UPDATE t SET a = 'a text for which the log needs more memory than it "
                          "has from the statements before, whatever those were'") < 0)
            return false;
    const int64_t count = quern_query_count(house->session);
    for (int64_t number = count - 4; number <= count; number++) {
        const quern_query *query = quern_query_at(house->session, number);
        ck_assert(!query || (strstr(query->sql, "whatever those were'") && query->number == number));
        if (!query)
            quern__replay_harmless(house->replay);
    }
    ck_assert_ptr_null(quern_query_at(house->session, count - 5));
    ck_assert(!quern_failed(house->session));
    return true;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "execute", "quern_execute", .act = executes, .expect = expect_updates },
    { "execute, and everything for the first time", "quern_execute", .act = executes, .expect = expect_updates, .cold = true },
    { "execute with many values", "quern_execute", .act = executes_with_many_values, .expect = expect_updates },
    { "a value that is refused", "quern_execute", .act = refuses_a_value, .expect = expect_updates },
    { "a statement that is refused", "quern_execute", .act = tells_the_servers_refusal, .expect = expect_refusal },
    { "a transaction left open", "quern_execute", .act = rolls_back, .expect = expect_updates },
    { "a reset", "quern_execute", .act = executes_behind_a_reset, .expect = expect_reset },
    { "a loss", "quern_execute", .act = tells_of_a_loss, .expect = expect_loss },
    { "a statement that takes too long", "quern_execute", .act = tells_of_the_deadline, .expect = expect_silence, .options.statement_ms = 20 },
    { "a server that lets nobody in", "quern_execute", .act = tells_that_it_cannot_connect, .expect = expect_no_connection },
    { "a server that is full", "quern_execute", .act = tells_of_its_turn, .expect = expect_full_server, .options.turn_ms = 20, .cold = true },
    { "the text of an error", "quern_error_text quern_error_take", .act = says_all_of_an_error, .expect = expect_refusal },
    { "the log", "quern_query_count quern_query_at", .act = logs, .expect = expect_updates, .options.log_size = 5 },
};
/* clang-format on */

const fault_table fault_execute = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_execute(void);

Suite *quern__suite_execute(void)
{
    Suite *suite = suite_create("execute");
    TCase *tests = tcase_create("execute");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
