/* test_one.c: quern_at, quern_first and quern_get: which row each asks for, what the cache can answer, and the answers that
 * are no failures. */
#include "test/unit/load/fixture.h"

#include "lib/model/scope.h"

#include <check.h>
#include <string.h>

#define FROM "FROM \"books_author\""

static void check_answer(const load_fixture *f, const char *name, quern_answer_kind answer)
{
    ck_assert_msg(quern_answer(f->s) == answer, "%s: the answer is %d, not %d", name, (int)quern_answer(f->s),
                  (int)answer);
    check_well(f, name);
}

static const char *last_sql(const load_fixture *f)
{
    return quern_query_at(f->s, -1)->sql;
}

static bool ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static void check_end(const load_fixture *f, const char *end)
{
    ck_assert_msg(ends_with(last_sql(f), end), "\"%s\" does not end with \"%s\"", last_sql(f), end);
}

START_TEST(at_asks_for_one_row)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_order_by(quern_objects(f.s, author), "name");
    expect_authors(&f, FROM, 1);
    check_author(quern_at(authors, author, 0), 1);
    check_end(&f, "ORDER BY \"books_author\".\"name\" LIMIT 1");
    check_answer(&f, "at 0", QUERN_FOUND);
    expect_authors(&f, "LIMIT 1 OFFSET $1", 1);
    check_author(quern_at(authors, author, 5), 1);
    ck_assert_str_eq(quern_script_seen(f.script, 1)->values, "$1 = 5");
    expect_authors(&f, "LIMIT 1 OFFSET $1", 0);
    ck_assert_ptr_null(quern_at(authors, author, 99));
    check_answer(&f, "at 99", QUERN_NOT_FOUND);
    expect_authors(&f, FROM, 3);
    ck_assert_int_eq(quern_len(authors), 3);
    check_statements(&f, "at fills no cache", 4);
    load_close(&f);
}
END_TEST

START_TEST(at_within_a_slice)
{
    load_fixture f = load_open();
    quern_queryset *slice = quern_slice(quern_order_by(quern_objects(f.s, author), "name"), 10, 13);
    expect_authors(&f, "LIMIT 1 OFFSET $1", 1);
    check_author(quern_at(slice, author, 2), 1);
    ck_assert_str_eq(quern_script_seen(f.script, 0)->values, "$1 = 12");
    ck_assert_ptr_null(quern_at(slice, author, 3)); /* outside: nothing to ask */
    check_answer(&f, "behind the slice", QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_at(slice, author, INT64_MAX));
    check_answer(&f, "far behind", QUERN_NOT_FOUND);
    check_statements(&f, "within a slice", 1);
    load_close(&f);
}
END_TEST

START_TEST(at_from_the_cache)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    expect_authors(&f, FROM, 3);
    quern_len(authors);
    for (int64_t i = 0; i < 3; i++)
        check_author(quern_at(authors, author, i), i + 1);
    check_answer(&f, "from the cache", QUERN_FOUND);
    ck_assert_ptr_null(quern_at(authors, author, 3));
    check_answer(&f, "behind the end", QUERN_NOT_FOUND);
    ck_assert_ptr_null(quern_at(authors, author, INT64_MAX));
    check_answer(&f, "far behind", QUERN_NOT_FOUND);
    check_statements(&f, "from the cache", 1);
    load_close(&f);
}
END_TEST

START_TEST(at_refuses_negative_numbers)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    for (int cached = 0; cached < 2; cached++) {
        ck_assert_ptr_null((quern_at)(authors, &author_model, -1, "x.c:4"));
        ck_assert_int_eq(quern_answer(f.s), QUERN_NO_ANSWER);
        ck_assert_str_eq(quern_session_error(f.s)->hint,
                         "it counts from 0; for the last ones turn the order around");
        check_failure(&f, "-1", QUERN_ERROR_USAGE, "quern_at with a negative index", "x.c:4");
        ck_assert_ptr_null(quern_at(authors, author, INT64_MIN));
        check_failure(&f, "INT64_MIN", QUERN_ERROR_USAGE, "negative index", NULL);
        if (!cached)
            expect_authors(&f, FROM, 3);
        ck_assert_int_eq(quern_len(authors), 3);
    }
    check_statements(&f, "negative", 1);
    load_close(&f);
}
END_TEST

START_TEST(first_orders_by_the_key_when_there_is_no_order)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_filter(quern_objects(f.s, author), QUERN_Q("name__gt", "a"));
    expect_authors(&f, FROM, 1);
    check_author(quern_first(authors, author), 1);
    check_end(&f, "ORDER BY \"books_author\".\"id\" LIMIT 1");
    check_answer(&f, "first", QUERN_FOUND);
    expect_authors(&f, FROM, 1);
    quern_first(quern_order_by(authors, "-born"), author);
    ck_assert_ptr_nonnull(strstr(last_sql(&f), "ORDER BY \"books_author\".\"born\" DESC"));
    ck_assert_ptr_null(strstr(last_sql(&f), "\"id\" LIMIT"));
    expect_authors(&f, FROM, 0);
    ck_assert_ptr_null(quern_first(authors, author));
    check_answer(&f, "first of none", QUERN_NOT_FOUND);
    check_statements(&f, "first", 3);
    load_close(&f);
}
END_TEST

/* Only an order makes the first row of a cache the first one. */
START_TEST(first_and_the_cache)
{
    load_fixture f = load_open();
    quern_queryset *plain = quern_objects(f.s, author), *ordered = quern_order_by(plain, "name");
    expect_authors(&f, FROM, 3);
    expect_authors(&f, FROM, 3);
    quern_len(plain);
    quern_len(ordered);
    check_author(quern_first(ordered, author), 1);
    ck_assert_ptr_eq(quern_first(ordered, author), quern_at(ordered, author, 0));
    check_statements(&f, "ordered: from the cache", 2);
    expect_authors(&f, "ORDER BY \"books_author\".\"id\" LIMIT 1", 1);
    check_author(quern_first(plain, author), 1);
    check_statements(&f, "unordered: not from the cache", 3);
    load_close(&f);
}
END_TEST

START_TEST(first_of_a_slice)
{
    load_fixture f = load_open();
    quern_queryset *slice = quern_slice(quern_objects(f.s, author), 2, 5);
    ck_assert_ptr_null((quern_first)(slice, &author_model, "x.c:8"));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NO_ANSWER);
    ck_assert_str_eq(quern_session_error(f.s)->hint,
                     "order it before the slice, or take any of its rows by quern_at(qs, model, 0)");
    check_failure(&f, "no order", QUERN_ERROR_USAGE, "quern_first of a slice without an order", "x.c:8");
    check_statements(&f, "refused", 0);
    expect_authors(&f, "LIMIT 1 OFFSET $1", 1);
    check_author(quern_first(quern_slice(quern_order_by(quern_objects(f.s, author), "name"), 2, 5), author),
                 1);
    ck_assert_str_eq(quern_script_seen(f.script, 0)->values, "$1 = 2");
    check_answer(&f, "an order", QUERN_FOUND);
    load_close(&f);
}
END_TEST

/* Whether there is another is asked with the one: LIMIT 2. */
static const struct {
    size_t rows;
    quern_answer_kind answer;
} gets[] = { { 0, QUERN_NOT_FOUND }, { 1, QUERN_FOUND }, { 2, QUERN_MORE_THAN_ONE } };

START_TEST(get_says_how_many_there_are)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_order_by(quern_objects(f.s, author), "name");
    expect_authors(&f, "WHERE \"books_author\".\"id\" = $1 LIMIT $2", gets[_i].rows);
    const author *got = quern_get(authors, author, QUERN_Q("id", 5));
    ck_assert_str_eq(quern_script_seen(f.script, 0)->values, "$1 = 5, $2 = 2");
    check_answer(&f, "get", gets[_i].answer);
    if (gets[_i].answer == QUERN_FOUND)
        check_author(got, 1);
    else
        ck_assert_ptr_null(got);
    check_statements(&f, "get", 1);
    load_close(&f);
}
END_TEST

START_TEST(get_by_a_condition_that_the_compiler_checks)
{
    load_fixture f = load_open();
    expect_authors(&f, "WHERE \"books_author\".\"id\" = $1 LIMIT $2", 1);
    check_author(quern_get(quern_objects(f.s, author), author, QUERN_Q(author, id, exact, 6)), 1);
    ck_assert_str_eq(quern_script_seen(f.script, 0)->values, "$1 = 6, $2 = 2");
    load_close(&f);
}
END_TEST

START_TEST(get_without_conditions)
{
    load_fixture f = load_open();
    quern_queryset *chosen = quern_filter(quern_objects(f.s, author), QUERN_Q("name", "x"));
    const quern_condition none[] = { { 0 } };
    for (int i = 0; i < 3; i++)
        expect_authors(&f, "WHERE \"books_author\".\"name\" = $1 LIMIT $2", 1);
    check_author(quern_get(chosen, author), 1);
    check_author((quern_get)(chosen, &author_model, NULL, QUERN_SITE), 1);
    check_author((quern_get)(chosen, &author_model, none, QUERN_SITE), 1);
    check_answer(&f, "without conditions", QUERN_FOUND);
    load_close(&f);
}
END_TEST

START_TEST(get_of_a_slice)
{
    load_fixture f = load_open();
    quern_queryset *ordered = quern_order_by(quern_objects(f.s, author), "name");
    expect_authors(&f, "ORDER BY \"books_author\".\"name\" LIMIT 1 OFFSET $1",
                   1); /* the order decides which */
    check_author(quern_get(quern_slice(ordered, 3, 4), author), 1);
    expect_authors(&f, "LIMIT $1 OFFSET $2", 2);
    ck_assert_ptr_null(quern_get(quern_slice(ordered, 3, 9), author));
    ck_assert_str_eq(quern_script_seen(f.script, 1)->values, "$1 = 2, $2 = 3");
    check_answer(&f, "of a slice", QUERN_MORE_THAN_ONE);
    ck_assert_ptr_null(quern_get(quern_slice(ordered, 3, 9), author, QUERN_Q("id", 1)));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NO_ANSWER);
    check_failure(&f, "conditions on a slice", QUERN_ERROR_USAGE, "after quern_slice", NULL);
    load_close(&f);
}
END_TEST

START_TEST(get_with_a_misspelt_name)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const quern_condition wrong[] = { QUERN_Q("nmae", "x"), { 0 } };
    ck_assert_ptr_null((quern_get)(authors, &author_model, wrong, "x.c:5"));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NO_ANSWER);
    ck_assert_str_eq(quern_session_error(f.s)->nearest, "name");
    check_failure(&f, "nmae", QUERN_ERROR_FIELD, "nmae", "x.c:5");
    ck_assert_ptr_null(quern_queryset_error(authors));
    check_statements(&f, "misspelt", 0);
    load_close(&f);
}
END_TEST

/* Only what was found is kept. */
START_TEST(not_found_gives_its_memory_back)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const quern__arena *arena = ((const quern__scope *)f.s)->arena;
    const size_t before = quern__arena_bytes(arena);
    for (int i = 0; i < 20; i++) {
        for (int call = 0; call < 3; call++)
            expect_authors(&f, FROM, 0);
        ck_assert_ptr_null(quern_at(authors, author, i));
        ck_assert_ptr_null(quern_first(authors, author));
        ck_assert_ptr_null(quern_get(authors, author));
    }
    check_answer(&f, "20 times", QUERN_NOT_FOUND);
    ck_assert_uint_eq(quern__arena_bytes(arena), before);
    load_close(&f);
}
END_TEST

START_TEST(more_than_one_gives_its_memory_back)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const size_t room = 100000;
    char *names = quern_system_allocator()->allocate(NULL, room);
    memset(names, 'x', room);
    names[room - 1] = '\0';
    for (int i = 0; i < 20; i++)
        quern_script_expect(f.script,
                            QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                                 { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                            QUERN_SCRIPT_ROWS("1", names, NULL, NULL, "2", names, NULL, NULL));
    const quern__arena *arena = ((const quern__scope *)f.s)->arena;
    for (int i = 0; i < 20; i++)
        ck_assert_ptr_null(quern_get(authors, author));
    check_answer(&f, "20 times", QUERN_MORE_THAN_ONE);
    ck_assert_uint_lt(quern__arena_bytes(arena), room);
    quern_system_allocator()->release(NULL, names);
    load_close(&f);
}
END_TEST

/* The answer is that of the last call for one object; other calls leave it. */
START_TEST(the_answer_stays)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    ck_assert_int_eq(quern_answer(f.s), QUERN_FOUND);
    expect_authors(&f, FROM, 0);
    quern_first(authors, author);
    check_answer(&f, "first", QUERN_NOT_FOUND);
    expect_authors(&f, FROM, 2);
    quern_len(authors);
    check_answer(&f, "len", QUERN_NOT_FOUND);
    quern_at(authors, author, 1);
    check_answer(&f, "at", QUERN_FOUND);
    load_close(&f);
}
END_TEST

Suite *quern__suite_one(void);

Suite *quern__suite_one(void)
{
    Suite *suite = suite_create("one");
    TCase *tests = tcase_create("objects");
    tcase_add_test(tests, at_asks_for_one_row);
    tcase_add_test(tests, at_within_a_slice);
    tcase_add_test(tests, at_from_the_cache);
    tcase_add_test(tests, at_refuses_negative_numbers);
    tcase_add_test(tests, first_orders_by_the_key_when_there_is_no_order);
    tcase_add_test(tests, first_and_the_cache);
    tcase_add_test(tests, first_of_a_slice);
    tcase_add_loop_test(tests, get_says_how_many_there_are, 0, sizeof gets / sizeof *gets);
    tcase_add_test(tests, get_by_a_condition_that_the_compiler_checks);
    tcase_add_test(tests, get_without_conditions);
    tcase_add_test(tests, get_of_a_slice);
    tcase_add_test(tests, get_with_a_misspelt_name);
    tcase_add_test(tests, not_found_gives_its_memory_back);
    tcase_add_test(tests, more_than_one_gives_its_memory_back);
    tcase_add_test(tests, the_answer_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
