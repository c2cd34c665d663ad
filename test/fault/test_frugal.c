/* test_frugal.c: functions that allocate nothing, so that there is nothing to fail: it is counted. */
#include "test/fault/house.h"

#include <string.h>
#include <time.h>

static bool asks_session(fault_house *house)
{
    const quern_error *error;
    ck_assert(!quern_failed(house->session) && !quern_session_error(house->session));
    ck_assert_str_eq(quern_error_text(house->session), "");
    ck_assert(!quern_error_take(house->session, &error));
    quern_error_clear(house->session);
    ck_assert_int_eq(quern_answer(house->session), QUERN_FOUND);
    ck_assert_int_eq(quern_query_count(house->session), 1);
    ck_assert_ptr_nonnull(quern_query_at(house->session, -1));
    ck_assert_ptr_null(quern_db_error(house->db));
    ck_assert_str_eq(quern_error_name(QUERN_ERROR_MEMORY), "QUERN_ERROR_MEMORY");
    return true;
}

static bool asks_failed_session(fault_house *house)
{
    const quern_error *error;
    quern__replay_pause(house->replay);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(quern_len(quern_filter(quern_objects(house->session, shelf), Q("rom", 1))), -1);
        quern__replay_resume(house->replay);
        ck_assert(quern_failed(house->session) && quern_session_error(house->session));
        ck_assert(i ? quern_error_take(house->session, &error) : true);
        quern_error_clear(house->session);
        ck_assert(!quern_failed(house->session));
        quern__replay_pause(house->replay);
    }
    ck_assert_str_eq(error->nearest, "room");
    return true;
}

static void expect_shelves(quern_script *script)
{
    quern_script_expect(script, .contains = "SELECT 1 ", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "?column?", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(script, .contains = "FROM \"shelf\"", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("B", "4", "A", "1"));
}

static bool asks_cache(fault_house *house)
{
    bool found;
    quern__replay_pause(house->replay);
    quern_queryset *shelves = quern_order_by(quern_objects(house->session, shelf), "code");
    ck_assert_int_eq(quern_len(shelves), 2);
    quern__replay_resume(house->replay);
    ck_assert_ptr_null(quern_queryset_error(shelves));
    ck_assert_int_eq(quern_len(shelves), 2);
    ck_assert_int_eq(quern_count(shelves), 2);
    ck_assert(quern_exists(shelves, &found) && found);
    ck_assert_ptr_nonnull(quern_at(shelves, shelf, 1));
    ck_assert_ptr_nonnull(quern_first(shelves, shelf));
    ck_assert(quern_loaded(quern_first(shelves, shelf), room));
    quern_each each = quern_each_begin(shelves, &shelf_model, QUERN_SITE);
    ck_assert_ptr_nonnull(quern_each_next(&each));
    quern_each_end(&each);
    return true;
}

static bool closes(quern__replay *replay, void *context)
{
    (void)context;
    quern__replay_pause(replay);
    const quern_allocator *allocator = quern__replay_allocator(replay);
    quern_script *script = quern_script_new(allocator);
    quern_db *db = quern_open("script:", QUERN_MODELS(shelf), .allocator = allocator,
                              .backend = quern_script_backend(script));
    quern_session *session = quern_session_open(db);
    quern__replay_resume(replay);
    quern_session_close(session);
    ck_assert(quern_close(db, 1000));
    quern_script_free(script);
    return true;
}

static bool asks_script(fault_house *house)
{
    quern_script_set_reset(house->script, NULL);
    ck_assert_int_eq(quern_script_count(house->script, QUERN_SCRIPT_OPEN_NOW), 1);
    ck_assert_uint_eq(quern_script_nudge(house->script, 0), 1);
    ck_assert_ptr_nonnull(quern_script_seen(house->script, 0)->sql);
    ck_assert_ptr_nonnull(quern_script_backend(house->script));
    ck_assert_ptr_nonnull(quern_postgres_backend());
    ck_assert_ptr_nonnull(quern_system_allocator());
    quern_script_forget(house->script);
    return true;
}

/* A value of each kind to its text and back. */
#define CONVERT(name, text, ...)                                                        \
    do {                                                                                \
        quern_##name value, again;                                                      \
        char out[QUERN_TEXT_SIZE];                                                      \
        ck_assert(quern_##name##_parse(text, &value));                                  \
        ck_assert_uint_eq(quern_##name##_format(value, out, sizeof out), strlen(text)); \
        ck_assert_str_eq(out, text);                                                    \
        ck_assert(quern_##name##_parse(out, &again));                                   \
        __VA_ARGS__;                                                                    \
    } while (0)

static bool converts(fault_house *house)
{
    struct timespec spec;
    quern_civil civil;
    (void)house;
    CONVERT(timestamp, "2024-05-01T12:00:00.25Z",
            ck_assert(quern_timestamp_to_civil(value, &civil) && quern_timestamp_of_civil(&civil, &again) &&
                      quern_timestamp_to_timespec(value, &spec) &&
                      quern_timestamp_of_timespec(spec, &again)));
    CONVERT(local_timestamp, "2024-05-01T12:00:00",
            ck_assert(quern_local_timestamp_to_civil(value, &civil) &&
                      quern_local_timestamp_of_civil(&civil, &again)));
    CONVERT(date, "2024-05-01",
            ck_assert(quern_date_to_civil(value, &civil) && quern_date_of_civil(&civil, &again)));
    CONVERT(time, "12:00:00.5", (void)0);
    CONVERT(interval, "P1Y2M3DT4H5M6.5S", (void)0);
    CONVERT(uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", (void)0);
    CONVERT(inet, "2001:db8::/32", (void)0);
    ck_assert_int_gt(quern_timestamp_now().microseconds, 0);
    return true;
}

static bool asks_pool(fault_house *house)
{
    quern_pool_counts counts;
    ck_assert(quern_pool_stats(house->db, &counts));
    ck_assert_uint_ge(counts.max, 1);
    ck_assert_uint_ge(counts.borrowed, 1);
    ck_assert(!quern_pool_stats(NULL, &counts));
    ck_assert_uint_eq(counts.max, 0);
    return true;
}

static bool converts_decimals(fault_house *house)
{
    char out[QUERN_TEXT_SIZE];
    int64_t scaled;
    double real;
    (void)house;
    ck_assert_uint_eq(quern_decimal_of_scaled(1250, 2, out, sizeof out), 5);
    ck_assert(quern_decimal_valid(out));
    ck_assert(quern_decimal_to_scaled(quern_decimal_of(out), 2, &scaled) && scaled == 1250);
    ck_assert(quern_decimal_to_f64(quern_decimal_of(out), &real) && real > 12.4);
    return true;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "asks a session", "quern_failed quern_session_error quern_error_clear quern_answer quern_query_count quern_query_at "
                        "quern_db_error quern_error_name", .act = asks_session, .frugal = true },
    { "asks a session that failed", "quern_error_take quern_error_clear", .act = asks_failed_session, .frugal = true },
    { "asks a cache", "quern_queryset_error quern_loaded quern_each_next quern_each_end", .act = asks_cache, .expect = expect_shelves, .frugal = true },
    { "asks a pool", "quern_pool_stats", .act = asks_pool, .frugal = true },
    { "closes", "quern_session_close quern_close quern_script_free", .run = closes, .frugal = true },
    { "asks a script", "quern_script_set_reset quern_script_count quern_script_nudge quern_script_seen quern_script_backend "
                       "quern_postgres_backend quern_system_allocator quern_script_forget", .act = asks_script, .frugal = true },
    { "converts", "quern_timestamp_format quern_timestamp_parse quern_timestamp_now quern_timestamp_of_civil quern_timestamp_to_civil "
                  "quern_timestamp_of_timespec quern_timestamp_to_timespec quern_local_timestamp_format quern_local_timestamp_parse "
                  "quern_local_timestamp_of_civil quern_local_timestamp_to_civil quern_date_format quern_date_parse "
                  "quern_date_of_civil quern_date_to_civil quern_time_format quern_time_parse quern_interval_format "
                  "quern_interval_parse quern_uuid_format quern_uuid_parse quern_inet_format quern_inet_parse",
      .act = converts, .frugal = true },
    { "converts decimals", "quern_decimal_of_scaled quern_decimal_to_scaled quern_decimal_to_f64 quern_decimal_valid",
      .act = converts_decimals, .frugal = true },
};
/* clang-format on */

const fault_table fault_frugal = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_frugal(void);

Suite *quern__suite_frugal(void)
{
    Suite *suite = suite_create("frugal");
    TCase *tests = tcase_create("frugal");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
