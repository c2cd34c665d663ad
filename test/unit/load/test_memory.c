/* test_memory.c: each call that evaluates, without memory: whichever allocation fails, it is an ordinary failure, there is no
 * answer, nothing is kept, and the same call then works. */
#include "test/unit/load/fixture.h"

#include "test/support/replay.h"

#include <check.h>

static bool get_one(quern_queryset *authors)
{
    const quern_condition one[] = { QUERN_Q("id", 1), { 0 } };
    return (quern_get)(authors, &author_model, one, LOAD_SITE) != NULL;
}

static const load_call get_with_conditions = { "quern_get with conditions", get_one, .answers = true };

typedef struct scene {
    quern_script *script;
    const load_call *call;
} scene;

static load_fixture open_on(const scene *scene, const quern_allocator *allocator)
{
    load_fixture f = { .script = scene->script };
    f.db = quern_open("script:", quern__test_models, .backend = quern_script_backend(f.script),
                      .allocator = allocator, .pool_max = 1);
    f.s = quern_session_open(f.db);
    check_well(&f, scene->call->name);
    return f;
}

static bool evaluates(quern__replay *replay, void *context)
{
    const scene *scene = context;
    const load_call *call = scene->call;
    quern__replay_pause(replay);
    load_fixture f = open_on(scene, quern__replay_allocator(replay));
    quern_queryset *authors = quern_filter(quern_objects(f.s, author), QUERN_Q("name", "a text"));
    quern__replay_resume(replay);
    const bool done = call->run(authors);
    if (done) {
        check_well(&f, quern__replay_where(replay));
        quern__replay_harmless(replay); /* the log, or the cache of statements, has forgotten it */
    } else {
        ck_assert_msg(!call->answers || quern_answer(f.s) == QUERN_NO_ANSWER, "%s: %s: an answer", call->name,
                      quern__replay_where(replay));
        ck_assert_str_eq(quern_session_error(f.s)->message, "out of memory");
        ck_assert_int_eq(quern_session_error(f.s)->code, QUERN_ERROR_MEMORY);
        quern_error_clear(f.s);
        quern__replay_stop_failing(replay);
        ck_assert_msg(call->run(authors), "%s: %s: it does not work again", call->name,
                      quern__replay_where(replay));
    }
    if (call->caches)
        ck_assert_int_eq(quern_len(authors), 1);
    quern_session_close(f.s);
    ck_assert(quern_close(f.db, 5000));
    return done;
}

START_TEST(each_allocation_fails)
{
    scene scene = { quern_script_new(NULL), _i < LOAD_CALLS ? &load_calls[_i] : &get_with_conditions };
    quern_script_expect(scene.script, .contains = "\"born\" FROM \"books_author\"",
                        .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "a text", "another", "3"));
    quern_script_expect(scene.script, .contains = "SELECT", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1"));
    ck_assert_uint_ge(quern__replay_run(scene.call->name, evaluates, &scene), 8);
    ck_assert_str_eq(quern_script_report(scene.script), "");
    quern_script_free(scene.script);
}
END_TEST

Suite *quern__suite_memory(void);

Suite *quern__suite_memory(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("replays");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_allocation_fails, 0, LOAD_CALLS + 1);
    suite_add_tcase(suite, tests);
    return suite;
}
