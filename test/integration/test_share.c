/* test_share.c: shared querysets on a real server: every call, in a session that did not build them, in a transaction, in eight threads;
 * what the server keeps of them; and that they give what the same gives when it is built with constants. */
#include "test/integration/counted.h"

#include <quern/transaction.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static quern_queryset *volumes; /* published ones of an author's, after a number; $1 to $3 */
static quern_queryset *by_id;

static void share(void)
{
    if (!db)
        return;
    open_counted();
    quern_session *first = quern_session_open(counted_db);
    quern_queryset *books =
        quern_filter(quern_objects(first, book), Q("title__startswith", QUERN_PARAM("title")),
                     Q("author__name__contains", QUERN_PARAM("name")), Q("id__gt", QUERN_PARAM("after")),
                     Q("published", true));
    volumes = quern_share(counted_db, quern_order_by(books, "-id"));
    by_id = quern_share(counted_db, quern_filter(quern_objects(first, book), Q("id", QUERN_PARAM("id"))));
    ck_assert_ptr_null(quern_queryset_error(volumes));
    ck_assert_ptr_null(quern_queryset_error(by_id));
    quern_session_close(first);
    count_from_here();
}

static quern_queryset *after(quern_session *in, int64_t id)
{
    return quern_bind(quern_in(in, volumes), QUERN_SET("title", "Volume"), QUERN_SET("name", "Zola"),
                      QUERN_SET("after", id));
}

START_TEST(each_call_gives_its_rows)
{
    NEEDS_SERVER();
    quern_session *in = counted;
    bool found = false;
    int64_t sum = 0;
    /* of Zola's: 7, 10, 13, …, 40 have even numbers 10, 16, 22, 28, 34, 40 */
    QUERN_EACH(book, b, after(in, 20))
        sum += b->id;
    ck_assert_int_eq(sum, 22 + 28 + 34 + 40);
    expect_statements("QUERN_EACH", 1);
    ck_assert_int_eq(quern_len(after(in, 0)), 6);
    ck_assert_int_eq(quern_count(after(in, 0)), 6);
    ck_assert(quern_exists(after(in, 39), &found) && found);
    ck_assert(quern_exists(after(in, 40), &found) && !found);
    ck_assert_int_eq(quern_first(after(in, 0), book)->id, 40);
    ck_assert_int_eq(quern_last(after(in, 0), book)->id, 10);
    ck_assert_int_eq(quern_at(after(in, 0), book, 1)->id, 34);
    ck_assert_int_eq(quern_get(after(in, 39), book)->id, 40);
    ck_assert_ptr_null(quern_get(after(in, 0), book));
    ck_assert_int_eq(quern_answer(in), QUERN_MORE_THAN_ONE);
    ck_assert_int_eq(quern_get(after(in, 0), book, Q("id", 16))->id, 16);
    ck_assert_int_eq(quern_latest(after(in, 0), book, "title")->id, 40);
    ck_assert_int_eq(quern_list(after(in, 0), book)[5]->id, 10);
    ck_assert_int_eq(quern_len(quern_slice(after(in, 0), 1, 4)), 3);
    ck_assert_int_eq(quern_len(quern_filter(after(in, 0), Q("id__lt", 20))), 2);
    ck_assert_int_eq(quern_len(quern_values(after(in, 0), "title", "author__name")), 6);
    ck_assert_ptr_nonnull(quern_in_bulk(after(in, 0), book, "id", LIST(10, 11))[0]);
    ck_assert_ptr_nonnull(strstr(quern_explain(after(in, 0)), "books_book"));
    expect_statements("all of them", 18);
    ck_assert_str_eq(quern_error_text(in), "");
}
END_TEST

START_TEST(it_can_be_streamed_printed_and_nested)
{
    NEEDS_SERVER();
    int64_t sum = 0;
    char *text = NULL;
    size_t size = 0;
    QUERN_STREAM(book, b, after(counted, 20), .chunk = 2)
    sum += b->id;
    ck_assert_int_eq(sum, 22 + 28 + 34 + 40);
    FILE *out = open_memstream(&text, &size);
    ck_assert(quern_print(after(counted, 39), out));
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "book"));
    free(text);
    quern_queryset *sequels =
        quern_filter(quern_objects(counted, book), Q("sequel_of__in", after(counted, 0)));
    ck_assert_int_ge(quern_count(sequels), 0);
    quern_queryset *same =
        quern_filter(quern_objects(counted, book), Q("id__in", quern_in(counted, volumes)));
    same = quern_bind(same, QUERN_SET("title", "Volume"), QUERN_SET("name", "Zola"), QUERN_SET("after", 20));
    ck_assert_int_eq(quern_count(same), 4);
    ck_assert(quern_begin(counted));
    ck_assert_int_eq(quern_count(after(counted, 20)), 4);
    ck_assert(quern_commit(counted));
    quern_result *taken = quern_result_take(after(counted, 20));
    ck_assert_uint_eq(quern_result_count(taken), 4);
    quern_result_free(taken);
    ck_assert_str_eq(quern_error_text(counted), "");
}
END_TEST

/* NULL, a list of nothing, and one with NULL in it: as the same with constants. */
START_TEST(values_that_make_other_sql)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_objects(s, book);
    quern_queryset *subtitle = quern_share(db, quern_filter(books, Q("subtitle", QUERN_PARAM("p"))));
    quern_queryset *among = quern_share(db, quern_filter(books, Q("pages__in", QUERN_PARAM("p"))));
    quern_queryset *but = quern_share(db, quern_exclude(books, Q("pages__in", QUERN_PARAM("p"))));
    quern_queryset *lent = quern_share(db, quern_exclude(books, Q("lent", QUERN_PARAM("p"))));
    const quern_value none[] = { { 0 } }, with_null[] = { quern_value_i64(100), quern_value_null(), { 0 } };
    const struct {
        const char *name;
        quern_queryset *shared, *constant;
        quern_value value;
    } cases[] = {
        { "a text", subtitle, quern_filter(books, Q("subtitle", "part 6")), quern_value_text("part 6") },
        { "NULL", subtitle, quern_filter(books, Q("subtitle", QUERN_NULL)), quern_value_null() },
        { "none", among, quern_none(books), quern_value_list(none) },
        { "some and NULL", among, quern_filter(books, Q("pages__in", quern_value_list(with_null))),
          quern_value_list(with_null) },
        { "but none", but, books, quern_value_list(none) },
        { "but some and NULL", but, quern_exclude(books, Q("pages__in", quern_value_list(with_null))),
          quern_value_list(with_null) },
        { "not true", lent, quern_exclude(books, Q("lent", true)), quern_value_bool(true) },
        { "not false", lent, quern_exclude(books, Q("lent", false)), quern_value_bool(false) },
        { "not NULL", lent, quern_exclude(books, Q("lent", QUERN_NULL)), quern_value_null() },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *bound = quern_bind(quern_in(s, cases[i].shared), QUERN_SET("p", cases[i].value));
        const int64_t got = quern_len(bound), expected = quern_len(cases[i].constant);
        ck_assert_msg(got >= 0 && got == expected, "%s: %d rows, not %d: %s", cases[i].name, (int)got,
                      (int)expected, quern_error_text(s));
        ck_assert_msg(quern_count(quern_all(bound)) == expected, "%s: counted", cases[i].name);
    }
}
END_TEST

/* On one connection a shared statement is sent a second time by its name. */
START_TEST(the_server_keeps_its_statement)
{
    NEEDS_SERVER();
    quern_db *one = open_db(&(quern_options){ .pool_max = 1 }, schema.uri);
    quern_session *in = quern_session_open(one);
    quern_queryset *shared =
        quern_share(one, quern_filter(quern_objects(in, book), Q("id", QUERN_PARAM("id"))));
    for (int64_t id = 1; id < 5; id++)
        ck_assert_int_eq(quern_get(quern_bind(quern_in(in, shared), QUERN_SET("id", id)), book)->id, id);
    ck_assert_int_eq(
        quern_execute(in, "SELECT FROM pg_prepared_statements WHERE statement LIKE '%books_book%' AND "
                          "statement NOT LIKE '%pg_prepared%'"),
        1);
    quern_session_close(in);
    close_db(one);
}
END_TEST

enum { THREADS = 8, ROUNDS = 200 };

static void *work(void *seed)
{
    quern_session *in = quern_session_open(counted_db);
    int64_t id = *(const int64_t *)seed;
    bool good = true;
    for (int i = 0; i < ROUNDS && good; i++) {
        const quern_mark before = quern_session_mark(in);
        id = id * 7 % 40 + 1;
        const book *b = quern_get(quern_bind(quern_in(in, by_id), QUERN_SET("id", id)), book);
        good = b && b->id == id && quern_count(after(in, 20)) == 4 && quern_session_rewind(in, before);
    }
    good = good && !quern_failed(in);
    if (!good)
        fprintf(stderr, "%s\n", quern_error_text(in));
    quern_session_close(in);
    return good ? seed : NULL;
}

START_TEST(threads_use_it_at_once)
{
    NEEDS_SERVER();
    pthread_t threads[THREADS];
    int64_t seeds[THREADS];
    for (int i = 0; i < THREADS; i++) {
        seeds[i] = i + 1;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &seeds[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *done;
        pthread_join(threads[i], &done);
        ck_assert_msg(done != NULL, "thread %d", i);
    }
}
END_TEST

Suite *quern__suite_share(void);

Suite *quern__suite_share(void)
{
    Suite *suite = suite_create("share");
    TCase *tests = server_case("share");
    tcase_add_checked_fixture(tests, share, close_counted);
    tcase_add_test(tests, each_call_gives_its_rows);
    tcase_add_test(tests, it_can_be_streamed_printed_and_nested);
    tcase_add_test(tests, values_that_make_other_sql);
    tcase_add_test(tests, the_server_keeps_its_statement);
    tcase_add_test(tests, threads_use_it_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
