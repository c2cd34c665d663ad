/* test_open.c: quern_open: it connects nowhere, keeps nothing of what it was given, and never gives NULL, whatever is wrong
 * with the models or with the memory. */
#include "test/unit/db/fixture.h"

#include "lib/db/db.h"
#include "test/support/expect.h"
#include "test/support/replay.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

START_TEST(it_connects_nowhere)
{
    db_fixture f = fixture_open();
    quern_session *session = quern_session_open(f.db);
    quern_queryset *books = quern_objects(session, book);
    books = quern_slice(quern_filter(books, QUERN_Q("title", "x")), 0, 5);
    ck_assert_ptr_null(quern_queryset_error(books));
    ck_assert_str_ne(quern_sql(books), "");
    quern_session_close(session);
    sleep_ms(30); /* nor does the helper thread, by itself */
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    fixture_close(&f);
    f = fixture_open();
    fixture_close(&f); /* at once */
}
END_TEST

/* What the backend is asked to open. */
static struct {
    const quern_backend *inner;
    char uri[64];
    int32_t timeout_ms;
    const quern_allocator *allocator;
} asked;

static quern_link *note_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    strncpy(asked.uri, connect->uri, sizeof asked.uri - 1);
    asked.timeout_ms = connect->timeout_ms;
    asked.allocator = connect->allocator;
    return asked.inner->open(asked.inner, connect, error);
}

START_TEST(what_it_was_given_may_go)
{
    quern_script *script = quern_script_new(NULL);
    asked.inner = quern_script_backend(script);
    quern_backend backend = *asked.inner;
    backend.open = note_open;
    char *uri = malloc(12);
    quern_allocator *allocator = malloc(sizeof *allocator);
    const quern_model **models = calloc(2, sizeof *models);
    quern_options *options = calloc(1, sizeof *options);
    strcpy(uri, "script:here");
    *allocator = *quern_system_allocator();
    models[0] = &author_model;
    *options = (quern_options){ .allocator = allocator, .backend = &backend, .connect_ms = 1234 };
    quern_db *db = (quern_open)(uri, models, options, sizeof *options, QUERN_SITE);
    memset(uri, 'x', 12);
    free(uri);
    free(allocator);
    free(models);
    free(options);
    quern_session *session = quern_session_open(db);
    expect_update(script, 3, 0);
    ck_assert_msg(update(session) == 3, "%s", quern_error_text(session));
    ck_assert_str_eq(asked.uri, "script:here");
    ck_assert_int_eq(asked.timeout_ms, 1234);
    ck_assert(asked.allocator->allocate == quern_system_allocator()->allocate);
    ck_assert_ptr_null(quern_queryset_error(quern_objects(session, author)));
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* ---- .wait_ms ---- */

static const struct {
    const char *name;
    int32_t refusals; /* before it connects */
    const char *sqlstate;
    int32_t wait_ms;
    const char *message; /* NULL: it opens */
    int64_t least_ms, most_ms;
} waits[] = {
    { "there", 0, "", 5000, NULL, 0, 1000 },
    { "there, for ever", 0, "", -1, NULL, 0, 1000 },
    { "coming up", 3, "", 5000, NULL, 0, 4000 },
    { "starting", 2, "57P03", 5000, NULL, 0, 4000 },
    { "down", QUERN_SCRIPT_ALWAYS, "", 200, "no connection in 200 ms; the last connect failed: not now", 200,
      1500 },
    { "a wrong password", QUERN_SCRIPT_ALWAYS, "28P01", 5000, "not now", 0, 1000 },
};

static void check_failed_open(quern_db *db, int i)
{
    check_error(waits[i].name, quern_db_error(db), QUERN_ERROR_CONNECT, waits[i].message);
    ck_assert_str_eq(quern_db_error(db)->sqlstate, waits[i].sqlstate);
    ck_assert_str_eq(quern_db_error(db)->site, "open.c:9");
    quern_session *session = quern_session_open(db);
    check_error("its session", quern_session_error(session), QUERN_ERROR_CONNECT, waits[i].message);
    quern_error_clear(session);
    ck_assert_int_eq(update(session), -1);
    check_error("cleared", quern_session_error(session), QUERN_ERROR_USAGE, "could not be opened");
    quern_session_close(session);
}

START_TEST(it_waits_for_a_first_connection)
{
    const char *name = waits[_i / 2].name;
    quern_script *script = quern_script_new(NULL);
    const quern_options options = { .backend = quern_script_backend(script),
                                    .wait_ms = waits[_i / 2].wait_ms,
                                    .no_threads = _i % 2 };
    if (waits[_i / 2].refusals)
        quern_script_on_open(script, .message = "not now", .sqlstate = waits[_i / 2].sqlstate,
                             .times = waits[_i / 2].refusals);
    const int64_t began = now_ms();
    quern_db *db = (quern_open)("x", quern__test_models, &options, sizeof options, "open.c:9");
    const int64_t took = now_ms() - began;
    ck_assert_msg(took + 1 >= waits[_i / 2].least_ms && took < waits[_i / 2].most_ms, "%s: %d ms", name,
                  (int)took);
    if (waits[_i / 2].message) {
        check_failed_open(db, _i / 2);
    } else {
        ck_assert_msg(!quern_db_error(db), "%s: %s", name, quern_db_error(db)->message);
        ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPEN_NOW), 1);
    }
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_STATEMENTS), 0);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

START_TEST(without_models)
{
    const quern_model *const none[] = { NULL };
    for (int i = 0; i < 2; i++) {
        quern_script *script = quern_script_new(NULL);
        quern_db *db = quern_open("x", i ? none : NULL, .backend = quern_script_backend(script));
        quern_session *session = quern_session_open(db);
        ck_assert_ptr_null(quern_db_error(db));
        check_error("objects", quern_queryset_error(quern_objects(session, author)), QUERN_ERROR_MODEL,
                    "author");
        expect_update(script, 3, 0);
        ck_assert_int_eq(update(session), 3);
        quern_session_close(session);
        ck_assert(quern_close(db, 0));
        quern_script_free(script);
    }
}
END_TEST

/* A db in error is a db all the same. */
START_TEST(a_mistake_in_a_model)
{
    quern_script *script = quern_script_new(NULL);
    const quern_options options = { .backend = quern_script_backend(script) };
    const quern_model *const models[] = { &book_model, NULL }; /* without the author that a book points to */
    quern_db *db = (quern_open)("x", models, &options, sizeof options, "open.c:3");
    const quern_error *error = quern_db_error(db);
    check_error("the db", error, QUERN_ERROR_MODEL, "author");
    ck_assert_str_eq(error->path, "book.author");
    ck_assert_str_ne(error->hint, "");
    ck_assert_str_eq(error->site, "open.c:3");
    ck_assert_ptr_eq(quern_db_error(db), error);
    quern_session *session = quern_session_open(db);
    ck_assert_str_eq(quern_session_error(session)->message, error->message);
    ck_assert_str_eq(quern_session_error(session)->path, error->path);
    ck_assert_str_eq(quern_session_error(session)->site, "open.c:3");
    ck_assert_int_eq(update(session), -1);
    quern_error_clear(session);
    ck_assert_int_eq(update(session), -1);
    check_error("cleared", quern_session_error(session), QUERN_ERROR_USAGE, "could not be opened");
    quern_session_close(session);
    ck_assert_ptr_eq(quern_db_error(db), error);
    ck_assert(quern_close(db, 0));
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPENS), 0);
    quern_script_free(script);
}
END_TEST

START_TEST(two_dbs_have_nothing_in_common)
{
    db_fixture one = fixture_open(), two = fixture_open();
    quern_session *first = quern_session_open(one.db), *second = quern_session_open(two.db);
    expect_update(one.script, 1, 0);
    expect_update(two.script, 2, 0);
    ck_assert_int_eq(update(first), 1);
    quern_session_close(first);
    fixture_close(&one);
    ck_assert_int_eq(update(second), 2);
    quern_session_close(second);
    fixture_close(&two);
}
END_TEST

/* ---- Without memory ---- */

static void *no_memory(void *context, size_t size)
{
    (void)context, (void)size;
    return NULL;
}

static void *no_more_memory(void *context, void *memory, size_t size)
{
    (void)context, (void)memory, (void)size;
    return NULL;
}

static void release_nothing(void *context, void *memory)
{
    (void)context;
    ck_assert_ptr_null(memory);
}

static const quern_allocator nothing = { no_memory, no_more_memory, release_nothing, NULL };

static void *use_the_static_one(void *db)
{
    for (int i = 0; i < 200; i++) {
        quern_session *session = quern_session_open(db);
        check_error("session", quern_session_error(session), QUERN_ERROR_MEMORY, "out of memory");
        quern_error_clear(session);
        ck_assert(quern_failed(session));
        ck_assert_int_eq(update(session), -1);
        ck_assert_int_eq(quern_len(quern_objects(session, author)), -1);
        quern_session_close(session);
        ck_assert(quern_close(db, i % 2 ? -1 : 0));
    }
    return NULL;
}

/* There is one for the whole program, for all threads: nothing that is done with it leaves a trace. */
START_TEST(the_static_db)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    quern_db *db = quern_open("x", quern__test_models, .allocator = &nothing);
    const quern_error *error = quern_db_error(db);
    check_error("the db", error, QUERN_ERROR_MEMORY, "out of memory");
    ck_assert_str_eq(error->hint, "");
    quern_db before;
    memcpy(&before, db, sizeof before);
    ck_assert_ptr_eq(quern_open(NULL, NULL, .allocator = &nothing, .pool_max = 1000000), db);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, use_the_static_one, db);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_msg(memcmp(&before, db, sizeof before) == 0, "it was written to");
    ck_assert_ptr_eq(quern_db_error(db), error);
}
END_TEST

START_TEST(no_db_at_all)
{
    ck_assert_ptr_null(quern_db_error(NULL));
    ck_assert(quern_close(NULL, 0));
    ck_assert(quern_close(NULL, -1));
    quern_session *session = quern_session_open(NULL);
    check_error("of no db", quern_session_error(session), QUERN_ERROR_MEMORY, "out of memory");
    quern_session_close(session);
}
END_TEST

static void check_out_of_memory(quern__replay *replay, const quern_error *error)
{
    check_error(quern__replay_where(replay), error, QUERN_ERROR_MEMORY, "out of memory");
}

/* What failed is the db, or a session of it; another session then works. */
static bool lives(quern__replay *replay, void *script)
{
    quern_db *db = quern_open("x", quern__test_models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script), .pool_max = 2);
    const bool opened = !quern_db_error(db);
    quern_session *session = quern_session_open(db);
    const bool done = quern_count(quern_objects(session, author)) == 4;
    if (!opened)
        check_out_of_memory(replay, quern_db_error(db));
    if (!done)
        check_out_of_memory(replay, quern_session_error(session));
    quern_session_close(session);
    quern__replay_stop_failing(replay);
    session = quern_session_open(db);
    ck_assert_int_eq(quern_count(quern_objects(session, author)), opened ? 4 : -1);
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    if (done)
        quern__replay_harmless(replay); /* the log, or the cache of statements, has forgotten it */
    return done;
}

/* The mistake is in the db's error, or there was no memory to say what it is. */
static bool is_refused(quern__replay *replay, void *script)
{
    const quern_model *const models[] = { &book_model, NULL };
    quern_db *db = quern_open("x", models, .allocator = quern__replay_allocator(replay),
                              .backend = quern_script_backend(script));
    const bool told = quern_db_error(db)->code == QUERN_ERROR_MODEL;
    if (!told)
        check_out_of_memory(replay, quern_db_error(db));
    quern_session *session = quern_session_open(db);
    const bool handed_on = quern_session_error(session)->code == QUERN_ERROR_MODEL;
    if (!handed_on)
        check_out_of_memory(replay, quern_session_error(session));
    quern_session_close(session);
    ck_assert(quern_close(db, 0));
    if (told && handed_on)
        quern__replay_harmless(replay); /* the list of choices is shorter then */
    return told && handed_on;
}

START_TEST(without_memory)
{
    quern_script *script = quern_script_new(NULL);
    quern_script_expect(script, .contains = "COUNT", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("4"));
    ck_assert_uint_ge(quern__replay_run("db: a life", lives, script), 20);
    ck_assert_uint_ge(quern__replay_run("db: a bad model", is_refused, script), 5);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_open(void);

Suite *quern__suite_open(void)
{
    Suite *suite = suite_create("open");
    TCase *tests = tcase_create("dbs");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, it_connects_nowhere);
    tcase_add_test(tests, what_it_was_given_may_go);
    tcase_add_loop_test(tests, it_waits_for_a_first_connection, 0, 2 * sizeof waits / sizeof *waits);
    tcase_add_test(tests, without_models);
    tcase_add_test(tests, a_mistake_in_a_model);
    tcase_add_test(tests, two_dbs_have_nothing_in_common);
    tcase_add_test(tests, the_static_db);
    tcase_add_test(tests, no_db_at_all);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
