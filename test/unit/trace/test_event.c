/* test_event.c: events: who is told of what, and their names. */
#include "lib/trace/event.h"

#include <check.h>

static int told;

static void listen(void *context, const quern_trace_event *event)
{
    ck_assert_ptr_eq(context, &told);
    ck_assert_str_eq(event->message, "hello");
    told++;
}

static const struct {
    quern_level limit, level;
    bool hears;
} levels[] = {
    { QUERN_LEVEL_DEBUG, QUERN_LEVEL_DEBUG, true },    { QUERN_LEVEL_DEBUG, QUERN_LEVEL_ERROR, true },
    { QUERN_LEVEL_INFO, QUERN_LEVEL_DEBUG, false },    { QUERN_LEVEL_INFO, QUERN_LEVEL_INFO, true },
    { QUERN_LEVEL_WARNING, QUERN_LEVEL_INFO, false },  { QUERN_LEVEL_WARNING, QUERN_LEVEL_WARNING, true },
    { QUERN_LEVEL_ERROR, QUERN_LEVEL_WARNING, false }, { QUERN_LEVEL_ERROR, QUERN_LEVEL_ERROR, true },
};

START_TEST(a_level_is_the_least_that_is_told)
{
    const quern__tracer tracer = { listen, &told, levels[_i].limit };
    told = 0;
    ck_assert_int_eq(quern__tracer_hears(&tracer, levels[_i].level), levels[_i].hears);
    quern__tracer_tell(&tracer, &(quern_trace_event){ .level = levels[_i].level, .message = "hello" });
    ck_assert_int_eq(told, levels[_i].hears);
}
END_TEST

START_TEST(nobody_listens)
{
    ck_assert(!quern__tracer_hears(NULL, QUERN_LEVEL_ERROR));
    quern__tracer_tell(NULL, &(quern_trace_event){ .level = QUERN_LEVEL_ERROR, .message = "hello" });
}
END_TEST

static void look_at_error(void *context, const quern_trace_event *event)
{
    const quern_error *error = event->error;
    (void)context;
    ck_assert_str_eq(error->message, "no");
    ck_assert_str_eq(error->detail, "");
    ck_assert_str_eq(error->hint, "");
    ck_assert_str_eq(error->path, "");
    ck_assert_str_eq(error->nearest, "");
    ck_assert_str_eq(error->sql, "");
    ck_assert_ptr_null(error->site);
    told++;
}

START_TEST(no_text_of_an_error_is_null)
{
    const quern__tracer tracer = { look_at_error, NULL, QUERN_LEVEL_DEBUG };
    const quern_error error = { .message = "no" };
    told = 0;
    quern__tracer_tell(&tracer, &(quern_trace_event){ .level = QUERN_LEVEL_ERROR, .error = &error });
    ck_assert_int_eq(told, 1);
}
END_TEST

static const struct {
    int kind;
    const char *name;
} names[] = {
    { QUERN_TRACE_STATEMENT_START, "QUERN_TRACE_STATEMENT_START" },
    { QUERN_TRACE_STATEMENT_END, "QUERN_TRACE_STATEMENT_END" },
    { QUERN_TRACE_CONNECTED, "QUERN_TRACE_CONNECTED" },
    { QUERN_TRACE_CONNECT_FAILED, "QUERN_TRACE_CONNECT_FAILED" },
    { QUERN_TRACE_DISCONNECTED, "QUERN_TRACE_DISCONNECTED" },
    { QUERN_TRACE_UNREAD_FAILURE, "QUERN_TRACE_UNREAD_FAILURE" },
    { QUERN_TRACE_ROLLED_BACK, "QUERN_TRACE_ROLLED_BACK" },
    { QUERN_TRACE_HELD_LONG, "QUERN_TRACE_HELD_LONG" },
    { QUERN_TRACE_SLOW_STATEMENT, "QUERN_TRACE_SLOW_STATEMENT" },
    { QUERN_TRACE_N_PLUS_ONE, "QUERN_TRACE_N_PLUS_ONE" },
    { QUERN_TRACE_UNUSED, "QUERN_TRACE_UNUSED" },
    { 0, "QUERN_TRACE_?" },
    { -1, "QUERN_TRACE_?" },
    { QUERN_TRACE_UNUSED + 1, "QUERN_TRACE_?" },
};

START_TEST(every_kind_has_a_name)
{
    ck_assert_str_eq(quern_trace_name((quern_trace_kind)names[_i].kind), names[_i].name);
}
END_TEST

Suite *quern__suite_event(void);

Suite *quern__suite_event(void)
{
    Suite *suite = suite_create("event");
    TCase *tests = tcase_create("events");
    tcase_add_loop_test(tests, a_level_is_the_least_that_is_told, 0, sizeof levels / sizeof *levels);
    tcase_add_test(tests, nobody_listens);
    tcase_add_test(tests, no_text_of_an_error_is_null);
    tcase_add_loop_test(tests, every_kind_has_a_name, 0, sizeof names / sizeof *names);
    suite_add_tcase(suite, tests);
    return suite;
}
