/* test_open.c: opening and closing, and the whole of a small program, without memory. */
#include "test/fault/house.h"

#include <string.h>

static quern_db *open_with(quern__replay *replay, quern_script *script, const quern_model *const *models,
                           uint32_t pool_max)
{
    return quern_open("script:", models, .pool_max = pool_max, .allocator = quern__replay_allocator(replay),
                      .backend = quern_script_backend(script));
}

/* A session opened on a db: true when it works, false when it says that there is no memory. */
static bool opens_session(quern_db *db)
{
    const quern_error *error;
    quern_session *session = quern_session_open(db);
    const bool works = !quern_error_take(session, &error);
    if (!works) {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
        ck_assert_int_eq(quern_query_count(session), 0);
    }
    quern_session_close(session);
    return works;
}

static bool opens(quern__replay *replay, void *script)
{
    quern_db *db = open_with(replay, script, quern__test_models, 2);
    const quern_error *error = quern_db_error(db);
    bool works = opens_session(db);
    ck_assert_msg(!error || (error->code == QUERN_ERROR_MEMORY && !works), "%s: %s", error->message,
                  quern__replay_where(replay));
    if (!works && !error) {
        quern__replay_stop_failing(replay);
        ck_assert_msg(opens_session(db), "%s: the db opens no session after that",
                      quern__replay_where(replay));
    }
    ck_assert(quern_close(db, 1000));
    return works;
}

/* What quern_open refuses. */
static bool told_by_db(quern__replay *replay, quern_db *db, quern_error_code code, const char *message)
{
    const quern_error *error = quern_db_error(db);
    ck_assert_msg(error != NULL, "%s: the db opened", quern__replay_where(replay));
    const bool told = error->code == code;
    if (told) {
        ck_assert_str_eq(error->message, message);
        if (!*error->hint)
            quern__replay_harmless(replay);
    } else {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
    }
    quern_session *session = quern_session_open(db);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    const quern_error_code of_session = quern_session_error(session)->code;
    ck_assert(of_session == error->code || of_session == QUERN_ERROR_MEMORY);
    quern_session_close(session);
    ck_assert(quern_close(db, 1000));
    return told && of_session == code;
}

static bool refuses_a_model(quern__replay *replay, void *script)
{
    quern_db *db = open_with(replay, script, QUERN_MODELS(book), 2);
    return told_by_db(replay, db, QUERN_ERROR_MODEL,
                      "book.author points to author, which is not among the models");
}

static bool refuses_an_option(quern__replay *replay, void *script)
{
    quern_db *db = open_with(replay, script, quern__test_models, 1000000);
    return told_by_db(replay, db, QUERN_ERROR_USAGE,
                      "quern_open: pool_max is over 10000: a server has far fewer connections");
}

static bool stays_open_with_a_session(quern__replay *replay, void *script)
{
    quern__replay_pause(replay);
    quern_db *db = open_with(replay, script, quern__test_models, 2);
    quern_session *session = quern_session_open(db);
    quern__replay_resume(replay);
    ck_assert(!quern_close(db, 0));
    const quern_error *error = quern_db_error(db);
    const bool told = error->code == QUERN_ERROR_USAGE;
    if (told) {
        ck_assert_str_eq(error->message, "1 session is still open");
        if (!*error->detail)
            quern__replay_harmless(replay);
        else
            ck_assert_ptr_nonnull(strstr(error->detail, "opened at " __FILE__ ":"));
    } else {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
    }
    quern_session_close(session);
    ck_assert(quern_close(db, 1000));
    return told;
}

/* The program of the README, from nothing. */
static bool reads_shelves(fault_house *house)
{
    int64_t rooms = 0;
    quern_queryset *shelves = quern_objects(house->session, shelf);
    shelves = quern_filter(shelves, OR(Q("room__gt", 1), Q("code", "A")));
    shelves = quern_order_by(quern_exclude(shelves, Q(shelf, room, exact, 7)), "-room", "code");
    const char *sql = quern_sql(shelves);
    QUERN_EACH(shelf, at, shelves)
        rooms += at->room;
    if (quern_failed(house->session))
        return false;
    ck_assert_ptr_nonnull(strstr(sql, "ORDER BY \"shelf\".\"room\" DESC"));
    ck_assert_int_eq(rooms, 5);
    return fault_succeeded(house);
}

static bool lives(quern__replay *replay, void *script)
{
    fault_house house = { .replay = replay, .script = script };
    house.db = open_with(replay, script, quern__test_models, 2);
    house.session = quern_session_open(house.db);
    return fault_act_and_close(&house, reads_shelves);
}

static void expect_shelves(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"shelf\"", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("B", "4", "A", "1"));
}

static const fault_scenario scenarios[] = {
    { "opens", "quern_open quern_session_open quern_session_close quern_close", .run = opens },
    { "refuses a model", "quern_open quern_session_open", .run = refuses_a_model },
    { "refuses an option", "quern_open", .run = refuses_an_option },
    { "stays open with a session", "quern_close", .run = stays_open_with_a_session },
    { "a whole program", "quern_open quern_each_begin", .run = lives, .expect = expect_shelves },
};

const fault_table fault_open = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_open(void);

Suite *quern__suite_open(void)
{
    Suite *suite = suite_create("open");
    TCase *tests = tcase_create("open");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
