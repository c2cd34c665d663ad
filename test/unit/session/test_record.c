/* test_record.c: what a session tells: events of its statements and of its end, parameters, the tag, and what is in none of it. */
#include "test/unit/session/fixture.h"

#include "lib/session/parameters.h"

#include <quern/transaction.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was told, a line for each event: "end 2 SELECT", and of failures the message. */
static struct {
    char lines[4000];
    char everything[20000]; /* every text that came with them */
    quern_trace_event last;
    quern_query query;
    quern_error error;
} told;

static void add(const char *text)
{
    if (text)
        strncat(told.everything, text, sizeof told.everything - strlen(told.everything) - 1);
    strncat(told.everything, "\n", sizeof told.everything - strlen(told.everything) - 1);
}

static void add_error(const quern_error *error)
{
    const char *const texts[] = { error->message, error->detail, error->hint,    error->path,
                                  error->nearest, error->sql,    error->sqlstate };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add(texts[i]);
}

static void listen(void *context, const quern_trace_event *event)
{
    static const char *const kinds[] = { "?",         "start",          "end",
                                         "connected", "connect failed", "disconnected",
                                         "unread",    "rolled back" };
    char line[300];
    const quern_query *query = event->query;
    ck_assert_ptr_eq(context, &told);
    ck_assert_ptr_nonnull(event->message);
    told.last = *event;
    if (query)
        snprintf(line, sizeof line, "%s%s %lld %.100s\n", event->error ? "bad " : "", kinds[event->kind],
                 (long long)query->number, query->sql);
    else
        snprintf(line, sizeof line, "%s: %.100s\n", kinds[event->kind], event->message);
    strncat(told.lines, line, sizeof told.lines - strlen(told.lines) - 1);
    add(event->message), add(event->site), add(event->tag);
    if (query) {
        told.query = *query;
        add(query->sql), add(query->parameters);
    }
    if (event->error) {
        told.error = *event->error;
        add_error(event->error);
    }
}

static quern__tracer tracer = { listen, &told, QUERN_LEVEL_DEBUG };

static void forget(void)
{
    memset(&told, 0, sizeof told);
}

static session_fixture open_told(quern_session_options options, quern_level level)
{
    session_fixture f = fixture_open(1000);
    quern_session_close(f.session);
    options.turn_ms = 2000;
    options.statement_ms = options.statement_ms ? options.statement_ms : 1000;
    tracer.level = level;
    forget();
    f.session = quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                              .pool = f.pool,
                                                              .log_size = 10,
                                                              .tracer = &tracer,
                                                              .options = options,
                                                              .site = "opened:1" });
    return f;
}

#define OPEN(...) open_told((quern_session_options){ __VA_ARGS__ }, QUERN_LEVEL_DEBUG)
#define NONE .reserved = 0

/* ---- Statements ---- */

START_TEST(a_statement_has_a_start_and_an_end)
{
    session_fixture f = OPEN(.tag = "request 7");
    quern_script_expect(f.script, .sql = "/*request 7*/ UPDATE t SET a = $1", .changed = 3, .after_ms = 60);
    ck_assert_int_eq(quern_execute(f.session, "UPDATE t SET a = $1", 5), 3);
    ck_assert_str_eq(told.lines, "start 1 UPDATE t SET a = $1\nend 1 UPDATE t SET a = $1\n");
    ck_assert_int_eq(told.last.level, QUERN_LEVEL_DEBUG);
    ck_assert_str_eq(told.last.tag, "request 7");
    ck_assert_ptr_eq(told.last.session, f.session);
    ck_assert_ptr_nonnull(strstr(told.everything, "test_record.c:"));
    ck_assert_int_eq(told.query.rows, 3);
    ck_assert_int_eq(told.query.origin, QUERN_ORIGIN_OWN);
    ck_assert_ptr_null(told.query.parameters);
    const quern_query *query = quern_query_at(f.session, 1);
    ck_assert_str_eq(query->sql, "UPDATE t SET a = $1");
    ck_assert_int_eq(query->origin, QUERN_ORIGIN_OWN);
    ck_assert_int_eq(query->transaction, 0);
    ck_assert_ptr_null(query->parameters);
    ck_assert_msg(query->server_microseconds >= 50000, "%lld us", (long long)query->server_microseconds);
    ck_assert_int_ge(query->elapsed_microseconds, query->server_microseconds);
    ck_assert_int_eq(told.query.server_microseconds, query->server_microseconds);
    fixture_close(&f);
}
END_TEST

START_TEST(bytes_are_those_of_the_cells)
{
    session_fixture f = OPEN(NONE);
    quern_script_expect(f.script, .sql = "SELECT",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_TEXT }, { "title", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("1", "Emma", "22", NULL));
    ck_assert_int_eq(quern_execute(f.session, "SELECT"), 2);
    ck_assert_int_eq(quern_query_at(f.session, 1)->bytes, 7);
    fixture_close(&f);
}
END_TEST

START_TEST(a_failure_is_a_warning)
{
    session_fixture f = OPEN(NONE);
    quern_script_expect(f.script, .sql = "a", .sqlstate = "23505", .message = "there is one");
    ck_assert_int_eq(quern_execute(f.session, "a"), -1);
    ck_assert_str_eq(told.lines, "start 1 a\nbad end 1 a\n");
    ck_assert_int_eq(told.last.level, QUERN_LEVEL_WARNING);
    ck_assert_int_eq(told.error.code, QUERN_ERROR_SERVER);
    ck_assert_ptr_nonnull(strstr(told.everything, "there is one\n"));
    ck_assert_ptr_nonnull(strstr(told.everything, "23505\n"));
    ck_assert_int_eq(told.query.rows, -1);
    quern_error_clear(f.session);
    forget();
    quern_script_expect(f.script, .sql = "b", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    ck_assert_int_eq(told.error.outcome, QUERN_OUTCOME_UNKNOWN);
    ck_assert_int_eq(quern_session_error(f.session)->outcome, QUERN_OUTCOME_UNKNOWN);
    fixture_close(&f);
}
END_TEST

START_TEST(only_what_matters_enough)
{
    session_fixture f = open_told((quern_session_options){ .reserved = 0 }, QUERN_LEVEL_WARNING);
    quern_script_expect(f.script, .sql = "a");
    quern_script_expect(f.script, .sql = "b", .message = "no");
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert_str_eq(told.lines, "");
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    ck_assert_str_eq(told.lines, "bad end 2 b\n");
    quern_error_clear(f.session);
    fixture_close(&f);
}
END_TEST

/* What is sent together, and what never runs of it. */
static const struct {
    const char *name;
    const char *begin_fails, *query_fails;
    const char *lines;
} units[] = {
    { "both run", NULL, NULL, "start 1 BEGIN\nstart 2 q\nend 1 BEGIN\nend 2 q\n" },
    { "the second fails", NULL, "no", "start 1 BEGIN\nstart 2 q\nend 1 BEGIN\nbad end 2 q\n" },
    { "the first fails", "no", NULL, "start 1 BEGIN\nstart 2 q\nbad end 1 BEGIN\nend 0 q\n" },
};

START_TEST(each_start_has_its_end)
{
    session_fixture f = OPEN(NONE);
    quern_script_expect(f.script, .sql = "BEGIN", .message = units[_i].begin_fails);
    if (!units[_i].begin_fails)
        quern_script_expect(f.script, .sql = "q", .message = units[_i].query_fails);
    quern_script_expect(f.script, .sql = "ROLLBACK", .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session));
    quern_execute(f.session, "q");
    ck_assert_msg(strcmp(told.lines, units[_i].lines) == 0, "%s: %s", units[_i].name, told.lines);
    ck_assert_int_eq(quern_query_count(f.session), units[_i].begin_fails ? 1 : 2);
    ck_assert_int_eq(quern_query_at(f.session, 1)->origin, QUERN_ORIGIN_TRANSACTION);
    ck_assert_int_eq(quern_query_at(f.session, 1)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, 1)->elapsed_microseconds > 0, units[_i].begin_fails != NULL);
    ck_assert_int_eq(told.query.rows, units[_i].begin_fails || units[_i].query_fails ? -1 : 0);
    quern_error_clear(f.session);
    quern_rollback(f.session);
    quern_session_close(f.session);
    f.session = NULL;
    quern_script_forget(f.script);
    fixture_close(&f);
}
END_TEST

START_TEST(what_is_sent_again_starts_again)
{
    static const char *const reset[] = { "RESET ALL", NULL };
    session_fixture f = OPEN(NONE);
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .sql = "own");
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "RESET ALL", .message = "too slow");
    quern_script_expect(f.script, .sql = "q", .sqlstate = "25P02", .message = "transaction is aborted");
    quern_script_expect(f.script, .sql = "q");
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    forget();
    ck_assert_int_eq(quern_execute(f.session, "q"), 0);
    ck_assert_str_eq(told.lines, "start 2 q\nend 0 q\nstart 2 q\nend 2 q\n");
    ck_assert_int_eq(quern_query_count(f.session), 2);
    fixture_close(&f);
}
END_TEST

/* ---- The end of a session ---- */

static void look_not(quern_session *session)
{
    (void)session;
}

static void look_at_error(quern_session *session)
{
    ck_assert_ptr_nonnull(quern_session_error(session));
}

static void look_at_text(quern_session *session)
{
    ck_assert(strlen(quern_error_text(session)) > 0);
}

static void look_whether(quern_session *session)
{
    ck_assert(quern_failed(session));
}

static void take(quern_session *session)
{
    ck_assert(quern_error_take(session, NULL));
}

static void look_and_fail_again(quern_session *session)
{
    ck_assert(quern_failed(session));
    quern_error_clear(session);
    ck_assert_int_eq(quern_execute(session, ""), -1);
}

static const struct {
    const char *name;
    void (*look)(quern_session *session);
    const char *lines;
} looks[] = {
    { "nobody looked", look_not, "unread: that will not do\n" },
    { "quern_session_error", look_at_error, "" },
    { "quern_error_text", look_at_text, "" },
    { "quern_failed", look_whether, "" },
    { "quern_error_take", take, "" },
    { "quern_error_clear", quern_error_clear, "" },
    { "another failure", look_and_fail_again, "unread: there is no SQL to execute\n" },
};

START_TEST(a_failure_that_nobody_has_looked_at)
{
    session_fixture f = open_told((quern_session_options){ .tag = "t" }, QUERN_LEVEL_ERROR);
    quern_script_expect(f.script, .contains = "q", .message = "that will not do", .sqlstate = "42601");
    ck_assert_int_eq(quern_execute(f.session, "q"), -1);
    looks[_i].look(f.session);
    ck_assert_str_eq(told.lines, "");
    quern_session_close(f.session);
    ck_assert_msg(strcmp(told.lines, looks[_i].lines) == 0, "%s: %s", looks[_i].name, told.lines);
    if (*told.lines) {
        ck_assert_int_eq(told.last.level, QUERN_LEVEL_ERROR);
        ck_assert_ptr_nonnull(strstr(told.everything, "test_record.c:"));
    }
    f.session = NULL;
    fixture_close(&f);
}
END_TEST

START_TEST(a_session_that_was_well)
{
    session_fixture f = OPEN(NONE);
    quern_session_close(f.session);
    ck_assert_str_eq(told.lines, "");
    f.session = NULL;
    fixture_close(&f);
}
END_TEST

START_TEST(a_session_closed_in_a_transaction)
{
    session_fixture f = open_told((quern_session_options){ .reserved = 0 }, QUERN_LEVEL_WARNING);
    quern_script_expect(f.script, .times = 3);
    ck_assert(quern_begin(f.session));
    quern_execute(f.session, "q");
    quern_session_close(f.session);
    ck_assert_str_eq(told.lines,
                     "rolled back: a session was closed or reset in a transaction, which is rolled back\n");
    ck_assert_int_eq(told.last.level, QUERN_LEVEL_WARNING);
    ck_assert_ptr_nonnull(strstr(told.everything, "test_record.c:")); /* of quern_begin */
    f.session = NULL;
    fixture_close(&f);
}
END_TEST

/* ---- Parameters ---- */

START_TEST(parameters_that_were_asked_for)
{
    session_fixture f = OPEN(.log_parameters = true);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    quern_execute(f.session, "a", 5, "it's", QUERN_NULL, (bool)true, 0.5);
    ck_assert_str_eq(quern_query_at(f.session, 1)->parameters, "5, 'it''s', NULL, true, 0.5");
    quern_execute(f.session, "b");
    ck_assert_str_eq(quern_query_at(f.session, 2)->parameters, "");
    ck_assert_ptr_nonnull(strstr(told.everything, "\n5, 'it''s', NULL, true, 0.5\n"));
    fixture_close(&f);
}
END_TEST

static const struct {
    size_t letters;
    bool umlauts;
    size_t kept; /* bytes, before "…" */
    bool cut;
} long_ones[] = {
    { 9998, false, 10000, false }, /* with its quotes */
    { 9999, false, 10000, true },
    { 100000, false, 10000, true },
    { 8000, true, 9999, true },
};

START_TEST(long_parameters_are_cut)
{
    session_fixture f = OPEN(.log_parameters = true);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    char *text = malloc(long_ones[_i].letters * 2 + 1), *end = text;
    for (size_t i = 0; i < long_ones[_i].letters; i++)
        end += sprintf(end, "%s", long_ones[_i].umlauts ? "\xc3\xbc" : "x");
    quern_execute(f.session, "a", text, "and another");
    const char *got = quern_query_at(f.session, 1)->parameters;
    const size_t kept = long_ones[_i].kept;
    ck_assert_msg(strlen(got) == kept + strlen("…"), "%zu bytes, … %s", strlen(got), got + kept - 3);
    ck_assert_str_eq(got + kept, "…");
    ck_assert_msg(long_ones[_i].cut == (got[kept - 1] != '\''), "… %s", got + kept - 3);
    free(text);
    fixture_close(&f);
}
END_TEST

/* Every way in which a statement can end, with a secret in its parameters: it goes to the server, and nowhere else. */
static const struct {
    const char *name;
    quern_script_expectation answer;
    int32_t statement_ms;
} endings[] = {
    { "well", { .changed = 1 }, 0 },
    { "refused", { .message = "no", .sqlstate = "23505", .detail = "why", .hint = "do" }, 0 },
    { "lost", { .lost = QUERN_SCRIPT_LOST_AFTER }, 0 },
    { "too late", { .after_ms = QUERN_SCRIPT_NEVER }, 20 },
    { "left open", { .leaves = QUERN_LINK_IN_TRANSACTION }, 0 },
};

static void expect_no_secret(const session_fixture *f, const char *name)
{
    for (int64_t i = 1; i <= quern_query_count(f->session); i++) {
        const quern_query *query = quern_query_at(f->session, i);
        ck_assert_msg(!strstr(query->sql, "s3cret") && !query->parameters, "%s: %s", name, query->sql);
    }
    ck_assert_msg(!strstr(quern_error_text(f->session), "s3cret"), "%s: %s", name,
                  quern_error_text(f->session));
    ck_assert_msg(!strstr(told.everything, "s3cret"), "%s: %s", name, told.everything);
}

START_TEST(a_secret_stays_one)
{
    session_fixture f = OPEN(.statement_ms = endings[_i].statement_ms);
    (quern_script_expect)(f.script, &endings[_i].answer, sizeof endings[_i].answer, QUERN_SITE);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    quern_execute(f.session, "ALTER USER ann PASSWORD $1", "s3cret");
    ck_assert_ptr_nonnull(strstr(quern_script_seen(f.script, 0)->values, "s3cret"));
    ck_assert_ptr_nonnull(strstr(told.everything, "ALTER USER ann PASSWORD $1"));
    expect_no_secret(&f, endings[_i].name);
    quern_session_close(f.session);
    f.session = NULL;
    ck_assert_msg(!strstr(told.everything, "s3cret"), "%s: %s", endings[_i].name, told.everything);
    fixture_close(&f);
}
END_TEST

START_TEST(a_secret_that_cannot_be_sent)
{
    session_fixture f = OPEN(NONE);
    ck_assert_int_eq(quern_execute(f.session, "SELECT $1", "s3cret\xff"), -1);
    expect_no_secret(&f, "not UTF-8");
    fixture_close(&f);
}
END_TEST

/* ---- The tag ---- */

START_TEST(the_tag_goes_with_each_statement)
{
    static const char *const reset[] = { "RESET ALL", NULL };
    static const char *const expected[] = { "/*t*/ BEGIN", "/*t*/ a -- own", "/*t*/ COMMIT", "BEGIN",
                                            "RESET ALL",   "COMMIT",         "/*t*/ b" };
    session_fixture f = OPEN(.tag = "t");
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .contains = "b", .message = "no");
    quern_script_forget(f.script);
    quern_script_expect(f.script, .times = 6);
    quern_script_expect(f.script, .message = "no");
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "a -- own"), 0);
    ck_assert(quern_commit(f.session));
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_str_eq(seen(&f, i), expected[i]);
    ck_assert_str_eq(quern_query_at(f.session, 2)->sql, "a -- own");
    ck_assert_str_eq(quern_session_error(f.session)->sql, "b");
    ck_assert_ptr_null(strstr(quern_error_text(f.session), "/*t*/"));
    ck_assert_ptr_null(strstr(told.lines, "/*t*/"));
    fixture_close(&f);
}
END_TEST

START_TEST(the_tag_is_copied)
{
    char tag[] = "first";
    session_fixture f = OPEN(.tag = tag);
    strcpy(tag, "other");
    quern_script_expect(f.script, .sql = "/*first*/ a");
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(a_bad_tag_is_the_sessions_failure)
{
    session_fixture f = OPEN(.tag = "a */ b");
    const quern_error *error;
    ck_assert_int_eq(quern_execute(f.session, "a"), -1);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert(quern_error_take(f.session, &error));
    ck_assert_int_eq(error->code, QUERN_ERROR_VALUE);
    ck_assert_str_eq(error->site, "opened:1");
    ck_assert_str_eq(error->path, "tag");
    quern_script_expect(f.script, .sql = "a");
    ck_assert_int_eq(quern_execute(f.session, "a"), 0); /* without one */
    ck_assert_ptr_null(told.last.tag);
    fixture_close(&f);
}
END_TEST

START_TEST(no_tag)
{
    session_fixture f = OPEN(.tag = "");
    quern_script_expect(f.script, .sql = "a");
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert_ptr_null(told.last.tag);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_record(void);

Suite *quern__suite_record(void)
{
    Suite *suite = suite_create("record");
    TCase *tests = tcase_create("record");
    tcase_add_test(tests, a_statement_has_a_start_and_an_end);
    tcase_add_test(tests, bytes_are_those_of_the_cells);
    tcase_add_test(tests, a_failure_is_a_warning);
    tcase_add_test(tests, only_what_matters_enough);
    tcase_add_loop_test(tests, each_start_has_its_end, 0, sizeof units / sizeof *units);
    tcase_add_test(tests, what_is_sent_again_starts_again);
    tcase_add_loop_test(tests, a_failure_that_nobody_has_looked_at, 0, sizeof looks / sizeof *looks);
    tcase_add_test(tests, a_session_that_was_well);
    tcase_add_test(tests, a_session_closed_in_a_transaction);
    tcase_add_test(tests, parameters_that_were_asked_for);
    tcase_add_loop_test(tests, long_parameters_are_cut, 0, sizeof long_ones / sizeof *long_ones);
    tcase_add_loop_test(tests, a_secret_stays_one, 0, sizeof endings / sizeof *endings);
    tcase_add_test(tests, a_secret_that_cannot_be_sent);
    tcase_add_test(tests, the_tag_goes_with_each_statement);
    tcase_add_test(tests, the_tag_is_copied);
    tcase_add_test(tests, a_bad_tag_is_the_sessions_failure);
    tcase_add_test(tests, no_tag);
    suite_add_tcase(suite, tests);
    return suite;
}
