/* test_ahead_ends.c: streams that end while chunks are on their way: by leaving the loop, by the transaction's end, by a rewind or reset. */
#include "test/unit/load/ahead.h"

#include <check.h>
#include <time.h>

static int64_t leave_the_loop(void)
{
    int64_t rows = 0;
    QUERN_STREAM(author, a, quern_objects(ahead_f.s, author), .chunk = CHUNK)
    if (++rows == 3)
        break;
    return rows;
}

/* The rows that are on their way are read away, and not looked at. */
START_TEST(a_loop_that_is_left)
{
    ahead_expect_stream(3);
    ahead_expect_malformed();
    ahead_expect_statement("COMMIT");
    ck_assert_int_eq(leave_the_loop(), 3);
    check_well(&ahead_f, "left");
    ahead_expect_last("COMMIT");
    ck_assert_int_eq(quern_query_count(ahead_f.s), 7);
}
END_TEST

/* Nobody wants them: so what is wrong with them is of no interest, where there is nothing to lose. */
START_TEST(a_loop_that_is_left_before_a_refusal)
{
    ahead_expect_stream(3);
    ahead_expect_trouble("FETCH", "22012");
    ahead_expect_statement("ROLLBACK");
    ck_assert_int_eq(leave_the_loop(), 3);
    check_well(&ahead_f, "left");
}
END_TEST

START_TEST(a_loop_that_is_left_before_silence)
{
    struct timespec began, ended;
    ahead_expect_stream(2);
    ahead_expect_silence();
    clock_gettime(CLOCK_MONOTONIC, &began);
    ck_assert_int_eq(leave_the_loop(), 3);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    ck_assert_int_ge((ended.tv_sec - began.tv_sec) * 1000 + (ended.tv_nsec - began.tv_nsec) / 1000000, 999);
    check_well(&ahead_f, "the connection is given up");
    expect_number(&ahead_f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 3);
    ck_assert_int_ge(quern_script_count(ahead_f.script, QUERN_SCRIPT_OPENS), 2);
}
END_TEST

/* In the program's transaction that is over then, though nobody has asked for these rows: so it has to be told. */
START_TEST(in_a_transaction_a_refusal_is_told)
{
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_stream(3);
    ahead_expect_trouble("FETCH", "22012");
    ck_assert_int_eq(leave_the_loop(), 3);
    check_failure(&ahead_f, "left", QUERN_ERROR_SERVER, "trouble", NULL);
    ahead_expect_statement("ROLLBACK");
    ck_assert(quern_rollback(ahead_f.s));
}
END_TEST

/* Rows that cannot be decoded are not looked at. */
START_TEST(in_a_transaction_the_cursor_is_closed)
{
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_stream(3);
    ahead_expect_malformed();
    ahead_expect_statement("CLOSE \"quern_1\"");
    ck_assert_int_eq(leave_the_loop(), 3);
    check_well(&ahead_f, "left");
    ahead_expect_statement("COMMIT");
    ck_assert(quern_commit(ahead_f.s));
}
END_TEST

START_TEST(a_commit_ends_the_stream_that_has_read_ahead)
{
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_stream(3);
    ahead_expect_malformed();
    ahead_expect_statement("COMMIT");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert(quern_commit(ahead_f.s));
    ck_assert_int_eq(quern_query_at(ahead_f.s, -2)->failure, QUERN_OK);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "committed", QUERN_ERROR_CURSOR, "its cursor went with its transaction", SITE);
    quern_iterator_clear(&rows);
}
END_TEST

START_TEST(a_commit_of_a_transaction_that_has_failed_ahead)
{
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_stream(3);
    ahead_expect_trouble("FETCH", "22012");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert(!quern_commit(ahead_f.s));
    check_failure(&ahead_f, "not committed", QUERN_ERROR_SERVER, "trouble", SITE);
    ahead_expect_statement("ROLLBACK");
    ck_assert(quern_rollback(ahead_f.s));
    quern_iterator_clear(&rows);
}
END_TEST

/* What frees them waits for them. */
static bool rewinds(void)
{
    const quern_mark mark = quern_session_mark(ahead_f.s);
    ahead_read_rows(ahead_open_stream(), 3);
    return quern_session_rewind(ahead_f.s, mark);
}

static bool resets(void)
{
    ahead_read_rows(ahead_open_stream(), 3);
    quern_session_reset(ahead_f.s);
    return true;
}

static const struct {
    const char *name;
    bool (*act)(void);
    const char *last;
} frees[] = { { "rewind", rewinds, "COMMIT" }, { "reset", resets, "ROLLBACK" } };

START_TEST(freed_while_they_are_on_their_way)
{
    ahead_expect_stream(4);
    ahead_expect_statement(frees[_i].last);
    ck_assert_msg(frees[_i].act(), "%s", frees[_i].name);
    check_well(&ahead_f, frees[_i].name);
    expect_number(&ahead_f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 3);
}
END_TEST

START_TEST(closed_while_they_are_on_their_way)
{
    quern_session *t = quern_session_open(ahead_f.db);
    ahead_expect_stream(2);
    ahead_expect_silence();
    ahead_read_rows(ahead_open_on(quern_objects(t, author), 0), 3);
    quern_session_close(t);
}
END_TEST

Suite *quern__suite_ahead_ends(void);

Suite *quern__suite_ahead_ends(void)
{
    Suite *suite = suite_create("ahead_ends");
    TCase *tests = tcase_create("ahead_ends");
    tcase_add_checked_fixture(tests, ahead_begin, ahead_end);
    tcase_set_timeout(tests, 20);
    tcase_add_test(tests, a_loop_that_is_left);
    tcase_add_test(tests, a_loop_that_is_left_before_a_refusal);
    tcase_add_test(tests, a_loop_that_is_left_before_silence);
    tcase_add_test(tests, in_a_transaction_a_refusal_is_told);
    tcase_add_test(tests, in_a_transaction_the_cursor_is_closed);
    tcase_add_test(tests, a_commit_ends_the_stream_that_has_read_ahead);
    tcase_add_test(tests, a_commit_of_a_transaction_that_has_failed_ahead);
    tcase_add_loop_test(tests, freed_while_they_are_on_their_way, 0, sizeof frees / sizeof *frees);
    tcase_add_test(tests, closed_while_they_are_on_their_way);
    suite_add_tcase(suite, tests);
    return suite;
}
