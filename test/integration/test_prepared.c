/* test_prepared.c: statements that the server keeps: which, and how many. The server is asked, in pg_prepared_statements. What becomes of
 * them when tables change is in test_outdated.c. */
#include "test/integration/relics.h"
#include "test/unit/postgres/drive.h"

#include <quern/postgres.h>
#include <quern/transaction.h>

#include <stdio.h>
#include <stdlib.h>

START_TEST(the_second_use_prepares)
{
    NEEDS_SERVER();
    must_read(one, 1);
    ck_assert_int_eq(kept(one), 0);
    must_read(one, 1);
    ck_assert_int_eq(kept(one), 1);
    ck_assert_int_eq(executed(one), 1);
    must_read(one, 8); /* behind resets, and through the change to a plan for all values */
    ck_assert_int_eq(kept(one), 1);
    ck_assert_int_eq(executed(one), 9);
    ck_assert_int_eq(quern_query_count(one), 10 + 5);
}
END_TEST

START_TEST(text_and_types_are_what_counts)
{
    NEEDS_SERVER();
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(quern_count(quern_filter(quern_objects(one, relic), Q("id__lte", i))), i);
        ck_assert_int_eq(quern_count(quern_filter(quern_objects(one, relic), Q("id__gt", i))), 5 - i);
        must_read(one, 1);
    }
    ck_assert_int_eq(kept(one), 3);
    ck_assert_int_eq(executed(one), 9);
}
END_TEST

START_TEST(own_sql_is_not_kept)
{
    NEEDS_SERVER();
    for (int i = 0; i < 4; i++) {
        by(one, "SELECT FROM relic");
        ck_assert_int_eq(quern_len(quern_raw(one, relic, "SELECT * FROM relic")), 5);
        QUERN_STREAM(relic, t, quern_objects(one, relic))
        ck_assert(t->id > 0);
    }
    ck_assert_int_eq(kept(one), 0);
}
END_TEST

START_TEST(it_can_be_switched_off)
{
    NEEDS_SERVER();
    quern_db *plain = open_relics((quern_options){ .no_prepare = true });
    quern_session *session = quern_session_open(plain);
    must_read(session, 5);
    ck_assert_int_eq(kept(session), 0);
    quern_session_close(session);
    close_db(plain);
}
END_TEST

START_TEST(a_tag_goes_with_each_statement)
{
    NEEDS_SERVER();
    quern_session *tagged = quern_session_open(relics_db, .tag = "request 7");
    must_read(tagged, 5);
    ck_assert_int_eq(kept(tagged), 0);
    quern_session_close(tagged);
    must_read(one, 2);
    ck_assert_int_eq(kept(one), 1);
}
END_TEST

/* Session by session, on the same connection. */
START_TEST(they_are_the_connections)
{
    NEEDS_SERVER();
    for (int i = 0; i < 4; i++) {
        quern_session *session = quern_session_open(relics_db);
        must_read(session, 1);
        quern_session_close(session);
    }
    ck_assert_int_eq(executed(one), 3);
}
END_TEST

/* ---- Failed transactions ---- */

START_TEST(a_failed_transaction_prepares_nothing)
{
    NEEDS_SERVER();
    must_read(one, _i);
    ck_assert(quern_begin(one));
    const quern_condition wrong = Q("code__regex", "(");
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(one, relic), wrong)), -1);
    take_failure(one, QUERN_ERROR_SERVER);
    ck_assert(!reads(one));
    ck_assert_str_eq(take_failure(one, QUERN_ERROR_SERVER)->sqlstate, "25P02");
    ck_assert(quern_rollback(one));
    must_read(one, 3);
    ck_assert_int_eq(kept(one), 1);
}
END_TEST

START_TEST(what_was_prepared_outlives_a_rollback)
{
    NEEDS_SERVER();
    ck_assert(quern_begin(one));
    must_read(one, 2);
    ck_assert(quern_rollback(one));
    must_read(one, 2);
    ck_assert_int_eq(kept(one), 1);
    ck_assert_int_eq(executed(one), 3);
}
END_TEST

/* ---- The backend's own ---- */

static quern_link *conn;

static const char *keep(const char *text, uint32_t epoch)
{
    ck_assert(quern_postgres_backend()->submit(
        conn,
        &(quern_request){
            .kind = QUERN_REQUEST_STATEMENT, .sync = true, .sql = text, .repeats = true, .epoch = epoch }));
    return drive_read(conn, 1);
}

static const char *keep_with(quern_value value)
{
    const quern_kind kind = (quern_kind)value.kind;
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sync = true,
                                    .sql = "SELECT pg_typeof($1)::text AS n",
                                    .count = 1,
                                    .values = &value,
                                    .kinds = &kind,
                                    .repeats = true };
    ck_assert(quern_postgres_backend()->submit(conn, &request));
    return drive_read(conn, 1);
}

static int kept_by_conn(void)
{
    return atoi(drive_text(conn, "SELECT count(*)::text FROM pg_prepared_statements"));
}

/* Statements that differ, of that many bytes, twice each. */
static int most_kept(int count, int bytes)
{
    static char text[20000];
    int most = 0;
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "SELECT '%d' AS n%*s", i, bytes, "");
        for (int n = 0; n < 2; n++)
            ck_assert_ptr_nonnull(strstr(keep(text, 0), "columns n; row "));
        if (i % (count / 10) != count / 10 - 1)
            continue;
        const int now = kept_by_conn();
        most = now > most ? now : most;
    }
    return most;
}

START_TEST(their_number_is_bounded)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    const int most = most_kept(10000, 0);
    ck_assert_msg(most <= 256 && most >= 200, "%d are kept", most);
    drive_close(conn);
}
END_TEST

START_TEST(their_bytes_are_bounded)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    int most = most_kept(1000, 10000);
    ck_assert_msg(most <= 104 && most >= 80, "%d of 10,000 bytes are kept", most);
    drive_close(conn);
    conn = drive_open(schema.uri);
    most = most_kept(100, 17000);
    ck_assert_msg(most == 0, "%d of 17,000 bytes are kept", most);
    drive_close(conn);
}
END_TEST

/* Where none can be closed, no more are prepared; afterwards they give way again. */
START_TEST(a_long_transaction_is_bounded)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    drive(conn, "BEGIN");
    ck_assert_int_eq(most_kept(600, 0), 256);
    drive(conn, "COMMIT");
    for (int i = 0; i < 2; i++)
        keep("SELECT 'x' AS n", 0);
    ck_assert_int_lt(kept_by_conn(), 256);
    drive_close(conn);
}
END_TEST

START_TEST(another_epoch_closes_them)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    most_kept(40, 0);
    ck_assert_int_eq(kept_by_conn(), 40);
    for (int i = 0; i < 4; i++)
        ck_assert_str_eq(keep("SELECT 'x' AS n", 1), "columns n; row x; done 1; synced");
    ck_assert_int_eq(kept_by_conn(), 1);
    drive_close(conn);
}
END_TEST

START_TEST(one_text_and_several_types)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    for (int i = 0; i < 3; i++) {
        ck_assert_str_eq(keep_with(quern_value_i64(7)), "columns n; row bigint; done 1; synced");
        ck_assert_str_eq(keep_with(quern_value_f64(7)), "columns n; row double precision; done 1; synced");
        ck_assert_str_eq(keep_with(quern_value_bool(true)), "columns n; row boolean; done 1; synced");
    }
    ck_assert_int_eq(kept_by_conn(), 3);
    drive_close(conn);
}
END_TEST

/* Rows come one by one, when it is parsed in the same flush too. */
START_TEST(rows_do_not_pile_up)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    drive(conn, "SELECT 1");
    const long before = drive_memory();
    for (int i = 0; i < 3; i++)
        keep("SELECT repeat('x', 1000) AS a FROM generate_series(1, 50000)", 0);
    drive_grew_less(before, 15); /* of 50 */
    drive_close(conn);
}
END_TEST

/* A pooler that knows our names by other names refuses to close them. Nobody hears of it, and nothing is prepared any more. */
START_TEST(what_cannot_be_closed_stays)
{
    NEEDS_SERVER();
    conn = drive_open(schema.uri);
    most_kept(256, 0);
    drive(conn, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
    for (int i = 0; i < 300; i++) {
        char text[60];
        snprintf(text, sizeof text, "SELECT 'more %d' AS n", i / 2);
        ck_assert_ptr_nonnull(strstr(keep(text, 0), "; done 1; synced"));
    }
    ck_assert_int_lt(kept_by_conn(), 20);
    drive_close(conn);
}
END_TEST

Suite *quern__suite_prepared(void);

Suite *quern__suite_prepared(void)
{
    Suite *suite = suite_create("prepared");
    TCase *tests = server_case("prepared");
    tcase_add_checked_fixture(tests, open_one, close_one);
    tcase_add_test(tests, the_second_use_prepares);
    tcase_add_test(tests, text_and_types_are_what_counts);
    tcase_add_test(tests, own_sql_is_not_kept);
    tcase_add_test(tests, it_can_be_switched_off);
    tcase_add_test(tests, a_tag_goes_with_each_statement);
    tcase_add_test(tests, they_are_the_connections);
    tcase_add_loop_test(tests, a_failed_transaction_prepares_nothing, 0, 3);
    tcase_add_test(tests, what_was_prepared_outlives_a_rollback);
    tcase_add_test(tests, their_number_is_bounded);
    tcase_add_test(tests, their_bytes_are_bounded);
    tcase_add_test(tests, a_long_transaction_is_bounded);
    tcase_add_test(tests, another_epoch_closes_them);
    tcase_add_test(tests, one_text_and_several_types);
    tcase_add_test(tests, rows_do_not_pile_up);
    tcase_add_test(tests, what_cannot_be_closed_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
