/* test_reports.c: what holds of all reports: of logs with nothing in them, and when there is no memory. */
#include "lib/report/report.h"

#include "test/support/replay.h"

#include <check.h>
#include <jansson.h>
#include <quern/session.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *begins, *ends;
    bool (*report)(const quern__report *report, quern_write *write, void *context);
} reports[] = {
    { "text", "Query log: ", "\n", quern__report_text },
    { "JSON", "{\n", "}\n", quern__report_json },
    { "HTML", "<!doctype html>\n", "</html>\n", quern__report_html },
};

enum { REPORTS = sizeof reports / sizeof *reports };

static bool gather(void *context, const char *bytes, size_t size)
{
    quern__text_put_bytes(context, bytes, size);
    return true;
}

static void expect_whole(int i, const quern__text *text)
{
    const char *bytes = quern__text_get(text), *ends = reports[i].ends;
    ck_assert_msg(strncmp(bytes, reports[i].begins, strlen(reports[i].begins)) == 0, "%s: %s",
                  reports[i].name, bytes);
    ck_assert_msg(text->size >= strlen(ends) && strcmp(bytes + text->size - strlen(ends), ends) == 0,
                  "%s: %s", reports[i].name, bytes);
}

/* A session for which there was no memory has a log like that. */
START_TEST(a_log_of_nothing)
{
    const quern__log log = { .count = 0 };
    const quern__report report = { .log = &log };
    quern__text text = quern__text_open(quern_system_allocator());
    ck_assert(reports[_i].report(&report, gather, &text));
    expect_whole(_i, &text);
    quern__text_close(&text);
}
END_TEST

static void fill(quern__log *log)
{
    for (int i = 0; i < 6; i++)
        quern__log_add(log, &(quern_query){ .sql = i % 2 ? "SELECT 1" : "SELECT '\xff'", .site = "a.c:1" },
                       (uint64_t)i / 2);
}

/* A path of more bytes than a line has, without a blank, and all but its first characters of two bytes. */
static const quern_warning *long_warning(const quern_session *session, int64_t number)
{
    static char path[201];
    static const quern_warning warning = { .kind = QUERN_WARNING_UNUSED, .message = path, .advice = path };
    (void)session;
    for (size_t i = 0; i + 1 < sizeof path; i++)
        path[i] = (char)(i < (size_t)number ? 'a' : (i - (size_t)number) % 2 ? '\xa9' : '\xc3');
    if (number % 2)
        path[sizeof path - 2] = '\0';
    return &warning;
}

START_TEST(characters_are_whole)
{
    quern__log log;
    quern__text text = quern__text_open(quern_system_allocator());
    quern__log_open(&log, quern_system_allocator(), 10);
    const quern__report report = { .log = &log, .warnings = 4, .warning_at = long_warning };
    ck_assert(reports[_i].report(&report, gather, &text));
    expect_whole(_i, &text);
    ck_assert_msg(!strstr(quern__text_get(&text), "\xef\xbf\xbd"), "%s", quern__text_get(&text));
    quern__text_close(&text);
    quern__log_close(&log);
}
END_TEST

START_TEST(no_values)
{
    quern__log log;
    quern__text text = quern__text_open(quern_system_allocator());
    quern__log_open(&log, quern_system_allocator(), 10);
    quern__log_add(&log, &(quern_query){ .sql = "SELECT 1", .parameters = "" }, 1);
    ck_assert(quern__report_text(&(quern__report){ .log = &log }, gather, &text));
    ck_assert_msg(!strstr(quern__text_get(&text), "values"), "%s", quern__text_get(&text));
    quern__text_close(&text);
    quern__log_close(&log);
}
END_TEST

/* At every byte. */
static size_t room;

static bool take_some(void *context, const char *bytes, size_t size)
{
    (void)bytes;
    ck_assert_uint_gt(room, 0);
    *(size_t *)context += size;
    room = size < room ? room - size : 0;
    return room > 0;
}

START_TEST(a_writer_that_wants_no_more)
{
    quern__log log;
    quern__log_open(&log, quern_system_allocator(), 10);
    fill(&log);
    const quern__report report = { .log = &log };
    size_t all = 0, some = 0;
    room = SIZE_MAX;
    ck_assert(reports[_i].report(&report, take_some, &all));
    for (size_t most = 1; most <= all; most += most < 20 ? 1 : 997) {
        room = most;
        ck_assert(!reports[_i].report(&report, take_some, &some));
    }
    quern__log_close(&log);
}
END_TEST

static bool reports_without_memory(quern__replay *replay, void *context)
{
    const int i = *(const int *)context;
    quern__log log;
    quern__text text = quern__text_open(quern_system_allocator());
    quern__replay_pause(replay);
    quern__log_open(&log, quern__replay_allocator(replay), 10);
    fill(&log);
    quern__replay_resume(replay);
    const quern__report report = { .log = &log };
    const bool done = reports[i].report(&report, gather, &text);
    if (done)
        expect_whole(i, &text);
    quern__replay_stop_failing(replay);
    quern__text_clear(&text);
    ck_assert(reports[i].report(&report, gather, &text));
    expect_whole(i, &text);
    quern__text_close(&text);
    quern__log_close(&log);
    return done;
}

START_TEST(without_memory)
{
    int i = _i;
    ck_assert_uint_ge(quern__replay_run(reports[_i].name, reports_without_memory, &i), 3);
}
END_TEST

/* ---- jansson's own memory ---- */

static long left;

static void *allocate_some(size_t size)
{
    return left-- > 0 ? malloc(size) : NULL;
}

/* That one allocation fails, and all that follow. */
START_TEST(without_jansson_s_memory)
{
    quern__log log;
    quern__text text = quern__text_open(quern_system_allocator());
    quern__log_open(&log, quern_system_allocator(), 10);
    fill(&log);
    const quern__report report = { .log = &log };
    bool done = false;
    long points = 0;
    json_set_alloc_funcs(allocate_some, free);
    for (; !done; points++) {
        left = points;
        quern__text_clear(&text);
        done = quern__report_json(&report, gather, &text);
    }
    expect_whole(1, &text);
    ck_assert_int_gt(points, 100);
    json_set_alloc_funcs(malloc, free);
    quern__text_close(&text);
    quern__log_close(&log);
}
END_TEST

Suite *quern__suite_reports(void);

Suite *quern__suite_reports(void)
{
    Suite *suite = suite_create("reports");
    TCase *tests = tcase_create("reports");
    tcase_add_loop_test(tests, a_log_of_nothing, 0, REPORTS);
    tcase_add_loop_test(tests, characters_are_whole, 0, REPORTS);
    tcase_add_test(tests, no_values);
    tcase_add_loop_test(tests, a_writer_that_wants_no_more, 0, REPORTS);
    tcase_add_loop_test(tests, without_memory, 0, REPORTS);
    tcase_add_test(tests, without_jansson_s_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
