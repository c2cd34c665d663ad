/* test_log.c: the query log as one reads it to find what is slow: groups, the time-line, slow statements, plans, and reports of all that. */
#include "test/integration/fixture.h"

#include <quern/transaction.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- Reports as texts ---- */

static char report[200000];

static bool gather(void *context, const char *bytes, size_t size)
{
    (void)context;
    ck_assert_uint_gt(size, 0);
    ck_assert_uint_lt(strlen(report) + size, sizeof report);
    strncat(report, bytes, size);
    return true;
}

typedef bool reporter(const quern_session *session, quern_write *write, void *context);

static const struct {
    const char *name;
    reporter *write;
} reporters[] = { { "text", quern_report_text },
                  { "JSON", quern_report_json },
                  { "HTML", quern_report_html } };

enum { REPORTERS = sizeof reporters / sizeof *reporters };

static const char *report_of(const quern_session *session, reporter *write)
{
    report[0] = '\0';
    ck_assert(write(session, gather, NULL));
    return report;
}

static void expect_in_reports(const quern_session *session, const char *text, bool there)
{
    for (size_t i = 0; i < REPORTERS; i++)
        ck_assert_msg((strstr(report_of(session, reporters[i].write), text) != NULL) == there,
                      "%s: \"%s\" is %s:\n%s", reporters[i].name, text, there ? "not there" : "there",
                      report);
}

static const quern_query *latest(const quern_session *session)
{
    const quern_query *query = quern_query_at(session, -1);
    ck_assert_ptr_nonnull(query);
    return query;
}

static quern_query_totals sums_of(const quern_session *session)
{
    quern_query_totals totals;
    quern_query_sums(session, &totals);
    return totals;
}

/* ---- Groups ---- */

/* 40 books of three authors: of these 14, 13 and 13. */
START_TEST(a_loop_of_lazy_loads_is_a_group)
{
    NEEDS_SERVER();
    char there[200];
    int line = 0;
    int64_t by_author[4] = { 0 };
    QUERN_EACH(book, b, quern_order_by(quern_objects(s, book), "id")) {
        by_author[b->author_id]++;
        ck_assert_ptr_nonnull(quern_fetch(b, author)->name);
        line = __LINE__ - 1;
    }
    ck_assert_int_eq(quern_query_count(s), 41);
    ck_assert_int_eq(quern_query_similar(s, 1), 1);
    ck_assert_int_eq(quern_query_duplicates(s, 1), 1);
    ck_assert_int_eq(quern_query_similar(s, 2), 40);
    ck_assert_int_eq(quern_query_duplicates(s, 2), by_author[1]);
    ck_assert_int_eq(quern_query_similar(s, 42), 0);
    snprintf(there, sizeof there, "40 lazy loads with the same SQL, and the same values: %s:%d", __FILE__,
             line);
    expect_in_reports(s, there, true);
    snprintf(there, sizeof there, "\n  40 ×, ");
    ck_assert_ptr_nonnull(strstr(report_of(s, quern_report_text), there));
    snprintf(there, sizeof there, "\n    40 from ");
    ck_assert_ptr_nonnull(strstr(report, there));
    snprintf(there, sizeof there, "the same values in %d: #2, ", (int)by_author[1]);
    ck_assert_msg(strstr(report, there), "%s:\n%s", there, report);
}
END_TEST

START_TEST(what_is_not_asked_again_is_in_no_group)
{
    NEEDS_SERVER();
    for (int i = 0; i < 2; i++) {
        ck_assert(quern_begin(s));
        ck_assert_int_eq(quern_execute(s, i ? "SELECT 1" : "SELECT 2"), 1);
        ck_assert(quern_commit(s));
    }
    for (int64_t number = 1; number <= quern_query_count(s); number++) {
        const bool own = quern_query_at(s, number)->origin == QUERN_ORIGIN_OWN;
        ck_assert_int_eq(quern_query_similar(s, number), own);
    }
    expect_in_reports(s, "same SQL", false);
}
END_TEST

/* ---- The time-line ---- */

START_TEST(statements_begin_one_after_the_other)
{
    NEEDS_SERVER();
    ck_assert_int_ge(quern_count(quern_objects(s, book)), 0);
    ck_assert(quern_begin(s));
    ck_assert_int_eq(quern_execute(s, "SELECT 1"), 1);
    ck_assert_int_eq(quern_execute(s, "SELECT 2"), 1);
    ck_assert(quern_commit(s));
    static const int64_t units[] = { 1, 2, 2, 4, 5 };
    int64_t end = 0;
    ck_assert_int_eq(quern_query_count(s), 5);
    for (int64_t number = 1; number <= 5; number++) {
        const quern_query *q = quern_query_at(s, number);
        ck_assert_int_eq(q->unit, units[number - 1]);
        if (q->unit == number)
            ck_assert_msg(q->began_microseconds >= end, "%s began before its predecessor ended", q->sql);
        else
            ck_assert_int_eq(q->began_microseconds, quern_query_at(s, q->unit)->began_microseconds);
        end = q->began_microseconds + q->waited_microseconds + q->elapsed_microseconds;
    }
    ck_assert_int_lt(end, INT64_C(60000000));
    quern_session_reset(s);
    ck_assert_int_eq(sums_of(s).statements, 0);
    ck_assert_int_ge(quern_count(quern_objects(s, book)), 0);
    ck_assert_int_lt(latest(s)->began_microseconds, end);
}
END_TEST

/* ---- What went wrong ---- */

START_TEST(a_failure_is_told_without_its_values)
{
    NEEDS_SERVER();
    quern_session *session = quern_session_open(db, .tag = "t");
    const char *duplicate = "INSERT INTO books_author VALUES (1, $1)", *secret = "s3cret";
    ck_assert(quern_execute(session, duplicate, secret) < 0);
    take_failure(session, QUERN_ERROR_SERVER);
    const quern_query *query = latest(session);
    ck_assert_int_eq(query->failure, QUERN_ERROR_SERVER);
    ck_assert_str_eq(query->sqlstate, "23505");
    ck_assert_int_eq(sums_of(session).failed, 1);
    expect_in_reports(session, "Statement 1 failed: QUERN_ERROR_SERVER, SQLSTATE 23505", true);
    expect_in_reports(session, secret, false);
    expect_in_reports(session, "already exists", false);
    quern_session_close(session);
    session = quern_session_open(db, .log_parameters = true);
    ck_assert_int_eq(quern_execute(session, "SELECT $1::text", secret), 1);
    expect_in_reports(session, secret, true);
    quern_session_close(session);
}
END_TEST

static int slow_told;

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    if (event->kind != QUERN_TRACE_SLOW_STATEMENT)
        return;
    slow_told++;
    ck_assert_int_eq(event->level, QUERN_LEVEL_WARNING);
    ck_assert_ptr_nonnull(strstr(event->query->sql, "pg_sleep"));
    ck_assert(event->query->slow && event->query->number == 2);
}

START_TEST(slow_statements_are_told)
{
    NEEDS_SERVER();
    quern_db *told =
        open_db(&(quern_options){ .pool_max = 1, .on_event = listen, .slow_ms = 50 }, schema.uri);
    quern_session *session = quern_session_open(told);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), 1);
    ck_assert_int_eq(slow_told, 0);
    ck_assert_int_eq(quern_execute(session, "SELECT pg_sleep(0.1)"), 1);
    ck_assert_int_eq(slow_told, 1);
    ck_assert(!quern_query_at(session, 1)->slow && latest(session)->slow);
    ck_assert_int_eq(sums_of(session).slow, 1);
    expect_in_reports(session, "Statement 2 was slow: 1", true);
    quern_session_close(session);
    close_db(told);
}
END_TEST

START_TEST(no_log_counts)
{
    NEEDS_SERVER();
    quern_db *mute = open_db(&(quern_options){ .no_log = true, .log_size = 7 }, schema.uri);
    quern_session *session =
        quern_session_open(mute, .explain = QUERN_EXPLAIN_PLAN, .explain_all = true, .log_parameters = true);
    ck_assert_int_ge(quern_count(quern_objects(session, book)), 0);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), 1);
    ck_assert_int_eq(quern_query_count(session), 2);
    ck_assert_int_eq(sums_of(session).rows, 2);
    ck_assert_ptr_null(quern_query_at(session, -1));
    expect_in_reports(session, "The log has forgotten 2 of 2 statements", true);
    quern_session_close(session);
    close_db(mute);
}
END_TEST

/* ---- Plans ---- */

static quern_session *open_explaining(quern_explain_when when)
{
    return quern_session_open(db, .explain = when, .explain_all = true, .log_parameters = true);
}

/* The statement of that number has a plan with that in it; NULL: it has none. */
static void expect_plan(const quern_session *session, int64_t number, const char *text)
{
    const quern_query *query = quern_query_at(session, number);
    ck_assert_ptr_nonnull(query);
    if (!text)
        ck_assert_msg(!query->plan, "%s: has the plan %s", query->sql, query->plan);
    else
        ck_assert_msg(query->plan && strstr(query->plan, text), "%s: %s: %s", query->sql,
                      query->plan ? "the plan is" : "no plan", query->plan ? query->plan : "");
}

START_TEST(plans_of_what_quern_asks)
{
    NEEDS_SERVER();
    quern_session *session = open_explaining(QUERN_EXPLAIN_PLAN);
    quern_queryset *books = quern_filter(quern_objects(session, book), Q("title", "Emma"));
    ck_assert_int_eq(quern_len(books), 1);
    ck_assert_int_eq(quern_query_count(session), 2);
    expect_plan(session, 1, "Seq Scan on books_book");
    expect_plan(session, 1, "'Emma'"); /* which is why it is not for everybody */
    ck_assert_ptr_null(strstr(quern_query_at(session, 1)->plan, "actual time"));
    ck_assert_int_eq(latest(session)->origin, QUERN_ORIGIN_EXPLAIN);
    ck_assert_int_eq(strncmp(latest(session)->sql, "EXPLAIN SELECT", 14), 0);
    ck_assert_int_eq(sums_of(session).statements, 1);
    ck_assert_int_eq(sums_of(session).explaining, 1);
    ck_assert_int_eq(sums_of(session).rows, 1);
    ck_assert_int_eq(quern_query_similar(session, 1), 1);
    expect_in_reports(session, "Seq Scan on books_book", true);
    quern_session_close(session);
}
END_TEST

START_TEST(no_plans_where_values_are_secret)
{
    NEEDS_SERVER();
    quern_session *session = quern_session_open(db, .explain = QUERN_EXPLAIN_PLAN, .explain_all = true);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    const quern_error *error = take_failure(session, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->message, "log_parameters"));
    ck_assert_int_eq(quern_execute(session, "SELECT $1::text", "s3cret"), 1);
    ck_assert_int_eq(quern_query_count(session), 1);
    quern_session_close(session);
}
END_TEST

START_TEST(only_slow_ones_unless_asked)
{
    NEEDS_SERVER();
    quern_db *touchy = open_db(&(quern_options){ .pool_max = 1, .slow_ms = 50 }, schema.uri);
    quern_session *session =
        quern_session_open(touchy, .explain = QUERN_EXPLAIN_ANALYZE, .log_parameters = true);
    ck_assert_int_ge(quern_count(quern_objects(session, book)), 0);
    ck_assert_int_eq(quern_execute(session, "SELECT pg_sleep(0.1)"), 1);
    ck_assert_int_eq(quern_query_count(session), 3);
    expect_plan(session, 1, NULL);
    expect_plan(session, 2, "Result");
    ck_assert_msg(!strstr(quern_query_at(session, 2)->plan, "actual"), "SQL of the user's own ran again");
    quern_session_close(session);
    close_db(touchy);
}
END_TEST

/* SQL that may write, and what is no query. */
static const char *const unexplained[] = {
    "UPDATE books_author SET born = born WHERE false",
    "WITH gone AS (DELETE FROM books_author WHERE false RETURNING id) SELECT * FROM gone",
    "SHOW search_path",
    "(SELECT 1)",
    "SELECTED",
    "VALUES (1)",
};

START_TEST(nothing_else_is_explained)
{
    NEEDS_SERVER();
    quern_session *session = open_explaining(QUERN_EXPLAIN_ANALYZE);
    quern_execute(session, unexplained[_i]);
    quern_error_clear(session);
    ck_assert_int_eq(quern_query_count(session), 1);
    expect_plan(session, 1, NULL);
    quern_session_close(session);
}
END_TEST

START_TEST(plans_in_a_transaction)
{
    NEEDS_SERVER();
    for (int when = QUERN_EXPLAIN_PLAN; when <= QUERN_EXPLAIN_ANALYZE; when++) {
        quern_session *session = open_explaining((quern_explain_when)when);
        ck_assert(quern_begin(session));
        ck_assert_int_eq(quern_execute(session, "CREATE TEMPORARY TABLE shelf (code text, room int) "
                                                "ON COMMIT DROP"),
                         0);
        ck_assert_int_eq(quern_len(quern_objects(session, shelf)), 0);
        const int64_t number = 3;
        expect_plan(session, number, "Seq Scan on shelf");
        ck_assert_int_eq(strstr(quern_query_at(session, number)->plan, "actual") != NULL,
                         when == QUERN_EXPLAIN_ANALYZE);
        ck_assert_int_eq(quern_query_at(session, -1)->transaction, 1);
        ck_assert_int_eq(quern_execute(session, "INSERT INTO shelf VALUES ('x', 1)"), 1);
        ck_assert_int_eq(quern_count(quern_objects(session, shelf)), 1);
        ck_assert(quern_execute(session, "SELECT 1/0") < 0);
        take_failure(session, QUERN_ERROR_SERVER);
        const int64_t count = quern_query_count(session);
        ck_assert_int_eq(quern_count(quern_objects(session, shelf)), -1);
        take_failure(session, QUERN_ERROR_SERVER);
        ck_assert_int_eq(quern_query_count(session), count + 1);
        ck_assert(quern_rollback(session));
        quern_session_close(session);
    }
}
END_TEST

START_TEST(plans_inside_of_a_stream)
{
    NEEDS_SERVER();
    int rows = 0;
    quern_session *session = open_explaining(QUERN_EXPLAIN_ANALYZE);
    QUERN_STREAM(book, b, quern_order_by(quern_objects(session, book), "id"), 7)
    {
        rows++;
        ck_assert_ptr_nonnull(quern_fetch(b, author));
    }
    ck_assert_msg(!quern_failed(session), "%s", quern_error_text(session));
    ck_assert_int_eq(rows, 40);
    for (int64_t number = 1, lazy = 0; number <= quern_query_count(session); number++) {
        const quern_query *query = quern_query_at(session, number);
        if (!query || query->origin != QUERN_ORIGIN_LAZY)
            continue;
        expect_plan(session, number, "actual");
        ck_assert_int_le(++lazy, 40);
    }
    ck_assert_int_ge(sums_of(session).explaining, 40);
    quern_session_close(session);
}
END_TEST

/* A table whose rows come of a function that writes: its plan is to be had, but not by doing it again. */
static void make_touchy_shelf(void)
{
    sql("CREATE SCHEMA touchy");
    sql("CREATE TABLE touchy.touched (n int)");
    sql("CREATE FUNCTION touchy.touch() RETURNS int LANGUAGE sql VOLATILE AS "
        "'INSERT INTO touchy.touched VALUES (1) RETURNING 1'");
    sql("CREATE VIEW touchy.shelf AS SELECT 'A'::text AS code, touchy.touch() AS room");
}

START_TEST(analyze_writes_nothing)
{
    NEEDS_SERVER();
    make_touchy_shelf();
    quern_db *touchy = open_db(&(quern_options){ .pool_max = 1 },
                               quern__test_schema_uri(&schema, "options=-csearch_path%3Dtouchy"));
    quern_session *session = quern_session_open(touchy, .explain = QUERN_EXPLAIN_ANALYZE, .explain_all = true,
                                                .log_parameters = true);
    ck_assert_int_eq(quern_len(quern_objects(session, shelf)), 1);
    expect_plan(session, 1, NULL);
    ck_assert_msg(sums_of(session).explaining == 3, "%d", (int)sums_of(session).explaining);
    ck_assert_msg(!quern_failed(session), "%s", quern_error_text(session));
    ck_assert_int_eq(sql("SELECT FROM touchy.touched"), 1);
    ck_assert(quern_begin(session));
    ck_assert_int_eq(quern_len(quern_objects(session, shelf)), 1);
    ck_assert_int_eq(quern_len(quern_objects(session, shelf)), 1);
    ck_assert(quern_commit(session));
    ck_assert_int_eq(sql("SELECT FROM touchy.touched"), 3);
    quern_session_close(session);
    close_db(touchy);
    sql("DROP SCHEMA touchy CASCADE");
}
END_TEST

START_TEST(the_connection_goes_back)
{
    NEEDS_SERVER();
    quern_db *small = open_db(&(quern_options){ .pool_max = 1, .turn_ms = 500 }, schema.uri);
    quern_session *session = quern_session_open(small, .explain = QUERN_EXPLAIN_ANALYZE, .explain_all = true,
                                                .log_parameters = true);
    quern_session *other = quern_session_open(small);
    ck_assert_int_eq(quern_len(quern_objects(session, book)), 40);
    ck_assert_int_eq(quern_execute(session, "SELECT set_config('application_name', 'left', false)"), 1);
    ck_assert_int_eq(quern_execute(other, "SELECT WHERE current_setting('application_name') = 'left'"), 0);
    ck_assert_msg(!quern_failed(other), "%s", quern_error_text(other));
    ck_assert(quern_execute(session, "SELECT 1/0") < 0);
    take_failure(session, QUERN_ERROR_SERVER);
    ck_assert_int_eq(quern_execute(other, "SELECT 1"), 1);
    quern_session_close(session);
    quern_session_close(other);
    close_db(small);
}
END_TEST

Suite *quern__suite_log(void);

Suite *quern__suite_log(void)
{
    Suite *suite = suite_create("log");
    TCase *tests = server_case("groups");
    tcase_add_test(tests, a_loop_of_lazy_loads_is_a_group);
    tcase_add_test(tests, what_is_not_asked_again_is_in_no_group);
    tcase_add_test(tests, statements_begin_one_after_the_other);
    suite_add_tcase(suite, tests);
    tests = server_case("wrong");
    tcase_add_test(tests, a_failure_is_told_without_its_values);
    tcase_add_test(tests, slow_statements_are_told);
    tcase_add_test(tests, no_log_counts);
    suite_add_tcase(suite, tests);
    tests = server_case("plans");
    tcase_add_test(tests, plans_of_what_quern_asks);
    tcase_add_test(tests, no_plans_where_values_are_secret);
    tcase_add_test(tests, only_slow_ones_unless_asked);
    tcase_add_loop_test(tests, nothing_else_is_explained, 0, sizeof unexplained / sizeof *unexplained);
    tcase_add_test(tests, plans_in_a_transaction);
    tcase_add_test(tests, plans_inside_of_a_stream);
    tcase_add_test(tests, analyze_writes_nothing);
    tcase_add_test(tests, the_connection_goes_back);
    suite_add_tcase(suite, tests);
    return suite;
}
