/* test_all.c: quern_evaluate_all on a server: how many statements and round trips it is, what becomes of the others when one fails, and
 * what the server keeps. */
#include "test/integration/counted.h"
#include "test/support/proxy.h"

#include <quern/transaction.h>

#include <stdio.h>
#include <stdlib.h>

enum { AUTHORS = 300, MANY = 5000 };

static void set_up(void)
{
    if (!db)
        return;
    sql("INSERT INTO books_author (id, name) SELECT n, 'author ' || n FROM generate_series(1, %d) AS n ON "
        "CONFLICT (id) DO UPDATE SET name = excluded.name",
        AUTHORS);
    open_counted();
}

static quern_queryset *one(quern_session *session, int64_t id)
{
    return quern_filter(quern_objects(session, author), Q("id", id));
}

/* Of a pattern that is none, which only the server finds out. */
static quern_queryset *bad(quern_session *session)
{
    return quern_filter(quern_objects(session, author), Q("name__regex", "(["));
}

/* Authors 1, 2, … of which each number in `failing` is one that fails; ended by NULL. */
static quern_queryset **make(quern_session *session, size_t count, const size_t *failing)
{
    quern_queryset **all = calloc(count + 1, sizeof(quern_queryset *));
    for (size_t i = 0; i < count; i++)
        all[i] = one(session, (int64_t)(i % AUTHORS) + 1);
    for (; failing && *failing; failing++)
        all[*failing] = bad(session);
    return all;
}

static bool is_in(const size_t *failing, size_t number)
{
    while (failing && *failing && *failing != number)
        failing++;
    return failing && *failing;
}

/* Each has its row, or its failure. */
static void check_each(quern_queryset *const *all, const size_t *failing)
{
    for (size_t i = 0; all[i]; i++) {
        const quern_error *error = quern_queryset_error(all[i]);
        ck_assert_msg((error != NULL) == is_in(failing, i), "%zu: %s", i,
                      error ? error->message : "no error");
        if (error)
            ck_assert_str_eq(error->sqlstate, "2201B");
        else
            ck_assert_int_eq(quern_at(all[i], author, 0)->id, (int64_t)(i % AUTHORS) + 1);
    }
}

START_TEST(each_statement_once)
{
    NEEDS_SERVER();
    quern_queryset **all = make(counted, 100, NULL);
    ck_assert_msg((quern_evaluate_all)(counted, all, QUERN_SITE), "%s", quern_error_text(counted));
    expect_statements("100 of them", 100);
    check_each(all, NULL);
    expect_statements("and no more", 100);
    free(all);
}
END_TEST

/* ---- Round trips ---- */

static quern__proxy *proxy;
static quern_db *behind;
static quern_session *far;

static void open_far(void)
{
    static char uri[1000];
    set_up();
    if (!db)
        return;
    proxy = quern__proxy_open_uri(quern__test_schema_uri(&schema, "sslmode=disable&gssencmode=disable"), uri,
                                  sizeof uri);
    ck_assert_ptr_nonnull(proxy);
    behind = open_db(&(quern_options){ .pool_max = 1 }, uri);
    far = quern_session_open(behind);
    ck_assert_int_eq(quern_count(one(far, 1)), 1);
}

static void close_far(void)
{
    if (!db)
        return;
    quern_session_close(far);
    close_db(behind);
    quern__proxy_close(proxy);
    close_counted();
}

/* With a delay that is longer than it takes to send them all: what is answered while others are being sent is no round trip. */
static uint64_t round_trips_of(quern_queryset *const *all, bool good, int64_t delay)
{
    const uint64_t before = quern__proxy_count(proxy).round_trips;
    quern__proxy_delay(proxy, delay, delay);
    ck_assert_msg((quern_evaluate_all)(far, all, QUERN_SITE) == good, "%s", quern_error_text(far));
    quern_error_clear(far);
    return quern__proxy_count(proxy).round_trips - before;
}

static const struct {
    const char *name;
    size_t count, failing[4];
    unsigned trips;
} trips[] = {
    { "100", 100, { 0 }, 1 },
    { "one fails", 100, { 30 }, 2 },
    { "several fail", 100, { 20, 50, 99 }, 2 },
};

START_TEST(one_round_trip)
{
    NEEDS_SERVER();
    quern_queryset **all = make(far, trips[_i].count, trips[_i].failing);
    const uint64_t took = round_trips_of(all, !trips[_i].failing[0], 50000);
    ck_assert_msg(took == trips[_i].trips, "%s: %d round trips", trips[_i].name, (int)took);
    check_each(all, trips[_i].failing);
    free(all);
}
END_TEST

START_TEST(in_a_transaction_too)
{
    NEEDS_SERVER();
    quern_queryset **all = make(far, 100, NULL);
    ck_assert(quern_begin(far));
    ck_assert_uint_eq(round_trips_of(all, true, 50000), 1);
    ck_assert(quern_commit(far));
    free(all);
}
END_TEST

static void taint(void)
{
    ck_assert_int_eq(quern_execute(far, "SET work_mem = '77kB'"), 0);
}

/* A connection that is to be reset, and a transaction that is to be begun: both go in front, with them and with a stream. */
START_TEST(what_goes_in_front_costs_no_round_trip)
{
    NEEDS_SERVER();
    quern_queryset **all = make(far, 100, NULL);
    taint();
    ck_assert_uint_eq(round_trips_of(all, true, 50000), 1);
    quern_queryset **more = make(far, 100, NULL);
    quern__proxy_delay(proxy, 0, 0);
    taint();
    ck_assert(quern_begin(far) && quern_begin(far));
    ck_assert_uint_eq(round_trips_of(more, true, 50000), 1);
    ck_assert(quern_rollback(far) && quern_rollback(far));
    quern__proxy_delay(proxy, 0, 0);
    taint();
    quern__proxy_delay(proxy, 50000, 50000);
    const uint64_t before = quern__proxy_count(proxy).round_trips;
    quern_iterator *rows = quern_iterate(quern_objects(far, author), author, .chunk = 1000, .ahead = 4);
    ck_assert_msg(rows && quern_iterator_next(rows, author), "%s", quern_error_text(far));
    ck_assert_uint_eq(quern__proxy_count(proxy).round_trips - before, 1);
    quern_iterator_close(rows);
    free(all);
    free(more);
}
END_TEST

/* Slow as the network may be, what is on its way is no more than that, and the server is never waited for in between. */
START_TEST(thousands)
{
    NEEDS_SERVER();
    quern_queryset **all = make(far, MANY, NULL);
    const uint64_t took = round_trips_of(all, true, 1000);
    ck_assert_msg(took <= 2 * MANY / 500 + 1, "%d round trips", (int)took);
    check_each(all, NULL);
    ck_assert_int_eq(quern_query_count(far), 1 + MANY);
    free(all);
}
END_TEST

/* ---- Failures ---- */

static const struct {
    const char *name;
    size_t count, failing[5];
    int64_t statements; /* that the session counts: each once */
} failures[] = {
    { "the second", 3, { 1 }, 3 },
    { "the last", 3, { 2 }, 3 },
    { "all but the first", 4, { 1, 2, 3 }, 4 },
    { "behind many", 2000, { 5, 700, 1500, 1999 }, 2000 },
};

START_TEST(one_that_fails_takes_no_other_with_it)
{
    NEEDS_SERVER();
    const size_t *failing = failures[_i].failing;
    char path[24];
    quern_queryset **all = make(counted, failures[_i].count, failing);
    ck_assert(!(quern_evaluate_all)(counted, all, QUERN_SITE));
    snprintf(path, sizeof path, "%zu", failing[0]);
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_SERVER)->path, path);
    check_each(all, failing);
    ck_assert_int_eq(quern_query_count(counted) - counted_before, failures[_i].statements);
    free(all);
}
END_TEST

START_TEST(in_a_transaction_the_first_failure_is_that_of_all_behind_it)
{
    NEEDS_SERVER();
    quern_queryset *a = one(counted, 1), *b = bad(counted), *c = one(counted, 3);
    ck_assert(quern_begin(counted) && quern_begin(counted));
    ck_assert(!quern_evaluate_all(counted, a, b, c));
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_SERVER)->path, "1");
    ck_assert_str_eq(quern_queryset_error(c)->sqlstate, "2201B");
    ck_assert_ptr_nonnull(
        strstr(quern_queryset_error(c)->message, "queryset 1, which was evaluated with it, failed: "));
    ck_assert_int_eq(quern_at(a, author, 0)->id, 1);
    ck_assert(quern_rollback(counted));
    ck_assert(quern_evaluate_all(counted, a, c));
    ck_assert(quern_commit(counted));
    ck_assert_int_eq(quern_at(c, author, 0)->id, 3);
}
END_TEST

START_TEST(own_sql_is_seen_by_those_behind_it)
{
    NEEDS_SERVER();
    quern_queryset *before = quern_filter(quern_objects(counted, author), Q("name", "changed"));
    quern_queryset *raw =
        quern_raw(counted, author, "UPDATE books_author SET name = 'changed' WHERE id < 4 RETURNING id");
    quern_queryset *behind_it = quern_filter(quern_objects(counted, author), Q("name", "changed"));
    ck_assert_msg(quern_evaluate_all(counted, before, raw, behind_it), "%s", quern_error_text(counted));
    ck_assert_int_eq(quern_len(before), 0);
    ck_assert_int_eq(quern_len(raw), 3);
    ck_assert_int_eq(quern_len(behind_it), 3);
    ck_assert_int_eq(quern_query_count(counted) - counted_before, 3);
}
END_TEST

/* Both sides send more than any buffer holds, and neither reads: a client that waits to be read first waits for ever. */
START_TEST(much_in_both_directions)
{
    NEEDS_SERVER();
    enum { SETS = 60, KEYS = 30000 };
    static int64_t keys[KEYS];
    quern_queryset *all[SETS + 1] = { NULL };
    for (int i = 0; i < KEYS; i++)
        keys[i] = i;
    sql("UPDATE books_author SET name = repeat('x', 2000)");
    for (int i = 0; i < SETS; i++)
        all[i] = quern_filter(quern_objects(counted, author),
                              Q("id__in", QUERN_VALUE(((quern_array_i64){ keys, NULL, KEYS }))));
    ck_assert_msg((quern_evaluate_all)(counted, all, QUERN_SITE), "%s", quern_error_text(counted));
    for (int i = 0; i < SETS; i++)
        ck_assert_int_eq(quern_len(all[i]), AUTHORS);
    ck_assert_int_eq(quern_query_count(counted) - counted_before, SETS);
}
END_TEST

/* Its first rows had come, but the end of them waited in the server for the answer of the next, which took too long. */
START_TEST(rows_that_had_come_come_once)
{
    NEEDS_SERVER();
    quern_session *locking = quern_session_open(counted_db);
    quern_session *limited = quern_session_open(counted_db, .statement_ms = 300);
    quern_queryset *much = quern_order_by(quern_objects(limited, author), "id"),
                   *slow = quern_objects(limited, book), *behind_it = one(limited, 7);
    sql("UPDATE books_author SET name = repeat('x', 200)");
    ck_assert(quern_begin(locking));
    ck_assert_int_ge(quern_execute(locking, "LOCK TABLE books_book IN ACCESS EXCLUSIVE MODE"), 0);
    ck_assert(!quern_evaluate_all(limited, much, slow, behind_it));
    ck_assert_str_eq(take_failure(limited, QUERN_ERROR_STATEMENT_TIMEOUT)->path, "1");
    ck_assert_ptr_null(quern_queryset_error(much));
    ck_assert_int_eq(quern_len(much), AUTHORS);
    for (int64_t i = 0; i < AUTHORS; i++)
        ck_assert_int_eq(quern_at(much, author, i)->id, i + 1);
    ck_assert_int_eq(quern_at(behind_it, author, 0)->id, 7);
    ck_assert(quern_rollback(locking));
    quern_session_close(limited);
    quern_session_close(locking);
}
END_TEST

/* ---- What the server keeps ---- */

static quern_session *only;
static quern_db *only_db;

static void open_only(void)
{
    set_up();
    if (!db)
        return;
    only_db = open_db(&(quern_options){ .pool_max = 1 }, schema.uri);
    only = quern_session_open(only_db);
}

static void close_only(void)
{
    if (!db)
        return;
    quern_session_close(only);
    close_db(only_db);
    close_counted();
}

static int64_t ask(const char *what)
{
    const int64_t rows = quern_execute(only, what);
    ck_assert_msg(rows >= 0, "%s", quern_error_text(only));
    return rows;
}

/* How often kept statements were executed. */
static int64_t executed(void)
{
    return ask("SELECT FROM pg_prepared_statements, generate_series(1, generic_plans + custom_plans) "
               "WHERE name LIKE 'quern\\_%'");
}

static void evaluate(size_t count, const size_t *failing)
{
    quern_queryset **all = make(only, count, failing);
    const bool done = (quern_evaluate_all)(only, all, QUERN_SITE);
    ck_assert_msg(done == !failing, "%s", quern_error_text(only));
    quern_error_clear(only);
    check_each(all, failing);
    free(all);
}

START_TEST(what_comes_again_is_prepared_at_once)
{
    NEEDS_SERVER();
    evaluate(20, NULL);
    ck_assert_int_eq(executed(), 20);
    evaluate(20, NULL);
    ck_assert_int_eq(executed(), 40);
    ck_assert_int_eq(ask("SELECT FROM pg_prepared_statements WHERE name LIKE 'quern\\_%'"), 1);
}
END_TEST

/* A unit that is aborted before, at and behind the parse leaves nothing that is taken for prepared, and nothing that is forgotten. */
START_TEST(what_was_aborted_is_prepared_later)
{
    NEEDS_SERVER();
    static const size_t places[][2] = { { 1 }, { 2 }, { 7 }, { 19 } };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        evaluate(20, places[i]);
    const int64_t so_far = executed();
    ck_assert_int_ge(so_far, 40);
    for (int i = 0; i < 3; i++)
        evaluate(20, NULL);
    ck_assert_int_eq(executed(), so_far + 60);
}
END_TEST

START_TEST(in_front_of_the_first_of_its_shape)
{
    NEEDS_SERVER();
    quern_queryset *all[] = { bad(only), one(only, 1), one(only, 2), one(only, 3), NULL };
    ck_assert(!(quern_evaluate_all)(only, all, QUERN_SITE));
    quern_error_clear(only);
    ck_assert_int_eq(quern_at(all[3], author, 0)->id, 3);
    evaluate(20, NULL);
    ck_assert_int_ge(executed(), 19);
}
END_TEST

START_TEST(a_table_that_changes_is_noticed_once)
{
    NEEDS_SERVER();
    evaluate(20, NULL);
    evaluate(20, NULL);
    sql("ALTER TABLE books_author ALTER name TYPE varchar(500)");
    const int64_t before = quern_query_count(only);
    evaluate(20, NULL);
    ck_assert_int_eq(quern_query_count(only), before + 20); /* healed, and each is one statement in the log */
    sql("ALTER TABLE books_author ALTER name TYPE text");
    evaluate(20, NULL);
}
END_TEST

START_TEST(in_a_transaction_that_cannot_heal)
{
    NEEDS_SERVER();
    evaluate(20, NULL);
    sql("ALTER TABLE books_author ALTER name TYPE varchar(500)");
    quern_queryset *a = one(only, 1), *b = one(only, 2);
    ck_assert(quern_begin(only));
    ck_assert(!quern_evaluate_all(only, a, b));
    ck_assert_str_eq(take_failure(only, QUERN_ERROR_SERVER)->sqlstate, "0A000");
    ck_assert(quern_rollback(only));
    ck_assert(quern_begin(only));
    ck_assert_msg(quern_evaluate_all(only, a, b), "%s", quern_error_text(only));
    ck_assert(quern_commit(only));
    sql("ALTER TABLE books_author ALTER name TYPE text");
}
END_TEST

Suite *quern__suite_all(void);

Suite *quern__suite_all(void)
{
    Suite *suite = suite_create("all");
    TCase *statements = server_case("statements"), *trips_case = server_case("trips"),
          *kept = server_case("kept");
    tcase_add_checked_fixture(statements, set_up, close_counted);
    tcase_add_test(statements, each_statement_once);
    tcase_add_loop_test(statements, one_that_fails_takes_no_other_with_it, 0,
                        sizeof failures / sizeof *failures);
    tcase_add_test(statements, in_a_transaction_the_first_failure_is_that_of_all_behind_it);
    tcase_add_test(statements, own_sql_is_seen_by_those_behind_it);
    tcase_add_test(statements, much_in_both_directions);
    tcase_add_test(statements, rows_that_had_come_come_once);
    tcase_add_checked_fixture(trips_case, open_far, close_far);
    tcase_add_loop_test(trips_case, one_round_trip, 0, sizeof trips / sizeof *trips);
    tcase_add_test(trips_case, in_a_transaction_too);
    tcase_add_test(trips_case, what_goes_in_front_costs_no_round_trip);
    tcase_add_test(trips_case, thousands);
    tcase_add_checked_fixture(kept, open_only, close_only);
    tcase_add_test(kept, what_comes_again_is_prepared_at_once);
    tcase_add_test(kept, what_was_aborted_is_prepared_later);
    tcase_add_test(kept, in_front_of_the_first_of_its_shape);
    tcase_add_test(kept, a_table_that_changes_is_noticed_once);
    tcase_add_test(kept, in_a_transaction_that_cannot_heal);
    suite_add_tcase(suite, statements);
    suite_add_tcase(suite, trips_case);
    suite_add_tcase(suite, kept);
    return suite;
}
