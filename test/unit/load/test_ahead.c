/* test_ahead.c: streams that read ahead, on a script: what is sent when, what lands when, and how failures of chunks that nobody has asked
 * for yet are told. */
#include "test/unit/load/ahead.h"

#include <check.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

/* ---- What is sent, and when ---- */

START_TEST(from_the_second_chunk_on)
{
    ahead_expect_stream(5);
    expect_authors(&ahead_f, "FETCH", 1);
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 2);
    ahead_expect_sent("the first chunk", 3);
    static const int64_t by_chunk[] = { 6, 7, 8 };
    for (int i = 0; i < 3; i++) {
        ahead_read_rows(rows, 1);
        ahead_expect_sent("the first row of another chunk", by_chunk[i]);
        check_author(quern_iterator_next(rows, author), 2);
        ahead_expect_sent("its second row", by_chunk[i]);
    }
    expect_authors(&ahead_f, "FETCH", 0);
    expect_authors(&ahead_f, "FETCH", 0);
    ahead_read_rows(rows, 2);
    check_author(quern_iterator_next(rows, author), 1);
    ck_assert_int_eq(quern_query_at(ahead_f.s, -1)->rows, 1);
    ahead_expect_statement("COMMIT");
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    ahead_expect_sent("in all: two FETCHes found nothing", 11);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 11);
    ck_assert_int_eq(quern_query_at(ahead_f.s, -2)->rows, 0);
    ck_assert_int_eq(quern_query_at(ahead_f.s, -2)->origin, QUERN_ORIGIN_STREAM);
    quern_iterator_clear(&rows);
}
END_TEST

static const struct {
    int32_t option;
    int64_t ahead;
} depths[] = { { -1, 0 }, { 1, 1 }, { 0, 2 }, { 2, 2 }, { 7, 7 }, { 16, 16 } };

START_TEST(as_many_as_are_wanted)
{
    ahead_expect_stream(2 + (size_t)depths[_i].ahead);
    quern_iterator *rows = ahead_open_on(quern_objects(ahead_f.s, author), depths[_i].option);
    ahead_read_rows(rows, 3);
    ahead_expect_sent("at the second chunk", 4 + depths[_i].ahead);
    ahead_expect_statement("COMMIT");
    quern_iterator_clear(&rows);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 5 + depths[_i].ahead);
}
END_TEST

/* Behind those that are in flight; and these have landed then, so that nothing is waited for twice. */
START_TEST(another_statement_comes_behind_them)
{
    ahead_expect_stream(4);
    expect_number(&ahead_f, "COUNT", "7");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 4);
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 7);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 7);
    ahead_expect_last("COUNT");
    ahead_expect_chunks(2);
    check_author(quern_iterator_next(rows, author), 2);
    ahead_read_rows(rows, 4);
    ahead_expect_sent("two more", 9);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 7);
    ahead_expect_statement("COMMIT");
    quern_iterator_clear(&rows);
    ck_assert_int_eq(quern_query_count(ahead_f.s), 10);
}
END_TEST

/* The last chunk is here already: what comes behind it need not be asked for. */
START_TEST(the_end_is_known)
{
    ahead_expect_stream(2);
    expect_authors(&ahead_f, "FETCH", 1);
    expect_authors(&ahead_f, "FETCH", 0);
    expect_number(&ahead_f, "COUNT", "5");
    ahead_expect_statement("COMMIT");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 5);
    check_author(quern_iterator_next(rows, author), 2);
    ahead_read_rows(rows, 1);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    ahead_expect_sent("in all", 8);
    quern_iterator_clear(&rows);
}
END_TEST

/* A row is there until one of the next chunk is asked for, also where that has landed. */
START_TEST(rows_live_as_long_as_their_chunk)
{
    quern_script_expect(ahead_f.script, .contains = "COUNT", QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"), .times = QUERN_SCRIPT_ALWAYS);
    ahead_expect_stream(6);
    quern_iterator *rows = ahead_open_stream();
    for (int i = 0; i < 4; i++) {
        const author *one = quern_iterator_next(rows, author);
        check_author(one, 1);
        const author *two = quern_iterator_next(rows, author);
        ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 1);
        check_author(one, 1);
        check_author(two, 2);
    }
    ahead_expect_statement("COMMIT");
    quern_iterator_clear(&rows);
}
END_TEST

/* ---- Failures ---- */

enum { SECOND = 2, FIFTH = 5 };

START_TEST(the_server_refuses_a_chunk)
{
    const int place = _i;
    ahead_expect_stream((size_t)place - 1);
    ahead_expect_trouble("FETCH", "22012");
    ahead_expect_aborted();
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, (int64_t)(place - 1) * CHUNK);
    check_well(&ahead_f, "rows before it");
    ahead_expect_statement("ROLLBACK");
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "refused", QUERN_ERROR_SERVER, "trouble", SITE);
    quern_iterator_clear(&rows);
    ahead_expect_last("ROLLBACK");
}
END_TEST

/* It has failed the transaction: so that is what other statements fail with, and they are not sent. */
START_TEST(a_refusal_is_found_by_another_statement)
{
    ahead_expect_stream(3);
    ahead_expect_trouble("FETCH", "22012");
    ahead_expect_statement("ROLLBACK");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), -1);
    const quern_error *error = quern_session_error(ahead_f.s);
    ck_assert_str_eq(error->sql, "FETCH FORWARD 2 FROM \"quern_1\"");
    check_failure(&ahead_f, "refused", QUERN_ERROR_SERVER, "trouble", SITE);
    ahead_expect_sent("no COUNT", 6);
    quern_iterator_clear(&rows);
}
END_TEST

START_TEST(the_connection_is_lost_at_a_chunk)
{
    const int place = _i;
    ahead_expect_stream((size_t)place - 1);
    quern_script_expect(ahead_f.script, .contains = "FETCH", .sqlstate = "57P01", .message = "gone",
                        .lost = QUERN_SCRIPT_LOST_AFTER);
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, (int64_t)(place - 1) * CHUNK);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "lost", QUERN_ERROR_CONNECTION_LOST, "gone", SITE);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    quern_iterator_clear(&rows);
    expect_number(&ahead_f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 3);
    check_well(&ahead_f, "afterwards");
}
END_TEST

START_TEST(a_loss_is_found_by_another_statement)
{
    ahead_expect_stream(2);
    quern_script_expect(ahead_f.script, .contains = "FETCH", .sqlstate = "57P01", .message = "gone",
                        .lost = QUERN_SCRIPT_LOST_AFTER);
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 3);
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), -1);
    check_failure(&ahead_f, "lost", QUERN_ERROR_CONNECTION_LOST, "gone", SITE);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "and over", QUERN_ERROR_CURSOR, "the stream is over", SITE);
    quern_iterator_clear(&rows);
}
END_TEST

/* A chunk that cannot be decoded is its own failure: what is before it is read, and other statements run. */
START_TEST(rows_that_do_not_fit)
{
    ahead_expect_stream(3);
    ahead_expect_malformed();
    expect_number(&ahead_f, "COUNT", "3");
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 4);
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 3);
    ahead_expect_statement("ROLLBACK");
    ahead_read_rows(rows, 2);
    check_well(&ahead_f, "rows before it");
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "malformed", QUERN_ERROR_DATA, "column \"id\" of \"books_author\" in row 8",
                  SITE);
    quern_iterator_clear(&rows);
}
END_TEST

/* The same for a chunk that is more than the session allows: it was not the COUNT that took the memory. */
START_TEST(a_chunk_over_the_limit)
{
    enum { LONG = 40000 };
    static char name[LONG];
    memset(name, 'x', LONG - 1);
    quern_session *t = quern_session_open(ahead_f.db, .max_result_bytes = 20000);
    ahead_expect_stream(2);
    const char *const cells[] = { "1", name, NULL, NULL };
    quern_script_expect(ahead_f.script, .contains = "FETCH",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        .cells = cells, .cell_count = 4);
    ahead_expect_chunks(1);
    expect_number(&ahead_f, "COUNT", "3");
    ahead_expect_statement("ROLLBACK");
    quern_iterator *rows = ahead_open_on(quern_objects(t, author), 0);
    ahead_read_rows(rows, 3);
    ck_assert_int_eq(quern_count(quern_objects(t, author)), 3);
    check_author(quern_iterator_next(rows, author), 2);
    ck_assert(!quern_failed(t));
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    const quern_error *error = quern_session_error(t);
    ck_assert_int_eq(error->code, QUERN_ERROR_LIMIT);
    ck_assert_ptr_nonnull(strstr(error->message, ".max_result_bytes"));
    ck_assert_str_eq(error->site, SITE);
    quern_iterator_clear(&rows);
    quern_session_close(t);
}
END_TEST

/* ---- Time ---- */

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

/* The clock of each begins when it is waited for: a program that takes its time is not punished for it. */
START_TEST(a_limit_counts_from_when_it_is_waited_for)
{
    ahead_expect_stream(6);
    ahead_expect_statement("COMMIT");
    quern_iterator *rows = ahead_open_on(quern_timeout(quern_objects(ahead_f.s, author), 40), 0);
    for (int i = 0; i < 8; i++) {
        check_author(quern_iterator_next(rows, author), i % CHUNK + 1);
        pause_ms(25);
    }
    quern_iterator_clear(&rows);
}
END_TEST

/* Of one, and whatever of those behind it. */
START_TEST(a_chunk_that_does_not_come_in_time)
{
    ahead_expect_stream(3);
    ahead_expect_silence();
    quern_iterator *rows = ahead_open_on(quern_timeout(quern_objects(ahead_f.s, author), 50), 0);
    ahead_read_rows(rows, 6);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    check_failure(&ahead_f, "late", QUERN_ERROR_STATEMENT_TIMEOUT, "50 ms", SITE);
    quern_iterator_clear(&rows);
}
END_TEST

static void *cancel(void *session)
{
    pause_ms(50);
    quern_session_cancel(session);
    return NULL;
}

static const char *const waits[] = { "the next row", "another statement" };

START_TEST(cancelled_while_it_is_waited_for)
{
    pthread_t thread;
    ahead_expect_stream(2);
    ahead_expect_silence();
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 4);
    ck_assert_int_eq(pthread_create(&thread, NULL, cancel, ahead_f.s), 0);
    if (_i)
        ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), -1);
    else
        ck_assert_ptr_null(quern_iterator_next(rows, author));
    pthread_join(thread, NULL);
    check_failure(&ahead_f, waits[_i], QUERN_ERROR_CANCELLED, "", SITE);
    quern_iterator_clear(&rows);
    expect_number(&ahead_f, "COUNT", "3");
    ck_assert_int_eq(quern_count(quern_objects(ahead_f.s, author)), 3);
}
END_TEST

/* ---- With others ---- */

START_TEST(streams_nest)
{
    ahead_expect_stream(3);
    expect_authors(&ahead_f, "FETCH", 1);
    quern_iterator *outer = ahead_open_stream();
    ahead_read_rows(outer, 3);
    ahead_expect_statement("DECLARE \"quern_2\"");
    expect_authors(&ahead_f, "FETCH FORWARD 2 FROM \"quern_2\"", 2);
    quern_iterator *inner = ahead_open_stream();
    expect_authors(&ahead_f, "FETCH FORWARD 2 FROM \"quern_2\"", 1);
    expect_authors(&ahead_f, "FETCH FORWARD 2 FROM \"quern_2\"", 0);
    expect_authors(&ahead_f, "FETCH FORWARD 2 FROM \"quern_2\"", 0);
    ahead_read_rows(inner, 3);
    check_author(quern_iterator_next(outer, author), 2);
    ahead_read_rows(outer, 3);
    ahead_expect_statement("CLOSE \"quern_2\"");
    ck_assert_ptr_null(quern_iterator_next(inner, author));
    ahead_expect_statement("COMMIT");
    ck_assert_ptr_null(quern_iterator_next(outer, author));
    quern_iterator_clear(&inner);
    quern_iterator_clear(&outer);
}
END_TEST

/* A FETCH that is sent first in a savepoint belongs to it: so it is waited for. */
START_TEST(a_savepoint_in_the_loop)
{
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_stream(4);
    quern_iterator *rows = ahead_open_stream();
    ahead_read_rows(rows, 4);
    ck_assert(quern_begin(ahead_f.s));
    ahead_expect_statement("SAVEPOINT quern_1");
    ahead_expect_chunks(1);
    ahead_read_rows(rows, 1);
    ahead_expect_last("FETCH");
    ck_assert_int_eq(quern_query_count(ahead_f.s), 8);
    ahead_expect_statement("ROLLBACK TO SAVEPOINT quern_1");
    ahead_expect_statement("RELEASE SAVEPOINT quern_1");
    ck_assert(quern_rollback(ahead_f.s));
    check_author(quern_iterator_next(rows, author), 2);
    ahead_expect_chunks(2);
    ahead_read_rows(rows, 4);
    ahead_expect_statement("CLOSE");
    quern_iterator_clear(&rows);
    ahead_expect_statement("COMMIT");
    ck_assert(quern_commit(ahead_f.s));
}
END_TEST

/* ---- What is told ---- */

enum { TOLD_MOST = 40 };
static struct {
    quern_trace_kind kind;
    int64_t number;
    int64_t rows;
    char sql[60];
} told[TOLD_MOST];
static size_t told_count;

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    if ((event->kind != QUERN_TRACE_STATEMENT_START && event->kind != QUERN_TRACE_STATEMENT_END) ||
        told_count == TOLD_MOST)
        return;
    told[told_count].kind = event->kind;
    told[told_count].number = event->query->number;
    told[told_count].rows = event->query->rows;
    strncpy(told[told_count++].sql, event->query->sql, sizeof told->sql - 1);
}

/* Each statement that is told to be sent is told to have ended, under the same number, also where others were sent in between. */
START_TEST(beginnings_and_ends_belong_together)
{
    told_count = 0;
    quern_db *db = quern_open("script:", quern__test_models, .backend = quern_script_backend(ahead_f.script),
                              .pool_max = 1, .on_event = listen, .on_event_level = QUERN_LEVEL_DEBUG);
    quern_session *t = quern_session_open(db);
    ahead_expect_stream(4);
    expect_authors(&ahead_f, "FETCH", 1);
    expect_number(&ahead_f, "COUNT", "1");
    ahead_expect_statement("COMMIT");
    quern_iterator *rows = ahead_open_on(quern_objects(t, author), 0);
    ahead_read_rows(rows, 5);
    ck_assert_int_eq(quern_count(quern_objects(t, author)), 1);
    quern_iterator_clear(&rows);
    quern_session_close(t);
    ck_assert(quern_close(db, 1000));
    size_t ends = 0;
    for (size_t i = 0; i < told_count; i++) {
        if (told[i].kind != QUERN_TRACE_STATEMENT_END)
            continue;
        ends++;
        ck_assert_int_eq(told[i].number, (int64_t)ends);
        size_t before = 0;
        while (before < i &&
               !(told[before].kind == QUERN_TRACE_STATEMENT_START && told[before].number == told[i].number))
            before++;
        ck_assert_msg(before < i, "statement %d ended, but never began", (int)told[i].number);
        ck_assert_str_eq(told[before].sql, told[i].sql);
    }
    ck_assert_uint_eq(ends, 9);
    ck_assert_uint_eq(told_count, 18);
}
END_TEST

static void add_failures(TCase *tests)
{
    tcase_add_loop_test(tests, the_server_refuses_a_chunk, SECOND, FIFTH + 1);
    tcase_add_test(tests, a_refusal_is_found_by_another_statement);
    tcase_add_loop_test(tests, the_connection_is_lost_at_a_chunk, SECOND, FIFTH + 1);
    tcase_add_test(tests, a_loss_is_found_by_another_statement);
    tcase_add_test(tests, rows_that_do_not_fit);
    tcase_add_test(tests, a_chunk_over_the_limit);
    tcase_add_test(tests, a_limit_counts_from_when_it_is_waited_for);
    tcase_add_test(tests, a_chunk_that_does_not_come_in_time);
    tcase_add_loop_test(tests, cancelled_while_it_is_waited_for, 0, sizeof waits / sizeof *waits);
}

Suite *quern__suite_ahead(void);

Suite *quern__suite_ahead(void)
{
    Suite *suite = suite_create("ahead");
    TCase *tests = tcase_create("ahead");
    tcase_add_checked_fixture(tests, ahead_begin, ahead_end);
    tcase_set_timeout(tests, 20);
    tcase_add_test(tests, from_the_second_chunk_on);
    tcase_add_loop_test(tests, as_many_as_are_wanted, 0, sizeof depths / sizeof *depths);
    tcase_add_test(tests, another_statement_comes_behind_them);
    tcase_add_test(tests, the_end_is_known);
    tcase_add_test(tests, rows_live_as_long_as_their_chunk);
    add_failures(tests);
    tcase_add_test(tests, streams_nest);
    tcase_add_test(tests, a_savepoint_in_the_loop);
    tcase_add_test(tests, beginnings_and_ends_belong_together);
    suite_add_tcase(suite, tests);
    return suite;
}
