/* test_maps.c: which decoder a column takes is found out once for a statement, and again when the columns that come are others. The
 * backend counts how often it is asked for one. */
#include "test/support/runner.h"
#include "test/unit/load/fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <quern/short.h>

static const quern_backend *inner;
static quern_backend counting;
static atomic_int asked;

static quern_link *open_inner(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return inner->open(inner, connect, error);
}

static quern_decoder *count_decoder(const quern_column *column, quern_kind kind)
{
    atomic_fetch_add(&asked, 1);
    return inner->decoder(column, kind);
}

static load_fixture open_counting(void)
{
    load_fixture f = { .script = quern_script_new(NULL) };
    inner = quern_script_backend(f.script);
    counting = *inner;
    counting.open = open_inner;
    counting.decoder = count_decoder;
    f.db = quern_open("script:", quern__test_models, .backend = &counting, .pool_max = 4, .turn_ms = 5000);
    ck_assert_ptr_null(quern_db_error(f.db));
    f.s = quern_session_open(f.db);
    return f;
}

/* The statement gives one shelf, with columns of these kinds. */
static void expect_shelf(load_fixture *f, quern_kind code, quern_kind room, int32_t times)
{
    quern_script_expect(f->script, .contains = "FROM \"shelf\"", .times = times,
                        QUERN_SCRIPT_COLUMNS({ "code", code }, { "room", room }),
                        QUERN_SCRIPT_ROWS("A1", "7"));
}

static bool is_shelf(const shelf *s)
{
    return s && strcmp(s->code, "A1") == 0 && s->room == 7;
}

/* Looks a shelf up; how many decoders that took. */
static int look_up(load_fixture *f)
{
    const int before = asked;
    const shelf *s = quern_get(quern_objects(f->s, shelf), shelf, Q("code", "A1"));
    ck_assert_msg(is_shelf(s), "%s", quern_error_text(f->s));
    return asked - before;
}

START_TEST(decoders_are_chosen_once)
{
    load_fixture f = open_counting();
    expect_shelf(&f, QUERN_KIND_TEXT, QUERN_KIND_I32, 3);
    ck_assert_int_eq(look_up(&f), 2);
    ck_assert_int_eq(look_up(&f), 0);
    quern_session_close(f.s);
    f.s = quern_session_open(f.db);
    ck_assert_int_eq(look_up(&f), 0);
    load_close(&f);
}
END_TEST

/* As after ALTER TABLE; another connection may still see the old ones. */
START_TEST(other_types_have_decoders_of_their_own)
{
    load_fixture f = open_counting();
    static const struct {
        quern_kind room;
        int decoders;
    } steps[] = { { QUERN_KIND_I32, 2 },
                  { QUERN_KIND_I16, 2 },
                  { QUERN_KIND_I16, 0 },
                  { QUERN_KIND_I32, 0 },
                  { QUERN_KIND_I16, 0 } };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        expect_shelf(&f, QUERN_KIND_TEXT, steps[i].room, 1);
        ck_assert_msg(look_up(&f) == steps[i].decoders, "step %zu", i);
    }
    load_close(&f);
}
END_TEST

START_TEST(a_type_that_does_not_fit_is_told_each_time)
{
    load_fixture f = open_counting();
    static const quern_kind rooms[] = { QUERN_KIND_F64, QUERN_KIND_I32, QUERN_KIND_F64, QUERN_KIND_I32 };
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        expect_shelf(&f, QUERN_KIND_TEXT, rooms[i], 1);
        const shelf *s = quern_get(quern_objects(f.s, shelf), shelf, Q("code", "A1"));
        if (rooms[i] == QUERN_KIND_F64)
            check_failure(&f, "a real", QUERN_ERROR_TYPE, "column \"room\" of \"shelf\" is of type", NULL);
        else
            ck_assert_msg(is_shelf(s), "%s", quern_error_text(f.s));
    }
    load_close(&f);
}
END_TEST

/* No more than some are kept; the others are chosen each time. */
START_TEST(many_kinds_of_columns_are_loaded_all_the_same)
{
    load_fixture f = open_counting();
    static const quern_kind ids[] = { QUERN_KIND_I64, QUERN_KIND_I32, QUERN_KIND_I16 };
    static const quern_kind borns[] = { QUERN_KIND_I32, QUERN_KIND_I16 };
    for (int round = 0; round < 3; round++) {
        const int before = asked;
        for (int i = 0; i < 6; i++) {
            quern_script_expect(f.script, .contains = "FROM \"books_author\"",
                                QUERN_SCRIPT_COLUMNS({ "id", ids[i / 2] }, { "name", QUERN_KIND_TEXT },
                                                     { "email", QUERN_KIND_TEXT }, { "born", borns[i % 2] }),
                                QUERN_SCRIPT_ROWS("4", "Ann", NULL, "1970"));
            const author *a = quern_get(quern_objects(f.s, author), author, Q("id", 4));
            ck_assert_msg(a && a->id == 4 && strcmp(a->name, "Ann") == 0 && !a->email && a->born.present &&
                              a->born.value == 1970,
                          "round %d, %d: %s", round, i, quern_error_text(f.s));
        }
        ck_assert_int_eq(asked - before, round == 0 ? 6 * 4 : 2 * 4);
    }
    load_close(&f);
}
END_TEST

/* A statement for fewer fields is another; one for rows without a model has rows that are gone when it comes again. */
START_TEST(rows_of_another_kind_are_not_mixed_up)
{
    load_fixture f = open_counting();
    for (int round = 0; round < 2; round++) {
        expect_shelf(&f, QUERN_KIND_TEXT, QUERN_KIND_I32, 1);
        look_up(&f);
        quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                            QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("B2"));
        const shelf *s = quern_get(quern_only(quern_objects(f.s, shelf), "code"), shelf, Q("code", "B2"));
        ck_assert_msg(s && strcmp(s->code, "B2") == 0, "%s", quern_error_text(f.s));
        quern_session_reset(f.s);
    }
    load_close(&f);
}
END_TEST

/* What looks like a text to quern, once the server has been asked. */
START_TEST(types_that_users_made_are_as_what_they_look_like)
{
    load_fixture f = open_counting();
    const quern_kind made = (quern_kind)(QUERN_SCRIPT_USER_TYPE + 1);
    expect_shelf(&f, made, QUERN_KIND_I32, 1);
    char text[20];
    snprintf(text, sizeof text, "%d", (int)QUERN_KIND_TEXT);
    quern_script_expect(f.script, .sql = QUERN_SCRIPT_RESOLVE_TYPE,
                        QUERN_SCRIPT_COLUMNS({ "alike", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS(text, "citext"));
    expect_shelf(&f, made, QUERN_KIND_I32, 2);
    expect_shelf(&f, QUERN_KIND_TEXT, QUERN_KIND_I32, 1);
    look_up(&f);
    ck_assert_int_eq(look_up(&f), 0);
    ck_assert_int_eq(look_up(&f), 0);
    load_close(&f);
}
END_TEST

static void *look_up_often(void *context)
{
    quern_session *s = quern_session_open(context);
    bool good = true;
    for (int i = 0; i < 50; i++)
        good &= is_shelf(quern_get(quern_objects(s, shelf), shelf, Q("code", "A1")));
    quern_session_close(s);
    return good ? context : NULL;
}

START_TEST(threads_share_them)
{
    enum { THREADS = 4 };
    load_fixture f = open_counting();
    pthread_t threads[THREADS];
    const int before = asked;
    expect_shelf(&f, QUERN_KIND_TEXT, QUERN_KIND_I32, QUERN_SCRIPT_ALWAYS);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, look_up_often, f.db), 0);
    for (int i = 0; i < THREADS; i++) {
        void *good;
        pthread_join(threads[i], &good);
        ck_assert_ptr_eq(good, f.db);
    }
    ck_assert_int_le(asked - before, 2 * THREADS);
    load_close(&f);
}
END_TEST

quern__suite_maker quern__suite_maps;
Suite *quern__suite_maps(void)
{
    Suite *suite = suite_create("maps");
    TCase *tests = tcase_create("maps");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, decoders_are_chosen_once);
    tcase_add_test(tests, other_types_have_decoders_of_their_own);
    tcase_add_test(tests, a_type_that_does_not_fit_is_told_each_time);
    tcase_add_test(tests, many_kinds_of_columns_are_loaded_all_the_same);
    tcase_add_test(tests, rows_of_another_kind_are_not_mixed_up);
    tcase_add_test(tests, types_that_users_made_are_as_what_they_look_like);
    tcase_add_test(tests, threads_share_them);
    suite_add_tcase(suite, tests);
    return suite;
}
