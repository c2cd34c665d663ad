/* test_session.c: sessions made and closed, what they tell of themselves, and the one that stands in without memory. */
#include "test/unit/session/fixture.h"

#include "test/support/replay.h"

#include <quern/evaluate.h>

#include <check.h>
#include <string.h>

static void give_failure(quern_session *session, const char *message)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE, .message = message, .site = "x.c:1" });
}

START_TEST(a_new_one_is_well)
{
    session_fixture f = fixture_open(1000);
    const quern_error *taken = &quern__out_of_memory;
    ck_assert(!quern_failed(f.session));
    ck_assert_ptr_null(quern_session_error(f.session));
    ck_assert_str_eq(quern_error_text(f.session), "");
    ck_assert(!quern_error_take(f.session, &taken));
    ck_assert_ptr_null(taken);
    quern_error_clear(f.session);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert_ptr_null(quern_query_at(f.session, 1));
    ck_assert_int_eq(quern_answer(f.session), QUERN_FOUND);
    fixture_close(&f);
}
END_TEST

START_TEST(the_first_failure_sticks)
{
    session_fixture f = fixture_open(1000);
    const quern_error *taken;
    give_failure(f.session, "first");
    give_failure(f.session, "second");
    ck_assert(quern_failed(f.session));
    ck_assert_str_eq(quern_session_error(f.session)->message, "first");
    ck_assert_ptr_nonnull(strstr(quern_error_text(f.session), "x.c:1: QUERN_ERROR_USAGE: first"));
    ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), -1);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert(quern_error_take(f.session, &taken));
    ck_assert_str_eq(taken->message, "first");
    ck_assert(!quern_failed(f.session));
    give_failure(f.session, "third");
    ck_assert_str_eq(taken->message, "first"); /* lives until the next take */
    ck_assert(quern_error_take(f.session, NULL));
    ck_assert(!quern_failed(f.session));
    ck_assert(!quern_error_take(f.session, NULL));
    give_failure(f.session, "fourth");
    quern_error_clear(f.session);
    ck_assert(!quern_failed(f.session));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(the_one_without_memory)
{
    quern_session *session = &quern__no_session;
    const quern_session before = quern__no_session;
    const quern_error *taken;
    ck_assert(!quern__session_usable(session));
    ck_assert(quern_failed(session));
    ck_assert_int_eq(quern_session_error(session)->code, QUERN_ERROR_MEMORY);
    ck_assert_ptr_nonnull(strstr(quern_error_text(session), "out of memory"));
    ck_assert(quern_error_take(session, &taken));
    ck_assert_int_eq(taken->code, QUERN_ERROR_MEMORY);
    quern_error_clear(session);
    ck_assert(quern_failed(session));
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), -1);
    ck_assert_int_eq(quern_query_count(session), 0);
    ck_assert_ptr_null(quern_query_at(session, -1));
    ck_assert_int_eq(quern_answer(session), QUERN_NO_ANSWER);
    quern_session_close(session);
    ck_assert_msg(memcmp(&before, session, sizeof before) == 0, "it was written to");
}
END_TEST

START_TEST(closing_nothing)
{
    quern_session_close(NULL);
}
END_TEST

static quern_session *left;

static void leave(quern_session *session)
{
    left = session;
    ck_assert_ptr_eq(session->owner, &left);
    quern__release(&quern__system_allocator, session);
}

START_TEST(the_owner_is_told)
{
    quern_session *session = quern__session_new(&(quern__session_options){
        .allocator = &quern__system_allocator, .on_close = leave, .owner = &left, .site = "y.c:2" });
    give_failure(session, "unread");
    ck_assert_str_eq(session->site, "y.c:2");
    ck_assert_ptr_null(left);
    quern_session_close(session);
    ck_assert_ptr_eq(left, session);
}
END_TEST

/* New, execute, close; without memory each says so, and the next one works. */
static bool runs(quern__replay *replay, void *context)
{
    session_fixture f;
    if (!fixture_open_on(&f, context, quern__replay_allocator(replay), 2000))
        return false;
    int64_t rows = quern_execute(f.session, "UPDATE t SET x = $1", "text");
    const bool done = rows == 3;
    if (!done) {
        const quern_error *error;
        ck_assert(quern_error_take(f.session, &error));
        ck_assert_msg(error->code == QUERN_ERROR_MEMORY, "%s: %s", quern__replay_where(replay),
                      error->message);
        quern__replay_stop_failing(replay);
        rows = quern_execute(f.session, "UPDATE t SET x = $1", "text");
        ck_assert_int_eq(rows, quern__session_usable(f.session) ? 3 : -1);
    }
    if (done)
        quern__replay_harmless(replay); /* the log may have forgotten it */
    fixture_close_on(&f);
    return done;
}

static bool refuses(quern__replay *replay, void *context)
{
    session_fixture f;
    if (!fixture_open_on(&f, context, quern__replay_allocator(replay), 2000))
        return false;
    ck_assert_int_eq(quern_execute(f.session, "SELECT $1", UINT64_MAX), -1);
    ck_assert(*quern_error_text(f.session));
    const quern_error_code code = quern_session_error(f.session)->code;
    ck_assert(code == QUERN_ERROR_VALUE || code == QUERN_ERROR_MEMORY);
    if (code == QUERN_ERROR_VALUE)
        quern__replay_harmless(replay); /* the text of the error is shorter then */
    fixture_close_on(&f);
    return code == QUERN_ERROR_VALUE;
}

static bool fails(quern__replay *replay, void *context)
{
    session_fixture f;
    if (!fixture_open_on(&f, context, quern__replay_allocator(replay), 2000))
        return false;
    ck_assert_int_eq(quern_execute(f.session, "fail"), -1);
    const quern_error_code code = quern_session_error(f.session)->code;
    ck_assert(code == QUERN_ERROR_SERVER || code == QUERN_ERROR_MEMORY);
    if (code == QUERN_ERROR_SERVER)
        quern__replay_harmless(replay);
    fixture_close_on(&f);
    return code == QUERN_ERROR_SERVER;
}

static const struct {
    const char *name;
    quern__scenario *scenario;
} scenarios[] = { { "session: a statement that succeeds", runs },
                  { "session: a value that is refused", refuses },
                  { "session: a statement that fails", fails } };

START_TEST(without_memory)
{
    quern_script *script = quern_script_new(NULL);
    quern_script_expect(script, .sql = "UPDATE t SET x = $1", .changed = 3, .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .sql = "fail", .message = "no", .times = QUERN_SCRIPT_ALWAYS);
    quern_script_expect(script, .contains = "", .times = QUERN_SCRIPT_ALWAYS);
    ck_assert_uint_ge(quern__replay_run(scenarios[_i].name, scenarios[_i].scenario, script), 4);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_session(void);

Suite *quern__suite_session(void)
{
    Suite *suite = suite_create("session");
    TCase *tests = tcase_create("life");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_new_one_is_well);
    tcase_add_test(tests, the_first_failure_sticks);
    tcase_add_test(tests, the_one_without_memory);
    tcase_add_test(tests, closing_nothing);
    tcase_add_test(tests, the_owner_is_told);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
