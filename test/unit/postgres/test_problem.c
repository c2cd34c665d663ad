/* test_problem.c: what libpq says of a failed connect, and which of several problems is told. */
#include "backends/postgres/link.h"

#include "test/support/expect.h"
#include "test/support/runner.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    const char *sqlstate;
    const char *message;
    const char *hint;
} connects[] = {
    { "refused by the server",
      "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  3D000: database \"x\" does not "
      "exist\n"
      "LOCATION:  InitPostgres, postinit.c:885\n",
      "3D000",
      "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"x\" does not exist",
      "make the database with createdb, or mend its name in the URI" },
    { "refused by the machine",
      "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n"
      "\tIs the server running on that host and accepting TCP/IP connections?\n",
      "", "connection to server at \"127.0.0.1\", port 1 failed: Connection refused",
      "Is the server running on that host and accepting TCP/IP connections?" },
    { "refused by two machines",
      "a failed: Connection refused\n\tIs the server running?\nb failed: Connection refused\n"
      "\tIs the server running?\n",
      "",
      "a failed: Connection refused\n\tIs the server running?\nb failed: Connection refused\n"
      "\tIs the server running?",
      "" },
    { "with a detail and a hint",
      "FATAL:  28000: role \"x\" is not permitted to log in\nDETAIL:  Why.\nHINT:  What to do.\n"
      "LOCATION:  InitializeSessionUserId, miscinit.c:900\n",
      "28000", "FATAL:  role \"x\" is not permitted to log in\nDETAIL:  Why.\nHINT:  What to do.", "" },
    { "in another language", "FATAL:  28P01: \303\251chec\nEMPLACEMENT :  auth_failed, auth.c:335\n", "28P01",
      "FATAL:  \303\251chec\nEMPLACEMENT :  auth_failed, auth.c:335",
      "is the password right, in the URI, in PGPASSWORD or in ~/.pgpass?" },
    { "of another kind of authentication", "FATAL:  28000: no\n", "28000", "FATAL:  no",
      "may this user connect to this database from here? pg_hba.conf and the role decide" },
    { "an SQLSTATE that nobody has a hint for", "FATAL:  57P03: starting\n", "57P03", "FATAL:  starting",
      "" },
    { "several hosts, the first without a server",
      "connection to server at \"a\", port 1 failed: Connection refused\n"
      "connection to server at \"b\", port 2 failed: FATAL:  53300: too many clients\nLOCATION:  X, y.c:1\n",
      "53300",
      "connection to server at \"a\", port 1 failed: Connection refused\n"
      "connection to server at \"b\", port 2 failed: FATAL:  too many clients",
      "lower .pool_max, or raise max_connections of the server" },
    { "several hosts, the last decides",
      "a failed: FATAL:  57P03: the database system is starting up\nLOCATION:  X, y.c:1\n"
      "b failed: FATAL:  28P01: password authentication failed\nLOCATION:  X, y.c:1\n",
      "28P01",
      "a failed: FATAL:  the database system is starting up\n"
      "b failed: FATAL:  password authentication failed",
      "is the password right, in the URI, in PGPASSWORD or in ~/.pgpass?" },
    { "several hosts, the last without an SQLSTATE",
      "a failed: FATAL:  57P03: the database system is starting up\nLOCATION:  X, y.c:1\n"
      "b failed: Connection refused\n",
      "57P03", "a failed: FATAL:  the database system is starting up\nb failed: Connection refused", "" },
    { "something like an SQLSTATE", "could not translate host name \"x:  12345\" to address: no\n", "",
      "could not translate host name \"x:  12345\" to address: no", "" },
    { "too short, too long, in small letters", "a:  1234: b:  123456: c:  abcde: d\n", "",
      "a:  1234: b:  123456: c:  abcde: d", "" },
    { "at the very end", "FATAL:  3D000", "", "FATAL:  3D000", "" },
    { "nothing at all", "", "", "the connection is lost", "" },
};

START_TEST(a_failed_connect_tells_its_sqlstate)
{
    quern__pg_problem problem = { .set = false };
    quern__pg_problem_from_connect(&problem, connects[_i].text, "");
    const quern_error error = quern__pg_problem_error(&problem);
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
    quern__expect_text(connects[_i].name, "SQLSTATE", error.sqlstate, connects[_i].sqlstate);
    quern__expect_text(connects[_i].name, "message", error.message, connects[_i].message);
    quern__expect_text(connects[_i].name, "hint", error.hint, connects[_i].hint);
    ck_assert(error.detail && error.hint && error.path && error.nearest && error.sql);
}
END_TEST

static const struct {
    const char *name;
    const char *first, *second; /* SQLSTATEs */
    const char *told;
} orders[] = {
    { "the first of two wins", "57P01", "25P03", "57P01" },
    { "one with an SQLSTATE wins over one without", "", "57P01", "57P01" },
    { "whichever is first", "57P01", "", "57P01" },
    { "without any, the first wins", "", "", "" },
};

START_TEST(a_hint_that_is_given_is_told)
{
    quern__pg_problem problem = { .set = false };
    quern__pg_problem_from_connect(&problem, "FATAL:  28P01: no\n", "do this");
    ck_assert_str_eq(quern__pg_problem_error(&problem).hint, "do this");
}
END_TEST

START_TEST(of_two_problems_one_is_told)
{
    quern__pg_problem problem = { .set = false };
    quern__pg_problem_note(&problem, QUERN_ERROR_CONNECTION_LOST, orders[_i].first, "first", "", "");
    quern__pg_problem_note(&problem, QUERN_ERROR_CONNECTION_LOST, orders[_i].second, "second", "", "");
    quern__expect_text(orders[_i].name, "SQLSTATE", problem.sqlstate, orders[_i].told);
    const bool second = !*orders[_i].first && *orders[_i].second;
    quern__expect_text(orders[_i].name, "message", problem.message, second ? "second" : "first");
}
END_TEST

/* With and without a letter in front, so that a character of two bytes lies across the end of the room. */
START_TEST(a_long_text_is_cut_between_characters)
{
    for (int shift = 0; shift < 2; shift++) {
        quern__pg_problem problem = { .set = false };
        char text[3000] = "x";
        for (size_t i = (size_t)shift; i + 2 < sizeof text; i += 2)
            memcpy(text + i, "\xc3\xa9", 3);
        quern__pg_problem_note(&problem, QUERN_ERROR_SERVER, "XX000", text, text, text);
        const char *const cut[] = { problem.message, problem.detail, problem.hint };
        const size_t room[] = { sizeof problem.message, sizeof problem.detail, sizeof problem.hint };
        for (int i = 0; i < 3; i++) {
            const size_t size = strlen(cut[i]);
            ck_assert_uint_ge(size + 2, room[i] - 1);
            ck_assert_msg((unsigned char)cut[i][size - 1] == 0xa9, "a character was cut in two");
        }
    }
}
END_TEST

START_TEST(newlines_at_the_end_go)
{
    quern__pg_problem problem = { .set = false };
    quern__pg_problem_note(&problem, QUERN_ERROR_SERVER, "XX000", "one\ntwo\n\n", "\n", "");
    ck_assert_str_eq(problem.message, "one\ntwo");
    ck_assert_str_eq(problem.detail, "");
}
END_TEST

quern__suite_maker quern__suite_problem;
Suite *quern__suite_problem(void)
{
    Suite *suite = suite_create("problem");
    TCase *tcase = tcase_create("problem");
    tcase_add_loop_test(tcase, a_failed_connect_tells_its_sqlstate, 0, sizeof connects / sizeof *connects);
    tcase_add_test(tcase, a_hint_that_is_given_is_told);
    tcase_add_loop_test(tcase, of_two_problems_one_is_told, 0, sizeof orders / sizeof *orders);
    tcase_add_test(tcase, a_long_text_is_cut_between_characters);
    tcase_add_test(tcase, newlines_at_the_end_go);
    suite_add_tcase(suite, tcase);
    return suite;
}
