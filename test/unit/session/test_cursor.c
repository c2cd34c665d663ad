/* test_cursor.c: the connection that streams keep: their transaction, who ends it, and what is left of a cursor when it is over. */
#include "test/unit/session/kept.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

static bool fetch(session_fixture *f, const char *sql)
{
    const quern__work work = {
        .sql = sql, .site = "stream.c:5", .origin = QUERN_ORIGIN_STREAM, .once = true
    };
    int64_t rows;
    return quern__run(f->session, &work, &rows);
}

START_TEST(streams_share_a_transaction)
{
    session_fixture f = fixture_open(2000);
    quern__cursor one, two;
    expect_all(&f);
    ck_assert(quern__cursor_open(f.session, &one, false, "s.c:1"));
    ck_assert_str_eq(one.name, "quern_1");
    ck_assert(fetch(&f, "one"));
    ck_assert(quern__cursor_open(f.session, &two, false, "s.c:2"));
    ck_assert(fetch(&f, "two"));
    ck_assert_uint_eq(quern_transaction_depth(f.session), 0);
    ck_assert(quern__cursor_close(f.session, &one, false, "s.c:3"));
    ck_assert(quern__cursor_close(f.session, &one, false, "s.c:3"));
    ck_assert(quern__cursor_close(f.session, &two, true, "s.c:4"));
    ck_assert(read_rows(&f, "b"));
    SEEN(&f, "BEGIN READ ONLY", "one", "two", "CLOSE \"quern_1\"", "COMMIT", "b");
    ck_assert_int_eq(quern_query_at(f.session, 2)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, -1)->transaction, 0);
    fixture_close(&f);
}
END_TEST

START_TEST(begin_is_refused_in_a_stream)
{
    session_fixture f = fixture_open(2000);
    quern__cursor cursor;
    expect_all(&f);
    ck_assert(quern__cursor_open(f.session, &cursor, false, "s.c:1"));
    ck_assert(fetch(&f, "one"));
    ck_assert(!quern_begin(f.session));
    ck_assert_ptr_nonnull(strstr(quern_session_error(f.session)->hint, "before the loop"));
    clear(&f, "begin", QUERN_ERROR_USAGE);
    ck_assert(!quern_commit(f.session));
    clear(&f, "commit", QUERN_ERROR_USAGE);
    ck_assert(!quern_rollback(f.session));
    clear(&f, "rollback", QUERN_ERROR_USAGE);
    ck_assert(quern__cursor_close(f.session, &cursor, false, "s.c:1"));
    fixture_close(&f);
}
END_TEST

START_TEST(a_write_in_a_stream_gets_a_hint)
{
    session_fixture f = fixture_open(2000);
    quern__cursor cursor;
    quern_script_expect(f.script, .sql = "BEGIN READ ONLY");
    quern_script_expect(f.script, .sql = "one");
    quern_script_expect(f.script, .sql = "own", .sqlstate = "25006", .message = "cannot execute");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern__cursor_open(f.session, &cursor, false, "s.c:1"));
    ck_assert(fetch(&f, "one"));
    ck_assert_int_eq(quern_execute(f.session, "own"), -1);
    ck_assert_str_eq(quern_session_error(f.session)->hint,
                     "a stream reads in a READ ONLY transaction: call quern_begin before the loop");
    ck_assert(
        quern__cursor_close(f.session, &cursor, false, "s.c:1")); /* in a session that has failed, too */
    clear(&f, "own", QUERN_ERROR_SERVER);
    fixture_close(&f);
}
END_TEST

/* Cursors that were opened at a depth, and what is over once `end` of the innermost has been done. */
static const struct {
    const char *name;
    bool (*end)(quern_session *session, const char *site);
} ends[] = { { "commit", quern_commit }, { "rollback", quern_rollback } };

START_TEST(inner_cursors_end_with_their_savepoint)
{
    session_fixture f = fixture_open(2000);
    quern__cursor outer, inner;
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern__cursor_open(f.session, &outer, false, "s.c:1"));
    ck_assert(fetch(&f, "outer"));
    ck_assert(quern_begin(f.session));
    ck_assert(quern__cursor_open(f.session, &inner, false, "s.c:2"));
    ck_assert(fetch(&f, "inner"));
    ck_assert_msg(ends[_i].end(f.session, "e.c:1"), "%s", ends[_i].name);
    ck_assert(quern__cursor_usable(f.session, &outer, "u.c:1"));
    ck_assert_msg(!quern__cursor_usable(f.session, &inner, "u.c:1"), "%s", ends[_i].name);
    clear(&f, ends[_i].name, QUERN_ERROR_CURSOR);
    const int64_t before = quern_query_count(f.session);
    ck_assert(quern__cursor_close(f.session, &inner, false, "s.c:2"));
    ck_assert_int_eq(quern_query_count(f.session), before);
    ck_assert(quern__cursor_close(f.session, &outer, false, "s.c:1"));
    ck_assert_str_eq(quern_query_at(f.session, -1)->sql, "CLOSE \"quern_1\"");
    ck_assert(quern__cursor_open(f.session, &outer, false, "s.c:1"));
    ck_assert(quern__cursor_close(f.session, &outer, true, "s.c:1")); /* the server has closed it */
    ck_assert_int_eq(quern_query_count(f.session), before + 1);
    ck_assert(quern_commit(f.session));
    fixture_close(&f);
}
END_TEST

/* One that is over is still in its loop while another opens, whose transaction it must not keep open. */
START_TEST(a_cursor_that_is_over_keeps_nothing_open)
{
    session_fixture f = fixture_open(2000);
    quern__cursor old, new;
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern__cursor_open(f.session, &old, false, "s.c:1"));
    ck_assert(fetch(&f, "old"));
    ck_assert(quern_commit(f.session));
    ck_assert(quern__cursor_open(f.session, &new, false, "s.c:1"));
    ck_assert(fetch(&f, "new"));
    ck_assert(quern__cursor_close(f.session, &new, false, "s.c:1"));
    ck_assert(quern__cursor_close(f.session, &old, false, "s.c:1"));
    SEEN(&f, "BEGIN", "old", "COMMIT", "BEGIN READ ONLY", "new", "COMMIT");
    fixture_close(&f);
}
END_TEST

START_TEST(a_stream_that_was_lost)
{
    session_fixture f = fixture_open(2000);
    quern__cursor cursor;
    quern_script_expect(f.script, .sql = "BEGIN READ ONLY");
    quern_script_expect(f.script, .sql = "one", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert(quern__cursor_open(f.session, &cursor, false, "s.c:1"));
    ck_assert(!fetch(&f, "one"));
    clear(&f, "one", QUERN_ERROR_CONNECTION_LOST);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1); /* not outside of the READ ONLY transaction */
    clear(&f, "b", QUERN_ERROR_TRANSACTION);
    ck_assert(!quern__cursor_usable(f.session, &cursor, "u.c:1"));
    clear(&f, "cursor", QUERN_ERROR_CURSOR);
    ck_assert(quern__cursor_close(f.session, &cursor, false, "s.c:1"));
    quern_script_expect(f.script, .sql = "c");
    ck_assert(read_rows(&f, "c"));
    fixture_close(&f);
}
END_TEST

START_TEST(a_session_is_closed_under_its_streams)
{
    session_fixture f = fixture_open(2000);
    quern__cursor one, two, three;
    expect_all(&f);
    ck_assert(quern__cursor_open(f.session, &one, false, "s.c:1"));
    ck_assert(quern__cursor_open(f.session, &two, false, "s.c:1"));
    ck_assert(fetch(&f, "one"));
    quern__hold_close(f.session);
    ck_assert(one.over && two.over);
    ck_assert(quern__cursor_open(f.session, &three, false, "s.c:1")); /* as in a session that was reset */
    ck_assert(fetch(&f, "three"));
    ck_assert(quern__cursor_close(f.session, &one, false, "s.c:1")); /* the loops end only now */
    ck_assert(quern__cursor_close(f.session, &two, false, "s.c:1"));
    ck_assert(quern__cursor_usable(f.session, &three, "u.c:1"));
    ck_assert(quern__cursor_close(f.session, &three, false, "s.c:1"));
    SEEN(&f, "BEGIN READ ONLY", "one", "ROLLBACK", "BEGIN READ ONLY", "three", "COMMIT");
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_cursor(void);

Suite *quern__suite_cursor(void)
{
    Suite *suite = suite_create("cursor");
    TCase *tests = tcase_create("streams");
    tcase_add_test(tests, streams_share_a_transaction);
    tcase_add_test(tests, begin_is_refused_in_a_stream);
    tcase_add_test(tests, a_write_in_a_stream_gets_a_hint);
    tcase_add_loop_test(tests, inner_cursors_end_with_their_savepoint, 0, sizeof ends / sizeof *ends);
    tcase_add_test(tests, a_cursor_that_is_over_keeps_nothing_open);
    tcase_add_test(tests, a_stream_that_was_lost);
    tcase_add_test(tests, a_session_is_closed_under_its_streams);
    suite_add_tcase(suite, tests);
    return suite;
}
