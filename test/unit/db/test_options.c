/* test_options.c: the options of quern_open: defaults, structs of other headers, what is refused, and that each has an
 * effect. */
#include "test/unit/db/fixture.h"

#include "lib/base/memory.h"
#include "lib/db/options.h"
#include "test/support/expect.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Completed ---- */

static const quern_backend some_backend = { .size = sizeof some_backend };
static const quern_allocator some_allocator = { .context = NULL };

static quern_trace_event told; /* the last one; its texts are gone */
static int told_count;

static void listen(void *context, const quern_trace_event *event)
{
    ck_assert_ptr_eq(context, &told);
    told = *event;
    told_count++;
}

static const quern_options given = { .pool_max = 3,
                                     .turn_ms = 11,
                                     .connect_ms = 12,
                                     .statement_ms = 13,
                                     .log_size = 14,
                                     .allocator = &some_allocator,
                                     .backend = &some_backend,
                                     .application_name = "shop",
                                     .on_event = listen,
                                     .on_event_context = &told,
                                     .on_event_level = QUERN_LEVEL_INFO,
                                     .pool_min = 2,
                                     .idle_ms = 15,
                                     .lifetime_ms = 16,
                                     .keepalive_ms = 17,
                                     .held_ms = -1,
                                     .cache_max = 20,
                                     .slow_ms = 18,
                                     .fetch_mode = QUERN_FETCH_PEERS,
                                     .detect = QUERN_DETECT_ERROR };

/* But for waiting_max, whose default is by pool_max. */
static const struct {
    const char *name;
    size_t offset, size;
} members[] = {
#define MEMBER(name)                                            \
    {                                                           \
#name, offsetof(quern_options, name), sizeof given.name \
    }
    MEMBER(pool_max),  MEMBER(turn_ms),          MEMBER(connect_ms),     MEMBER(statement_ms),
    MEMBER(log_size),  MEMBER(allocator),        MEMBER(backend),        MEMBER(application_name),
    MEMBER(on_event),  MEMBER(on_event_context), MEMBER(on_event_level), MEMBER(pool_min),
    MEMBER(idle_ms),   MEMBER(lifetime_ms),      MEMBER(keepalive_ms),   MEMBER(held_ms),
    MEMBER(cache_max), MEMBER(slow_ms),          MEMBER(fetch_mode),     MEMBER(detect),
#undef MEMBER
};

enum { MEMBERS = sizeof members / sizeof *members };

static void check_defaults(const quern_options *options)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    ck_assert_int_eq(options->pool_max, processors < 8 ? 2 * processors : 16);
    ck_assert_int_eq(options->turn_ms, 5000);
    ck_assert_int_eq(options->connect_ms, 5000);
    ck_assert_int_eq(options->statement_ms, 30000);
    ck_assert_uint_eq(options->log_size, 100);
    ck_assert_ptr_eq(options->allocator, quern_system_allocator());
    ck_assert_ptr_eq(options->backend, quern_postgres_backend());
    ck_assert_str_eq(options->application_name, "quern");
    ck_assert(!options->on_event);
    ck_assert_int_eq(options->on_event_level, QUERN_LEVEL_WARNING);
    ck_assert_int_eq(options->slow_ms, 500);
    ck_assert_uint_eq(options->pool_min, 0);
    ck_assert_uint_eq(options->waiting_max, 10 * options->pool_max);
    ck_assert_int_eq(options->idle_ms, 600000);
    ck_assert_int_eq(options->lifetime_ms, 1800000);
    ck_assert_int_eq(options->keepalive_ms, 30000);
    ck_assert_int_eq(options->held_ms, 30000);
    ck_assert_uint_eq(options->cache_max, 1000);
    ck_assert_int_eq(options->fetch_mode, QUERN_FETCH_ONE);
    ck_assert_int_eq(options->detect, QUERN_DETECT_LOG);
}

static void check_member(const char *name, size_t i, const quern_options *got, const quern_options *expected)
{
    ck_assert_msg(memcmp((const char *)got + members[i].offset, (const char *)expected + members[i].offset,
                         members[i].size) == 0,
                  "%s: %s", name, members[i].name);
}

START_TEST(zero_is_the_default)
{
    const quern_options nothing = { .pool_max = 0 }, none = quern__options_complete(NULL, 0),
                        zeros = quern__options_complete(&nothing, sizeof nothing);
    check_defaults(&none);
    check_defaults(&zeros);
}
END_TEST

START_TEST(what_is_given_stays)
{
    const quern_options none = quern__options_complete(NULL, 0),
                        all = quern__options_complete(&given, sizeof given);
    for (size_t i = 0; i < MEMBERS; i++)
        check_member("all given", i, &all, &given);
    for (size_t left_out = 0; left_out < MEMBERS; left_out++) {
        quern_options most = given;
        memset((char *)&most + members[left_out].offset, 0, members[left_out].size);
        const quern_options options = quern__options_complete(&most, sizeof most);
        for (size_t i = 0; i < MEMBERS; i++)
            check_member(members[left_out].name, i, &options, i == left_out ? &none : &given);
    }
}
END_TEST

/* A program built against a header that had fewer members passes less memory, and no more than that may be read. */
START_TEST(an_older_header)
{
    const quern_options none = quern__options_complete(NULL, 0);
    for (size_t known = 0; known < MEMBERS; known++) {
        const size_t size = members[known].offset;
        void *shorter = malloc(size + !size);
        memcpy(shorter, &given, size);
        const quern_options options = quern__options_complete(shorter, size);
        for (size_t i = 0; i < MEMBERS; i++)
            check_member(members[known].name, i, &options, i < known ? &given : &none);
        free(shorter);
    }
}
END_TEST

START_TEST(a_newer_header)
{
    struct {
        quern_options known;
        char more[64];
    } longer = { .known = given };
    memset(longer.more, 0x55, sizeof longer.more);
    const quern_options options = quern__options_complete(&longer.known, sizeof longer);
    for (size_t i = 0; i < MEMBERS; i++)
        check_member("a longer struct", i, &options, &given);
}
END_TEST

START_TEST(an_older_program_opens)
{
    const uint32_t only = 2;
    quern_db *db = (quern_open)("postgresql://", quern__test_models,
                                (const quern_options *)(const void *)&only, sizeof only, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(db));
    ck_assert(quern_close(db, 0));
    db = (quern_open)("postgresql://", quern__test_models, NULL, 0, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(db));
    ck_assert(quern_close(db, 0));
}
END_TEST

/* ---- Refused ---- */

static const quern_backend no_dialect = { .size = sizeof no_dialect };

#define NEGATIVE "quern_open: a time is negative: -1 is no limit, 0 the default, all others are milliseconds"

#define NO_LEVEL "quern_open: on_event_level is no level: QUERN_LEVEL_DEBUG, …_INFO, …_WARNING or …_ERROR"
#define NO_FETCH_MODE "fetch_mode is none: QUERN_FETCH_ONE, …_PEERS or …_RAISE"
#define NO_DETECT_MODE "detect is no mode: QUERN_DETECT_OFF, …_COUNT, …_LOG or …_ERROR"
#define NAME_OF_60 "a name of so many bytes that no server would show all of it "

static const struct {
    const char *name, *uri;
    quern_options options;
    const char *message; /* NULL: it opens */
} cases[] = {
    { "no URI", NULL, { .pool_max = 1 }, "quern_open: the URI is NULL" },
    { "an empty URI", "", { .pool_max = 1 }, NULL },
    { "10000 connections", "x", { .pool_max = 10000 }, NULL },
    { "10001 connections",
      "x",
      { .pool_max = 10001 },
      "quern_open: pool_max is over 10000: a server has far fewer connections" },
    { "-1 connections",
      "x",
      { .pool_max = UINT32_MAX },
      "quern_open: pool_max is over 10000: a server has far fewer connections" },
    { "no limits", "x", { .turn_ms = -1, .connect_ms = -1, .statement_ms = -1 }, NULL },
    { "the longest times",
      "x",
      { .turn_ms = INT32_MAX, .connect_ms = INT32_MAX, .statement_ms = INT32_MAX },
      NULL },
    { "turn_ms", "x", { .turn_ms = -2 }, NEGATIVE },
    { "connect_ms", "x", { .connect_ms = -2 }, NEGATIVE },
    { "the shortest time", "x", { .connect_ms = INT32_MIN }, NEGATIVE },
    { "statement_ms", "x", { .statement_ms = -2 }, NEGATIVE },
    { "a name of 63 bytes", "x", { .application_name = NAME_OF_60 "123" }, NULL },
    { "a name of 64 bytes",
      "x",
      { .application_name = NAME_OF_60 "1234" },
      "quern_open: application_name has more than 63 bytes, which is all that the server shows" },
    { "all events", "x", { .on_event_level = QUERN_LEVEL_DEBUG }, NULL },
    { "errors only", "x", { .on_event_level = QUERN_LEVEL_ERROR }, NULL },
    { "a level too low", "x", { .on_event_level = (quern_level)-1 }, NO_LEVEL },
    { "a level too high", "x", { .on_event_level = (quern_level)(QUERN_LEVEL_ERROR + 1) }, NO_LEVEL },
    { "no loading", "x", { .fetch_mode = QUERN_FETCH_RAISE, .detect = QUERN_DETECT_OFF }, NULL },
    { "no fetch mode",
      "x",
      { .fetch_mode = (quern_fetch_kind)(QUERN_FETCH_RAISE + 1) },
      "quern_open: " NO_FETCH_MODE },
    { "no detect mode", "x", { .detect = (quern_detect_mode)-1 }, "quern_open: " NO_DETECT_MODE },
    { "wait_ms", "x", { .wait_ms = -2 }, NEGATIVE },
    { "slow_ms", "x", { .slow_ms = -2 }, NEGATIVE },
    { "idle_ms", "x", { .idle_ms = -2 }, NEGATIVE },
    { "lifetime_ms", "x", { .lifetime_ms = -2 }, NEGATIVE },
    { "keepalive_ms", "x", { .keepalive_ms = -2 }, NEGATIVE },
    { "held_ms", "x", { .held_ms = INT32_MIN }, NEGATIVE },
    { "no upkeep", "x", { .idle_ms = -1, .lifetime_ms = -1, .keepalive_ms = -1, .held_ms = -1 }, NULL },
    { "pool_min",
      "x",
      { .pool_min = 3, .pool_max = 2 },
      "quern_open: pool_min is more than pool_max: the pool never has so many connections" },
    { "the longest queue", "x", { .waiting_max = 1000000 }, NULL },
    { "waiting_max",
      "x",
      { .waiting_max = 1000001 },
      "quern_open: waiting_max is over 1000000: a program has far fewer threads that could wait" },
    { "no dialect", "x", { .backend = &no_dialect }, "quern_open: the backend has no dialect" },
};

START_TEST(what_makes_no_sense)
{
    const char *name = cases[_i].name;
    quern_script *script = quern_script_new(NULL);
    quern_options options = cases[_i].options;
    if (!options.backend)
        options.backend = quern_script_backend(script);
    quern_db *db = (quern_open)(cases[_i].uri, quern__test_models, &options, sizeof options, "open.c:3");
    quern_session *session = quern_session_open(db);
    const quern__expected_error expected = { .code = cases[_i].message ? QUERN_ERROR_USAGE : QUERN_OK,
                                             .message = cases[_i].message,
                                             .hint = "see quern_options in <quern/db.h>" };
    quern__expect_error(name, quern_db_error(db), &expected);
    quern__expect_error(name, quern_session_error(session), &expected);
    if (cases[_i].message)
        quern__expect_text(name, "the site", quern_session_error(session)->site, "open.c:3");
    quern_session_close(session);
    ck_assert_msg(quern_close(db, 0), "%s: it cannot be closed", name);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPENS), 0);
    quern_script_free(script);
}
END_TEST

#define OF_SESSION \
    "quern_session_open: a time is negative: -1 is no limit, 0 the db's, all others are milliseconds"

static const struct {
    const char *name;
    quern_session_options options;
    const char *message; /* NULL: it opens */
} of_sessions[] = {
    { "nothing", { .turn_ms = 0 }, NULL },
    { "no limits", { .turn_ms = -1, .statement_ms = -1, .deadline_ms = -1 }, NULL },
    { "the longest", { .turn_ms = INT32_MAX, .statement_ms = INT32_MAX, .deadline_ms = INT32_MAX }, NULL },
    { "turn_ms", { .turn_ms = -2 }, OF_SESSION },
    { "statement_ms", { .statement_ms = INT32_MIN }, OF_SESSION },
    { "deadline_ms", { .deadline_ms = -2 }, OF_SESSION },
    { "plans", { .explain = QUERN_EXPLAIN_ANALYZE, .log_parameters = true }, NULL },
    { "no such plans",
      { .explain = (quern_explain_when)3, .log_parameters = true },
      "quern_session_open: explain is none: QUERN_EXPLAIN_NEVER, …_PLAN or …_ANALYZE" },
    { "plans without values",
      { .explain = QUERN_EXPLAIN_PLAN },
      "quern_session_open: explain without log_parameters: plans show the values of parameters" },
    { "no fetch mode", { .fetch_mode = (quern_fetch_kind)-1 }, "quern_session_open: " NO_FETCH_MODE },
    { "no detect mode",
      { .detect = (quern_detect_mode)(QUERN_DETECT_ERROR + 1) },
      "quern_session_open: " NO_DETECT_MODE },
};

/* It sticks to the session alone. */
START_TEST(what_makes_no_sense_for_a_session)
{
    const char *name = of_sessions[_i].name;
    db_fixture f = fixture_open();
    quern_session *session =
        (quern_session_open)(f.db, &of_sessions[_i].options, sizeof(quern_session_options), "session.c:4");
    const quern__expected_error expected = { .code = of_sessions[_i].message ? QUERN_ERROR_USAGE : QUERN_OK,
                                             .message = of_sessions[_i].message,
                                             .hint = "see quern_session_options in <quern/session.h>" };
    quern__expect_error(name, quern_session_error(session), &expected);
    if (of_sessions[_i].message)
        quern__expect_text(name, "the site", quern_session_error(session)->site, "session.c:4");
    else
        expect_update(f.script, 2, 0);
    ck_assert_int_eq(update(session), of_sessions[_i].message ? -1 : 2);
    ck_assert_ptr_null(quern_db_error(f.db));
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

/* ---- With an effect ---- */

/* What the one statement of a session comes to. */
static const struct {
    quern_session_options options;
    quern_error_code code;
} refused[] = {
    { { .turn_ms = -2 }, QUERN_ERROR_USAGE },
    { { .tag = "*/ DELETE" }, QUERN_ERROR_VALUE },
};

/* It is as if it were opened again: it must not run without the tag, or the limit, that it should have. */
START_TEST(a_reset_mends_no_options)
{
    db_fixture f = fixture_open();
    quern_session *session =
        (quern_session_open)(f.db, &refused[_i].options, sizeof(quern_session_options), "session.c:4");
    const quern_error *error;
    ck_assert(quern_error_take(session, &error));
    for (int i = 0; i < 2; i++) {
        (quern_session_reset)(session, "reset.c:5");
        ck_assert_int_eq(update(session), -1);
        ck_assert_int_eq(quern_session_error(session)->code, refused[_i].code);
        ck_assert_str_eq(quern_session_error(session)->site, "reset.c:5");
    }
    quern_session_close(session);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name;
    quern_options options;
    int32_t connect_takes_ms, statement_takes_ms;
    quern_error_code code;
    const char *message;
} effects[] = {
    { "turn_ms", { .turn_ms = 40, .connect_ms = 500 }, 400, 0, QUERN_ERROR_POOL_TIMEOUT, "in 40 ms" },
    { "connect_ms", { .connect_ms = 30 }, QUERN_SCRIPT_NEVER, 0, QUERN_ERROR_CONNECT, "" },
    { "statement_ms", { .statement_ms = 60 }, 0, QUERN_SCRIPT_NEVER, QUERN_ERROR_STATEMENT_TIMEOUT, "60 ms" },
    { "no limits", { .turn_ms = -1, .connect_ms = -1, .statement_ms = -1 }, 60, 60, QUERN_OK, NULL },
};

START_TEST(times_reach_who_waits)
{
    quern_script *script = quern_script_new(NULL);
    quern_options options = effects[_i].options;
    options.backend = quern_script_backend(script);
    quern_db *db = (quern_open)("x", quern__test_models, &options, sizeof options, QUERN_SITE);
    quern_session *session = quern_session_open(db);
    quern_script_on_open(script, .after_ms = effects[_i].connect_takes_ms, .times = QUERN_SCRIPT_ALWAYS);
    expect_update(script, 5, effects[_i].statement_takes_ms);
    const int64_t changed = update(session);
    if (effects[_i].code)
        check_error(effects[_i].name, quern_session_error(session), effects[_i].code, effects[_i].message);
    else
        ck_assert_msg(changed == 5, "%s: %s", effects[_i].name, quern_error_text(session));
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

START_TEST(log_size)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db =
        quern_open("x", quern__test_models, .backend = quern_script_backend(script), .log_size = 2);
    quern_session *session = quern_session_open(db);
    for (int i = 1; i <= 3; i++) {
        expect_update(script, i, 0);
        ck_assert_int_eq(update(session), i);
    }
    ck_assert_int_eq(quern_query_count(session), 3);
    ck_assert_ptr_null(quern_query_at(session, 1));
    ck_assert_int_eq(quern_query_at(session, 2)->rows, 2);
    ck_assert_int_eq(quern_query_at(session, 3)->rows, 3);
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* The level is WARNING by default: a statement that runs is no event, a failure that nobody looks at is. */
START_TEST(on_event)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db = quern_open("x", quern__test_models, .backend = quern_script_backend(script),
                              .on_event = listen, .on_event_context = &told);
    quern_session *session = quern_session_open(db);
    expect_update(script, 1, 0);
    ck_assert_int_eq(update(session), 1);
    ck_assert_int_eq(told_count, 0);
    ck_assert_int_eq(quern_execute(session, ""), -1);
    ck_assert_int_eq(told_count, 0);
    quern_session_close(session);
    ck_assert_int_eq(told_count, 1);
    ck_assert_int_eq(told.kind, QUERN_TRACE_UNREAD_FAILURE);
    ck_assert(quern_close(db, 0));
    ck_assert_int_eq(told_count, 1);
    quern_script_free(script);
}
END_TEST

/* What the backend is asked for; the program's own text may be gone by then. */
static char asked_for[100];

static quern_link *open_named(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    snprintf(asked_for, sizeof asked_for, "%s", connect->application_name);
    *error = (quern_error){ .code = QUERN_ERROR_CONNECT, .sqlstate = "28P01", .message = "no" };
    return NULL;
}

START_TEST(application_name)
{
    char name[] = "shop";
    quern_script *script = quern_script_new(NULL);
    quern_backend backend = *quern_script_backend(script);
    backend.open = open_named;
    quern_db *db = quern_open("x", quern__test_models, .backend = &backend, .application_name = name);
    strcpy(name, "gone");
    quern_session *session = quern_session_open(db);
    ck_assert_int_eq(update(session), -1);
    check_error("application_name", quern_session_error(session), QUERN_ERROR_CONNECT, "no");
    ck_assert_str_eq(asked_for, "shop");
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

static void *update_once(void *db)
{
    quern_session *session = quern_session_open(db);
    ck_assert_msg(update(session) == 1, "%s", quern_error_text(session));
    quern_session_close(session);
    return NULL;
}

START_TEST(pool_max)
{
    enum { THREADS = 6, MOST = 2 };
    pthread_t threads[THREADS];
    quern_script *script = quern_script_new(NULL);
    quern_db *db =
        quern_open("x", quern__test_models, .backend = quern_script_backend(script), .pool_max = MOST);
    for (int i = 0; i < THREADS; i++)
        expect_update(script, 1, 100);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, update_once, db);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPEN_MOST), MOST);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* No server is asked: nothing listens there. */
START_TEST(the_backend_is_that_of_postgresql)
{
    quern_db *db = quern_open("host=/nonexistent/quern port=1", quern__test_models, .connect_ms = 1000);
    quern_session *session = quern_session_open(db);
    ck_assert_ptr_null(quern_db_error(db));
    ck_assert_int_eq(update(session), -1);
    check_error("no server", quern_session_error(session), QUERN_ERROR_CONNECT, "/nonexistent/quern");
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
}
END_TEST

Suite *quern__suite_options(void);

Suite *quern__suite_options(void)
{
    Suite *suite = suite_create("options");
    TCase *tests = tcase_create("members");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, zero_is_the_default);
    tcase_add_test(tests, what_is_given_stays);
    tcase_add_test(tests, an_older_header);
    tcase_add_test(tests, a_newer_header);
    tcase_add_test(tests, an_older_program_opens);
    tcase_add_loop_test(tests, what_makes_no_sense, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, what_makes_no_sense_for_a_session, 0,
                        sizeof of_sessions / sizeof *of_sessions);
    tcase_add_loop_test(tests, a_reset_mends_no_options, 0, sizeof refused / sizeof *refused);
    tcase_add_loop_test(tests, times_reach_who_waits, 0, sizeof effects / sizeof *effects);
    tcase_add_test(tests, pool_max);
    tcase_add_test(tests, log_size);
    tcase_add_test(tests, on_event);
    tcase_add_test(tests, application_name);
    tcase_add_test(tests, the_backend_is_that_of_postgresql);
    suite_add_tcase(suite, tests);
    return suite;
}
