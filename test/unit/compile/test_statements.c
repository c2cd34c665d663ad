/* test_statements.c: the cache of compiled statements: what it finds again, what it lets go, what it does when memory runs
 * out, and eight threads at once. */
#include "lib/compile/statements.h"

#include "lib/sql/select.h"
#include "test/support/expect.h"
#include "test/support/generate.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <pthread.h>
#include <string.h>

static quern_session *session;
static quern_queryset *books;
static quern__statements *statements;

enum { MOST = 3 };

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
    statements = quern__statements_open(quern_system_allocator(), quern__test_dialect(), MOST);
    ck_assert_ptr_nonnull(statements);
}

static void tear_down(void)
{
    quern__statements_close(statements);
    quern__test_session_close(session);
}

static quern__plan plan_in(quern__arena *arena, const quern_queryset *queryset)
{
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__plan plan;
    ck_assert(quern__plan_make(queryset, &wish, arena, &plan));
    return plan;
}

static quern__plan plan_of(const quern_queryset *queryset)
{
    return plan_in(((quern__scope *)session)->arena, queryset);
}

static const quern__compiled *compile(const quern_queryset *queryset)
{
    const quern__plan plan = plan_of(queryset);
    const quern__compiled *compiled = quern__compile(statements, &plan);
    ck_assert_ptr_nonnull(compiled);
    return compiled;
}

/* Compiles and gives back at once. */
static void touch(const quern_queryset *queryset)
{
    quern__compiled_release(statements, compile(queryset));
}

static void expect_counts(const char *when, uint64_t hits, uint64_t misses, uint64_t evicted, size_t kept)
{
    const quern__statements_counts counts = quern__statements_count(statements);
    ck_assert_msg(counts.hits == hits && counts.misses == misses && counts.evicted == evicted &&
                      counts.kept == kept,
                  "%s: %d hits, %d misses, %d evicted, %d kept", when, (int)counts.hits, (int)counts.misses,
                  (int)counts.evicted, (int)counts.kept);
}

START_TEST(the_same_shape_is_compiled_once)
{
    const quern__compiled *one = compile(quern_filter(books, Q("id", 1)));
    const quern__compiled *two = compile(quern_filter(books, Q("id", 2)));
    ck_assert_ptr_eq(one, two);
    quern__expect_text("the statement", "its SQL", one->sql,
                       quern_statement(quern_filter(books, Q("id", 1)))->sql);
    expect_counts("two of a shape", 1, 1, 0, 1);
    quern__compiled_release(statements, one);
    quern__compiled_release(statements, two);
    const quern__compiled *three = compile(quern_filter(books, Q("id__gt", 1)));
    ck_assert_ptr_ne(three, one);
    quern__compiled_release(statements, three);
    expect_counts("and another", 1, 2, 0, 2);
}
END_TEST

START_TEST(the_one_unused_for_longest_goes_first)
{
    quern_queryset *querysets[] = { quern_filter(books, Q("id", 1)), quern_filter(books, Q("sold", 1)),
                                    quern_filter(books, Q("copies", 1)),
                                    quern_filter(books, Q("title", "x")) };
    for (int i = 0; i < 3; i++)
        touch(querysets[i]);
    expect_counts("full", 0, 3, 0, 3);
    touch(querysets[0]);
    touch(querysets[3]); /* in place of querysets[1] */
    expect_counts("one more", 1, 4, 1, 3);
    touch(querysets[0]);
    touch(querysets[2]);
    touch(querysets[3]);
    expect_counts("those that stayed", 4, 4, 1, 3);
    touch(querysets[1]); /* in place of querysets[0], the oldest */
    touch(querysets[2]);
    touch(querysets[3]);
    expect_counts("the one that went", 6, 5, 2, 3);
}
END_TEST

START_TEST(what_is_in_use_outlives_its_place)
{
    const quern__compiled *held = compile(quern_filter(books, Q("id", 1)));
    const char *expected = quern_statement(quern_filter(books, Q("id", 1)))->sql;
    touch(quern_filter(books, Q("sold", 1)));
    touch(quern_filter(books, Q("copies", 1)));
    touch(quern_filter(books, Q("title", "x")));
    expect_counts("it was evicted", 0, 4, 1, 3);
    quern__expect_text("evicted, but held", "its SQL", held->sql, expected);
    const quern__compiled *again = compile(quern_filter(books, Q("id", 1)));
    ck_assert_ptr_ne(again, held);
    quern__expect_text("compiled again", "its SQL", again->sql, expected);
    quern__compiled_release(statements, held);
    quern__compiled_release(statements, again);
}
END_TEST

START_TEST(it_waits_for_the_last_of_its_users)
{
    const quern__compiled *one = compile(quern_filter(books, Q("id", 1)));
    const quern__compiled *two = compile(quern_filter(books, Q("id", 2)));
    ck_assert_ptr_eq(one, two);
    quern__compiled_release(statements, one);
    touch(quern_filter(books, Q("sold", 1)));
    touch(quern_filter(books, Q("copies", 1)));
    touch(quern_filter(books, Q("title", "x")));
    expect_counts("it was evicted", 1, 4, 1, 3);
    quern__expect_text("still held by the other", "its SQL", two->sql,
                       quern_statement(quern_filter(books, Q("id", 1)))->sql);
    quern__compiled_release(statements, two);
}
END_TEST

START_TEST(a_cache_of_nothing_compiles)
{
    quern__statements *none = quern__statements_open(quern_system_allocator(), quern__test_dialect(), 0);
    const quern__plan plan = plan_of(books);
    const quern__compiled *one = quern__compile(none, &plan), *two = quern__compile(none, &plan);
    ck_assert_ptr_ne(one, two);
    quern__expect_text("twice", "the SQL", one->sql, two->sql);
    quern__compiled_release(none, one);
    quern__compiled_release(none, two);
    ck_assert_uint_eq(quern__statements_count(none).kept, 0);
    quern__statements_close(none);
    quern__statements_close(NULL);
}
END_TEST

static void expect_cold(const quern__plan *plan, const quern__compiled *compiled)
{
    quern__text cold = quern__text_open(quern_system_allocator());
    quern__sql_select(plan, quern__test_dialect(), QUERN__SPELL_PLACEHOLDERS, &cold);
    quern__expect_text("a random plan", "its warm SQL", compiled->sql, quern__text_get(&cold));
    quern__text_close(&cold);
}

START_TEST(warm_sql_is_cold_sql)
{
    quern__random random = { 5 };
    quern__statements *larger = quern__statements_open(quern_system_allocator(), quern__test_dialect(), 500);
    for (int i = 0; i < 10000; i++) {
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        const quern__plan plan = plan_of(quern__generate_queryset(&random, session, arena, 3));
        const quern__compiled *compiled = quern__compile(larger, &plan);
        expect_cold(&plan, compiled);
        quern__compiled_release(larger, compiled);
        quern__arena_close(arena);
    }
    const quern__statements_counts counts = quern__statements_count(larger);
    ck_assert_uint_eq(counts.kept, 500);
    ck_assert_uint_eq(counts.hits + counts.misses, 10000);
    ck_assert_uint_eq(counts.misses, counts.evicted + 500);
    ck_assert_uint_gt(counts.hits, 1000);
    quern__statements_close(larger);
}
END_TEST

enum { THREADS = 8, ROUNDS = 400 };

typedef struct worker {
    pthread_t thread;
    uint64_t seed;
    quern__statements *statements;
} worker;

/* Each thread has a session of its own; half of the seeds are shared, so that shapes meet. */
static void *work(void *argument)
{
    const worker *self = argument;
    quern_session *own = quern__test_session_open(NULL);
    quern__random random = { self->seed };
    for (int i = 0; i < ROUNDS; i++) {
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        const quern__plan plan = plan_in(arena, quern__generate_queryset(&random, own, arena, 2));
        const quern__compiled *one = quern__compile(self->statements, &plan);
        const quern__compiled *two = quern__compile(self->statements, &plan);
        expect_cold(&plan, one);
        expect_cold(&plan, two);
        quern__compiled_release(self->statements, one);
        quern__compiled_release(self->statements, two);
        quern__arena_close(arena);
    }
    quern__test_session_close(own);
    return NULL;
}

START_TEST(threads_share_it)
{
    worker workers[THREADS];
    quern__statements *shared = quern__statements_open(quern_system_allocator(), quern__test_dialect(), 20);
    for (uint64_t i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .seed = i / 2, .statements = shared };
        ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    const quern__statements_counts counts = quern__statements_count(shared);
    ck_assert_uint_eq(counts.hits + counts.misses, (uint64_t)THREADS * ROUNDS * 2);
    ck_assert_uint_eq(counts.kept, 20);
    quern__statements_close(shared);
}
END_TEST

/* Compiles more shapes than the cache holds. What the cache itself has no memory for is compiled all the same. */
static bool compiles(quern__replay *replay, void *context)
{
    const quern__plan *plans = context;
    quern__statements *own =
        quern__statements_open(quern__replay_allocator(replay), quern__test_dialect(), 2);
    if (!own)
        return false;
    bool done = true;
    for (int i = 0; i < 4; i++) {
        const quern__compiled *compiled = quern__compile(own, &plans[i % 3]);
        if (compiled) {
            expect_cold(&plans[i % 3], compiled);
            quern__compiled_release(own, compiled);
            continue;
        }
        done = false;
        quern__replay_stop_failing(replay);
        compiled = quern__compile(own, &plans[i % 3]);
        ck_assert_msg(compiled != NULL, "%s", quern__replay_where(replay));
        expect_cold(&plans[i % 3], compiled);
        quern__compiled_release(own, compiled);
    }
    if (done && quern__replay_failed(replay))
        quern__replay_harmless(replay);
    quern__statements_close(own);
    return done;
}

START_TEST(does_without_memory)
{
    quern__plan plans[] = { plan_of(quern_filter(books, Q("id", 1))),
                            plan_of(quern_filter(books, Q("sold", 1))),
                            plan_of(quern_slice(quern_exclude(books, Q("pages", 1)), 2, 9)) };
    ck_assert_uint_gt(quern__replay_run("compiles statements", compiles, plans), 0);
}
END_TEST

enum { FEW = 60, PLANS = 100 };

/* Enough entries for the hash to grow, which happens between FEW and PLANS, so that it fails to as well. */
static bool compiles_many(quern__replay *replay, void *context)
{
    const quern__plan *plans = context;
    quern__replay_pause(replay);
    quern__statements *own =
        quern__statements_open(quern__replay_allocator(replay), quern__test_dialect(), 1000);
    bool done = true;
    for (size_t i = 0; i < PLANS; i++) {
        if (i == FEW)
            quern__replay_resume(replay);
        const quern__compiled *compiled = quern__compile(own, &plans[i]);
        if (compiled)
            quern__compiled_release(own, compiled);
        else
            done = false;
    }
    if (done && quern__replay_failed(replay))
        quern__replay_harmless(replay);
    quern__statements_close(own);
    return done;
}

START_TEST(grows_without_memory)
{
    static quern__plan plans[PLANS];
    quern_queryset *shelves = quern_objects(session, shelf);
    for (size_t i = 0; i < PLANS; i++) {
        quern_order terms[10] = { 0 };
        for (size_t bit = 0; bit < 9; bit++)
            terms[bit] = quern_order_name(i >> bit & 1 ? "room" : "code");
        plans[i] = plan_of((quern_order_by)(shelves, terms, QUERN_SITE));
    }
    ck_assert_uint_gt(quern__replay_run("grows the cache", compiles_many, plans), 0);
}
END_TEST

Suite *quern__suite_statements(void);

Suite *quern__suite_statements(void)
{
    Suite *suite = suite_create("statements");
    TCase *tests = tcase_create("statements");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_same_shape_is_compiled_once);
    tcase_add_test(tests, the_one_unused_for_longest_goes_first);
    tcase_add_test(tests, what_is_in_use_outlives_its_place);
    tcase_add_test(tests, it_waits_for_the_last_of_its_users);
    tcase_add_test(tests, a_cache_of_nothing_compiles);
    tcase_add_test(tests, warm_sql_is_cold_sql);
    tcase_add_test(tests, threads_share_it);
    tcase_add_test(tests, does_without_memory);
    tcase_add_test(tests, grows_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
