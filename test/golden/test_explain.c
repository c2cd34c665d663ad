/* test_explain.c: every statement of the golden files, given to a real server: EXPLAIN takes it, and what is sent gives the
 * same rows as what is shown with its values in place. And random conditions select what logic says that they should.
 * Needs QUERN_TEST_URL; exits with 77 without it, or with 1 when QUERN_TEST_REQUIRED is set. */
#include "test/golden/cases.h"

#include "backends/postgres/link.h"
#include "test/support/generate.h"
#include "test/support/specimen.h"

#include <check.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static PGconn *server;
static quern_session *session;

static PGresult *run(const char *sql)
{
    PGresult *result = PQexec(server, sql);
    const ExecStatusType status = PQresultStatus(result);
    ck_assert_msg(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, "%s\n%s", PQerrorMessage(server),
                  sql);
    return result;
}

static void set_up(void)
{
    char sql[100];
    server = PQconnectdb(getenv("QUERN_TEST_URL"));
    ck_assert_msg(PQstatus(server) == CONNECTION_OK, "%s", PQerrorMessage(server));
    PQclear(run("SET client_min_messages = warning"));
    PQclear(run("SET client_encoding = 'UTF8'"));
    snprintf(sql, sizeof sql, "CREATE SCHEMA quern_golden_%ld", (long)getpid());
    PQclear(run(sql));
    snprintf(sql, sizeof sql, "SET search_path = quern_golden_%ld", (long)getpid());
    PQclear(run(sql));
    for (const char *const *statement = quern__test_tables; *statement; statement++)
        PQclear(run(*statement));
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    char sql[100];
    snprintf(sql, sizeof sql, "DROP SCHEMA quern_golden_%ld CASCADE", (long)getpid());
    PQclear(run(sql));
    PQfinish(server);
    quern__test_session_close(session);
}

/* Sends the statement as the backend does. */
static PGresult *run_sent(const char *text, const char *verb, const char *sent,
                          const quern__parameters *parameters)
{
    const quern_request request = { .count = parameters->count,
                                    .values = parameters->values,
                                    .kinds = parameters->kinds };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    char *sql = calloc(1, strlen(verb) + strlen(sent) + 1);
    strcat(strcpy(sql, verb), sent);
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    PGresult *result =
        PQexecParams(server, sql, (int)request.count, p.types, p.values, p.lengths, p.formats, 0);
    ck_assert_msg(PQresultStatus(result) == PGRES_TUPLES_OK, "%s: %s\n%s", text, PQerrorMessage(server), sql);
    quern__pg_scratch_free(&scratch);
    free(sql);
    return result;
}

/* The same rows; in the same order too, unless that is random. */
static void expect_same(const char *text, PGresult *one, PGresult *other, bool ordered)
{
    ck_assert_msg(PQntuples(one) == PQntuples(other) && PQnfields(one) == PQnfields(other),
                  "%s: %d rows as it is sent, %d as it is shown", text, PQntuples(one), PQntuples(other));
    for (int row = 0; ordered && row < PQntuples(one); row++)
        for (int column = 0; column < PQnfields(one); column++)
            ck_assert_msg(strcmp(PQgetvalue(one, row, column), PQgetvalue(other, row, column)) == 0,
                          "%s: row %d, column %d", text, row, column);
}

static void compare(quern__golden *golden, const char *text, quern_queryset *queryset,
                    const quern__wish *wish)
{
    quern__arena *arena = ((quern__scope *)golden->session)->arena;
    quern__plan plan;
    quern__parameters parameters;
    ck_assert(quern__plan_make(queryset, wish, arena, &plan) &&
              quern__plan_parameters(&plan, arena, &parameters));
    const char *sent = quern__golden_sql(golden->session, &plan, true);
    PGresult *explained = run_sent(text, "EXPLAIN ", sent, &parameters);
    PGresult *rows = run_sent(text, "", sent, &parameters);
    PGresult *shown = run(quern__golden_sql(golden->session, &plan, false));
    ck_assert_msg(!plan.empty || PQntuples(rows) == 0, "%s: an empty plan gives rows", text);
    expect_same(text, rows, shown, !strstr(sent, "RANDOM()"));
    PQclear(explained);
    PQclear(rows);
    PQclear(shown);
}

/* What is counted must be the same rows too. */
static void explain(quern__golden *golden, const char *text, quern_queryset *queryset,
                    const quern__wish *wish)
{
    compare(golden, text, queryset, wish);
    if (wish->intent == QUERN__INTENT_COUNT)
        compare(golden, text, queryset, &quern__golden_rows);
}

START_TEST(the_server_takes_it)
{
    quern__golden golden = { .take = explain, .session = session };
    quern__golden_groups[_i].cases(&golden);
}
END_TEST

/* What a tree of conditions means: a leaf is true, or it is not; the rest is logic of two values. */
static void put_meaning(quern__text *out, quern_queryset *books, const quern_condition *condition,
                        bool negated);

static void put_list(quern__text *out, quern_queryset *books, const quern_condition *list,
                     const char *between, const char *empty, bool negated)
{
    quern__text_put(out, list->op ? "(" : empty);
    for (const quern_condition *at = list; at->op; at++) {
        quern__text_put(out, at == list ? "" : between);
        put_meaning(out, books, at, negated);
    }
    quern__text_put(out, list->op ? ")" : "");
}

/* The rows for which a leaf holds, or those that it excludes, by itself, with the joins that it needs, whatever stands beside it. A
 * list with NULL in it excludes other rows than those that it selects. */
static void put_leaf(quern__text *out, quern_queryset *books, const quern_condition *leaf, bool negated)
{
    const char *const id[] = { "id", NULL };
    quern_queryset *some = negated ? quern_exclude(books, *leaf) : quern_filter(books, *leaf);
    quern__text_put_format(out, "id %sIN (%s)", negated ? "NOT " : "",
                           quern_sql((quern_values)(some, id, QUERN_SITE)));
}

static void put_meaning(quern__text *out, quern_queryset *books, const quern_condition *condition,
                        bool negated)
{
    switch (condition->op) {
    case QUERN_LEAF:
        put_leaf(out, books, condition, negated);
        break;
    case QUERN_ANY_OF:
        put_list(out, books, condition->as.children, " OR ", "FALSE", negated);
        break;
    case QUERN_NONE_OF:
        quern__text_put(out, "NOT ");
        put_list(out, books, condition->as.children, " AND ", "TRUE", !negated);
        break;
    default:
        put_list(out, books, condition->as.children, " AND ", "TRUE", negated);
    }
}

static void expect_rows(quern_queryset *all, const char *table, quern_queryset *books,
                        const quern_condition *condition, bool negated)
{
    quern__text sql = quern__text_open(quern_system_allocator());
    quern__text_put_format(&sql, "SELECT id FROM %s WHERE %s(", table, negated ? "NOT " : "");
    put_meaning(&sql, books, condition, negated);
    quern__text_put(&sql, ") ORDER BY id");
    PGresult *expected = run(quern__text_get(&sql)), *got = run(quern_sql(quern_order_by(all, "id")));
    ck_assert_msg(PQntuples(expected) == PQntuples(got), "%d rows, not %d:\n%s\n%s", PQntuples(got),
                  PQntuples(expected), quern_sql(all), quern__text_get(&sql));
    for (int row = 0; row < PQntuples(got); row++)
        ck_assert_msg(strcmp(PQgetvalue(got, row, 0), PQgetvalue(expected, row, 0)) == 0, "row %d:\n%s\n%s",
                      row, quern_sql(all), quern__text_get(&sql));
    PQclear(expected);
    PQclear(got);
    quern__text_close(&sql);
}

/* Tables, and how many rows they have. */
static const struct {
    const quern_model *model;
    const char *table;
    size_t rows;
} tables[] = {
    { &book_model, "books_book", 40 },
    { &specimen_model, "specimen", 30 },
};

START_TEST(conditions_mean_what_logic_says)
{
    enum { CONDITIONS = 1000 };
    quern__random random = { 11 };
    quern_queryset *all = (quern_objects)(session, tables[_i].model, QUERN_SITE);
    const size_t most = tables[_i].rows * CONDITIONS;
    size_t rows = 0;
    for (int i = 0; i < CONDITIONS; i++) {
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        const quern_condition condition = quern__generate_condition(&random, tables[_i].model, arena, 4);
        expect_rows(quern_filter(all, condition), tables[_i].table, all, &condition, false);
        expect_rows(quern_exclude(all, condition), tables[_i].table, all, &condition, true);
        PGresult *result = run(quern_sql(quern_filter(all, condition)));
        rows += (size_t)PQntuples(result);
        PQclear(result);
        quern__arena_close(arena);
    }
    ck_assert_msg(rows > most / 10 && rows < most - most / 10,
                  "%zu of %zu rows were selected: that tests too little", rows, most);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("explain");
    TCase *tests = tcase_create("explain");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, the_server_takes_it, 0, QUERN__GOLDEN_GROUPS);
    tcase_add_loop_test(tests, conditions_mean_what_logic_says, 0, sizeof tables / sizeof *tables);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    if (!url || !*url) {
        puts("skipped: QUERN_TEST_URL is not set");
        return getenv("QUERN_TEST_REQUIRED") ? 1 : 77;
    }
    SRunner *runner = srunner_create(make_suite());
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
