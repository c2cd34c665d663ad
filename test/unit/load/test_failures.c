/* test_failures.c: the laws of failures, for every call that evaluates: a mistake stays with its queryset until that is
 * evaluated; the first failure sticks and stops what follows; what failed is not cached and can be repeated. */
#include "test/unit/load/fixture.h"

#include "lib/query/queryset.h"

#include <check.h>
#include <string.h>

static void expect_answer_to(load_fixture *f, const load_call *call)
{
    if (call->scalar)
        expect_number(f, "FROM \"books_author\"", "1");
    else
        expect_authors(f, "FROM \"books_author\"", 1);
}

static void check_no_answer(const load_fixture *f, const load_call *call)
{
    if (call->answers)
        ck_assert_msg(quern_answer(f->s) == QUERN_NO_ANSWER, "%s: the answer is %d", call->name,
                      (int)quern_answer(f->s));
}

START_TEST(a_failure_is_not_cached_and_can_be_repeated)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    for (int times = 1; times <= 2; times++) {
        expect_refusal(&f, "FROM \"books_author\"");
        ck_assert_msg(!call->run(authors), "%s: it gave something", call->name);
        check_no_answer(&f, call);
        ck_assert_str_eq(quern_session_error(f.s)->sqlstate, "42P01");
        ck_assert_str_eq(quern_session_error(f.s)->sql, quern_script_seen(f.script, 0)->sql);
        check_failure(&f, call->name, QUERN_ERROR_SERVER, "does not exist", LOAD_SITE);
        check_statements(&f, call->name, times);
    }
    expect_answer_to(&f, call);
    ck_assert_msg(call->run(authors), "%s: it did not work again: %s", call->name, quern_error_text(f.s));
    check_statements(&f, call->name, 3);
    if (call->caches)
        ck_assert_msg(call->run(authors), "%s: it did not work again", call->name);
    check_statements(&f, call->name, 3);
    load_close(&f);
}
END_TEST

START_TEST(a_mistake_is_its_querysets_until_that_is_evaluated)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    const quern_condition wrong[] = { QUERN_Q("nmae", "x"), { 0 } };
    quern_queryset *good = quern_objects(f.s, author), *bad = (quern_filter)(good, wrong, "built.c:3");
    bad = quern_slice(quern_order_by(bad, "also_wrong"), 1, 2);
    check_well(&f, call->name);
    ck_assert_str_eq(quern_queryset_error(bad)->site, "built.c:3");
    expect_answer_to(&f, call);
    ck_assert_msg(call->run(good), "%s: another queryset was spoilt", call->name);
    for (int times = 0; times < 2; times++) {
        ck_assert_msg(!call->run(bad), "%s: it gave something", call->name);
        check_no_answer(&f, call);
        ck_assert_str_eq(quern_session_error(f.s)->path, "nmae");
        ck_assert_str_eq(quern_session_error(f.s)->nearest, "name");
        ck_assert_str_eq(quern_session_error(f.s)->hint,
                         "did you mean \"name\"? choices are: id, name, email, born, book_set");
        ck_assert_ptr_nonnull(
            strstr(quern_error_text(f.s), "built.c:3: QUERN_ERROR_FIELD: author has no field"));
        check_failure(&f, call->name, QUERN_ERROR_FIELD, "nmae", "built.c:3");
    }
    check_statements(&f, call->name, 1);
    load_close(&f);
}
END_TEST

static void fail_first(load_fixture *f)
{
    expect_refusal(f, "COUNT");
    ck_assert_int_eq((quern_count)(quern_objects(f->s, author), "first.c:1"), -1);
}

START_TEST(the_first_failure_sticks_and_stops_the_rest)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author), *cached = quern_objects(f.s, author);
    expect_authors(&f, "SELECT", 2);
    quern_len(cached);
    fail_first(&f);
    const quern_error *first = quern_session_error(f.s);
    ck_assert_msg(!call->run(authors), "%s: it gave something", call->name);
    check_no_answer(&f, call);
    ck_assert_msg(!call->run(cached), "%s: it gave something from the cache", call->name);
    ck_assert_msg(!call->run(quern_filter(authors, QUERN_Q("nmae", 1))), "%s: it gave something", call->name);
    ck_assert_int_eq(quern_execute(f.s, "SELECT 1"), -1);
    ck_assert_ptr_eq(quern_session_error(f.s), first);
    check_statements(&f, call->name, 2);
    check_failure(&f, call->name, QUERN_ERROR_SERVER, "does not exist", "first.c:1");
    expect_answer_to(&f, call);
    ck_assert_msg(call->run(authors), "%s: after the failure was cleared: %s", call->name,
                  quern_error_text(f.s));
    ck_assert_int_eq(quern_len(cached), 2);
    check_statements(&f, call->name, 3);
    load_close(&f);
}
END_TEST

START_TEST(a_failure_can_be_taken)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const quern_error *taken = NULL, *none = &quern__out_of_memory;
    fail_first(&f);
    ck_assert(quern_error_take(f.s, &taken));
    ck_assert(!quern_failed(f.s));
    ck_assert(quern_queryset_error(authors) == NULL);
    expect_answer_to(&f, call);
    ck_assert_msg(call->run(authors), "%s: %s", call->name, quern_error_text(f.s));
    ck_assert_str_eq(taken->site, "first.c:1"); /* it lives on */
    ck_assert_str_eq(taken->sqlstate, "42P01");
    ck_assert(!call->run(quern_filter(authors, QUERN_Q("nmae", 1))));
    quern_error_clear(f.s);
    ck_assert_str_eq(taken->site, "first.c:1"); /* another failure, that nobody took, does not touch it */
    ck_assert(!quern_error_take(f.s, &none));
    ck_assert_ptr_null(none);
    load_close(&f);
}
END_TEST

START_TEST(no_queryset_at_all)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    ck_assert_msg(!call->run(NULL), "%s: something of nothing", call->name);
    ck_assert_msg(!call->run(quern_filter((quern_queryset *)NULL, QUERN_Q("id", 1))),
                  "%s: something of a filter of nothing", call->name);
    ck_assert_int_eq(quern_queryset_error(NULL)->code, QUERN_ERROR_USAGE);
    check_statements(&f, call->name, 0);
    load_close(&f);
}
END_TEST

/* What the library gives when there is no memory for a queryset, or not even for a session. */
START_TEST(the_static_ones)
{
    const load_call *call = &load_calls[_i];
    quern_session *none = quern_session_open(NULL);
    ck_assert(quern_failed(none));
    quern_queryset *of_none = quern_objects(none, author);
    ck_assert_int_eq(quern_queryset_error(of_none)->code, QUERN_ERROR_MEMORY);
    ck_assert_msg(!call->run(of_none), "%s: something of nothing", call->name);
    ck_assert_msg(!call->run(quern_slice(quern_filter(of_none, QUERN_Q("id", 1)), 0, 1)),
                  "%s: something of nothing", call->name);
    ck_assert_int_eq(quern_session_error(none)->code, QUERN_ERROR_MEMORY);
    ck_assert_int_eq(quern_answer(none), QUERN_NO_ANSWER);
    quern_error_clear(none);
    ck_assert(quern_failed(none));
    quern_session_close(none);
}
END_TEST

/* A session of a db that could not be opened has the db's failure, and works no better once that is cleared. */
START_TEST(a_db_in_error)
{
    const load_call *call = &load_calls[_i];
    quern_db *db =
        (quern_open)("script:", (const quern_model *const[]){ &book_model, NULL }, NULL, 0, "open.c:5");
    ck_assert_int_eq(quern_db_error(db)->code, QUERN_ERROR_MODEL);
    load_fixture f = { .db = db, .s = quern_session_open(db) };
    for (int times = 0; times < 2; times++) {
        quern_queryset *authors = quern_objects(f.s, author);
        ck_assert_ptr_nonnull(quern_queryset_error(authors));
        ck_assert_msg(!call->run(authors), "%s: it gave something", call->name);
        check_no_answer(&f, call);
        check_failure(&f, call->name, times ? QUERN_ERROR_USAGE : QUERN_ERROR_MODEL, "",
                      times ? NULL : "open.c:5");
    }
    ck_assert_int_eq(quern_query_count(f.s), 0);
    quern_session_close(f.s);
    ck_assert(quern_close(db, 0));
}
END_TEST

/* Objects of one model are not handed to a variable of another. */
static const struct {
    const char *name;
    bool answers;
} typed[] = { { "quern_at", true }, { "quern_first", true }, { "quern_get", true }, { "QUERN_EACH", false } };

static bool read_as(int call, quern_queryset *queryset, const quern_model *model)
{
    quern_each each;
    switch (call) {
    case 0:
        return (quern_at)(queryset, model, 0, LOAD_SITE);
    case 1:
        return (quern_first)(queryset, model, LOAD_SITE);
    case 2:
        return (quern_get)(queryset, model, NULL, LOAD_SITE);
    default:
        each = quern_each_begin(queryset, model, LOAD_SITE);
        return quern_each_next(&each);
    }
}

START_TEST(the_wrong_model)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    for (int cached = 0; cached < 2; cached++) {
        ck_assert_msg(!read_as(_i, authors, &book_model), "%s: gave a book", typed[_i].name);
        if (typed[_i].answers)
            ck_assert_int_eq(quern_answer(f.s), QUERN_NO_ANSWER);
        ck_assert_str_eq(quern_session_error(f.s)->hint, "name its own: author");
        check_failure(&f, typed[_i].name, QUERN_ERROR_USAGE, "objects of book from a queryset of author",
                      LOAD_SITE);
        ck_assert(!read_as(_i, authors, NULL));
        check_failure(&f, typed[_i].name, QUERN_ERROR_USAGE, "objects of ? from a queryset of author",
                      LOAD_SITE);
        if (!cached)
            expect_authors(&f, "SELECT", 1);
        ck_assert_int_eq(quern_len(authors), 1);
    }
    check_statements(&f, typed[_i].name, 1);
    load_close(&f);
}
END_TEST

START_TEST(a_lost_connection_is_no_longer_used)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    quern_script_expect(f.script, .lost = QUERN_SCRIPT_LOST_AFTER, .sqlstate = "57P01",
                        .message = "shut down");
    ck_assert(!call->run(authors));
    check_no_answer(&f, call);
    ck_assert_int_eq(quern_session_error(f.s)->outcome, QUERN_NOT_APPLIED);
    check_failure(&f, call->name, QUERN_ERROR_CONNECTION_LOST, "shut down", LOAD_SITE);
    expect_answer_to(&f, call);
    ck_assert_msg(call->run(authors), "%s: %s", call->name, quern_error_text(f.s));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 2);
    load_close(&f);
}
END_TEST

Suite *quern__suite_failures(void);

Suite *quern__suite_failures(void)
{
    Suite *suite = suite_create("failures");
    TCase *tests = tcase_create("laws");
    tcase_set_timeout(tests, 20);
    tcase_add_loop_test(tests, a_failure_is_not_cached_and_can_be_repeated, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, a_mistake_is_its_querysets_until_that_is_evaluated, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, the_first_failure_sticks_and_stops_the_rest, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, a_failure_can_be_taken, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, no_queryset_at_all, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, the_static_ones, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, a_db_in_error, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, the_wrong_model, 0, sizeof typed / sizeof *typed);
    tcase_add_loop_test(tests, a_lost_connection_is_no_longer_used, 0, LOAD_CALLS);
    suite_add_tcase(suite, tests);
    return suite;
}
