/* test_outdated.c: statements that the server keeps, when tables change under them, or they are gone. The server is asked, in
 * pg_prepared_statements. */
#include "test/integration/relics.h"

#include <quern/postgres.h>
#include <quern/transaction.h>

#include <stdio.h>

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

Suite *quern__suite_outdated(void);

Suite *quern__suite_outdated(void)
{
    Suite *suite = suite_create("outdated");
    TCase *tests = server_case("outdated");
    tcase_add_checked_fixture(tests, open_one, close_one);
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
    suite_add_tcase(suite, tests);
    return suite;
}
