/* test_queryset.c: the chain: what refining shares, what it leaves as it was, and how a mistake is handed on. */
#include "lib/query/queryset.h"

#include "lib/plan/plan.h"
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

static quern__scope *scope(void)
{
    return (quern__scope *)session;
}

START_TEST(refining_leaves_the_base_as_it_was)
{
    quern_queryset *base = quern_filter(quern_objects(session, book), Q("published", true));
    const quern_queryset before = *base;
    const char *sql = quern_sql(base);
    quern_queryset *refined[] = {
        quern_filter(base, Q("pages__gt", 300)), quern_exclude(base, Q("pages__gt", 300)),
        quern_order_by(base, "-title"),          quern_slice(base, 2, 5),
        quern_filter(base, Q("titel", "wrong")),
    };
    for (size_t i = 0; i < sizeof refined / sizeof *refined; i++) {
        ck_assert_ptr_ne(refined[i], base);
        ck_assert_msg(strcmp(quern_sql(refined[i]), sql) != 0, "step %zu changed nothing", i);
        ck_assert_msg(strcmp(quern_sql(base), sql) == 0, "step %zu changed the base", i);
        ck_assert_msg(memcmp(base, &before, sizeof before) == 0, "step %zu wrote to the base's node", i);
    }
}
END_TEST

START_TEST(any_chain_leaves_its_base_as_it_was)
{
    quern__random random = { 1 };
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    for (int i = 0; i < 500; i++) {
        quern_queryset *base = quern__generate_queryset(&random, session, arena, 4);
        const char *sql = quern_sql(base);
        quern_queryset *first = quern_slice(base, 1, 9), *second = quern_slice(first, 1, 3);
        if (!base->sliced)
            quern_order_by(quern_exclude(base, Q("pk__isnull", true)), "pk");
        ck_assert_ptr_eq(second->parent, first);
        ck_assert_ptr_eq(first->parent, base);
        quern__expect_text("a random chain", "its SQL", quern_sql(base), sql);
    }
    quern__arena_close(arena);
}
END_TEST

START_TEST(refining_shares_its_base)
{
    quern_queryset *base = quern_order_by(quern_objects(session, book), "id");
    quern_queryset *one = quern_filter(base, Q("id", 1)), *two = quern_slice(base, 0, 1);
    ck_assert_ptr_eq(one->parent, base);
    ck_assert_ptr_eq(two->parent, base);
}
END_TEST

START_TEST(nothing_to_add_adds_nothing)
{
    static const quern_condition none[] = { { 0 } };
    quern_queryset *base = quern_objects(session, book);
    ck_assert_ptr_eq((quern_filter)(base, none, QUERN_SITE), base);
    ck_assert_ptr_eq((quern_exclude)(base, none, QUERN_SITE), base);
    ck_assert_ptr_eq((quern_filter)(base, NULL, QUERN_SITE), base);
}
END_TEST

static size_t bytes_of_a_chain(size_t steps)
{
    quern_session *fresh = quern__test_session_open(NULL);
    quern__arena *arena = ((quern__scope *)fresh)->arena;
    quern_queryset *chain = quern_objects(fresh, book);
    for (size_t i = 0; i < steps; i++)
        chain = quern_filter(chain, Q("pages__gt", 300));
    const size_t bytes = quern__arena_bytes(arena);
    quern__test_session_close(fresh);
    return bytes;
}

/* The blocks of the arena double, so the slope is taken over long stretches. */
START_TEST(a_step_costs_the_same_in_a_long_chain)
{
    const size_t at_1000 = bytes_of_a_chain(1000), at_2000 = bytes_of_a_chain(2000);
    const size_t at_20000 = bytes_of_a_chain(20000), at_21000 = bytes_of_a_chain(21000);
    const size_t early = (at_2000 - at_1000) / 1000, late = (at_21000 - at_20000) / 1000;
    ck_assert_msg(late <= early + 512, "a step takes %zu bytes after 1000, %zu after 20000", early, late);
    ck_assert_msg(at_20000 / 20000 < 1024, "%zu bytes a step", at_20000 / 20000);
}
END_TEST

START_TEST(long_chains_are_planned)
{
    quern_queryset *chain = quern_objects(session, book);
    for (size_t i = 0; i < 20000; i++)
        chain = quern_filter(chain, Q("pages__gt", 300));
    chain = quern_order_by(chain, "id");
    for (size_t i = 0; i < 100000; i++)
        chain = quern_slice(chain, 1, QUERN_OPEN_END);
    quern__plan plan;
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    ck_assert(quern__plan_make(chain, &wish, scope()->arena, &plan));
    ck_assert_uint_eq(plan.condition_count, 20000);
    ck_assert_int_eq(plan.low, 100000);
}
END_TEST

START_TEST(a_mistake_is_handed_on)
{
    quern_queryset *wrong = quern_filter(quern_objects(session, book), Q("titel", "x"));
    const quern_error *error = quern_queryset_error(wrong);
    ck_assert_ptr_nonnull(error);
    ck_assert_ptr_eq(quern_filter(wrong, Q("alsowrong", 1)), wrong);
    ck_assert_ptr_eq(quern_exclude(wrong, Q("id", 1)), wrong);
    ck_assert_ptr_eq(quern_order_by(wrong, "nothing"), wrong);
    ck_assert_ptr_eq(quern_slice(wrong, -1, 5), wrong);
    ck_assert_ptr_eq(quern_queryset_error(wrong), error);
    ck_assert_ptr_null(quern_statement(wrong));
    quern__expect_text("in error", "its SQL", quern_sql(wrong),
                       "-- QUERN_ERROR_FIELD: book has no field \"titel\"");
    ck_assert_msg(!scope()->failure.current, "the session has failed");
    ck_assert_ptr_null(quern_queryset_error(quern_objects(session, book)));
}
END_TEST

START_TEST(a_null_queryset_is_in_error)
{
    static const quern_condition none[] = { { 0 } };
    const quern__expected_error expected = { QUERN_ERROR_USAGE, "a NULL queryset",
                                             "no function of quern returns one: it was never assigned", NULL,
                                             NULL };
    quern__expect_error("filter", quern_queryset_error((quern_filter)(NULL, none, QUERN_SITE)), &expected);
    quern__expect_error("exclude", quern_queryset_error((quern_exclude)(NULL, none, QUERN_SITE)), &expected);
    quern__expect_error("order_by", quern_queryset_error(quern_order_by(NULL, "id")), &expected);
    quern__expect_error("slice", quern_queryset_error(quern_slice(NULL, 0, 1)), &expected);
    quern__expect_error("objects", quern_queryset_error(quern_objects(NULL, book)), &expected);
    quern__expect_error("NULL itself", quern_queryset_error(NULL), &expected);
    quern__expect_text("NULL", "its SQL", quern_sql(NULL), "-- QUERN_ERROR_USAGE: a NULL queryset");
    ck_assert_ptr_null(quern_statement(NULL));
    quern__expect_text("refined", "its SQL", quern_sql(quern_slice(NULL, 0, 1)),
                       "-- QUERN_ERROR_USAGE: a NULL queryset");
}
END_TEST

START_TEST(building_goes_on_in_a_session_that_failed)
{
    quern__failure_set(&scope()->failure, &(quern_error){ .code = QUERN_ERROR_CLOSED, .message = "closed" });
    quern_queryset *books = quern_filter(quern_objects(session, book), Q("id", 1));
    ck_assert_ptr_null(quern_queryset_error(books));
    ck_assert(strstr(quern_sql(books), "SELECT"));
    ck_assert_str_eq(scope()->failure.current->message, "closed");
}
END_TEST

/* What the session of a db in error looks like from here: an arena, a failure, and no schema. */
START_TEST(a_session_without_a_schema)
{
    quern__scope bare = { .allocator = scope()->allocator, .arena = scope()->arena };
    quern__failure_open(&bare.failure, scope()->allocator);
    quern__failure_set(&bare.failure,
                       &(quern_error){ .code = QUERN_ERROR_MODEL, .message = "bad", .path = "book.x" });
    quern_session *in = (quern_session *)&bare;
    quern__expect_error("while it has the failure", quern_queryset_error(quern_objects(in, book)),
                        &(quern__expected_error){ QUERN_ERROR_MODEL, "bad", NULL, "book.x", NULL });
    quern__failure_clear(&bare.failure);
    quern__expect_error("once that was cleared", quern_queryset_error(quern_objects(in, book)),
                        &(quern__expected_error){ QUERN_ERROR_USAGE, "a session of a db that is in error",
                                                  "see quern_db_error", NULL, NULL });
    ck_assert_ptr_null(bare.failure.current);
    quern__failure_close(&bare.failure);
}
END_TEST

/* And what one that could not be made at all looks like: nothing may be written to it. */
START_TEST(a_session_without_memory)
{
    const quern__scope nothing = { .failure = { .current = &quern__out_of_memory } };
    quern__scope bare = nothing;
    quern_queryset *books = quern_objects((quern_session *)&bare, book);
    books = quern_order_by(quern_filter(books, Q("id", 1)), "id");
    quern__expect_error("without memory", quern_queryset_error(books),
                        &(quern__expected_error){ .code = QUERN_ERROR_MEMORY, .message = "out of memory" });
    quern__expect_text("without memory", "its SQL", quern_sql(books), "-- QUERN_ERROR_MEMORY: out of memory");
    ck_assert(memcmp(&bare, &nothing, sizeof bare) == 0);
}
END_TEST

static quern_queryset *build(quern_session *in)
{
    quern_queryset *books = quern_objects(in, book);
    books = quern_filter(books, Q("title__icontains", "a text that is long enough to need memory"),
                         OR(Q("id", 1), Q("pages__isnull", true)));
    books = quern_exclude(books, Q("isbn", "another text that is long enough to need memory"));
    books = quern_order_by(books, "-created_at", NULLS_LAST("pages"), "?");
    return quern_slice(quern_slice(books, 10, 50), 2, 7);
}

static bool builds(quern__replay *replay, void *context)
{
    (void)context;
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    const quern__failure *failure = &((quern__scope *)in)->failure;
    quern_queryset *books = build(in);
    const bool built = !quern_queryset_error(books);
    ck_assert(built == !failure->current);
    if (!built) {
        ck_assert_int_eq(quern_queryset_error(books)->code, QUERN_ERROR_MEMORY);
        ck_assert_int_eq(failure->current->code, QUERN_ERROR_MEMORY);
        quern__failure_clear(&((quern__scope *)in)->failure);
        quern__replay_stop_failing(replay);
        books = build(in);
        ck_assert_msg(!quern_queryset_error(books), "%s", quern__replay_where(replay));
        ck_assert(strstr(quern_sql(books), "LIMIT 5 OFFSET 12") != NULL);
    }
    quern__test_session_close(in);
    return built;
}

typedef quern_queryset *wrong_call(quern_session *in);

static quern_queryset *filter_after_slice(quern_session *in)
{
    return quern_filter(quern_slice(quern_objects(in, book), 0, 1), Q("id", 1));
}

static quern_queryset *order_by_nothing_known(quern_session *in)
{
    return quern_order_by(quern_objects(in, book), "titel");
}

static quern_queryset *order_by_a_lookup(quern_session *in)
{
    return quern_order_by(quern_objects(in, book), "title__gt");
}

static quern_queryset *slice_from_the_end(quern_session *in)
{
    return quern_slice(quern_objects(in, book), -1, 1);
}

static wrong_call *const wrong_calls[] = { filter_after_slice, order_by_nothing_known, order_by_a_lookup,
                                           slice_from_the_end };

/* The queryset is in error always: with the mistake, or with out of memory, which is then the session's too. */
static bool refuses(quern__replay *replay, void *context)
{
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    const quern__failure *failure = &((quern__scope *)in)->failure;
    const quern_error *error = quern_queryset_error((*(wrong_call *const *)context)(in));
    ck_assert_ptr_nonnull(error);
    const bool told = error->code != QUERN_ERROR_MEMORY;
    ck_assert(told == !failure->current);
    if (told && !*error->hint)
        quern__replay_harmless(replay);
    quern__test_session_close(in);
    return told;
}

/* How many points there are depends on the twin of the arena: one has the room already, the other takes each piece anew. */
START_TEST(does_without_memory)
{
    quern__replay_run("builds a queryset", builds, NULL);
    for (size_t i = 0; i < sizeof wrong_calls / sizeof *wrong_calls; i++) {
        wrong_call *call = wrong_calls[i];
        quern__replay_run("refuses a wrong call", refuses, &call);
    }
}
END_TEST

/* What libpq gathers, instead of giving row by row. */
START_TEST(a_unique_value_leaves_one_row)
{
    quern_queryset *books = quern_objects(session, book);
    quern_queryset *one[] = {
        quern_filter(books, Q("id", 1)),
        quern_filter(books, Q("pk", QUERN_PARAM("key"))),
        quern_filter(books, Q("published", true), Q("id", 1)),
        quern_order_by(quern_filter(books, Q("id", 1)), "title"),
    };
    quern_queryset *many[] = {
        books,
        quern_filter(books, Q("title", "Emma")),
        quern_filter(books, Q("id__gte", 1)),
        quern_filter(books, Q("author__id", 1)),
        quern_filter(books, Q("author__name", "Jane")),
        quern_filter(books, Q("id", QUERN_F("pages"))),
        quern_filter(books, OR(Q("id", 1), Q("id", 2))),
        quern_filter(books, NOT(Q("id", 1))),
        quern_exclude(books, Q("id", 1)),
    };
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        ck_assert_msg(!quern_queryset_error(one[i]) && one[i]->single, "one row, %zu", i);
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        ck_assert_msg(!quern_queryset_error(many[i]) && !many[i]->single, "many rows, %zu", i);
}
END_TEST

Suite *quern__suite_queryset(void);

Suite *quern__suite_queryset(void)
{
    Suite *suite = suite_create("queryset");
    TCase *tests = tcase_create("queryset");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, refining_leaves_the_base_as_it_was);
    tcase_add_test(tests, any_chain_leaves_its_base_as_it_was);
    tcase_add_test(tests, refining_shares_its_base);
    tcase_add_test(tests, nothing_to_add_adds_nothing);
    tcase_add_test(tests, a_unique_value_leaves_one_row);
    tcase_add_test(tests, a_step_costs_the_same_in_a_long_chain);
    tcase_add_test(tests, long_chains_are_planned);
    tcase_add_test(tests, a_mistake_is_handed_on);
    tcase_add_test(tests, a_null_queryset_is_in_error);
    tcase_add_test(tests, building_goes_on_in_a_session_that_failed);
    tcase_add_test(tests, a_session_without_a_schema);
    tcase_add_test(tests, a_session_without_memory);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
