/* test_pool.c: pings, cancelling, limits, and a db without threads, without memory. */
#include "test/fault/house.h"

#include <string.h>

/* `why` says what is missing. The log of the ping's own session may find no room, and nobody reads it. */
static bool pings_once(quern__replay *replay, quern_db *db)
{
    char why[100];
    const bool there = quern_ping(db, 5000, why, sizeof why);
    ck_assert_str_eq(why, there ? "" : "out of memory");
    if (there)
        quern__replay_harmless(replay);
    return there;
}

static bool pings(quern__replay *replay, void *script)
{
    quern__replay_pause(replay);
    quern_db *db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script), .wait_ms = 5000);
    quern__replay_resume(replay);
    const bool there = pings_once(replay, db);
    if (!there) {
        quern__replay_stop_failing(replay);
        ck_assert_msg(pings_once(replay, db), "%s, and after that it does not work",
                      quern__replay_where(replay));
    }
    ck_assert(quern_close(db, 1000));
    return there;
}

static bool pings_from_nothing(quern__replay *replay, void *script)
{
    quern_db *db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script));
    const bool there = pings_once(replay, db);
    ck_assert(quern_close(db, 1000));
    return there;
}

/* Cancelling itself needs no memory; telling of it does. */
static bool cancels(fault_house *house)
{
    quern_session_cancel(house->session);
    ck_assert_int_eq(quern_execute(house->session, "UPDATE t SET a = 1"), -1);
    return fault_told(house, QUERN_ERROR_CANCELLED, "the session was cancelled",
                      "by quern_session_cancel; the session can go on when the error has been taken");
}

static bool only_cancels(fault_house *house)
{
    quern_session_cancel(house->session);
    quern_session_cancel(NULL);
    return true;
}

static void expect_silence(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"shelf\"", .times = QUERN_SCRIPT_ALWAYS,
                        .after_ms = QUERN_SCRIPT_NEVER);
}

static bool has_no_time(fault_house *house)
{
    quern_queryset *shelves = quern_timeout(quern_objects(house->session, shelf), 20);
    ck_assert_int_eq(quern_len(shelves), -1);
    return fault_told(house, QUERN_ERROR_STATEMENT_TIMEOUT, "the statement took longer than 20 ms",
                      "the server is told to stop it; quern_timeout sets the limit");
}

static bool refuses_a_time(fault_house *house)
{
    ck_assert_int_eq(quern_len(quern_timeout(quern_objects(house->session, shelf), 0)), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "quern_timeout of 0 ms: no statement is so quick",
                      "-1 is no limit, all others are milliseconds from 1 on");
}

/* Opening waits for a connection, on this thread. */
static bool waits_alone(quern__replay *replay, void *script)
{
    quern_db *db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script), .wait_ms = 5000, .no_threads = true);
    const quern_error *error = quern_db_error(db);
    const bool opened = !error;
    ck_assert_msg(opened || error->code == QUERN_ERROR_MEMORY, "%s: %s", quern__replay_where(replay),
                  opened ? "" : error->message);
    ck_assert(quern_close(db, 1000));
    return opened;
}

static bool refuses_an_option(quern__replay *replay, void *script)
{
    quern__replay_pause(replay);
    quern_db *db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script));
    quern__replay_resume(replay);
    quern_session *session = quern_session_open(db, .deadline_ms = -7);
    const quern_error *error = quern_session_error(session);
    const bool told = error->code == QUERN_ERROR_USAGE;
    ck_assert_msg(told ? strstr(error->message, "quern_session_open: a time is negative") != NULL
                       : error->code == QUERN_ERROR_MEMORY,
                  "%s: %s", quern__replay_where(replay), error->message);
    quern_session_close(session);
    ck_assert(quern_close(db, 1000));
    return told;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "ping", "quern_ping", .run = pings },
    { "ping, from nothing", "quern_ping", .run = pings_from_nothing },
    { "cancel", "quern_session_cancel", .act = cancels },
    { "cancel alone", "quern_session_cancel", .act = only_cancels, .frugal = true },
    { "a queryset's limit", "quern_timeout", .act = has_no_time, .expect = expect_silence },
    { "a limit that is refused", "quern_timeout", .act = refuses_a_time },
    { "waits alone", "quern_open", .run = waits_alone },
    { "an option that is refused", "quern_session_open", .run = refuses_an_option },
};
/* clang-format on */

const fault_table fault_pool = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_pool(void);

Suite *quern__suite_pool(void)
{
    Suite *suite = suite_create("pool");
    TCase *tests = tcase_create("pool");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
