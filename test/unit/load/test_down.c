/* test_down.c: a server that is down, by every kind of call that evaluates: each ends by its limit, whichever that is, and says why
 * nobody could connect. */
#include "test/unit/load/fixture.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>
#include <time.h>

enum { LIMIT_MS = 150, SLACK_MS = 1000 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- Calls; each gives whether it worked ---- */

static bool executes(quern_session *s)
{
    return quern_execute(s, "SELECT 1") >= 0;
}

static bool counts(quern_session *s)
{
    return quern_count(quern_objects(s, author)) >= 0;
}

static bool evaluates_all(quern_session *s)
{
    return quern_evaluate_all(s, quern_objects(s, author), quern_objects(s, book));
}

static bool streams(quern_session *s)
{
    return quern_iterate(quern_objects(s, author), author) != NULL;
}

static bool in_a_transaction(quern_session *s)
{
    return quern_begin(s) && counts(s);
}

static bool pinned(quern_session *s)
{
    return quern_session_pin(s) && counts(s);
}

static bool (*const calls[])(quern_session *s) = { executes, counts,           evaluates_all,
                                                   streams,  in_a_transaction, pinned };
enum { CALLS = sizeof calls / sizeof *calls };

/* ---- How it is down, and what limits the wait ---- */

static const struct {
    const char *name, *sqlstate, *message;
    int32_t after_ms, turn_ms, deadline_ms;
    quern_error_code code;
    bool at_once;
} downs[] = {
    { "refused", "", "connection refused", 0, 20000, 0, QUERN_ERROR_CONNECT, true },
    { "no such database", "3D000", "database \"x\" does not exist", 0, 20000, 0, QUERN_ERROR_CONNECT, true },
    { "starting, turn", "57P03", "is starting up", 0, LIMIT_MS, 0, QUERN_ERROR_POOL_TIMEOUT, false },
    { "full, turn", "53300", "too many clients", 0, LIMIT_MS, 0, QUERN_ERROR_POOL_TIMEOUT, false },
    { "starting, deadline", "57P03", "is starting up", 0, 20000, LIMIT_MS, QUERN_ERROR_POOL_TIMEOUT, false },
    { "silent, turn", NULL, NULL, QUERN_SCRIPT_NEVER, LIMIT_MS, 0, QUERN_ERROR_POOL_TIMEOUT, false },
    { "silent, deadline", NULL, NULL, QUERN_SCRIPT_NEVER, 20000, LIMIT_MS, QUERN_ERROR_POOL_TIMEOUT, false },
};
enum { DOWNS = sizeof downs / sizeof *downs };

static void check(quern_db *db, int i, int call, const char *cause)
{
    quern_session *s =
        quern_session_open(db, .turn_ms = downs[i].turn_ms, .deadline_ms = downs[i].deadline_ms);
    const int64_t began = now_ms();
    ck_assert_msg(!calls[call](s), "%s, call %d: it worked", downs[i].name, call);
    const int64_t took = now_ms() - began, most = SLACK_MS + (downs[i].at_once ? 0 : LIMIT_MS);
    const quern_error *error = quern_session_error(s);
    ck_assert_msg(error && error->code == downs[i].code, "%s, call %d: %s", downs[i].name, call,
                  quern_error_text(s));
    ck_assert_msg(error->outcome == QUERN_NOT_APPLIED, "%s, call %d: outcome", downs[i].name, call);
    ck_assert_msg(took <= most && (downs[i].at_once || took >= LIMIT_MS - 20), "%s, call %d: took %d ms",
                  downs[i].name, call, (int)took);
    if (cause)
        ck_assert_msg(strstr(quern_error_text(s), cause), "%s, call %d: no cause: %s", downs[i].name, call,
                      quern_error_text(s));
    quern_error_clear(s);
    quern_session_close(s);
}

/* On a db that has not been refused before, with a helper thread and without. */
START_TEST(each_call_ends_in_time_and_says_why)
{
    const int i = _i / 2;
    for (int call = 0; call < CALLS; call++) {
        quern_pool_counts pool;
        quern_script *script = quern_script_new(NULL);
        quern_script_on_open(script, .sqlstate = downs[i].sqlstate, .message = downs[i].message,
                             .after_ms = downs[i].after_ms, .times = QUERN_SCRIPT_ALWAYS);
        quern_db *db = quern_open("script:", quern__test_models, .backend = quern_script_backend(script),
                                  .pool_max = 2, .connect_ms = 300, .no_threads = _i % 2);
        check(db, i, call, downs[i].message ? downs[i].message : _i % 2 ? NULL : "has not answered yet");
        ck_assert(quern_pool_stats(db, &pool));
        ck_assert_uint_eq(pool.lent + pool.idle + pool.waiting, 0);
        ck_assert(quern_close(db, 10000));
        quern_script_free(script);
    }
}
END_TEST

Suite *quern__suite_down(void);

Suite *quern__suite_down(void)
{
    Suite *suite = suite_create("down");
    TCase *tests = tcase_create("down");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_call_ends_in_time_and_says_why, 0, 2 * DOWNS);
    suite_add_tcase(suite, tests);
    return suite;
}
