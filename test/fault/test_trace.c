/* test_trace.c: tags, parameters in the log, and events, without memory. */
#include "test/fault/house.h"

#include <string.h>

static int told;

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    ck_assert(event->message && (!event->query || event->query->sql));
    told++;
}

static void expect_answers(quern_script *script)
{
    quern_script_expect(script, .contains = "/*request 7*/ UPDATE", .times = QUERN_SCRIPT_ALWAYS,
                        .changed = 3);
    quern_script_expect(script, .contains = "/*request 7*/ FAIL", .times = QUERN_SCRIPT_ALWAYS,
                        .message = "no", .hint = "do", .sqlstate = "42601");
    quern_script_expect(script, .contains = "", .times = QUERN_SCRIPT_ALWAYS);
}

/* A house whose db tells everything, and whose session has a tag. */
static bool act_in_loud_house(quern__replay *replay, quern_script *script, fault_act *act)
{
    fault_house house = { .replay = replay, .script = script };
    quern__replay_pause(replay);
    house.db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                          .backend = quern_script_backend(script), .on_event = listen,
                          .on_event_level = QUERN_LEVEL_DEBUG);
    quern__replay_resume(replay);
    house.session = quern_session_open(house.db, .tag = "request 7", .log_parameters = true);
    return fault_act_and_close(&house, act);
}

/* The log may have forgotten the statement, or its parameters. */
static bool executes(fault_house *house)
{
    told = 0;
    const int64_t rows = quern_execute(house->session, "UPDATE t SET a = $1, b = $2", "text", 5);
    if (rows < 0)
        return false;
    ck_assert_int_eq(rows, 3);
    ck_assert_int_ge(told, 2);
    const quern_query *query = quern_query_at(house->session, -1);
    if (query && strcmp(query->parameters, "…") == 0)
        quern__replay_harmless(house->replay);
    else if (query)
        ck_assert_str_eq(query->parameters, "'text', 5");
    return fault_succeeded(house);
}

static bool tells(quern__replay *replay, void *script)
{
    return act_in_loud_house(replay, script, executes);
}

static bool is_refused(fault_house *house)
{
    told = 0;
    ck_assert_int_eq(quern_execute(house->session, "FAIL"), -1);
    const bool as_it_should = fault_told(house, QUERN_ERROR_SERVER, "no", "do");
    ck_assert(!as_it_should || told >= 2);
    return as_it_should;
}

static bool tells_of_failures(quern__replay *replay, void *script)
{
    return act_in_loud_house(replay, script, is_refused);
}

static bool refuses_a_tag(fault_house *house)
{
    const quern_error *error;
    quern_session *session = quern_session_open(house->db, .tag = "*/");
    ck_assert_int_eq(quern_execute(session, "UPDATE t SET a = 1"), -1);
    ck_assert(quern_error_take(session, &error));
    const bool refused = error->code == QUERN_ERROR_VALUE;
    if (refused)
        ck_assert_str_eq(error->path, "tag");
    else
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
    quern_session_close(session);
    return refused;
}

static bool refuses(quern__replay *replay, void *script)
{
    fault_house house = { .replay = replay, .script = script };
    quern__replay_pause(replay);
    house.db = quern_open("script:", quern__test_models, .allocator = quern__replay_allocator(replay),
                          .backend = quern_script_backend(script));
    quern__replay_resume(replay);
    const bool refused = refuses_a_tag(&house);
    quern__replay_stop_failing(replay);
    ck_assert(refuses_a_tag(&house));
    ck_assert(quern_close(house.db, 1000));
    return refused;
}

static bool names(fault_house *house)
{
    (void)house;
    ck_assert_str_eq(quern_trace_name(QUERN_TRACE_CONNECTED), "QUERN_TRACE_CONNECTED");
    return true;
}

static const fault_scenario scenarios[] = {
    { "tells all of a statement", "quern_session_open quern_execute quern_query_at", .run = tells,
      .expect = expect_answers },
    { "tells all of a failure", "quern_session_open quern_execute", .run = tells_of_failures,
      .expect = expect_answers },
    { "refuses a tag", "quern_session_open", .run = refuses },
    { "names", "quern_trace_name", .act = names, .frugal = true },
};

const fault_table fault_trace = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_trace(void);

Suite *quern__suite_trace(void)
{
    Suite *suite = suite_create("trace");
    TCase *tests = tcase_create("trace");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
