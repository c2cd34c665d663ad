/* test_describe.c: quern_sql and quern_statement: what evaluating would send, without sending it. */
#include "lib/compile/statements.h"

#include "test/support/expect.h"
#include "test/support/generate.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

#define SHELF "SELECT \"shelf\".\"code\", \"shelf\".\"room\" FROM \"shelf\""

START_TEST(shows_what_is_sent_and_what_can_be_run)
{
    quern_queryset *shelves =
        quern_filter(quern_objects(session, shelf), Q("code__gt", "b'B"), Q("room", -1));
    shelves = quern_slice(quern_order_by(shelves, "room"), 2, 7);
    quern__expect_text("two conditions", "quern_sql", quern_sql(shelves),
                       SHELF " WHERE (\"shelf\".\"code\" > 'b''B' AND \"shelf\".\"room\" = -1)"
                             " ORDER BY \"shelf\".\"room\" LIMIT 5 OFFSET 2");
    const quern_sql_statement *statement = quern_statement(shelves);
    quern__expect_text("two conditions", "quern_statement", statement->sql,
                       SHELF " WHERE (\"shelf\".\"code\" > $1 AND \"shelf\".\"room\" = $2)"
                             " ORDER BY \"shelf\".\"room\" LIMIT $3 OFFSET $4");
    ck_assert_uint_eq(statement->count, 4);
    quern__expect_text("$1", "its type", statement->parameters[0].type, "text");
    quern__expect_text("$1", "its value", statement->parameters[0].value.as.text, "b'B");
    quern__expect_text("$2", "its type", statement->parameters[1].type, "integer");
    ck_assert_int_eq(statement->parameters[1].kind, QUERN_KIND_I32);
    ck_assert_int_eq(statement->parameters[1].value.as.integer, -1);
    quern__expect_text("$3", "its type", statement->parameters[2].type, "bigint");
    ck_assert_int_eq(statement->parameters[3].value.as.integer, 2);
}
END_TEST

START_TEST(a_statement_without_parameters)
{
    const quern_sql_statement *statement = quern_statement(quern_objects(session, shelf));
    quern__expect_text("all", "quern_statement", statement->sql, SHELF);
    ck_assert_uint_eq(statement->count, 0);
}
END_TEST

/* An empty slice runs nothing; its SQL is shown all the same, and would give nothing. */
START_TEST(an_empty_slice_is_shown)
{
    quern_queryset *shelves = quern_objects(session, shelf);
    quern__expect_text("[3:3]", "quern_sql", quern_sql(quern_slice(shelves, 3, 3)),
                       SHELF " LIMIT 0 OFFSET 3");
    quern__expect_text("[end:]", "quern_sql", quern_sql(quern_slice(shelves, QUERN_OPEN_END, QUERN_OPEN_END)),
                       SHELF " OFFSET 9223372036854775807");
}
END_TEST

START_TEST(an_error_is_a_comment_of_one_line)
{
    quern_queryset *wrong = quern_filter(quern_objects(session, shelf), Q("a\nb\r\nDROP TABLE shelf", 1));
    quern__expect_text("a name with line ends", "quern_sql", quern_sql(wrong),
                       "-- QUERN_ERROR_FIELD: shelf has no field \"a b  DROP TABLE shelf\"");
    ck_assert_ptr_null(quern_statement(wrong));
}
END_TEST

START_TEST(texts_stay)
{
    quern_queryset *shelves = quern_objects(session, shelf);
    const char *first = quern_sql(shelves);
    quern_sql(quern_filter(shelves, Q("room", 1)));
    quern__expect_text("the first text", "after another", first, SHELF);
}
END_TEST

/* The functions of these tests that show SQL, in one run each. */
static bool shows(quern__replay *replay, void *context)
{
    const bool as_sent = *(const bool *)context;
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern_queryset *shelves = quern_slice(quern_filter(quern_objects(in, shelf), Q("code", "A")), 1, 5);
    quern__replay_resume(replay);
    quern__failure *failure = &((quern__scope *)in)->failure;
    const quern_sql_statement *statement = as_sent ? quern_statement(shelves) : NULL;
    const char *sql = as_sent ? NULL : quern_sql(shelves);
    const bool done = !failure->current;
    if (!done) {
        ck_assert_int_eq(failure->current->code, QUERN_ERROR_MEMORY);
        ck_assert_ptr_null(statement);
        if (!as_sent)
            ck_assert_str_eq(sql, "-- QUERN_ERROR_MEMORY: out of memory");
        quern__failure_clear(failure);
        quern__replay_stop_failing(replay);
        ck_assert(strstr(quern_sql(shelves), "LIMIT 4 OFFSET 1") != NULL);
        ck_assert_uint_eq(quern_statement(shelves)->count, 3);
        ck_assert_ptr_null(failure->current);
    } else {
        ck_assert(as_sent ? statement->count == 3 : strstr(sql, "LIMIT 4 OFFSET 1") != NULL);
    }
    quern__test_session_close(in);
    return done;
}

/* Without memory for the text the error is still told, as out of memory; nothing sticks to the session. */
static bool shows_an_error(quern__replay *replay, void *context)
{
    (void)context;
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern_queryset *wrong = quern_filter(quern_objects(in, shelf), Q("wrong", "A"));
    quern__replay_resume(replay);
    const char *sql = quern_sql(wrong);
    const bool done = strstr(sql, "has no field") != NULL;
    ck_assert(done || strcmp(sql, "-- QUERN_ERROR_MEMORY: out of memory") == 0);
    quern__test_session_close(in);
    return done;
}

START_TEST(does_without_memory)
{
    bool as_sent[] = { false, true };
    ck_assert_uint_gt(quern__replay_run("quern_sql", shows, &as_sent[0]), 0);
    ck_assert_uint_gt(quern__replay_run("quern_statement", shows, &as_sent[1]), 0);
    quern__replay_run("quern_sql of an error", shows_an_error, NULL); /* an arena may have the room already */
}
END_TEST

Suite *quern__suite_describe(void);

Suite *quern__suite_describe(void)
{
    Suite *suite = suite_create("describe");
    TCase *tests = tcase_create("describe");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, shows_what_is_sent_and_what_can_be_run);
    tcase_add_test(tests, a_statement_without_parameters);
    tcase_add_test(tests, an_empty_slice_is_shown);
    tcase_add_test(tests, an_error_is_a_comment_of_one_line);
    tcase_add_test(tests, texts_stay);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
