/* test_replay.c: the replay harness catches what it is there to catch. Each scenario is wrong in one way. */
#include "test/support/replay.h"

#include "lib/base/memory.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void *take(quern__replay *replay, size_t size)
{
    return quern__allocate(quern__replay_allocator(replay), size);
}

static void give(quern__replay *replay, void *memory)
{
    quern__release(quern__replay_allocator(replay), memory);
}

static bool takes_two(quern__replay *replay, void *context)
{
    (void)context;
    void *one = take(replay, 10), *two = take(replay, 20);
    give(replay, one);
    give(replay, two);
    return one && two;
}

static bool takes_none(quern__replay *replay, void *context)
{
    (void)replay;
    (void)context;
    return true;
}

/* The classic: the second fails, and the first is forgotten. */
static bool leaks_on_failure(quern__replay *replay, void *context)
{
    (void)context;
    void *one = take(replay, 10);
    if (!one)
        return false;
    void *two = take(replay, 20);
    if (!two)
        return false;
    give(replay, one);
    give(replay, two);
    return true;
}

static bool leaks_always(quern__replay *replay, void *context)
{
    (void)context;
    return take(replay, 10) && take(replay, 20);
}

static bool ignores_a_failure(quern__replay *replay, void *context)
{
    (void)context;
    give(replay, take(replay, 10));
    return true;
}

static bool does_without(quern__replay *replay, void *context)
{
    (void)context;
    void *cache = take(replay, 10);
    if (!cache)
        quern__replay_harmless(replay);
    give(replay, cache);
    return true;
}

static bool fails_without_cause(quern__replay *replay, void *context)
{
    (void)context;
    give(replay, take(replay, 10));
    return false;
}

static bool releases_what_is_not_its_own(quern__replay *replay, void *context)
{
    (void)context;
    char own[16];
    give(replay, own);
    return true;
}

static bool releases_twice(quern__replay *replay, void *context)
{
    (void)context;
    void *one = take(replay, 10);
    give(replay, one);
    give(replay, one);
    return one != NULL;
}

static bool reallocates_what_is_not_its_own(quern__replay *replay, void *context)
{
    (void)context;
    char own[16];
    return quern__reallocate(quern__replay_allocator(replay), own, 20) != NULL;
}

static bool asks_for_nothing(quern__replay *replay, void *context)
{
    (void)context;
    const quern_allocator *allocator = quern__replay_allocator(replay);
    void *one = allocator->allocate(allocator->context, 0);
    give(replay, one);
    return one != NULL;
}

/* After the first failure it never works again. */
static bool never_recovers(quern__replay *replay, void *context)
{
    bool *ruined = context;
    if (*ruined)
        return false;
    void *one = take(replay, 10);
    give(replay, one);
    *ruined = !one;
    return one != NULL;
}

/* Forgets the first when both of the others fail. */
static bool leaks_when_all_fail(quern__replay *replay, void *context)
{
    (void)context;
    void *kept = take(replay, 10), *one = take(replay, 20), *two = take(replay, 30);
    if (kept && !one && !two)
        return false;
    give(replay, kept);
    give(replay, one);
    give(replay, two);
    return kept && one && two;
}

/* clang-format off */
static const struct {
    const char *name;
    quern__scenario *scenario;
    const char *fault; /* a part of it; "": none */
    size_t points;
} cases[] = {
    { "takes two", takes_two, "", 2 },
    { "takes none", takes_none, "", 0 },
    { "does without", does_without, "", 1 },
    { "leaks on failure", leaks_on_failure, "allocation 2 failed: leaked 1 blocks, 10 bytes; the first is allocation 1", 2 },
    { "leaks always", leaks_always, "allocation 1 failed, in the run after that: leaked 2 blocks, 30 bytes", 1 },
    { "ignores a failure", ignores_a_failure, "allocation 1 failed: it succeeded all the same", 1 },
    { "fails without cause", fails_without_cause, "in the run after that: it reported to be out of memory when it was not", 1 },
    { "releases what is not its own", releases_what_is_not_its_own, "memory was released that is not its own", 1 },
    { "releases twice", releases_twice, "or was released before", 1 },
    { "reallocates what is not its own", reallocates_what_is_not_its_own, "memory was reallocated that is not its own", 1 },
    { "asks for nothing", asks_for_nothing, "0 bytes were asked for", 1 },
    { "never recovers", never_recovers, "allocation 1 failed, in the run after that: it reported", 1 },
    { "leaks when all fail", leaks_when_all_fail, "allocation 2 and all after it failed: leaked 1 blocks, 10 bytes", 3 },
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof cases[0] };

START_TEST(catches_what_is_wrong)
{
    bool ruined = false;
    quern__replay_report report = quern__replay_try(cases[_i].name, cases[_i].scenario, &ruined);
    if (*cases[_i].fault)
        ck_assert_msg(strstr(report.fault, cases[_i].fault) && strstr(report.fault, cases[_i].name),
                      "%s: \"%s\", not \"%s\"", cases[_i].name, report.fault, cases[_i].fault);
    else
        ck_assert_msg(!*report.fault, "%s: \"%s\"", cases[_i].name, report.fault);
    ck_assert_msg(report.points == cases[_i].points, "%s: %zu points", cases[_i].name, report.points);
}
END_TEST

static bool looks_around(quern__replay *replay, void *context)
{
    size_t *runs = context;
    ck_assert_msg(!quern__replay_failed(replay), "%s", quern__replay_where(replay));
    quern__replay_pause(replay);
    void *prepared = take(replay, 10);
    quern__replay_resume(replay);
    ck_assert_msg(prepared != NULL, "paused: %s", quern__replay_where(replay));
    void *one = take(replay, 20);
    ck_assert_msg(!one == quern__replay_failed(replay), "%s", quern__replay_where(replay));
    quern__replay_stop_failing(replay);
    void *again = take(replay, 20);
    ck_assert_msg(again != NULL, "stopped: %s", quern__replay_where(replay));
    give(replay, prepared);
    give(replay, one);
    give(replay, again);
    ++*runs;
    return one != NULL;
}

START_TEST(a_scenario_can_pause_and_stop_failing)
{
    size_t runs = 0;
    quern__replay_report report = quern__replay_try("looks around", looks_around, &runs);
    ck_assert_str_eq(report.fault, "");
    ck_assert_uint_eq(report.points, 1);
    ck_assert_msg(runs == 4, "%zu runs: each way one that fails, one that does not, none after", runs);
}
END_TEST

static bool tells_where(quern__replay *replay, void *context)
{
    void *one = take(replay, 10), *two = take(replay, 10);
    if (quern__replay_failed(replay)) {
        strcat(context, quern__replay_where(replay));
        strcat(context, "; ");
    }
    give(replay, one);
    give(replay, two);
    return one && two;
}

START_TEST(each_point_fails_alone_and_with_all_after_it)
{
    char where[256] = "";
    ck_assert_str_eq(quern__replay_try("where", tells_where, where).fault, "");
    ck_assert_str_eq(where, "allocation 1 failed; allocation 2 failed; "
                            "allocation 1 and all after it failed; allocation 2 and all after it failed; ");
}
END_TEST

static char *resize(quern__replay *replay, char *text, size_t size, bool *moved)
{
    uintptr_t old = (uintptr_t)text;
    char *resized = quern__reallocate(quern__replay_allocator(replay), text, size);
    ck_assert_mem_eq(resized ? resized : text, "que", 3);
    if (resized)
        *moved = *moved && (uintptr_t)resized != old;
    return resized;
}

static bool shrinks_and_grows(quern__replay *replay, void *context)
{
    bool *moved = context;
    char *text = quern__reallocate(quern__replay_allocator(replay), NULL, 6);
    if (!text)
        return false;
    memcpy(text, "quern", 6);
    char *smaller = resize(replay, text, 3, moved);
    char *larger = smaller ? resize(replay, smaller, 1000, moved) : NULL;
    give(replay, larger ? larger : smaller ? smaller : text);
    return larger != NULL;
}

START_TEST(a_reallocation_counts_and_moves)
{
    bool moved = true;
    quern__replay_report report = quern__replay_try("resizes", shrinks_and_grows, &moved);
    ck_assert_str_eq(report.fault, "");
    ck_assert_uint_eq(report.points, 3);
    ck_assert(moved);
}
END_TEST

enum { THREADS = 4, PIECES = 25 };

static void *take_and_give(void *replay)
{
    bool done = true;
    for (int i = 0; i < PIECES; i++) {
        void *piece = take(replay, 10);
        done = done && piece;
        give(replay, piece);
    }
    return done ? replay : NULL;
}

static bool runs_threads(quern__replay *replay, void *context)
{
    (void)context;
    bool done = true;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, take_and_give, replay), 0);
    for (int i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(threads[i], &result);
        done = done && result;
    }
    return done;
}

START_TEST(threads_may_allocate_at_once)
{
    quern__replay_report report = quern__replay_try("threads", runs_threads, NULL);
    ck_assert_str_eq(report.fault, "");
    ck_assert_uint_eq(report.points, THREADS * PIECES);
}
END_TEST

START_TEST(a_fault_fails_the_test)
{
    quern__replay_run("ignores a failure", ignores_a_failure, NULL);
}
END_TEST

START_TEST(a_sound_scenario_passes)
{
    ck_assert_uint_eq(quern__replay_run("takes two", takes_two, NULL), 2);
}
END_TEST

/* A runner of its own, inside this test, for the tests that must fail. */
START_TEST(run_fails_the_test_that_calls_it)
{
    Suite *suite = suite_create("inner");
    TCase *tests = tcase_create("inner");
    tcase_add_test(tests, a_fault_fails_the_test);
    tcase_add_test(tests, a_sound_scenario_passes);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_SILENT);
    TestResult **failures = srunner_failures(runner);
    ck_assert_int_eq(srunner_ntests_run(runner), 2);
    ck_assert_int_eq(srunner_ntests_failed(runner), 1);
    ck_assert_str_eq(tr_msg(failures[0]),
                     "replay ignores a failure: allocation 1 failed: it succeeded all the "
                     "same, and did not say that this was harmless");
    free(failures);
    srunner_free(runner);
}
END_TEST

Suite *quern__suite_replay(void);

Suite *quern__suite_replay(void)
{
    Suite *suite = suite_create("replay");
    TCase *tests = tcase_create("replay");
    tcase_add_loop_test(tests, catches_what_is_wrong, 0, CASES);
    tcase_add_test(tests, a_scenario_can_pause_and_stop_failing);
    tcase_add_test(tests, each_point_fails_alone_and_with_all_after_it);
    tcase_add_test(tests, a_reallocation_counts_and_moves);
    tcase_add_test(tests, threads_may_allocate_at_once);
    tcase_add_test(tests, run_fails_the_test_that_calls_it);
    suite_add_tcase(suite, tests);
    return suite;
}
