/* test_share.c: shared querysets, and values to come, evaluated: by each call, with the statement and the values that are sent. */
#include "test/unit/load/fixture.h"

#include <quern/short.h>
#include <quern/transaction.h>

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static quern_queryset *born_after(load_fixture *f)
{
    return quern_order_by(quern_filter(quern_objects(f->s, author), Q("born__gt", QUERN_PARAM("year"))),
                          "name");
}

START_TEST(each_call_evaluates_it)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *shared = quern_share(f.db, born_after(&f));
    quern_queryset *bound = quern_bind(quern_in(f.s, shared), QUERN_SET("year", 1900));
    if (call->scalar)
        expect_number(&f, "\"born\" > $1", "1");
    else
        expect_authors(&f, "\"born\" > $1", 1);
    ck_assert_msg(call->run(bound), "%s: %s", call->name, quern_error_text(f.s));
    check_statements(&f, call->name, 1);
    load_close(&f);
}
END_TEST

START_TEST(each_call_wants_its_values)
{
    const load_call *call = &load_calls[_i];
    load_fixture f = load_open();
    quern_queryset *wanting = born_after(&f);
    quern_queryset *all[] = { wanting, quern_in(f.s, quern_share(f.db, wanting)),
                              quern_bind(quern_filter(wanting, Q("name", QUERN_PARAM("name"))),
                                         QUERN_SET("name", "Ann")) };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ck_assert_msg(!call->run(all[i]), "%s", call->name);
        ck_assert_str_eq(quern_session_error(f.s)->path, "year");
        ck_assert_ptr_nonnull(strstr(quern_session_error(f.s)->hint, "QUERN_SET(\"year\""));
        check_failure(&f, call->name, QUERN_ERROR_USAGE, "the parameter \"year\" has no value", LOAD_SITE);
    }
    check_statements(&f, call->name, 0);
    load_close(&f);
}
END_TEST

static void expect_values(load_fixture *f, const char *contains, const char *values)
{
    quern_script_expect(f->script, .contains = contains, .values = values,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }));
}

START_TEST(the_values_stand_where_they_belong)
{
    load_fixture f = load_open();
    quern_queryset *authors =
        quern_filter(quern_objects(f.s, author), Q("name", "Ann"),
                     Q("born__range", QUERN_RANGE(QUERN_PARAM("from"), 1990)),
                     Q("email__contains", QUERN_PARAM("email")), Q("id__in", QUERN_PARAM("ids")));
    quern_queryset *shared = quern_share(f.db, quern_slice(authors, 2, 7));
    const int64_t ids[] = { 3, 5 };
    quern_queryset *bound = quern_bind(quern_in(f.s, shared), QUERN_SET("ids", quern_array_of_i64(ids, 2)),
                                       QUERN_SET("from", 1900), QUERN_SET("email", "50%"));
    expect_values(&f, "LIMIT $6 OFFSET $7",
                  "$1 = 'Ann', $2 = 1900, $3 = 1990, $4 = '%50\\%%', $5 = '{3,5}', $6 = 5, $7 = 2");
    ck_assert_int_eq(quern_len(bound), 0);
    expect_values(&f, "LIMIT $6 OFFSET $7",
                  "$1 = 'Ann', $2 = 1901, $3 = 1990, $4 = '%50\\%%', $5 = '{3,5}', $6 = 5, $7 = 2");
    ck_assert_int_eq(quern_len(quern_bind(bound, QUERN_SET("from", 1901))), 0);
    expect_values(&f, "LIMIT $6 OFFSET $7",
                  "$1 = 'Ann', $2 = 1901, $3 = 1990, $4 = '%50\\%%', $5 = '{3,5}', $6 = 2, $7 = 3");
    ck_assert_int_eq(quern_len(quern_slice(quern_bind(bound, QUERN_SET("from", 1901)), 1, 3)), 0);
    check_statements(&f, "three", 3);
    load_close(&f);
}
END_TEST

START_TEST(nothing_is_asked_for_a_list_of_nothing)
{
    load_fixture f = load_open();
    quern_queryset *shared =
        quern_share(f.db, quern_filter(quern_objects(f.s, author), Q("id__in", QUERN_PARAM("ids"))));
    quern_queryset *none = quern_bind(quern_in(f.s, shared), QUERN_SET("ids", quern_array_of_i64(NULL, 0)));
    ck_assert_int_eq(quern_len(none), 0);
    ck_assert_int_eq(quern_count(none), 0);
    check_statements(&f, "a list of nothing", 0);
    expect_number(&f, "= ANY($1)", "1");
    const int64_t one = 1;
    ck_assert_int_eq(quern_count(quern_bind(none, QUERN_SET("ids", quern_array_of_i64(&one, 1)))), 1);
    check_statements(&f, "a list of one", 1);
    load_close(&f);
}
END_TEST

/* The statement of a shared queryset is not looked for in the cache, and that of a refined one is there the second time. */
START_TEST(its_statement_is_there)
{
    load_fixture f = load_open();
    quern_queryset *shared = quern_share(f.db, born_after(&f));
    quern_cache_counts counts;
    for (int i = 0; i < 3; i++) {
        quern_queryset *bound = quern_bind(quern_timeout(quern_in(f.s, shared), 5000), QUERN_SET("year", i));
        expect_values(&f, "\"born\" > $1", i == 0 ? "$1 = 0" : i == 1 ? "$1 = 1" : "$1 = 2");
        ck_assert_int_eq(quern_len(bound), 0);
        ck_assert(quern_cache_stats(f.db, &counts));
        ck_assert_uint_eq(counts.hits + counts.misses, 0);
    }
    for (int i = 0; i < 3; i++) {
        quern_queryset *bound = quern_bind(quern_in(f.s, shared), QUERN_SET("year", i));
        expect_values(&f, "\"id\" < $2", NULL);
        ck_assert_int_eq(quern_len(quern_filter(bound, Q("id__lt", 9))), 0);
    }
    ck_assert(quern_cache_stats(f.db, &counts));
    ck_assert_uint_eq(counts.misses, 1);
    ck_assert_uint_eq(counts.hits, 2);
    ck_assert_uint_eq(counts.kept, 1);
    load_close(&f);
}
END_TEST

START_TEST(without_a_cache_each_is_written)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db =
        quern_open("script:", quern__test_models, .backend = quern_script_backend(script), .no_cache = true);
    load_fixture f = { .script = script, .db = db, .s = quern_session_open(db) };
    quern_cache_counts counts;
    for (int i = 0; i < 3; i++) {
        expect_number(&f, "COUNT(*)", "7");
        ck_assert_int_eq(quern_count(quern_objects(f.s, author)), 7);
    }
    ck_assert(quern_cache_stats(f.db, &counts));
    ck_assert_uint_eq(counts.kept + counts.hits, 0);
    ck_assert_uint_eq(counts.misses, 3);
    load_close(&f);
}
END_TEST

/* ---- Threads ---- */

enum { THREADS = 8, ROUNDS = 300 };

typedef struct worker {
    pthread_t thread;
    quern_db *db;
    quern_queryset *by_year, *by_name;
    int64_t number;
} worker;

static void *work(void *argument)
{
    const worker *w = argument;
    quern_session *s = quern_session_open(w->db);
    for (int i = 0; i < ROUNDS; i++) {
        const quern_mark before = quern_session_mark(s);
        char name[40];
        snprintf(name, sizeof name, "name %d of %d", i, (int)w->number);
        ck_assert_int_eq(quern_count(quern_bind(quern_in(s, w->by_year), QUERN_SET("year", i))), 7);
        ck_assert_int_eq(
            quern_count(quern_filter(quern_bind(quern_in(s, w->by_name), QUERN_SET("name", name)),
                                     Q("id__gt", w->number))),
            7);
        ck_assert_ptr_nonnull(strstr(quern_sql(w->by_year), "$1"));
        ck_assert(quern_session_rewind(s, before));
    }
    ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    return NULL;
}

START_TEST(threads_use_it_at_once)
{
    load_fixture f = load_open();
    quern_script_expect(f.script, .contains = "COUNT(*)", .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"));
    worker workers[THREADS];
    quern_queryset *by_year = quern_share(f.db, born_after(&f));
    quern_queryset *by_name =
        quern_share(f.db, quern_filter(quern_objects(f.s, author), Q("name__contains", QUERN_PARAM("name"))));
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .db = f.db, .by_year = by_year, .by_name = by_name, .number = i };
        ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < 50; i++)
        ck_assert_ptr_null(quern_queryset_error(quern_share(f.db, born_after(&f))));
    for (int i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    load_close(&f);
}
END_TEST

Suite *quern__suite_share(void);

Suite *quern__suite_share(void)
{
    Suite *suite = suite_create("share");
    TCase *tests = tcase_create("share");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_call_evaluates_it, 0, LOAD_CALLS);
    tcase_add_loop_test(tests, each_call_wants_its_values, 0, LOAD_CALLS);
    tcase_add_test(tests, the_values_stand_where_they_belong);
    tcase_add_test(tests, nothing_is_asked_for_a_list_of_nothing);
    tcase_add_test(tests, its_statement_is_there);
    tcase_add_test(tests, without_a_cache_each_is_written);
    tcase_add_test(tests, threads_use_it_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
