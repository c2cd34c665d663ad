/* request.c: the life of one request: what comes, in which order, and that nobody waits for it but poll. */
#include "test/conform/conform.h"

#include <stdlib.h>
#include <string.h>

static quern_link *link;

/* The suite's fixture comes first: it says what the subject is. */
static quern_link *opened(void)
{
    return link = quern__conform_open();
}

static void assert_silent(void)
{
    quern_event event;
    ck_assert_msg(!quern__conform->backend->take(link, &event), "event %d came from nowhere",
                  (int)event.kind);
}

START_TEST(a_row_comes_with_its_columns)
{
    quern__conform_answer answer = quern__conform_run(opened(), quern__conform->one_row);
    ck_assert_int_eq(answer.end, QUERN_EVENT_DONE);
    ck_assert(answer.columns);
    ck_assert_uint_eq(answer.column_count, 1);
    ck_assert_int_eq(answer.rows, 1);
    ck_assert_int_eq(answer.done_rows, 1);
    assert_silent();
    quern__conform_close(link);
}
END_TEST

START_TEST(no_rows_have_columns_too)
{
    quern__conform_answer answer = quern__conform_run(opened(), quern__conform->no_rows);
    ck_assert_int_eq(answer.end, QUERN_EVENT_DONE);
    ck_assert(answer.columns);
    ck_assert_uint_eq(answer.column_count, 1);
    ck_assert_int_eq(answer.rows, 0);
    ck_assert_int_eq(answer.done_rows, 0);
    quern__conform_close(link);
}
END_TEST

START_TEST(many_rows_all_come_in_order)
{
    quern__conform_submit(opened(), quern__conform->many_rows, true);
    quern_event event;
    quern__conform_next(link, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_COLUMNS);
    quern_decoder *decoder = quern__conform->backend->decoder(&event.columns[0], QUERN_KIND_I32);
    ck_assert(decoder != NULL);
    for (int32_t i = 1; i <= 1000; i++) {
        int32_t number = 0;
        quern__conform_next(link, &event);
        ck_assert_int_eq(event.kind, QUERN_EVENT_ROW);
        ck_assert_int_eq(decoder(&event.cells[0], &number, NULL), QUERN_DECODED);
        ck_assert_int_eq(number, i);
    }
    quern__conform_next(link, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_DONE);
    ck_assert_int_eq(event.rows, 1000);
    quern__conform_synced(link);
    quern__conform_close(link);
}
END_TEST

START_TEST(a_cell_stays_until_the_next_take)
{
    quern__conform_submit(opened(), quern__conform->many_rows, true);
    quern_event event;
    quern__conform_next(link, &event);
    for (int i = 0; i < 10; i++) {
        char copy[64];
        quern__conform_next(link, &event);
        ck_assert_int_eq(event.kind, QUERN_EVENT_ROW);
        ck_assert_uint_le(event.cells[0].size, sizeof copy);
        memcpy(copy, event.cells[0].data, event.cells[0].size);
        quern__conform->backend->step(link, QUERN_READY_NONE);
        if (i == 5)
            quern__conform_submit(link, quern__conform->one_row, true);
        quern__conform->backend->step(link, QUERN_READY_READ | QUERN_READY_WRITE);
        ck_assert_msg(memcmp(copy, event.cells[0].data, event.cells[0].size) == 0, "row %d changed", i);
    }
    quern__conform_close(link);
}
END_TEST

START_TEST(a_change_says_how_many)
{
    quern__conform_answer answer = quern__conform_run(opened(), quern__conform->three);
    ck_assert_int_eq(answer.end, QUERN_EVENT_DONE);
    ck_assert(!answer.columns);
    ck_assert_int_eq(answer.rows, 0);
    ck_assert_int_eq(answer.done_rows, 3);
    quern__conform_close(link);
}
END_TEST

START_TEST(what_changes_nothing_says_none)
{
    opened();
    ck_assert_int_eq(quern__conform_must(link, quern__conform->begin), 0);
    ck_assert_int_eq(quern__conform_must(link, quern__conform->rollback), 0);
    quern__conform_close(link);
}
END_TEST

START_TEST(a_failure_tells_why_and_the_next_one_works)
{
    const char *const failures[] = { quern__conform->failing, quern__conform->malformed };
    opened();
    for (int i = 0; i < 4; i++) {
        quern__conform_answer answer = quern__conform_run(link, failures[i % 2]);
        ck_assert_int_eq(answer.end, QUERN_EVENT_FAILED);
        ck_assert_int_eq(answer.code, QUERN_ERROR_SERVER);
        ck_assert_uint_eq(strlen(answer.sqlstate), 5);
        ck_assert_int_eq(quern__conform_must(link, quern__conform->one_row), 1);
    }
    quern__conform_close(link);
}
END_TEST

START_TEST(an_error_stays_until_the_next_take)
{
    quern__conform_submit(opened(), quern__conform->failing, true);
    quern_event event;
    do
        quern__conform_next(link, &event);
    while (event.kind == QUERN_EVENT_COLUMNS || event.kind == QUERN_EVENT_ROW);
    ck_assert_int_eq(event.kind, QUERN_EVENT_FAILED);
    char message[500];
    strncpy(message, event.error.message, sizeof message - 1);
    message[sizeof message - 1] = '\0';
    quern__conform_submit(link, quern__conform->one_row, true);
    quern__conform->backend->step(link, QUERN_READY_READ | QUERN_READY_WRITE);
    ck_assert(strncmp(event.error.message, message, strlen(message)) == 0);
    quern__conform_close(link);
}
END_TEST

START_TEST(the_request_is_copied)
{
    char *sql = malloc(strlen(quern__conform->one_row) + 1);
    strcpy(sql, quern__conform->one_row);
    quern__conform_submit(opened(), sql, true);
    memset(sql, 'x', strlen(sql));
    free(sql);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_DONE);
    quern__conform_close(link);
}
END_TEST

START_TEST(submit_gives_no_events_by_itself)
{
    quern__conform_submit(opened(), quern__conform->one_row, true);
    assert_silent();
    quern__conform_close(link);
}
END_TEST

START_TEST(a_step_never_waits)
{
    quern__conform_submit(opened(), quern__conform->slow, true);
    int64_t before = quern__conform_now_ms();
    for (unsigned i = 0; i < 200; i++) {
        unsigned wanted = quern__conform->backend->step(link, i % 4); /* whatever it is told */
        ck_assert_uint_le(wanted, QUERN_READY_READ | QUERN_READY_WRITE);
        assert_silent();
    }
    int64_t took = quern__conform_now_ms() - before;
    ck_assert_msg(took < 1000, "200 steps took %d ms", (int)took);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_BUSY);
    quern__conform_close(link);
}
END_TEST

TCase *quern__conform_request_case(void)
{
    TCase *tcase = tcase_create("request");
    tcase_add_test(tcase, a_row_comes_with_its_columns);
    tcase_add_test(tcase, no_rows_have_columns_too);
    tcase_add_test(tcase, many_rows_all_come_in_order);
    tcase_add_test(tcase, a_cell_stays_until_the_next_take);
    tcase_add_test(tcase, a_change_says_how_many);
    tcase_add_test(tcase, what_changes_nothing_says_none);
    tcase_add_test(tcase, a_failure_tells_why_and_the_next_one_works);
    tcase_add_test(tcase, an_error_stays_until_the_next_take);
    tcase_add_test(tcase, the_request_is_copied);
    tcase_add_test(tcase, submit_gives_no_events_by_itself);
    tcase_add_test(tcase, a_step_never_waits);
    return tcase;
}
