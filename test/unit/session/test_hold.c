/* test_hold.c: the connection that a session keeps: what is sent, in which order, on which connection; and what is left when it
 * is lost. */
#include "lib/base/clock.h"
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

static const char *const reset[] = { "RESET ALL", NULL };

/* As quern would: a read. */
static bool read_rows(session_fixture *f, const char *sql)
{
    const quern__work work = { .sql = sql, .site = "read.c:5" };
    int64_t rows;
    return quern__run(f->session, &work, &rows);
}

/* A script on which all goes well, unless something is expected to fail before this is called. */
static void expect_all(session_fixture *f)
{
    quern_script_expect(f->script, .times = QUERN_SCRIPT_ALWAYS);
}

static void expect_seen(session_fixture *f, const char *const *expected)
{
    size_t i = 0;
    for (; expected[i]; i++)
        ck_assert_msg(strcmp(seen(f, i), expected[i]) == 0, "statement %zu: \"%s\", not \"%s\"", i,
                      seen(f, i), expected[i]);
    ck_assert_msg(!*seen(f, i), "statement %zu: \"%s\" was not to come", i, seen(f, i));
}

#define SEEN(f, ...) expect_seen((f), (const char *const[]){ __VA_ARGS__, NULL })

START_TEST(begin_travels_with_the_first_statement)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    ck_assert(read_rows(&f, "a"));
    ck_assert(read_rows(&f, "b"));
    ck_assert(quern_commit(f.session));
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "a", "b", "COMMIT", "c");
    ck_assert_int_eq(quern_query_count(f.session), 5);
    ck_assert_int_eq(quern_query_at(f.session, 1)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, 4)->transaction, 1);
    ck_assert_int_eq(quern_query_at(f.session, 5)->transaction, 0);
    ck_assert_int_eq(quern_query_at(f.session, 1)->origin, QUERN_ORIGIN_TRANSACTION);
    fixture_close(&f);
}
END_TEST

START_TEST(what_is_empty_sends_nothing)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_transaction_depth(f.session), 2);
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_commit(f.session));
    ck_assert_int_eq(quern_transaction_depth(f.session), 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(savepoints_nest)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "b"));
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_commit(f.session));
    ck_assert(quern_commit(f.session));
    SEEN(&f, "BEGIN", "SAVEPOINT quern_1", "a", "SAVEPOINT quern_2", "b", "ROLLBACK TO SAVEPOINT quern_2",
         "RELEASE SAVEPOINT quern_2", "RELEASE SAVEPOINT quern_1", "COMMIT");
    fixture_close(&f);
}
END_TEST

START_TEST(nothing_runs_after_a_loss)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "a", .lost = QUERN_SCRIPT_LOST_AFTER);
    ck_assert(quern_begin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "a"), -1);
    expect_failure(&f, "lost", QUERN_ERROR_CONNECTION_LOST, QUERN_NOT_APPLIED, "lost", "a");
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    expect_failure(&f, "then", QUERN_ERROR_TRANSACTION, QUERN_NOT_APPLIED, "lost with its connection", "b");
    quern_error_clear(f.session);
    ck_assert(!quern_commit(f.session));
    ck_assert(quern_rollback(f.session));
    quern_error_clear(f.session);
    quern_script_expect(f.script, .sql = "c");
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "a", "c");
    fixture_close(&f);
}
END_TEST

START_TEST(a_connection_that_was_pinned_is_reset)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    expect_all(&f);
    ck_assert(quern_session_pin(f.session));
    ck_assert(read_rows(&f, "a"));
    quern_session_unpin(f.session);
    ck_assert(read_rows(&f, "b"));
    SEEN(&f, "a", "BEGIN", "RESET ALL", "COMMIT", "b");
    fixture_close(&f);
}
END_TEST

START_TEST(a_pin_keeps_the_connection)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    expect_all(&f);
    ck_assert(quern_session_pin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(read_rows(&f, "a"));
    quern_session_unpin(f.session);
    ck_assert(read_rows(&f, "b"));
    SEEN(&f, "own", "a", "BEGIN", "RESET ALL", "COMMIT", "b");
    fixture_close(&f);
}
END_TEST

/* Begins, runs "a", and forgets what was expected. */
static session_fixture open_begun(int32_t statement_ms, int depth)
{
    session_fixture f = fixture_open(statement_ms);
    expect_all(&f);
    for (int i = 0; i < depth; i++)
        ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    quern_script_forget(f.script);
    return f;
}

static void clear(session_fixture *f, const char *name, quern_error_code code)
{
    const quern_error *error = quern_session_error(f->session);
    ck_assert_msg(error, "%s: no failure", name);
    ck_assert_msg(error->code == code, "%s: %s: %s", name, quern_error_name(error->code), error->message);
    quern_error_clear(f->session);
}

/* ---- The way in ---- */

START_TEST(a_reset_comes_before_begin)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    expect_all(&f);
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    ck_assert(read_rows(&f, "b"));
    ck_assert(quern_commit(f.session));
    SEEN(&f, "own", "BEGIN", "RESET ALL", "COMMIT", "BEGIN", "a", "b", "COMMIT");
    ck_assert_int_eq(quern_query_count(f.session), 5);
    fixture_close(&f);
}
END_TEST

/* Nothing lived in the connection yet, so another one will do; even if that does not, nothing is lost. */
START_TEST(a_reset_that_fails_costs_no_transaction)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .sql = "own");
    for (int i = 0; i < 2; i++) {
        quern_script_expect(f.script, .sql = "BEGIN");
        quern_script_expect(f.script, .sql = "RESET ALL", .message = "too slow");
        quern_script_expect(f.script, .sql = "BEGIN", .sqlstate = "25P02");
        if (i == 0)
            expect_all(&f);
    }
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    ck_assert(quern_commit(f.session));
    quern_script_forget(f.script);
    ck_assert_str_eq(seen(&f, 4), "BEGIN");
    ck_assert_int_eq(quern_script_seen(f.script, 4)->connection, 2);
    ck_assert_str_eq(seen(&f, 5), "a");
    ck_assert_str_eq(seen(&f, 6), "COMMIT");
    fixture_close(&f);
}
END_TEST

START_TEST(a_begin_that_fails)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN", .sqlstate = "57014", .message = "too slow");
    ck_assert(quern_begin(f.session) && quern_begin(f.session));
    ck_assert(!read_rows(&f, "a"));
    expect_failure(&f, "begin", QUERN_ERROR_SERVER, QUERN_NOT_APPLIED, "too slow", "BEGIN");
    quern_error_clear(f.session);
    ck_assert(!read_rows(&f, "b")); /* never outside of it */
    clear(&f, "then", QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(f.session));
    ck_assert(!read_rows(&f, "b"));
    clear(&f, "after the savepoint", QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(f.session));
    quern_script_expect(f.script, .sql = "c");
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "c");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* The savepoint behind it was never made, so it is not rolled back to. */
START_TEST(a_setting_that_fails)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .contains = "set_config", .values = "$1 = 'x', $2 = 'y'");
    quern_script_expect(f.script, .contains = "set_config", .values = "$1 = 'role', $2 = 'r'",
                        .sqlstate = "22023");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern_begin(f.session, .set = QUERN_SETTINGS({ "x", "y" }), .role = "r"));
    ck_assert(quern_begin(f.session));
    ck_assert(!read_rows(&f, "a"));
    clear(&f, "setting", QUERN_ERROR_SERVER);
    ck_assert_int_eq(quern_query_count(f.session), 3);
    ck_assert(!quern_commit(f.session));
    clear(&f, "commit", QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(f.session));
    ck_assert(quern_rollback(f.session));
    fixture_close(&f);
}
END_TEST

START_TEST(a_savepoint_that_fails)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "SAVEPOINT quern_1", .sqlstate = "53200");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern_begin(f.session) && quern_begin(f.session));
    ck_assert(!read_rows(&f, "a"));
    ck_assert(quern_rollback(f.session)); /* there is nothing to roll back to */
    ck_assert(quern_rollback(f.session));
    clear(&f, "savepoint", QUERN_ERROR_SERVER);
    fixture_close(&f);
}
END_TEST

/* On the server they go on after RELEASE, so they must not depend on whether a statement came. */
START_TEST(a_savepoint_with_settings_is_sent)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_begin(f.session));
    ck_assert(quern_begin(f.session, .role = "r"));
    ck_assert(quern_commit(f.session));
    ck_assert(quern_commit(f.session));
    SEEN(&f, "BEGIN", "SAVEPOINT quern_1", "SELECT pg_catalog.set_config($1, $2, true)",
         "RELEASE SAVEPOINT quern_1", "COMMIT");
    fixture_close(&f);
}
END_TEST

/* ---- The way out ---- */

START_TEST(a_failure_sticks_until_rollback)
{
    session_fixture f = open_begun(2000, 1);
    quern_script_expect(f.script, .sql = "b", .sqlstate = "23505");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(!read_rows(&f, "b"));
    ck_assert(!read_rows(&f, "c"));
    ck_assert(!quern_begin(f.session));
    ck_assert(!quern_commit(f.session));
    ck_assert_uint_eq(quern_transaction_depth(f.session), 1);
    ck_assert(quern_rollback(f.session));
    ck_assert_uint_eq(quern_transaction_depth(f.session), 0);
    expect_failure(&f, "still", QUERN_ERROR_SERVER, QUERN_NOT_APPLIED, "", "b");
    ck_assert(!quern_rollback(f.session)); /* there is none, but the first failure stays */
    clear(&f, "still", QUERN_ERROR_SERVER);
    SEEN(&f, "BEGIN", "a", "b", "ROLLBACK");
    fixture_close(&f);
}
END_TEST

START_TEST(a_failure_that_was_cleared_cannot_be_committed)
{
    session_fixture f = open_begun(2000, 2);
    quern_script_expect(f.script, .sql = "b", .sqlstate = "23505");
    ck_assert(!read_rows(&f, "b"));
    quern_error_clear(f.session);
    ck_assert(!quern_commit(f.session));
    clear(&f, "commit", QUERN_ERROR_TRANSACTION);
    expect_all(&f);
    ck_assert(quern_rollback(f.session)); /* what is left is good */
    ck_assert(quern_commit(f.session));
    SEEN(&f, "BEGIN", "SAVEPOINT quern_1", "a", "b", "ROLLBACK TO SAVEPOINT quern_1",
         "RELEASE SAVEPOINT quern_1", "COMMIT");
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name;
    const char *message;
    quern_script_loss lost;
    quern_error_code code;
    quern_outcome outcome;
    bool kept; /* the connection */
} commits[] = {
    { "refused", "deferred", QUERN_SCRIPT_NOT_LOST, QUERN_ERROR_SERVER, QUERN_NOT_APPLIED, true },
    { "lost", "bye", QUERN_SCRIPT_LOST_AFTER, QUERN_ERROR_CONNECTION_LOST, QUERN_OUTCOME_UNKNOWN, false },
    { "lost before", "bye", QUERN_SCRIPT_LOST_BEFORE, QUERN_ERROR_CONNECTION_LOST, QUERN_OUTCOME_UNKNOWN,
      false },
};

/* The server ends a transaction whose COMMIT it refuses; the script does not, so that is said. */
START_TEST(a_commit_that_fails)
{
    const char *name = commits[_i].name;
    session_fixture f = open_begun(2000, 1);
    quern_script_expect(f.script, .sql = "COMMIT", .sqlstate = "40001", .message = commits[_i].message,
                        .lost = commits[_i].lost);
    quern_script_expect(f.script, .sql = "ROLLBACK", .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(!quern_commit(f.session));
    expect_failure(&f, name, commits[_i].code, commits[_i].outcome, commits[_i].message, "COMMIT");
    quern_error_clear(f.session);
    ck_assert_uint_eq(quern_transaction_depth(f.session), 1);
    ck_assert_msg(quern_rollback(f.session), "%s", name);
    quern_script_expect(f.script, .sql = "b");
    ck_assert(read_rows(&f, "b"));
    ck_assert_msg(quern_script_count(f.script, QUERN_SCRIPT_OPENS) == 2 - commits[_i].kept, "%s: connections",
                  name);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name;
    int depth;
    bool pinned;
    quern_script_loss lost; /* ROLLBACK */
    bool silent;            /* no answer to it */
    const char *message;
} rollbacks[] = {
    { "well", 1, false, QUERN_SCRIPT_NOT_LOST, false, NULL },
    { "refused", 1, false, QUERN_SCRIPT_NOT_LOST, false, "no" },
    { "lost", 1, false, QUERN_SCRIPT_LOST_AFTER, false, "bye" },
    { "silent", 1, false, QUERN_SCRIPT_NOT_LOST, true, NULL },
    { "well, pinned", 1, true, QUERN_SCRIPT_NOT_LOST, false, NULL },
    { "refused, pinned", 1, true, QUERN_SCRIPT_NOT_LOST, false, "no" },
    { "lost, pinned", 1, true, QUERN_SCRIPT_LOST_AFTER, false, "bye" },
    { "lost, deeper", 2, false, QUERN_SCRIPT_LOST_AFTER, false, "bye" },
};

/* It is always effective, and nobody's failure; what the connection was kept for besides is lost with it. */
START_TEST(a_rollback_that_fails)
{
    const char *name = rollbacks[_i].name;
    const bool spoilt = rollbacks[_i].message || rollbacks[_i].silent;
    session_fixture f = open_begun(100, rollbacks[_i].depth);
    if (rollbacks[_i].pinned)
        ck_assert(quern_session_pin(f.session));
    quern_script_expect(f.script, .contains = "ROLLBACK", .lost = rollbacks[_i].lost,
                        .message = rollbacks[_i].message,
                        .after_ms = rollbacks[_i].silent ? QUERN_SCRIPT_NEVER : 0);
    ck_assert_msg(quern_rollback(f.session), "%s", name);
    ck_assert_msg(!quern_failed(f.session), "%s: %s", name, quern_error_text(f.session));
    expect_all(&f);
    if (spoilt && (rollbacks[_i].pinned || rollbacks[_i].depth > 1)) {
        ck_assert_msg(!read_rows(&f, "b"), "%s: ran", name);
        clear(&f, name, rollbacks[_i].pinned ? QUERN_ERROR_CONNECTION_LOST : QUERN_ERROR_TRANSACTION);
    }
    if (rollbacks[_i].depth > 1)
        ck_assert(quern_rollback(f.session));
    if (rollbacks[_i].pinned)
        quern_session_unpin(f.session);
    ck_assert_msg(read_rows(&f, "c"), "%s: %s", name, quern_error_text(f.session));
    ck_assert_msg(quern_script_count(f.script, QUERN_SCRIPT_OPENS) == 1 + spoilt, "%s: connections", name);
    fixture_close(&f);
}
END_TEST

START_TEST(a_transaction_that_was_cut_short)
{
    session_fixture f = open_begun(50, 1);
    quern_script_expect(f.script, .sql = "sleep", .after_ms = QUERN_SCRIPT_NEVER);
    ck_assert(!read_rows(&f, "sleep"));
    clear(&f, "sleep", QUERN_ERROR_STATEMENT_TIMEOUT);
    ck_assert_int_eq(quern_execute(f.session, "b"), -1);
    clear(&f, "b", QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(f.session));
    quern_script_expect(f.script, .sql = "c");
    ck_assert(read_rows(&f, "c"));
    SEEN(&f, "BEGIN", "a", "sleep", "c");
    fixture_close(&f);
}
END_TEST

START_TEST(own_sql_that_ends_the_transaction)
{
    session_fixture f = open_begun(2000, 1);
    quern_script_expect(f.script, .sql = "COMMIT");
    ck_assert_int_eq(quern_execute(f.session, "COMMIT"), -1);
    expect_failure(&f, "own", QUERN_ERROR_USAGE, QUERN_OUTCOME_UNKNOWN, "ended the transaction", "COMMIT");
    quern_error_clear(f.session);
    ck_assert(!quern_commit(f.session));
    clear(&f, "commit", QUERN_ERROR_TRANSACTION);
    ck_assert(quern_rollback(f.session));
    ck_assert(!quern_failed(f.session));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

START_TEST(a_pinned_connection_left_in_a_transaction)
{
    session_fixture f = fixture_open(2000);
    expect_all(&f);
    ck_assert(quern_session_pin(f.session));
    ck_assert_int_eq(quern_execute(f.session, "BEGIN"), -1);
    clear(&f, "begin", QUERN_ERROR_USAGE);
    ck_assert(read_rows(&f, "a"));
    quern_session_unpin(f.session);
    SEEN(&f, "BEGIN", "ROLLBACK", "a");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* ---- Sessions that are closed ---- */

START_TEST(closing_rolls_back)
{
    session_fixture f = open_begun(2000, 3);
    if (_i)
        ck_assert(!read_rows(&f, "unexpected"));
    quern_script_forget(f.script);
    quern_script_expect(f.script, .sql = "ROLLBACK");
    fixture_close(&f);
}
END_TEST

START_TEST(closing_waits_a_second_at_most)
{
    session_fixture f = open_begun(-1, 1);
    quern_script_expect(f.script, .sql = "ROLLBACK", .after_ms = QUERN_SCRIPT_NEVER);
    const int64_t began = quern__clock_now();
    quern_session_close(f.session);
    const int64_t took = quern__clock_now() - began;
    ck_assert_msg(took >= 900000 && took < 3000000, "took %d us", (int)took);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CANCELS), 1);
    quern__pool_close(f.pool);
    quern_script_free(f.script);
}
END_TEST

/* ---- Streams ---- */

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

Suite *quern__suite_hold(void);

Suite *quern__suite_hold(void)
{
    Suite *suite = suite_create("hold");
    TCase *tests = tcase_create("connections that are kept");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, begin_travels_with_the_first_statement);
    tcase_add_test(tests, what_is_empty_sends_nothing);
    tcase_add_test(tests, savepoints_nest);
    tcase_add_test(tests, nothing_runs_after_a_loss);
    tcase_add_test(tests, a_pin_keeps_the_connection);
    tcase_add_test(tests, a_connection_that_was_pinned_is_reset);
    tcase_add_test(tests, a_savepoint_that_fails);
    tcase_add_test(tests, a_savepoint_with_settings_is_sent);
    tcase_add_test(tests, a_reset_comes_before_begin);
    tcase_add_test(tests, a_reset_that_fails_costs_no_transaction);
    tcase_add_test(tests, a_begin_that_fails);
    tcase_add_test(tests, a_setting_that_fails);
    tcase_add_test(tests, a_failure_sticks_until_rollback);
    tcase_add_test(tests, a_failure_that_was_cleared_cannot_be_committed);
    tcase_add_loop_test(tests, a_commit_that_fails, 0, sizeof commits / sizeof *commits);
    tcase_add_loop_test(tests, a_rollback_that_fails, 0, sizeof rollbacks / sizeof *rollbacks);
    tcase_add_test(tests, a_transaction_that_was_cut_short);
    tcase_add_test(tests, own_sql_that_ends_the_transaction);
    tcase_add_test(tests, a_pinned_connection_left_in_a_transaction);
    tcase_add_loop_test(tests, closing_rolls_back, 0, 2);
    tcase_add_test(tests, closing_waits_a_second_at_most);
    suite_add_tcase(suite, tests);
    tests = tcase_create("streams");
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
