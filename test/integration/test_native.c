/* test_native.c: libpq's own connection in the program's hands: COPY, LISTEN, in and out of a transaction; and what is said when it
 * comes back otherwise than it went. */
#include "test/integration/fixture.h"

#include <quern/backend/script.h>
#include <quern/postgres.h>

static void must(bool done)
{
    ck_assert_msg(done, "%s", quern_error_text(s));
}

/* Runs SQL by libpq; all results but the last are dropped. */
static void by_libpq(PGconn *conn, const char *text, ExecStatusType expected)
{
    PGresult *result = PQexec(conn, text);
    ck_assert_msg(PQresultStatus(result) == expected, "%s: %s", text, PQerrorMessage(conn));
    PQclear(result);
}

static void copy_in(PGconn *conn, const char *rows)
{
    by_libpq(conn, "COPY n FROM STDIN", PGRES_COPY_IN);
    ck_assert_int_eq(PQputCopyData(conn, rows, (int)strlen(rows)), 1);
    ck_assert_int_eq(PQputCopyEnd(conn, NULL), 1);
    for (PGresult *result; (result = PQgetResult(conn));) {
        ck_assert_int_eq(PQresultStatus(result), PGRES_COMMAND_OK);
        PQclear(result);
    }
}

static void make_table(void)
{
    sql("DROP TABLE IF EXISTS n");
    sql("CREATE TABLE n (n int PRIMARY KEY)");
}

static void expect_rows(int64_t rows)
{
    ck_assert_int_eq(sql("SELECT FROM n"), rows);
}

START_TEST(copy_by_itself)
{
    NEEDS_SERVER();
    make_table();
    PGconn *conn = quern_postgres_borrow(s);
    must(conn);
    copy_in(conn, "1\n2\n");
    must(quern_postgres_return(s));
    expect_rows(2);
}
END_TEST

START_TEST(copy_in_a_transaction)
{
    NEEDS_SERVER();
    make_table();
    must(quern_begin(s));
    PGconn *conn = quern_postgres_borrow(s); /* BEGIN has been sent */
    must(conn);
    ck_assert_int_eq(PQtransactionStatus(conn), PQTRANS_INTRANS);
    copy_in(conn, "1\n2\n");
    must(quern_postgres_return(s));
    expect_rows(2);
    must(quern_begin(s));
    expect_rows(2);
    conn = quern_postgres_borrow(s);
    copy_in(conn, "3\n");
    must(quern_postgres_return(s));
    expect_rows(3);
    must(quern_rollback(s));
    expect_rows(2);
    must(quern_commit(s));
    expect_rows(2);
}
END_TEST

START_TEST(listen_while_pinned)
{
    NEEDS_SERVER();
    must(quern_session_pin(s));
    PGconn *conn = quern_postgres_borrow(s);
    must(conn);
    by_libpq(conn, "LISTEN news", PGRES_COMMAND_OK);
    must(quern_postgres_return(s));
    quern_session *t = quern_session_open(db);
    ck_assert_int_eq(quern_execute(t, "NOTIFY news, 'hello'"), 0);
    quern_session_close(t);
    conn = quern_postgres_borrow(s);
    by_libpq(conn, "SELECT 1", PGRES_TUPLES_OK);
    PGnotify *notify = PQnotifies(conn);
    ck_assert_ptr_nonnull(notify);
    ck_assert_str_eq(notify->extra, "hello");
    PQfreemem(notify);
    must(quern_postgres_return(s));
    quern_session_unpin(s);
    ck_assert_int_eq(sql("SELECT FROM pg_listening_channels()"), 0); /* it was reset */
}
END_TEST

START_TEST(the_sessions_own_calls_wait)
{
    NEEDS_SERVER();
    must(quern_begin(s));
    PGconn *conn = quern_postgres_borrow(s);
    must(conn);
    ck_assert_int_eq(quern_count(quern_objects(s, book)), -1);
    const quern_error *error = take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->detail, "test_native.c"));
    ck_assert_ptr_null(quern_postgres_borrow(s));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert(!quern_commit(s));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert(!quern_rollback(s));
    take_failure(s, QUERN_ERROR_USAGE);
    quern_session_unpin(s);
    take_failure(s, QUERN_ERROR_USAGE);
    by_libpq(conn, "SELECT 1", PGRES_TUPLES_OK);
    must(quern_postgres_return(s));
    must(quern_rollback(s));
    ck_assert(!quern_postgres_return(s));
    take_failure(s, QUERN_ERROR_USAGE);
}
END_TEST

static void leave_copy(PGconn *conn)
{
    by_libpq(conn, "COPY n FROM STDIN", PGRES_COPY_IN);
}

static void leave_query(PGconn *conn)
{
    ck_assert(PQsendQuery(conn, "SELECT pg_sleep(0.1)"));
}

static void leave_transaction(PGconn *conn)
{
    by_libpq(conn, "BEGIN", PGRES_COMMAND_OK);
}

static void end_transaction(PGconn *conn)
{
    by_libpq(conn, "COMMIT", PGRES_COMMAND_OK);
}

static void leave_encoding(PGconn *conn)
{
    ck_assert_int_eq(PQsetClientEncoding(conn, "LATIN1"), 0);
}

static void die(PGconn *conn)
{
    by_libpq(conn, "SELECT pg_terminate_backend(pg_backend_pid())", PGRES_FATAL_ERROR);
}

static const struct {
    const char *name;
    bool begun;
    void (*spoil)(PGconn *conn);
    quern_error_code code;
    const char *message;
} spoilt[] = {
    { "copy", false, leave_copy, QUERN_ERROR_USAGE, "under way" },
    { "copy in one", true, leave_copy, QUERN_ERROR_USAGE, "under way" },
    { "query", false, leave_query, QUERN_ERROR_USAGE, "under way" },
    { "begin", false, leave_transaction, QUERN_ERROR_USAGE, "comes back in a transaction" },
    { "commit", true, end_transaction, QUERN_ERROR_USAGE, "was ended" },
    { "reset", false, PQreset, QUERN_ERROR_USAGE, "as another" },
    { "reset in one", true, PQreset, QUERN_ERROR_USAGE, "as another" },
    { "encoding", false, leave_encoding, QUERN_ERROR_USAGE, "client_encoding" },
    { "dead", false, die, QUERN_ERROR_CONNECTION_LOST, "terminat" },
    { "dead in one", true, die, QUERN_ERROR_CONNECTION_LOST, "terminat" },
};

START_TEST(what_comes_back_spoilt_is_closed)
{
    NEEDS_SERVER();
    const char *name = spoilt[_i].name;
    make_table();
    if (spoilt[_i].begun)
        must(quern_begin(s));
    PGconn *conn = quern_postgres_borrow(s);
    must(conn);
    spoilt[_i].spoil(conn);
    ck_assert_msg(!quern_postgres_return(s), "%s: it was taken", name);
    const quern_error *error = take_failure(s, spoilt[_i].code);
    ck_assert_msg(strstr(error->message, spoilt[_i].message), "%s: %s", name, error->message);
    ck_assert_msg(strstr(error->site, "test_native.c"), "%s: no site", name);
    if (spoilt[_i].begun) {
        ck_assert_int_eq(quern_execute(s, "INSERT INTO n VALUES (1)"), -1);
        take_failure(s, QUERN_ERROR_TRANSACTION);
        must(quern_rollback(s));
    }
    expect_rows(0); /* on another connection */
}
END_TEST

START_TEST(a_setting_that_was_left_is_reset)
{
    NEEDS_SERVER();
    PGconn *conn = quern_postgres_borrow(s);
    must(conn);
    by_libpq(conn, "SET statement_timeout = 4711", PGRES_COMMAND_OK);
    ck_assert(PQenterPipelineMode(conn)); /* left so, and idle, is no harm */
    must(quern_postgres_return(s));
    ck_assert_int_eq(sql("SELECT WHERE current_setting('statement_timeout') = '4711ms'"), 0);
}
END_TEST

/* In the words of a server that ends a connection. */
START_TEST(what_warns_in_the_programs_hands)
{
    NEEDS_SERVER();
    must(quern_session_pin(s));
    for (int i = 0; i < 2; i++) {
        PGconn *conn = quern_postgres_borrow(s);
        must(conn);
        by_libpq(conn, "DO $$ BEGIN RAISE WARNING 'bye' USING ERRCODE = '57P01'; END $$", PGRES_COMMAND_OK);
        must(quern_postgres_return(s));
        ck_assert_int_eq(sql("SELECT 1"), 1);
    }
    quern_session_unpin(s);
}
END_TEST

START_TEST(a_session_may_be_closed_meanwhile)
{
    NEEDS_SERVER();
    make_table();
    quern_session *t = quern_session_open(db);
    ck_assert(!_i || quern_begin(t));
    PGconn *conn = quern_postgres_borrow(t);
    copy_in(conn, "1\n");
    quern_session_close(t);
    expect_rows(!_i);
}
END_TEST

START_TEST(another_backend_has_none)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *scripted =
        quern_open("script:", QUERN_MODELS(book, author), .backend = quern_script_backend(script));
    quern_session *t = quern_session_open(scripted);
    ck_assert_ptr_null(quern_postgres_borrow(t));
    take_failure(t, QUERN_ERROR_UNSUPPORTED);
    ck_assert(!quern_postgres_return(t));
    take_failure(t, QUERN_ERROR_USAGE);
    quern_session_close(t);
    close_db(scripted);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_native(void);

Suite *quern__suite_native(void)
{
    Suite *suite = suite_create("native");
    TCase *tests = server_case("libpq's connection");
    tcase_add_test(tests, copy_by_itself);
    tcase_add_test(tests, copy_in_a_transaction);
    tcase_add_test(tests, listen_while_pinned);
    tcase_add_test(tests, the_sessions_own_calls_wait);
    tcase_add_loop_test(tests, what_comes_back_spoilt_is_closed, 0, sizeof spoilt / sizeof *spoilt);
    tcase_add_test(tests, a_setting_that_was_left_is_reset);
    tcase_add_test(tests, what_warns_in_the_programs_hands);
    tcase_add_loop_test(tests, a_session_may_be_closed_meanwhile, 0, 2);
    tcase_add_test(tests, another_backend_has_none);
    suite_add_tcase(suite, tests);
    return suite;
}
