/* unit.c: several requests at once: units, their failures, what is skipped, and all that again. */
#include "test/conform/conform.h"

enum { SAME_UNIT = 0, ENDS_UNIT = 1 };

typedef struct step {
    enum { NOTHING, ONE, NONE, MANY, FAIL, NONSENSE, BEGIN, ROLLBACK } what;
    int ends;
    quern_event_kind end;
} step;

static const char *sql_of(const step *step)
{
    const quern__conform_subject *s = quern__conform;
    const char *const statements[] = { NULL,       s->one_row,   s->no_rows, s->many_rows,
                                       s->failing, s->malformed, s->begin,   s->rollback };
    return statements[step->what];
}

#define DONE QUERN_EVENT_DONE
#define FAILED QUERN_EVENT_FAILED
#define SKIPPED QUERN_EVENT_SKIPPED

/* clang-format off */
static const struct {
    const char *name;
    step steps[8];
} scenes[] = {
    { "several requests before one sync",
      { { ONE, SAME_UNIT, DONE }, { NONE, SAME_UNIT, DONE }, { MANY, SAME_UNIT, DONE }, { ONE, ENDS_UNIT, DONE } } },
    { "several units",
      { { ONE, ENDS_UNIT, DONE }, { MANY, ENDS_UNIT, DONE }, { NONE, ENDS_UNIT, DONE }, { ONE, ENDS_UNIT, DONE } } },
    { "a failed unit and a good one",
      { { FAIL, ENDS_UNIT, FAILED }, { ONE, ENDS_UNIT, DONE } } },
    { "statements behind a failed one are skipped, those of the next unit run",
      { { ONE, SAME_UNIT, DONE }, { FAIL, SAME_UNIT, FAILED }, { ONE, SAME_UNIT, SKIPPED }, { MANY, ENDS_UNIT, SKIPPED },
        { ONE, SAME_UNIT, DONE }, { ONE, ENDS_UNIT, DONE } } },
    { "the same when it is no SQL",
      { { NONSENSE, SAME_UNIT, FAILED }, { NONSENSE, SAME_UNIT, SKIPPED }, { ONE, ENDS_UNIT, SKIPPED },
        { ONE, ENDS_UNIT, DONE } } },
    { "the last one of a unit fails",
      { { ONE, SAME_UNIT, DONE }, { FAIL, ENDS_UNIT, FAILED }, { ONE, ENDS_UNIT, DONE } } },
    { "two failed units",
      { { FAIL, SAME_UNIT, FAILED }, { ONE, ENDS_UNIT, SKIPPED }, { FAIL, SAME_UNIT, FAILED },
        { ONE, ENDS_UNIT, SKIPPED }, { ONE, ENDS_UNIT, DONE } } },
    { "a transaction in one unit",
      { { BEGIN, SAME_UNIT, DONE }, { ONE, SAME_UNIT, DONE }, { ROLLBACK, ENDS_UNIT, DONE } } },
    { "a transaction that fails, and its rollback in the next unit",
      { { BEGIN, SAME_UNIT, DONE }, { FAIL, ENDS_UNIT, FAILED }, { ROLLBACK, ENDS_UNIT, DONE },
        { ONE, ENDS_UNIT, DONE } } },
};
/* clang-format on */

static void expect_step(quern_link *link, int scene, int number)
{
    const step *step = &scenes[scene].steps[number];
    quern__conform_answer answer = quern__conform_read(link);
    ck_assert_msg(answer.end == step->end, "%s: request %d ends with event %d, not %d", scenes[scene].name,
                  number, (int)answer.end, (int)step->end);
    if (step->end == QUERN_EVENT_SKIPPED)
        ck_assert(!answer.columns);
    if (step->ends)
        quern__conform_synced(link);
}

static void submit_step(quern_link *link, const step *step)
{
    quern__conform_submit(link, sql_of(step), step->ends);
}

START_TEST(all_submitted_then_all_read)
{
    quern_link *link = quern__conform_open();
    const step *steps = scenes[_i].steps;
    for (int i = 0; i < 8 && steps[i].what; i++)
        submit_step(link, &steps[i]);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_BUSY);
    for (int i = 0; i < 8 && steps[i].what; i++)
        expect_step(link, _i, i);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    quern__conform_close(link);
}
END_TEST

START_TEST(submitted_while_others_are_read)
{
    quern_link *link = quern__conform_open();
    const step *steps = scenes[_i].steps;
    int sent = 0;
    for (int i = 0; i < 8 && steps[i].what; i++) {
        for (; sent < 8 && steps[sent].what && sent < i + 3; sent++) {
            submit_step(link, &steps[sent]);
            quern__conform->backend->step(link, QUERN_READY_NONE);
        }
        /* A unit must be whole before its answers can be waited for. */
        while (!steps[sent - 1].ends && sent < 8 && steps[sent].what)
            submit_step(link, &steps[sent++]);
        expect_step(link, _i, i);
    }
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    quern__conform_close(link);
}
END_TEST

START_TEST(many_units_in_flight)
{
    quern_link *link = quern__conform_open();
    for (int i = 0; i < 500; i++)
        quern__conform_submit(link, i % 10 == 7 ? quern__conform->failing : quern__conform->one_row, true);
    for (int i = 0; i < 500; i++) {
        ck_assert_int_eq(quern__conform_read(link).end, i % 10 == 7 ? QUERN_EVENT_FAILED : QUERN_EVENT_DONE);
        quern__conform_synced(link);
    }
    quern__conform_close(link);
}
END_TEST

static void submit_flushing(quern_link *link, const char *sql)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT, .flush = true, .sql = sql };
    ck_assert(quern__conform->backend->submit(link, &request));
}

/* What comes behind it is not sent before that: who waits for the end of the unit waits for ever. */
START_TEST(a_flush_brings_answers_before_the_unit_ends)
{
    quern_link *link = quern__conform_open();
    for (int round = 0; round < 3; round++) {
        quern__conform_submit(link, quern__conform->no_rows, false);
        submit_flushing(link, quern__conform->one_row);
        ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_DONE);
        ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_DONE);
    }
    quern__conform_submit(link, quern__conform->many_rows, true);
    ck_assert_int_eq(quern__conform_read(link).rows, 1000);
    quern__conform_synced(link);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    quern__conform_close(link);
}
END_TEST

/* It is one unit all the same. */
START_TEST(a_failure_skips_what_is_sent_behind_a_flush)
{
    quern_link *link = quern__conform_open();
    submit_flushing(link, quern__conform->one_row);
    submit_flushing(link, quern__conform->failing);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_DONE);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_FAILED);
    submit_flushing(link, quern__conform->one_row);
    quern__conform_submit(link, quern__conform->one_row, true);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_SKIPPED);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_SKIPPED);
    quern__conform_synced(link);
    ck_assert_int_eq(quern__conform_run(link, quern__conform->one_row).end, QUERN_EVENT_DONE);
    quern__conform_close(link);
}
END_TEST

/* Texts that come again may be kept by the server, which is to make no difference. */
START_TEST(the_same_again_and_again)
{
    quern_link *link = quern__conform_open();
    const step *steps = scenes[_i].steps;
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 8 && steps[i].what; i++) {
            const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                            .sync = steps[i].ends,
                                            .sql = sql_of(&steps[i]),
                                            .repeats = true,
                                            .soon = round % 2,
                                            .epoch = round / 3 };
            ck_assert(quern__conform->backend->submit(link, &request));
        }
        for (int i = 0; i < 8 && steps[i].what; i++)
            expect_step(link, _i, i);
        ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    }
    quern__conform_close(link);
}
END_TEST

TCase *quern__conform_unit_case(void)
{
    TCase *tcase = tcase_create("unit");
    tcase_add_loop_test(tcase, all_submitted_then_all_read, 0, sizeof scenes / sizeof *scenes);
    tcase_add_loop_test(tcase, submitted_while_others_are_read, 0, sizeof scenes / sizeof *scenes);
    tcase_add_loop_test(tcase, the_same_again_and_again, 0, sizeof scenes / sizeof *scenes);
    tcase_add_test(tcase, many_units_in_flight);
    tcase_add_test(tcase, a_flush_brings_answers_before_the_unit_ends);
    tcase_add_test(tcase, a_failure_skips_what_is_sent_behind_a_flush);
    return tcase;
}
