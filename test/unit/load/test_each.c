/* test_each.c: the loop: one statement however it is nested, left, or repeated. */
#include "test/unit/load/fixture.h"

#include <check.h>

#define FROM "FROM \"books_author\""

START_TEST(it_asks_once)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    check_statements(&f, "before", 0);
    expect_authors(&f, FROM, 5);
    for (int again = 0; again < 3; again++) {
        int64_t number = 0;
        QUERN_EACH(author, a, authors)
            check_author(a, ++number);
        ck_assert_int_eq(number, 5);
        check_statements(&f, "looped", 1);
    }
    load_close(&f);
}
END_TEST

START_TEST(nested_over_the_same)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    int64_t pairs = 0, sum = 0;
    expect_authors(&f, FROM, 4);
    QUERN_EACH(author, a, authors)
        QUERN_EACH(author, b, authors) {
            pairs++;
            sum += 10 * a->id + b->id;
        }
    ck_assert_int_eq(pairs, 16);
    ck_assert_int_eq(sum, 4 * (10 + 20 + 30 + 40) + 4 * (1 + 2 + 3 + 4));
    check_statements(&f, "nested", 1);
    load_close(&f);
}
END_TEST

START_TEST(nested_with_the_same_name)
{
    load_fixture f = load_open();
    int64_t inner = 0;
    expect_authors(&f, FROM, 3);
    for (int i = 0; i < 3; i++)
        expect_authors(&f, "\"id\" > $1", 2);
    QUERN_EACH(author, a, quern_objects(f.s, author))
        QUERN_EACH(author, a, quern_filter(quern_objects(f.s, author), QUERN_Q("id__gt", a->id)))
            inner += a->id;
    ck_assert_int_eq(inner, 3 * (1 + 2));
    for (size_t i = 1; i <= 3; i++) { /* the inner loop saw the outer one's variable */
        char values[16] = "$1 = ?";
        values[5] = (char)('0' + i);
        ck_assert_str_eq(quern_script_seen(f.script, i)->values, values);
    }
    check_statements(&f, "same name", 4);
    load_close(&f);
}
END_TEST

START_TEST(break_and_continue)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    int64_t outer = 0, inner = 0, odd = 0;
    expect_authors(&f, FROM, 6);
    QUERN_EACH(author, a, authors) {
        if (a->id % 2 == 0)
            continue;
        odd += a->id;
        if (a->id == 3)
            break;
    }
    ck_assert_int_eq(odd, 1 + 3);
    QUERN_EACH(author, a, authors) {
        outer++;
        QUERN_EACH(author, b, authors) {
            inner++;
            if (b->id == 2)
                break; /* out of the inner loop only */
        }
    }
    ck_assert_int_eq(outer, 6);
    ck_assert_int_eq(inner, 12);
    check_statements(&f, "left early", 1);
    load_close(&f);
}
END_TEST

static const author *find(quern_queryset *authors, int64_t id)
{
    QUERN_EACH(author, a, authors)
        if (a->id == id)
            return a;
    return NULL;
}

START_TEST(return_out_of_it)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    expect_authors(&f, FROM, 6);
    check_author(find(authors, 4), 4);
    check_author(find(authors, 1), 1);
    ck_assert_ptr_null(find(authors, 7));
    check_statements(&f, "return", 1);
    load_close(&f);
}
END_TEST

static int asked;

static quern_queryset *ask(quern_queryset *queryset)
{
    asked++;
    return queryset;
}

START_TEST(the_expression_is_evaluated_once)
{
    load_fixture f = load_open();
    int64_t rows = 0;
    expect_authors(&f, FROM, 5);
    QUERN_EACH(author, a, ask(quern_objects(f.s, author)))
        rows += a->id > 0;
    ck_assert_int_eq(rows, 5);
    ck_assert_int_eq(asked, 1);
    load_close(&f);
}
END_TEST

START_TEST(without_the_macro)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    expect_authors(&f, FROM, 2);
    quern_each each = quern_each_begin(authors, &author_model, QUERN_SITE);
    ck_assert(each.live);
    check_author(quern_each_next(&each), 1);
    check_author(quern_each_next(&each), 2);
    ck_assert_ptr_null(quern_each_next(&each));
    ck_assert_ptr_null(quern_each_next(&each));
    quern_each_end(&each);
    quern_each_end(&each);
    ck_assert_ptr_null(quern_each_next(&each));
    each = quern_each_begin(authors, &author_model, QUERN_SITE);
    check_author(quern_each_next(&each), 1);
    quern_each_end(&each);
    ck_assert_ptr_null(quern_each_next(&each));
    check_statements(&f, "without the macro", 1);
    load_close(&f);
}
END_TEST

/* A failure in the body is the session's; the rows that are there go on. */
START_TEST(a_failure_in_the_body)
{
    load_fixture f = load_open();
    int64_t rows = 0;
    expect_authors(&f, FROM, 3);
    expect_refusal(&f, "COUNT");
    QUERN_EACH(author, a, quern_objects(f.s, author)) {
        rows += a->id > 0;
        ck_assert_int_eq(quern_count(quern_objects(f.s, author)), -1);
    }
    ck_assert_int_eq(rows, 3);
    check_statements(&f, "only one of the counts was sent", 2);
    check_failure(&f, "body", QUERN_ERROR_SERVER, "does not exist", NULL);
    load_close(&f);
}
END_TEST

/* Rows that came before the connection was lost are no short list. */
START_TEST(a_loss_in_the_middle)
{
    load_fixture f = load_open();
    quern_queryset *shelves = quern_objects(f.s, shelf);
    quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("A", "1", "B", "2"), .lost = QUERN_SCRIPT_LOST_AFTER,
                        .sqlstate = "57P01", .message = "terminated");
    QUERN_EACH(shelf, at, shelves)
        ck_abort_msg("shelf %s of a result that never ended", at->code);
    ck_assert_int_eq(quern_len(shelves), -1);
    ck_assert_str_eq(quern_session_error(f.s)->sqlstate, "57P01");
    ck_assert_int_eq(quern_session_error(f.s)->outcome, QUERN_NOT_APPLIED);
    check_statements(&f, "lost", 1);
    check_failure(&f, "lost", QUERN_ERROR_CONNECTION_LOST, "terminated", NULL);
    load_close(&f);
}
END_TEST

Suite *quern__suite_each(void);

Suite *quern__suite_each(void)
{
    Suite *suite = suite_create("each");
    TCase *tests = tcase_create("loops");
    tcase_add_test(tests, it_asks_once);
    tcase_add_test(tests, nested_over_the_same);
    tcase_add_test(tests, nested_with_the_same_name);
    tcase_add_test(tests, break_and_continue);
    tcase_add_test(tests, return_out_of_it);
    tcase_add_test(tests, the_expression_is_evaluated_once);
    tcase_add_test(tests, without_the_macro);
    tcase_add_test(tests, a_failure_in_the_body);
    tcase_add_test(tests, a_loss_in_the_middle);
    suite_add_tcase(suite, tests);
    return suite;
}
