/* test_script.c: the functions of the script backend without memory: the script says that it is not complete. */
#include "test/fault/house.h"

#include <string.h>

static bool writes_script(quern_script *script)
{
    bool all = quern_script_expect(script, .sql = "SELECT 1", .values = "", .message = "no",
                                   QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1"));
    return quern_script_on_open(script, .message = "refused") && all;
}

static bool scripts(quern__replay *replay, void *unused)
{
    static const char expected[] = "never came: ";
    (void)unused;
    quern_script *script = quern_script_new(quern__replay_allocator(replay));
    if (!script)
        return false;
    const bool written = writes_script(script);
    const char *report = quern_script_report(script);
    const bool reported = strstr(report, expected) && !strstr(report, "out of memory");
    const bool unreported = strcmp(report, "out of memory for the report\n") == 0;
    ck_assert_msg(unreported || (written ? reported : strstr(report, "out of memory: the script") != NULL),
                  "%s: %s", quern__replay_where(replay), report);
    if (!written || !reported) {
        quern__replay_stop_failing(replay);
        quern_script_forget(script);
        ck_assert(writes_script(script));
        ck_assert_ptr_nonnull(strstr(quern_script_report(script), expected));
    }
    quern_script_free(script);
    return written && reported;
}

/* A connection that is killed without memory for its last words dies all the same, silently. */
static bool kills(quern__replay *replay, void *unused)
{
    (void)unused;
    quern__replay_pause(replay);
    quern_error error;
    quern_script *script = quern_script_new(quern__replay_allocator(replay));
    const quern_backend *backend = quern_script_backend(script);
    const quern_connect how = { .uri = "script:", .timeout_ms = 1000, .allocator = quern_system_allocator() };
    quern_link *link = backend->open(backend, &how, &error);
    quern__replay_resume(replay);
    ck_assert_uint_eq(quern_script_kill(script, 0, "57P01", "bye"), 1);
    quern__replay_pause(replay);
    quern_event event;
    backend->step(link, QUERN_READY_NONE);
    ck_assert(backend->take(link, &event) && event.kind == QUERN_EVENT_LOST);
    if (strcmp(event.error.message, "the connection was lost") == 0)
        quern__replay_harmless(replay);
    else
        ck_assert_str_eq(event.error.message, "bye");
    backend->close(link);
    quern_script_free(script);
    return true;
}

static const fault_scenario scenarios[] = {
    { "a script", "quern_script_new quern_script_expect quern_script_on_open quern_script_report",
      .run = scripts },
    { "a kill", "quern_script_kill", .run = kills },
};

const fault_table fault_script = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_script(void);

Suite *quern__suite_script(void)
{
    Suite *suite = suite_create("script");
    TCase *tests = tcase_create("script");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
