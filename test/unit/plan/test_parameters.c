/* test_parameters.c: which values go along, in which order, and as what they are sent. */
#include "lib/plan/plan.h"

#include "test/support/models.h"

#include <quern/short.h>

#include <check.h>

static quern_session *session;
static quern_queryset *books;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

static quern__parameters parameters_of(const quern_queryset *queryset, quern__intent intent)
{
    quern__arena *arena = ((quern__scope *)session)->arena;
    const quern__wish wish = { .intent = intent, .most = -1 };
    quern__plan plan;
    quern__parameters parameters;
    ck_assert(quern__plan_make(queryset, &wish, arena, &plan));
    ck_assert(quern__plan_parameters(&plan, arena, &parameters));
    return parameters;
}

static void expect_integer(const quern__parameters *parameters, size_t at, quern_kind kind, int64_t value)
{
    ck_assert_msg(parameters->kinds[at] == kind, "parameter %zu is sent as %x", at,
                  (unsigned)parameters->kinds[at]);
    ck_assert_msg(parameters->values[at].as.integer == value, "parameter %zu is %lld", at,
                  (long long)parameters->values[at].as.integer);
}

START_TEST(conditions_then_limit_then_offset)
{
    quern_queryset *chain = quern_filter(books, Q("id", 11), OR(Q("copies", 12), NOT(Q("sold", 13))));
    chain = quern_slice(quern_order_by(quern_exclude(chain, Q("author", 14)), "?"), 3, 10);
    const quern__parameters got = parameters_of(chain, QUERN__INTENT_ROWS);
    ck_assert_uint_eq(got.count, 6);
    expect_integer(&got, 0, QUERN_KIND_I64, 11);
    expect_integer(&got, 1, QUERN_KIND_I32, 12);
    expect_integer(&got, 2, QUERN_KIND_I64, 13);
    expect_integer(&got, 3, QUERN_KIND_I64, 14);
    expect_integer(&got, 4, QUERN_KIND_I64, 7);
    expect_integer(&got, 5, QUERN_KIND_I64, 3);
    ck_assert_uint_eq(parameters_of(chain, QUERN__INTENT_COUNT).count, 6);
}
END_TEST

START_TEST(what_is_written_out_is_no_parameter)
{
    quern_queryset *nulls = quern_filter(books, Q("pages", QUERN_NULL), Q("lent__isnull", false));
    ck_assert_uint_eq(parameters_of(nulls, QUERN__INTENT_ROWS).count, 0);
    ck_assert_uint_eq(parameters_of(books, QUERN__INTENT_ROWS).count, 0);
    ck_assert_uint_eq(parameters_of(quern_slice(books, 0, 1), QUERN__INTENT_ROWS).count, 0);
    const quern__parameters at_five = parameters_of(quern_slice(books, 5, 6), QUERN__INTENT_ROWS);
    ck_assert_uint_eq(at_five.count, 1);
    expect_integer(&at_five, 0, QUERN_KIND_I64, 5);
}
END_TEST

START_TEST(each_is_sent_as_its_column)
{
    const quern_condition all[] = { Q("published__in", LIST(1)),
                                    Q("copies", 1),
                                    Q("sold", 1),
                                    Q("price", 1),
                                    Q("title__icontains", "a%"),
                                    Q("created_at__gt", (quern_timestamp){ 5 }),
                                    { 0 } };
    static const quern_kind kinds[] = { (quern_kind)((int)QUERN_KIND_BOOL | (int)QUERN_ARRAY),
                                        QUERN_KIND_I32,
                                        QUERN_KIND_I64,
                                        QUERN_KIND_F64,
                                        QUERN_KIND_TEXT,
                                        QUERN_KIND_TIMESTAMP };
    const quern__parameters got = parameters_of((quern_filter)(books, all, QUERN_SITE), QUERN__INTENT_ROWS);
    ck_assert_uint_eq(got.count, 6);
    for (size_t i = 0; i < 6; i++)
        ck_assert_msg(got.kinds[i] == kinds[i], "parameter %zu is sent as %x", i, (unsigned)got.kinds[i]);
    ck_assert(*(const bool *)got.values[0].as.array.items);
    ck_assert(got.values[3].as.real == 1.0);
    ck_assert_str_eq(got.values[4].as.text, "%a\\%%");
    ck_assert_int_eq(got.values[5].as.timestamp.microseconds, 5);
}
END_TEST

/* Those of a subquery stand where it does; what is written twice is there twice. */
START_TEST(subqueries_have_theirs_in_place)
{
    quern_queryset *inner = quern_slice(quern_filter(books, Q("id__gt", 12)), 1, 4);
    quern_queryset *chain = quern_filter(books, Q("id__gt", 11), Q("id__in", inner), Q("id__gt", 15));
    const quern__parameters got = parameters_of(chain, QUERN__INTENT_ROWS);
    static const int64_t values[] = { 11, 12, 3, 1, 15 };
    ck_assert_uint_eq(got.count, 5);
    for (size_t i = 0; i < 5; i++)
        expect_integer(&got, i, QUERN_KIND_I64, values[i]);
    chain = quern_exclude(books, COMPARE(PLUS(F("pages"), 7), in, LIST(1, QUERN_NULL)));
    const quern__parameters twice = parameters_of(chain, QUERN__INTENT_ROWS);
    ck_assert_uint_eq(twice.count, 3);
    expect_integer(&twice, 0, QUERN_KIND_I64, 7);
    expect_integer(&twice, 2, QUERN_KIND_I64, 7);
}
END_TEST

Suite *quern__suite_parameters(void);

Suite *quern__suite_parameters(void)
{
    Suite *suite = suite_create("parameters");
    TCase *tests = tcase_create("parameters");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, conditions_then_limit_then_offset);
    tcase_add_test(tests, what_is_written_out_is_no_parameter);
    tcase_add_test(tests, each_is_sent_as_its_column);
    tcase_add_test(tests, subqueries_have_theirs_in_place);
    suite_add_tcase(suite, tests);
    return suite;
}
