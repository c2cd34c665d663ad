/* house.c: see house.h. */
#include "test/fault/house.h"

#include "lib/db/db.h"

#include <stdio.h>
#include <string.h>

typedef struct stage {
    const fault_scenario *scenario;
    quern_script *script;
} stage;

/* Takes single bytes until the arena has to grow; gives how many there was room for, and the size of the new block. */
static size_t fill(quern__arena *arena, size_t *block)
{
    const size_t bytes = quern__arena_bytes(arena);
    size_t count = 0;
    while (quern__arena_bytes(arena) == bytes && quern__arena_take_bytes(arena, 1))
        count++;
    *block = quern__arena_bytes(arena) - bytes;
    return count;
}

/* The first block is filled to its end; the next two have the same header. (The debug twin of the arena never has any room.) */
void fault_use_up(quern__arena *arena)
{
    size_t second, third;
    fill(arena, &second);
    const size_t room = fill(arena, &third) + third - second;
    ck_assert_ptr_nonnull(quern__arena_take_bytes(arena, room - 1));
}

/* Opens a connection, makes the log and the cache of statements. No scenario runs this statement, so its own is a new one. */
static void warm_up(const fault_house *house)
{
    quern_count(quern_objects(house->session, odd));
    quern_error_clear(house->session);
}

static void expect_warm_up(quern_script *script)
{
    quern_script_expect(script, .contains = "SELECT COUNT(*) FROM \"od\"\"d table",
                        .times = QUERN_SCRIPT_ALWAYS, QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("0"));
}

static fault_house open_house(quern__replay *replay, const stage *on)
{
    fault_house house = { .replay = replay, .script = on->script, .with = on->scenario->with };
    quern_options options = on->scenario->options;
    options.allocator = quern__replay_allocator(replay);
    options.backend = quern_script_backend(on->script);
    options.pool_max = 2;
    if (!options.detect)
        options.detect =
            QUERN_DETECT_OFF; /* what it forgets without memory nobody misses: see test_detect.c */
    house.db = (quern_open)("script:", quern__test_models, &options, sizeof options, QUERN_SITE);
    house.session = quern_session_open(house.db);
    ck_assert_str_eq(quern_error_text(house.session), "");
    if (!on->scenario->cold)
        warm_up(&house);
    fault_use_up(house.session->scope.arena);
    return house;
}

/* Nothing is to be mended in what is not there. */
static void act_again(fault_house *house, fault_act *act)
{
    if (quern_db_error(house->db) || quern_failed(house->session)) {
        ck_assert_int_eq(quern_session_error(house->session)->code, QUERN_ERROR_MEMORY);
        return;
    }
    quern__replay_stop_failing(house->replay);
    ck_assert_msg(act(house), "%s, and after that it does not work", quern__replay_where(house->replay));
}

bool fault_act_and_close(fault_house *house, fault_act *act)
{
    const bool is_there = !quern_failed(house->session);
    const bool done = act(house);
    if (!done) {
        if (is_there)
            fault_take_memory(house);
        act_again(house, act);
    }
    ck_assert(!is_there || !quern_failed(house->session));
    quern_session_close(house->session);
    ck_assert(quern_close(house->db, 10000));
    return done;
}

static bool act_in_house(quern__replay *replay, void *context)
{
    const stage *on = context;
    quern__replay_pause(replay);
    fault_house house = open_house(replay, on);
    quern__replay_resume(replay);
    return fault_act_and_close(&house, on->scenario->act);
}

static void expect_anything(quern_script *script)
{
    quern_script_expect(script, .contains = "", .times = QUERN_SCRIPT_ALWAYS);
}

void fault_run(const fault_scenario *scenario)
{
    stage on = { scenario, quern_script_new(NULL) };
    ck_assert_ptr_nonnull(on.script);
    expect_warm_up(on.script);
    (scenario->expect ? scenario->expect : expect_anything)(on.script);
    const size_t points = scenario->run ? quern__replay_run(scenario->name, scenario->run, on.script)
                                        : quern__replay_run(scenario->name, act_in_house, &on);
    ck_assert_msg(scenario->frugal == (points == 0), "%s: %zu allocations", scenario->name, points);
    ck_assert_str_eq(quern_script_report(on.script), "");
    ck_assert_int_eq(quern_script_count(on.script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(on.script);
}

static bool is_forgotten(const fault_house *house)
{
    const int64_t count = quern_query_count(house->session);
    for (int64_t number = 1; number <= count; number++)
        if (!quern_query_at(house->session, number))
            return true;
    return count && quern__statements_count(house->db->statements).kept == 0;
}

bool fault_succeeded(const fault_house *house)
{
    ck_assert_msg(!quern_failed(house->session), "%s: it succeeded, and yet: %s",
                  quern__replay_where(house->replay), quern_error_text(house->session));
    if (is_forgotten(house))
        quern__replay_harmless(house->replay);
    return true;
}

/* The text of the error has all of it, or was too long for the memory. */
static void look_at_text(const fault_house *house, const quern_error *error)
{
    char first_line[200];
    const char *text = quern_error_text(house->session);
    snprintf(first_line, sizeof first_line, "%s: %s\n", quern_error_name(error->code), error->message);
    if (strcmp(text, error->message) == 0)
        quern__replay_harmless(house->replay);
    else
        ck_assert_msg(strstr(text, first_line) && strstr(text, error->hint), "the text is %s", text);
}

bool fault_told(const fault_house *house, quern_error_code code, const char *message, const char *hint)
{
    const quern_error *error = quern_session_error(house->session);
    ck_assert_msg(error != NULL, "%s: no failure", quern__replay_where(house->replay));
    if (error->code == QUERN_ERROR_MEMORY)
        return false;
    ck_assert_str_eq(quern_error_name(error->code), quern_error_name(code));
    ck_assert_str_eq(error->message, message);
    look_at_text(house, error);
    ck_assert(quern_error_take(house->session, &error));
    if (*hint && !*error->hint)
        quern__replay_harmless(house->replay);
    else
        ck_assert_str_eq(error->hint, hint);
    return fault_succeeded(house);
}

void fault_take_memory(const fault_house *house)
{
    const quern_error *error = quern_session_error(house->session);
    const char *where = quern__replay_where(house->replay);
    ck_assert_msg(quern_failed(house->session) && error, "%s: it failed without a failure", where);
    ck_assert_msg(error->code == QUERN_ERROR_MEMORY, "%s: %s", where, quern_error_text(house->session));
    ck_assert_str_eq(error->message, "out of memory");
    ck_assert_ptr_nonnull(strstr(quern_error_text(house->session), "out of memory"));
    ck_assert(quern_error_take(house->session, &error) && !quern_failed(house->session));
    ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
}
