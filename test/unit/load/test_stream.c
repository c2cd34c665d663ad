/* test_stream.c: streams on a script, that read nothing ahead: what is sent, and what becomes of them when the server does what a real
 * one cannot be made to. */
#include "test/unit/load/fixture.h"

#include <check.h>
#include <string.h>

#define SITE "stream.c:5"

static void expect_sent(load_fixture *f, const char *name, const char *const *expected)
{
    int64_t i = 1;
    for (; expected[i - 1]; i++) {
        const quern_query *query = quern_query_at(f->s, i);
        ck_assert_msg(query != NULL, "%s: \"%s\" was not sent", name, expected[i - 1]);
        ck_assert_msg(strncmp(query->sql, expected[i - 1], strlen(expected[i - 1])) == 0,
                      "%s: \"%s\", not \"%s\"", name, query->sql, expected[i - 1]);
    }
    const quern_query *more = quern_query_at(f->s, i);
    ck_assert_msg(more == NULL, "%s: \"%s\" was not to be sent", name, more ? more->sql : "");
}

#define SENT(f, name, ...) expect_sent((f), (name), (const char *const[]){ __VA_ARGS__, NULL })

static void expect_plain(load_fixture *f, const char *contains)
{
    quern_script_expect(f->script, .contains = contains);
}

/* BEGIN and DECLARE. */
static void expect_beginning(load_fixture *f)
{
    quern_script_expect(f->script, .sql = "BEGIN READ ONLY");
    expect_plain(f, "DECLARE \"quern_1\" NO SCROLL CURSOR FOR SELECT");
}

static quern_iterator *open_stream(load_fixture *f, uint32_t chunk)
{
    return (quern_iterate)(quern_objects(f->s, author), &author_model,
                           &(quern_iterate_options){ .chunk = chunk, .ahead = -1 },
                           sizeof(quern_iterate_options), SITE);
}

static int64_t read_all(quern_iterator *rows)
{
    int64_t count = 0;
    for (author *a; (a = quern_iterator_next(rows, author)); count++)
        ck_assert_int_eq(a->id, count % 2 + 1);
    return count;
}

START_TEST(each_chunk_is_fetched_when_it_is_wanted)
{
    load_fixture f = load_open();
    expect_beginning(&f);
    expect_authors(&f, "FETCH FORWARD 2 FROM \"quern_1\"", 2);
    quern_iterator *rows = open_stream(&f, 2);
    check_statements(&f, "open", 3);
    check_author(quern_iterator_next(rows, author), 1);
    check_author(quern_iterator_next(rows, author), 2);
    check_statements(&f, "the first chunk", 3);
    expect_authors(&f, "FETCH FORWARD 2 FROM \"quern_1\"", 1);
    check_author(quern_iterator_next(rows, author), 1);
    check_statements(&f, "the second one", 4);
    quern_script_expect(f.script, .sql = "COMMIT");
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    SENT(&f, "in all", "BEGIN READ ONLY", "DECLARE", "FETCH", "FETCH", "COMMIT");
    quern_iterator_clear(&rows);
    load_close(&f);
}
END_TEST

/* ---- Losses and refusals, at every place ---- */

enum { AT_BEGIN, AT_DECLARE, AT_FETCH, AT_SECOND, AT_COMMIT, PLACES };
static const char *const places[] = { "BEGIN", "DECLARE", "FETCH", "the second FETCH", "COMMIT" };

typedef struct trouble {
    const char *sqlstate;
    quern_script_loss lost;
} trouble;

/* The statement at that place comes to grief; those before it do not. */
static void expect_trouble(load_fixture *f, int place, trouble what)
{
    static const char *const contains[] = { "BEGIN READ ONLY", "DECLARE", "FETCH", "FETCH", "COMMIT" };
    for (int i = 0; i < place; i++)
        if (i == AT_FETCH || i == AT_SECOND)
            expect_authors(f, "FETCH", i == AT_SECOND && place == AT_COMMIT ? 0 : 2);
        else
            expect_plain(f, contains[i]);
    quern_script_expect(f->script, .contains = contains[place], .sqlstate = what.sqlstate,
                        .message = "trouble", .lost = what.lost);
}

START_TEST(the_server_refuses)
{
    load_fixture f = load_open();
    expect_trouble(&f, _i, (trouble){ .sqlstate = "XX000" });
    if (_i != AT_BEGIN && _i != AT_COMMIT)
        quern_script_expect(f.script, .sql = "ROLLBACK");
    quern_iterator *rows = open_stream(&f, 2);
    ck_assert_msg((rows != NULL) == (_i >= AT_SECOND), "%s", places[_i]);
    ck_assert_int_eq(read_all(rows), _i >= AT_SECOND ? 2 : 0);
    check_failure(&f, places[_i], QUERN_ERROR_SERVER, "trouble", SITE);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    quern_iterator_close(rows);
    expect_number(&f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(f.s, author)), 3);
    load_close(&f);
}
END_TEST

START_TEST(the_connection_is_lost)
{
    load_fixture f = load_open();
    expect_trouble(&f, _i, (trouble){ .sqlstate = "57P01", .lost = QUERN_SCRIPT_LOST_AFTER });
    quern_iterator *rows = open_stream(&f, 2);
    ck_assert_int_eq(read_all(rows), _i >= AT_SECOND ? 2 : 0);
    check_failure(&f, places[_i], QUERN_ERROR_CONNECTION_LOST, "trouble", SITE);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    quern_iterator_clear(&rows);
    expect_number(&f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(f.s, author)), 3);
    load_close(&f);
}
END_TEST

/* In the program's transaction, which goes on where that can. */
START_TEST(close_is_refused)
{
    load_fixture f = load_open();
    ck_assert(quern_begin(f.s));
    quern_script_expect(f.script, .sql = "BEGIN");
    expect_plain(&f, "DECLARE");
    expect_authors(&f, "FETCH", 2);
    quern_script_expect(f.script, .sql = "CLOSE \"quern_1\"", .sqlstate = "34000",
                        .message = "no such cursor");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    quern_iterator *rows = open_stream(&f, 2);
    quern_iterator_close(rows);
    check_failure(&f, "CLOSE", QUERN_ERROR_SERVER, "no such cursor", SITE);
    quern_iterator_close(rows);
    ck_assert(quern_rollback(f.s));
    load_close(&f);
}
END_TEST

/* ---- Rows that do not fit ---- */

START_TEST(a_cell_of_a_later_chunk_is_malformed)
{
    load_fixture f = load_open();
    expect_beginning(&f);
    expect_authors(&f, "FETCH", 2);
    quern_script_expect(f.script, .contains = "FETCH",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "a", NULL, NULL, "x", "b", NULL, NULL));
    quern_script_expect(f.script, .sql = "ROLLBACK");
    quern_iterator *rows = open_stream(&f, 2);
    ck_assert_int_eq(read_all(rows), 2);
    check_failure(&f, "malformed", QUERN_ERROR_DATA, "column \"id\" of \"books_author\" in row 4", SITE);
    quern_iterator_clear(&rows);
    load_close(&f);
}
END_TEST

START_TEST(a_column_is_of_another_type)
{
    load_fixture f = load_open();
    expect_beginning(&f);
    quern_script_expect(f.script, .contains = "FETCH",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_BOOL }));
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert_ptr_null(open_stream(&f, 2));
    check_failure(&f, "type", QUERN_ERROR_TYPE, "column \"born\"", SITE);
    load_close(&f);
}
END_TEST

/* ---- A database without cursors ---- */

START_TEST(a_dialect_without_declare)
{
    load_fixture f = load_open();
    quern_session *t = NULL;
    quern_dialect dialect = *quern_script_backend(f.script)->dialect;
    quern_backend *backend = (quern_backend *)(uintptr_t)quern_script_backend(f.script);
    const quern_dialect *whole = backend->dialect;
    backend->dialect = &dialect;
    for (int i = 0; i < 2; i++) {
        if (i)
            dialect.size = offsetof(quern_dialect, declare);
        else
            dialect.declare = NULL;
        quern_db *db = quern_open("script:", quern__test_models, .backend = backend);
        t = quern_session_open(db);
        ck_assert_ptr_null(quern_iterate(quern_objects(t, author), author));
        ck_assert_int_eq(quern_session_error(t)->code, QUERN_ERROR_UNSUPPORTED);
        ck_assert_int_eq(quern_query_count(t), 0);
        quern_session_close(t);
        ck_assert(quern_close(db, 1000));
    }
    backend->dialect = whole;
    load_close(&f);
}
END_TEST

Suite *quern__suite_stream(void);

Suite *quern__suite_stream(void)
{
    Suite *suite = suite_create("stream");
    TCase *tests = tcase_create("stream");
    tcase_add_test(tests, each_chunk_is_fetched_when_it_is_wanted);
    tcase_add_loop_test(tests, the_server_refuses, 0, PLACES);
    tcase_add_loop_test(tests, the_connection_is_lost, 0, PLACES);
    tcase_add_test(tests, close_is_refused);
    tcase_add_test(tests, a_cell_of_a_later_chunk_is_malformed);
    tcase_add_test(tests, a_column_is_of_another_type);
    tcase_add_test(tests, a_dialect_without_declare);
    suite_add_tcase(suite, tests);
    return suite;
}
