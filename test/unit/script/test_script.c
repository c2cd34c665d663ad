/* test_script.c: which expectation answers which statement, and what is reported afterwards. */
#include "test/support/replay.h"
#include "test/unit/script/talk.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static quern_script *script;
static quern_link *one;

static void begin(void)
{
    script = quern_script_new(NULL);
    one = talk_open(script);
}

static void end(void)
{
    talk_close(script, one);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(script);
}

#define assert_says(sql, expected) ck_assert_str_eq(talk(script, one, sql), expected)
#define assert_report(expected) ck_assert_str_eq(quern_script_report(script), expected)

static const char *site(const char *format, int line)
{
    static char text[2000];
    snprintf(text, sizeof text, format, __FILE__, line);
    return text;
}

START_TEST(rows_come_as_they_were_written)
{
    quern_script_expect(script, .sql = "SELECT",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("1", "Emma", "2", NULL, "3", ""));
    assert_says("SELECT", "columns id,title; row 1,Emma; row 2,NULL; row 3,; done 3; synced");
    assert_report("");
}
END_TEST

START_TEST(no_rows_have_columns_all_the_same)
{
    quern_script_expect(script, QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }));
    assert_says("SELECT", "columns id; done 0; synced");
}
END_TEST

START_TEST(a_statement_without_columns_says_how_many_it_changed)
{
    quern_script_expect(script, .changed = 7);
    quern_script_expect(script, .sql = NULL);
    assert_says("UPDATE", "done 7; synced");
    assert_says("CREATE", "done 0; synced");
}
END_TEST

START_TEST(what_is_not_expected_fails_and_is_reported)
{
    int line = __LINE__ + 1;
    quern_script_expect(script, .sql = "SELECT 1", .values = "");
    assert_says("SELECT 2", "failed XX000 unexpected statement: SELECT 2; synced");
    assert_report(site("never came: SELECT 1 [] (%s:%d)\nunexpected statement: SELECT 2\n", line));
    assert_says("SELECT 1", "done 0; synced");
    assert_report("unexpected statement: SELECT 2\n");
    quern_script_forget(script);
    assert_report("");
}
END_TEST

START_TEST(the_error_names_what_was_due)
{
    quern_script_expect(script, .contains = "books", .values = "$1 = 5");
    quern_event event;
    const quern_backend *backend = quern_script_backend(script);
    talk_submit(script, one, "SELECT 2");
    backend->step(one, 0);
    backend->step(one, 0);
    ck_assert(backend->take(one, &event));
    ck_assert_int_eq(event.error.code, QUERN_ERROR_SERVER);
    ck_assert_ptr_nonnull(strstr(event.error.detail, "the script expects a statement with books [$1 = 5] ("));
    quern_script_forget(script);
}
END_TEST

START_TEST(expectations_are_met_in_order)
{
    quern_script_expect(script, .sql = "a");
    quern_script_expect(script, .sql = "b", .times = 2);
    quern_script_expect(script, .sql = "c");
    assert_says("b", "failed XX000 unexpected statement: b; synced");
    assert_says("a", "done 0; synced");
    assert_says("b", "done 0; synced");
    assert_says("c", "failed XX000 unexpected statement: c; synced");
    assert_says("b", "done 0; synced");
    assert_says("b", "failed XX000 unexpected statement: b; synced");
    assert_says("c", "done 0; synced");
    assert_report("unexpected statement: b\nunexpected statement: c\nunexpected statement: b\n");
}
END_TEST

START_TEST(what_comes_always_may_come_anywhere_or_never)
{
    quern_script_expect(script, .sql = "a");
    quern_script_expect(script, .contains = "any", .times = QUERN_SCRIPT_ALWAYS, .changed = 9);
    quern_script_expect(script, .contains = "other", .times = QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < 3; i++)
        assert_says("any", "done 9; synced");
    assert_says("a", "done 0; synced");
    assert_says("many", "done 9; synced");
    assert_report("");
}
END_TEST

START_TEST(how_often_is_counted)
{
    int line = __LINE__ + 1;
    quern_script_expect(script, .sql = "a", .times = 3);
    assert_says("a", "done 0; synced");
    assert_report(site("came 1 of 3 times: a (%s:%d)\n", line));
}
END_TEST

static const struct {
    const char *sql, *contains, *values;
    bool fits;
} fits[] = {
    { NULL, NULL, NULL, true },
    { "SELECT $1", NULL, NULL, true },
    { "SELECT $", NULL, NULL, false },
    { "SELECT $11", NULL, NULL, false },
    { NULL, "LECT", NULL, true },
    { NULL, "lect", NULL, false },
    { NULL, "", NULL, true },
    { "SELECT $1", "$1", NULL, true },
    { "SELECT $1", "$2", NULL, false },
    { NULL, NULL, "$1 = 5", true },
    { NULL, NULL, "$1 = 55", false },
    { NULL, NULL, "", false },
    { "SELECT $1", "S", "$1 = 5", true },
};

START_TEST(a_statement_fits_by_text_part_and_values)
{
    quern_script_expect(script, .sql = fits[_i].sql, .contains = fits[_i].contains, .values = fits[_i].values,
                        .changed = 1);
    const quern_value five = quern_value_i64(5);
    ck_assert(quern_script_backend(script)->submit(
        one, &(quern_request){ .sync = true, .sql = "SELECT $1", .count = 1, .values = &five }));
    const char *said = talk_until_quiet(script, one, 0);
    ck_assert_msg((strcmp(said, "done 1; synced") == 0) == fits[_i].fits, "case %d: %s", _i, said);
}
END_TEST

START_TEST(statements_are_kept_with_their_values)
{
    quern_script_expect(script, .times = QUERN_SCRIPT_ALWAYS);
    const quern_value values[] = {
        quern_value_text("it's"), quern_value_i64(INT64_MIN),
        quern_value_f64(0.1),     quern_value_bool(true),
        quern_value_null(),       quern_value_timestamp((quern_timestamp){ 500000 }),
    };
    ck_assert(quern_script_backend(script)->submit(
        one, &(quern_request){ .sync = true, .sql = "SELECT", .count = 6, .values = values }));
    talk_until_quiet(script, one, 0);
    assert_says("second", "done 0; synced");
    const quern_script_statement *first = quern_script_seen(script, 0);
    ck_assert_str_eq(first->sql, "SELECT");
    ck_assert_str_eq(first->values,
                     "$1 = 'it''s', $2 = -9223372036854775808, $3 = 0.1, $4 = true, $5 = NULL, "
                     "$6 = '1970-01-01T00:00:00.5Z'");
    ck_assert_int_eq(first->connection, 1);
    ck_assert_str_eq(quern_script_seen(script, 1)->sql, "second");
    ck_assert_str_eq(quern_script_seen(script, 1)->values, "");
    ck_assert_str_eq(quern_script_seen(script, 2)->sql, "");
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), 2);
}
END_TEST

START_TEST(calls_are_counted)
{
    quern_script_expect(script, .sql = "a");
    quern_link *two = talk_open(script), *three = talk_open(script);
    quern_script_backend(script)->abandon(two);
    assert_says("a", "done 0; synced");
    quern_script_backend(script)->cancel(three, 10);
    talk_close(script, three);
    static const struct {
        quern_script_count_kind what;
        int64_t count;
    } counts[] = {
        { QUERN_SCRIPT_OPENS, 3 },     { QUERN_SCRIPT_REFUSALS, 0 },   { QUERN_SCRIPT_OPEN_NOW, 1 },
        { QUERN_SCRIPT_OPEN_MOST, 3 }, { QUERN_SCRIPT_SUBMITS, 1 },    { QUERN_SCRIPT_STEPS, 2 },
        { QUERN_SCRIPT_TAKES, 4 },     { QUERN_SCRIPT_CANCELS, 1 },    { QUERN_SCRIPT_CLOSES, 1 },
        { QUERN_SCRIPT_ABANDONS, 1 },  { QUERN_SCRIPT_STATEMENTS, 1 }, { QUERN_SCRIPT_COUNTS, 0 },
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        ck_assert_msg(quern_script_count(script, counts[i].what) == counts[i].count, "count %d is %d, not %d",
                      (int)counts[i].what, (int)quern_script_count(script, counts[i].what),
                      (int)counts[i].count);
}
END_TEST

START_TEST(nonsense_is_refused_and_reported)
{
    int line = __LINE__ + 1;
    ck_assert(!quern_script_expect(script, .sql = "a", QUERN_SCRIPT_ROWS("1")));
    ck_assert(!quern_script_expect(script, QUERN_SCRIPT_ROWS("1", "2", "3"),
                                   QUERN_SCRIPT_COLUMNS({ "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_I64 })));
    assert_report(site("an expectation's cells do not fill rows of its columns (%s:%d)\n", line));
}
END_TEST

START_TEST(an_older_and_shorter_expectation_is_understood)
{
    const quern_script_expectation older = { .sql = "a", .changed = 5, .message = "not seen" };
    ck_assert((quern_script_expect)(script, &older, offsetof(quern_script_expectation, sqlstate), NULL));
    assert_says("a", "done 5; synced");
}
END_TEST

START_TEST(an_answer_under_way_outlives_its_expectation)
{
    quern_script_expect(script, QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1"));
    talk_submit(script, one, "SELECT");
    quern_script_backend(script)->step(one, 0);
    quern_script_forget(script);
    ck_assert_str_eq(talk_until_quiet(script, one, 0), "columns id; row 1; done 1; synced");
    assert_says("SELECT", "failed XX000 unexpected statement: SELECT; synced");
    quern_script_expect(script, .sql = "after");
    assert_says("after", "done 0; synced");
}
END_TEST

START_TEST(calls_after_the_loss_are_reported)
{
    quern_script_expect(script, .lost = QUERN_SCRIPT_LOST_AFTER);
    quern_event event;
    const quern_backend *backend = quern_script_backend(script);
    assert_says("a", "lost the connection was lost");
    assert_report("");
    backend->step(one, 0);
    ck_assert(!backend->take(one, &event));
    talk_submit(script, one, "b");
    assert_report("submit was called after the event LOST\nstep was called after the event LOST\n"
                  "take was called after the event LOST\n");
}
END_TEST

/* One pass over all that takes memory, from one allocator that fails. */
static bool talks(quern__replay *replay, void *context)
{
    (void)context;
    bool all = true;
    quern_error error;
    quern_script *mine = quern_script_new(quern__replay_allocator(replay));
    if (!mine)
        return false;
    all &= quern_script_expect(mine, .sql = "a", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                               QUERN_SCRIPT_ROWS("1"));
    all &= quern_script_on_open(mine, .after_ms = 1);
    const bool complete = all;
    const quern_backend *backend = quern_script_backend(mine);
    const quern_connect connect = {
        .uri = "script:", .timeout_ms = 1000, .allocator = quern__replay_allocator(replay)
    };
    quern_link *link = backend->open(backend, &connect, &error);
    const quern_value emma = quern_value_text("Emma");
    const quern_request a = { .sync = true, .sql = "a", .count = 1, .values = &emma };
    const quern_request b = { .sync = true, .sql = "b" };
    if (!link)
        ck_assert_int_eq(error.code, QUERN_ERROR_MEMORY);
    else {
        bool both = backend->submit(link, &a);
        both = backend->submit(link, &b) && both;
        const char *said = talk_until_quiet(mine, link, 0);
        all &= both && strstr(said, "row 1") && strstr(said, "unexpected statement: b");
        quern_script_kill(mine, 0, "57P01", "bye");
        all &= strcmp(talk_until_quiet(mine, link, 0), "lost 57P01 bye") == 0;
        backend->close(link);
    }
    const char *report = quern_script_report(mine);
    all &= link && strstr(report, "unexpected statement: b\n");
    ck_assert_msg(complete || strstr(report, "out of memory"), "incomplete without a word: %s", report);
    if (!all)
        ck_assert(quern__replay_failed(replay));
    quern_script_free(mine);
    return all;
}

START_TEST(every_failed_allocation_is_an_ordinary_error)
{
    ck_assert_uint_gt(quern__replay_run("a script and a connection", talks, NULL), 10);
}
END_TEST

Suite *quern__suite_script(void);
Suite *quern__suite_script(void)
{
    Suite *suite = suite_create("script");
    TCase *tcase = tcase_create("script");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, rows_come_as_they_were_written);
    tcase_add_test(tcase, no_rows_have_columns_all_the_same);
    tcase_add_test(tcase, a_statement_without_columns_says_how_many_it_changed);
    tcase_add_test(tcase, what_is_not_expected_fails_and_is_reported);
    tcase_add_test(tcase, the_error_names_what_was_due);
    tcase_add_test(tcase, expectations_are_met_in_order);
    tcase_add_test(tcase, what_comes_always_may_come_anywhere_or_never);
    tcase_add_test(tcase, how_often_is_counted);
    tcase_add_loop_test(tcase, a_statement_fits_by_text_part_and_values, 0, sizeof fits / sizeof *fits);
    tcase_add_test(tcase, statements_are_kept_with_their_values);
    tcase_add_test(tcase, calls_are_counted);
    tcase_add_test(tcase, nonsense_is_refused_and_reported);
    tcase_add_test(tcase, an_older_and_shorter_expectation_is_understood);
    tcase_add_test(tcase, an_answer_under_way_outlives_its_expectation);
    tcase_add_test(tcase, calls_after_the_loss_are_reported);
    tcase_add_test(tcase, every_failed_allocation_is_an_ordinary_error);
    suite_add_tcase(suite, tcase);
    return suite;
}
