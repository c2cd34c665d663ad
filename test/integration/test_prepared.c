/* test_prepared.c: statements that the server keeps: which, how many, and what becomes of them when tables change under them, or
 * they are gone. The server is asked, in pg_prepared_statements. */
#include "test/integration/fixture.h"
#include "test/unit/postgres/drive.h"

#include <quern/postgres.h>
#include <quern/transaction.h>

#include <stdio.h>
#include <stdlib.h>

/* A table that changes. */
typedef struct relic {
    quern_object object;
    int64_t id;
    const char *name;
    const char *code;
} relic;

QUERN_MODEL(relic, "relic", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_FIELD(code)));

static quern_db *relics_db;
static quern_session *one; /* on a db of one connection */

static quern_db *open_relics(quern_options options)
{
    if (!options.pool_max)
        options.pool_max = 1;
    quern_db *opened = (quern_open)(schema.uri, QUERN_MODELS(relic), &options, sizeof options, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(opened));
    return opened;
}

static void open_one(void)
{
    if (!db)
        return;
    sql("DROP TABLE IF EXISTS relic");
    sql("CREATE TABLE relic (id bigint PRIMARY KEY, name text NOT NULL, code text NOT NULL)");
    sql("INSERT INTO relic SELECT n, 'relic ' || n, n FROM generate_series(1, 5) AS n");
    relics_db = open_relics((quern_options){ .pool_max = 1 });
    one = quern_session_open(relics_db);
}

static void close_one(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(one), "");
    quern_session_close(one);
    close_db(relics_db);
    sql("DROP TABLE relic");
}

static bool reads(quern_session *session)
{
    const relic *got = quern_get(quern_objects(session, relic), relic, Q("code", "3"));
    return got && got->id == 3 && strcmp(got->name, "relic 3") == 0;
}

static void must_read(quern_session *session, int times)
{
    for (int i = 0; i < times; i++)
        ck_assert_msg(reads(session), "%s", quern_error_text(session));
}

static int64_t by(quern_session *session, const char *text)
{
    const int64_t rows = quern_execute(session, text);
    ck_assert_msg(rows >= 0, "%s", quern_error_text(session));
    return rows;
}

/* Statements that the session's connection keeps. */
static int64_t kept(quern_session *session)
{
    return by(session, "SELECT FROM pg_prepared_statements WHERE name LIKE 'quern\\_%'");
}

/* How often they were executed. */
static int64_t executed(quern_session *session)
{
    return by(session, "SELECT FROM pg_prepared_statements, generate_series(1, generic_plans + custom_plans) "
                       "WHERE name LIKE 'quern\\_%'");
}

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

/* ---- Tables that change ---- */

static const struct {
    const char *name, *alter;
} changes[] = {
    { "a column that is read", "ALTER TABLE relic ALTER COLUMN name TYPE varchar(50)" },
    { "and back, and another", "ALTER TABLE relic ALTER COLUMN name TYPE char(7), ADD COLUMN more int" },
    { "the column of a parameter", "ALTER TABLE relic ALTER COLUMN code TYPE varchar(5)" },
    { "an operand", "ALTER TABLE relic ALTER COLUMN code TYPE char(1)" },
    { "a table in its place",
      "DROP TABLE relic; CREATE TABLE relic AS SELECT n::bigint AS id, ('relic ' || n)::varchar AS name, "
      "n::text AS code FROM generate_series(1, 5) AS n" },
};
enum { CHANGES = sizeof changes / sizeof *changes };

/* Each statement of it, by another db. */
static void change(const char *alter)
{
    char text[1000], *rest = text;
    strcpy(text, alter);
    for (char *part; (part = strtok_r(rest, ";", &rest));)
        sql("%s", part);
}

START_TEST(it_heals)
{
    NEEDS_SERVER();
    must_read(one, 4);
    change(changes[_i].alter);
    must_read(one, 1);
    ck_assert_int_eq(quern_query_count(one), 5);
    must_read(one, 3);
    ck_assert_int_ge(kept(one), 1);
    ck_assert_int_ge(executed(one), 2);
    must_read(one, 1); /* what is kept no longer is closed, in front of it */
    ck_assert_int_eq(kept(one), 1);
}
END_TEST

/* The parameter had become a text, next to which an integer is no operand. */
START_TEST(an_operand_of_another_type_heals)
{
    NEEDS_SERVER();
    for (int i = 0; i < 6; i++) {
        if (i == 3)
            sql("ALTER TABLE relic ALTER COLUMN code TYPE integer USING code::integer");
        const int64_t found = quern_count(quern_filter(quern_objects(one, relic), Q("code", "4")));
        ck_assert_msg(found == 1, "%d: %s", i, quern_error_text(one));
    }
    ck_assert_int_eq(quern_query_count(one), 6);
}
END_TEST

/* What is wrong whoever sends it is told once. */
START_TEST(what_does_not_heal_is_told)
{
    NEEDS_SERVER();
    must_read(one, 3);
    sql("ALTER TABLE relic DROP COLUMN name");
    ck_assert(!reads(one));
    ck_assert_str_eq(take_failure(one, QUERN_ERROR_SERVER)->sqlstate, "42703");
    ck_assert_int_eq(quern_query_count(one), 4);
    sql("ALTER TABLE relic ADD COLUMN name text NOT NULL DEFAULT 'relic 3'");
    must_read(one, 3);
}
END_TEST

START_TEST(in_a_transaction_it_is_told)
{
    NEEDS_SERVER();
    must_read(one, 3);
    sql("%s", changes[0].alter);
    ck_assert(quern_begin(one) && !reads(one));
    const quern_error *error = take_failure(one, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "0A000");
    ck_assert_msg(strstr(error->hint, "run the transaction again"), "%s", error->hint);
    ck_assert(quern_rollback(one) && quern_begin(one));
    must_read(one, 3);
    ck_assert(quern_commit(one));
}
END_TEST

/* ---- A pool of two ---- */

static quern_session *first, *second;

/* Both connections keep the statement. */
static quern_db *open_two(void)
{
    quern_db *two = open_relics((quern_options){ .pool_max = 2 });
    first = quern_session_open(two);
    second = quern_session_open(two);
    ck_assert(quern_begin(first) && quern_begin(second));
    must_read(first, 3);
    must_read(second, 3);
    ck_assert(quern_commit(first) && quern_commit(second));
    return two;
}

static void close_two(quern_db *two)
{
    quern_session_close(first);
    quern_session_close(second);
    close_db(two);
}

/* Both connections, in transactions, where nothing heals. */
static void both_read(void)
{
    ck_assert(quern_begin(first) && quern_begin(second));
    must_read(first, 2);
    must_read(second, 2);
    ck_assert(quern_commit(first) && quern_commit(second));
}

static void by_another(void)
{
    sql("%s", changes[0].alter);
    must_read(first, 1);
}

static void told_in_a_transaction(void)
{
    sql("%s", changes[0].alter);
    ck_assert(quern_begin(first) && !reads(first));
    take_failure(first, QUERN_ERROR_SERVER);
    ck_assert(quern_rollback(first));
}

static void by_the_pool(void)
{
    by(first, changes[0].alter);
}

static void in_its_transaction(void)
{
    ck_assert(quern_begin(first));
    must_read(first, 1);
    by(first, changes[0].alter);
    must_read(first, 2);
    ck_assert(quern_commit(first));
}

static void rolled_back(void)
{
    ck_assert(quern_begin(first));
    must_read(first, 1);
    by(first, changes[0].alter);
    must_read(first, 3);
    ck_assert(quern_rollback(first));
}

static const struct {
    const char *name;
    void (*change)(void);
} for_all[] = {
    { "by another program", by_another }, { "told in a transaction", told_in_a_transaction },
    { "by the pool", by_the_pool },       { "by the pool, in a transaction", in_its_transaction },
    { "and rolled back", rolled_back },
};

START_TEST(all_connections_learn_of_it)
{
    NEEDS_SERVER();
    quern_db *two = open_two();
    for_all[_i].change();
    both_read();
    close_two(two);
}
END_TEST

static void must_count(quern_session *session, int times)
{
    for (int i = 0; i < times; i++)
        ck_assert_msg(quern_count(quern_filter(quern_objects(session, relic), Q("code", "4"))) == 1, "%s",
                      quern_error_text(session));
}

START_TEST(and_of_operands)
{
    NEEDS_SERVER();
    quern_db *two = open_two();
    ck_assert(quern_begin(first) && quern_begin(second));
    must_count(first, 3);
    must_count(second, 3);
    ck_assert(quern_commit(first) && quern_commit(second));
    sql("ALTER TABLE relic ALTER COLUMN code TYPE integer USING code::integer");
    must_count(first, 1);
    ck_assert(quern_begin(first) && quern_begin(second));
    must_count(first, 1);
    must_count(second, 1);
    ck_assert(quern_commit(first) && quern_commit(second));
    close_two(two);
}
END_TEST

/* The old one is closed after the transaction only, and the new one is there before. */
START_TEST(in_the_midst_of_a_transaction)
{
    NEEDS_SERVER();
    quern_db *two = open_two();
    ck_assert(quern_begin(first));
    must_read(first, 1);
    by(second, "DROP TABLE IF EXISTS no_such_table");
    must_read(first, 2);
    ck_assert(quern_commit(first));
    must_read(first, 1);
    close_two(two);
}
END_TEST

/* ---- Gone ---- */

static void discard(void)
{
    by(one, "DISCARD ALL");
}

static void deallocate(void)
{
    by(one, "DEALLOCATE ALL");
}

static void lend(const char *text)
{
    PGconn *conn = quern_postgres_borrow(one);
    ck_assert_ptr_nonnull(conn);
    PGresult *result = PQexec(conn, text);
    ck_assert_int_eq(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
    ck_assert(quern_postgres_return(one));
}

static void lend_and_deallocate(void)
{
    lend("DEALLOCATE ALL");
}

static void lend_only(void)
{
    lend("SET work_mem = '8MB'");
}

static const struct {
    const char *name;
    void (*lose)(void);
} losses[] = {
    { "DISCARD ALL", discard },
    { "DEALLOCATE ALL", deallocate },
    { "lent", lend_only },
    { "lent, and DEALLOCATE ALL", lend_and_deallocate },
};

/* In a transaction, where nothing heals. */
START_TEST(what_is_gone_is_prepared_anew)
{
    NEEDS_SERVER();
    must_read(one, 3);
    ck_assert_int_eq(quern_count(quern_objects(one, relic)), 5);
    ck_assert_int_eq(quern_count(quern_objects(one, relic)), 5);
    losses[_i].lose();
    ck_assert(quern_begin(one));
    must_read(one, 3);
    ck_assert(quern_commit(one));
    must_read(one, 3);
    ck_assert_int_eq(kept(one), 1);
    ck_assert_int_ge(executed(one), 5);
}
END_TEST

static void lose_behind_our_back(void)
{
    by(one, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
}

/* As behind a pooler that gives each transaction another server connection: it heals, and is given up. */
START_TEST(names_that_get_lost_are_given_up)
{
    NEEDS_SERVER();
    for (int i = 0; i < 3; i++) {
        must_read(one, 3);
        ck_assert_int_eq(kept(one), 1);
        lose_behind_our_back();
    }
    must_read(one, 5);
    ck_assert_int_eq(kept(one), 0);
}
END_TEST

/* Another client of the pooler has prepared it, on the same server connection. */
START_TEST(a_name_that_is_taken_heals)
{
    NEEDS_SERVER();
    quern_row *row;
    must_read(one, 2);
    row = quern_at(quern_raw(one, quern_row,
                             "SELECT 'PREPARE ' || name || ' AS SELECT 1' AS taken "
                             "FROM pg_prepared_statements"),
                   quern_row, 0);
    ck_assert_ptr_nonnull(row);
    quern_db *other = open_relics((quern_options){ .pool_max = 1 });
    quern_session *session = quern_session_open(other);
    const char *taken = NULL;
    ck_assert(quern_read(row, "taken", &taken));
    by(session, taken);
    must_read(session, 4);
    ck_assert_int_eq(quern_query_count(session), 5);
    quern_session_close(session);
    close_db(other);
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
    tcase_add_loop_test(tests, it_heals, 0, CHANGES);
    tcase_add_test(tests, an_operand_of_another_type_heals);
    tcase_add_test(tests, what_does_not_heal_is_told);
    tcase_add_test(tests, in_a_transaction_it_is_told);
    tcase_add_loop_test(tests, all_connections_learn_of_it, 0, sizeof for_all / sizeof *for_all);
    tcase_add_test(tests, and_of_operands);
    tcase_add_test(tests, in_the_midst_of_a_transaction);
    tcase_add_loop_test(tests, what_is_gone_is_prepared_anew, 0, sizeof losses / sizeof *losses);
    tcase_add_test(tests, names_that_get_lost_are_given_up);
    tcase_add_test(tests, a_name_that_is_taken_heals);
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
