/* test_kept.c: what others keep with a statement, and its number. */
#include "lib/compile/statements.h"

#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <pthread.h>

static quern_session *session;
static quern__statements *statements;
static quern__plan plan;

typedef struct note {
    quern__kept kept;
    int number;
} note;

static void set_up(void)
{
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    session = quern__test_session_open(NULL);
    statements = quern__statements_open(quern_system_allocator(), quern__test_dialect(), 1);
    ck_assert(session && statements);
    ck_assert(quern__plan_make(quern_objects(session, book), &wish, ((quern__scope *)session)->arena, &plan));
}

static void tear_down(void)
{
    quern__statements_close(statements);
    quern__test_session_close(session);
}

static void keep(const quern__compiled *compiled, int number)
{
    const note made = { .number = number };
    ck_assert(quern__compiled_keep(quern_system_allocator(), compiled, &made.kept, sizeof made));
}

static int count(const quern__compiled *compiled)
{
    int notes = 0;
    for (const quern__kept *at = quern__compiled_kept(compiled); at; at = at->next)
        notes++;
    return notes;
}

START_TEST(the_latest_comes_first)
{
    const quern__compiled *compiled = quern__compile(statements, &plan);
    ck_assert_ptr_null(quern__compiled_kept(compiled));
    keep(compiled, 1);
    keep(compiled, 2);
    const note *latest = (const note *)quern__compiled_kept(compiled);
    ck_assert(latest->number == 2 && ((const note *)latest->kept.next)->number == 1);
    quern__compiled_release(statements, compiled);
    const quern__compiled *again = quern__compile(statements, &plan);
    ck_assert_int_eq(count(again), 2);
    quern__compiled_release(statements, again);
}
END_TEST

/* It goes with the statement, whose number never comes again. */
START_TEST(a_number_is_no_other_statements)
{
    const quern__wish wish = { .intent = QUERN__INTENT_COUNT, .most = -1 };
    quern__plan other;
    uint64_t last = 0;
    ck_assert(
        quern__plan_make(quern_objects(session, shelf), &wish, ((quern__scope *)session)->arena, &other));
    for (int i = 0; i < 6; i++) { /* of one place in the cache */
        const quern__compiled *compiled = quern__compile(statements, i % 2 ? &plan : &other);
        ck_assert_msg(compiled->number > last && !count(compiled), "%d", i);
        last = compiled->number;
        keep(compiled, i);
        quern__compiled_release(statements, compiled);
    }
}
END_TEST

enum { THREADS = 4, NOTES = 200 };

static void *keep_many(void *context)
{
    const quern__compiled *compiled = quern__compile(statements, &plan);
    for (int i = 0; i < NOTES; i++) {
        keep(compiled, i);
        ck_assert_int_gt(count(compiled), i);
    }
    quern__compiled_release(statements, compiled);
    return context;
}

START_TEST(threads_lose_none)
{
    pthread_t threads[THREADS];
    const quern__compiled *compiled = quern__compile(statements, &plan);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, keep_many, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(count(compiled), THREADS * NOTES);
    quern__compiled_release(statements, compiled);
}
END_TEST

/* Without memory it is not kept, which is told. */
static bool keeps(quern__replay *replay, void *context)
{
    (void)context;
    quern__statements *own =
        quern__statements_open(quern__replay_allocator(replay), quern__test_dialect(), 1);
    const quern__compiled *compiled = own ? quern__compile(own, &plan) : NULL;
    const note made = { .number = 1 };
    const bool kept =
        compiled && quern__compiled_keep(quern__replay_allocator(replay), compiled, &made.kept, sizeof made);
    if (kept) /* not to be in the cache is no failure */
        quern__replay_harmless(replay);
    ck_assert(!compiled || count(compiled) == kept);
    if (compiled)
        quern__compiled_release(own, compiled);
    quern__statements_close(own);
    return kept;
}

START_TEST(does_without_memory)
{
    ck_assert_uint_gt(quern__replay_run("keeps", keeps, NULL), 0);
}
END_TEST

Suite *quern__suite_kept(void);

Suite *quern__suite_kept(void)
{
    Suite *suite = suite_create("kept");
    TCase *tests = tcase_create("kept");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_latest_comes_first);
    tcase_add_test(tests, a_number_is_no_other_statements);
    tcase_add_test(tests, threads_lose_none);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
