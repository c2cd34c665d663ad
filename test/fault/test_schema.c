/* test_schema.c: tables made, shown and compared without memory: shown on the script, the rest on a real server. */
#include "lib/base/arena.h"
#include "test/fault/house.h"
#include "test/support/schema.h"
#include "test/support/towns.h"

#include <string.h>

static quern__test_schema schema;
static bool there_is_a_server;

static void begin(void)
{
    there_is_a_server = quern__test_schema_open(&schema);
}

static void end(void)
{
    if (there_is_a_server)
        quern__test_schema_close(&schema);
}

static bool shows_tables(fault_house *house)
{
    const char *script = quern_tables_sql(house->session);
    if (quern_failed(house->session))
        return false;
    ck_assert_ptr_nonnull(strstr(script, "CREATE TABLE \"books_book\""));
    return true;
}

/* The script's dialect has no catalogue. */
static bool cannot_ask(fault_house *house)
{
    const quern_difference *differences;
    ck_assert_int_eq(house->with ? quern_create_tables(house->session)
                                 : quern_check_schema(house->session, &differences),
                     -1);
    return fault_told(house, QUERN_ERROR_UNSUPPORTED, "the backend of this db cannot tell about tables",
                      "its dialect has no `catalog`: see <quern/backend/dialect.h>");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "shows tables", "quern_tables_sql", .act = shows_tables },
    { "makes tables without a catalogue", "quern_create_tables", .act = cannot_ask, .with = "" },
    { "compares tables without a catalogue", "quern_check_schema", .act = cannot_ask },
};
/* clang-format on */

const fault_table fault_schema = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

/* What runs may have been applied although the answer could not be kept, so every run begins anew. */
static void drop_tables(const fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_db *db = quern_open(schema.uri, QUERN_MODELS(town, person), .pool_max = 1);
    quern_session *session = quern_session_open(db);
    quern_execute(session, "SET client_min_messages = warning");
    ck_assert_int_ge(quern_execute(session, "DROP TABLE IF EXISTS town, person CASCADE"), 0);
    quern_session_close(session);
    ck_assert(quern_close(db, 5000));
    quern__replay_resume(house->replay);
}

static bool makes_and_compares(fault_house *house)
{
    const quern_difference *found;
    drop_tables(house);
    const int64_t made = quern_create_tables(house->session);
    const int64_t none = quern_check_schema(house->session, &found);
    if (made < 0 || none < 0)
        return false;
    ck_assert_int_eq(made, 2);
    ck_assert_int_eq(none, 0);
    if (quern_execute(house->session,
                      "ALTER TABLE person DROP COLUMN parent_id, ADD COLUMN x integer NOT NULL") < 0)
        return false;
    const int64_t two = quern_check_schema(house->session, &found);
    if (two < 0)
        return false;
    ck_assert_int_eq(two, 2);
    ck_assert_str_eq(found[0].field, "parent");
    return fault_succeeded(house);
}

/* The debug arena allocates each piece, and each run opens connections. */
#define STEP (quern__arena_debug ? 11 : 1)

static bool on_a_server(quern__replay *replay, void *context)
{
    (void)context;
    fault_house house = { .replay = replay };
    house.db = quern_open(schema.uri, QUERN_MODELS(town, person), .pool_max = 1,
                          .allocator = quern__replay_allocator(replay));
    house.session = quern_session_open(house.db);
    return fault_act_and_close(&house, makes_and_compares);
}

START_TEST(on_a_real_server_without_memory)
{
    if (there_is_a_server)
        ck_assert_uint_gt(quern__replay_every(STEP, "tables on a server", on_a_server, NULL), 20);
}
END_TEST

Suite *quern__suite_schema(void);

Suite *quern__suite_schema(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    tcase_add_test(tests, on_a_real_server_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
