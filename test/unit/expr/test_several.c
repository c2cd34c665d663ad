/* test_several.c: what in and range take, and objects: what becomes of lists with NULLs and of empty ones, what is told of those that
 * do not fit. */
#include "lib/expr/condition.h"

#include "lib/load/result.h"
#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/models.h"
#include "test/support/specimen.h"

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

static const quern_error *resolve(const quern_model *model, quern_condition_op op, quern_condition condition,
                                  quern__condition *out)
{
    const quern__scope *scope = (quern__scope *)session;
    const quern_condition list[] = { condition, { 0 } };
    return quern__condition_resolve(scope, quern__schema_model(scope->schema, model), op, list, "here:1",
                                    out);
}

/* The one leaf, under NOT or not. */
static quern__condition leaf_of(quern_condition_op op, quern_condition condition)
{
    quern__condition all;
    const quern_error *error = resolve(&book_model, op, condition, &all);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    ck_assert_uint_eq(all.count, 1);
    return all.children[0];
}

static void expect_integers(const quern__condition *leaf, quern_kind kind, size_t count, int64_t first)
{
    const quern_value *array = &leaf->right.as.constant;
    ck_assert_int_eq(leaf->right.node, QUERN__NODE_CONSTANT);
    ck_assert_int_eq(array->kind, (int)kind | (int)QUERN_ARRAY);
    ck_assert_int_eq(leaf->right.kind, array->kind);
    ck_assert_uint_eq(array->count, count);
    ck_assert_ptr_null(array->as.array.nulls);
    const int64_t got = kind == QUERN_KIND_I32 ? *(const int32_t *)array->as.array.items
                                               : *(const int64_t *)array->as.array.items;
    ck_assert_int_eq(got, first);
}

START_TEST(a_list_becomes_an_array_of_the_columns_kind)
{
    static const int16_t small[] = { 7, 8 };
    quern__condition leaf = leaf_of(QUERN_ALL_OF, Q("pages__in", LIST(7, 8L, (short)9)));
    ck_assert_int_eq(leaf.form, QUERN__FORM_COMPARE);
    expect_integers(&leaf, QUERN_KIND_I32, 3, 7);
    leaf = leaf_of(QUERN_ALL_OF, Q("id__in", quern_array_of_i16(small, 2)));
    expect_integers(&leaf, QUERN_KIND_I64, 2, 7);
    leaf = leaf_of(QUERN_ALL_OF, Q("price__in", quern_array_of_i16(small, 2)));
    ck_assert(((const double *)leaf.right.as.constant.as.array.items)[1] == 8.0);
}
END_TEST

START_TEST(items_are_copied)
{
    int64_t ids[] = { 5 };
    char text[] = "Emma";
    const quern__condition numbers = leaf_of(QUERN_ALL_OF, Q("id__in", quern_array_of_i64(ids, 1)));
    const quern__condition texts = leaf_of(QUERN_ALL_OF, Q("title__in", LIST(text)));
    ids[0] = 6;
    memset(text, 'x', 4);
    expect_integers(&numbers, QUERN_KIND_I64, 1, 5);
    ck_assert_str_eq(*(const char *const *)texts.right.as.constant.as.array.items, "Emma");
}
END_TEST

START_TEST(null_in_a_list_counts_only_under_not)
{
    quern__condition leaf = leaf_of(QUERN_ALL_OF, Q("pages__in", LIST(QUERN_NULL, 7)));
    ck_assert_int_eq(leaf.form, QUERN__FORM_COMPARE);
    expect_integers(&leaf, QUERN_KIND_I32, 1, 7);
    leaf = leaf_of(QUERN_NONE_OF, Q("pages__in", LIST(QUERN_NULL, 7)));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IN_OR_NULL);
    expect_integers(&leaf, QUERN_KIND_I32, 1, 7);
    leaf = leaf_of(QUERN_NONE_OF, Q("pages__in", LIST(7)));
    ck_assert_int_eq(leaf.form, QUERN__FORM_COMPARE);
    leaf = leaf_of(QUERN_NONE_OF, Q("subtitle__in", LIST((const char *)NULL)));
    ck_assert_int_eq(leaf.form, QUERN__FORM_IS_NULL);
    quern__condition all;
    const quern_condition empty = Q("pages__in", quern_array_of_i32(NULL, 0)),
                          null = Q("pages__in", LIST(QUERN_NULL));
    ck_assert_ptr_null(resolve(&book_model, QUERN_NONE_OF, empty, &all));
    ck_assert(quern__condition_is_always(&all));
    ck_assert_ptr_null(resolve(&book_model, QUERN_ALL_OF, null, &all));
    ck_assert(quern__condition_is_never(&all));
}
END_TEST

START_TEST(a_queryset_without_rows_never_holds)
{
    quern_queryset *books = quern_objects(session, book);
    quern_queryset *empty[] = { quern_none(books), quern_slice(books, 3, 3),
                                quern_order_by(quern_filter(books, Q("id__in", LIST(QUERN_NULL))), "id") };
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        quern__condition all;
        ck_assert_ptr_null(resolve(&book_model, QUERN_ALL_OF, Q("id__in", empty[i]), &all));
        ck_assert_msg(quern__condition_is_never(&all), "queryset %zu", i);
    }
}
END_TEST

/* An object as if loaded, of a result that is as one of lib/load's. */
static quern_result result_of(const quern_model *model)
{
    return (quern_result){ .model = quern__schema_model(((quern__scope *)session)->schema, model) };
}

START_TEST(an_object_stands_for_its_key)
{
    quern_result authors = result_of(&author_model), readers = result_of(&reader_model),
                 loans = result_of(&loan_model);
    author a = { .object = { &authors, 0, 0 }, .id = 12 }, b = { .object = { &authors, 1, 0 }, .id = 13 };
    quern__condition leaf = leaf_of(QUERN_ALL_OF, Q("author", OBJECT(&a)));
    ck_assert_int_eq(leaf.right.as.constant.as.integer, 12);
    leaf = leaf_of(QUERN_ALL_OF, Q(book, sequel_of->author, in, LIST(OBJECT(&a), OBJECT(&b))));
    expect_integers(&leaf, QUERN_KIND_I64, 2, 12);
    reader r = { .object = { &readers, 0, 0 }, .id = 1, .card = "A1" };
    loan l = { .object = { &loans, 0, 0 }, .id = 4 };
    quern__condition all;
    ck_assert_ptr_null(resolve(&loan_model, QUERN_ALL_OF, Q("reader", OBJECT(&r)), &all));
    ck_assert_str_eq(all.children[0].right.as.constant.as.text, "A1");
    ck_assert_ptr_null(resolve(&loan_model, QUERN_ALL_OF, Q("renewal_of", OBJECT(&l)), &all));
    ck_assert_int_eq(all.children[0].right.as.constant.as.integer, 4);
}
END_TEST

typedef struct call {
    quern_condition condition;
    const char *message, *hint, *path;
} call;

static void expect_refusal(const quern_model *model, const call *wrong)
{
    quern__condition all;
    quern__expect_error(
        wrong->message, resolve(model, QUERN_ALL_OF, wrong->condition, &all),
        &(quern__expected_error){
            .code = QUERN_ERROR_VALUE, .message = wrong->message, .hint = wrong->hint, .path = wrong->path });
}

/* clang-format off */
START_TEST(objects_that_do_not_fit_are_told)
{
    static const bool without_key[32] = { false };
    quern_result readers = result_of(&reader_model), authors = result_of(&author_model);
    authors.loaded = without_key;
    reader r = { .object = { &readers, 0, 0 }, .id = 1 };
    author fresh = { .id = 3 }, part = { .object = { &authors, 0, 0 } }, *none = NULL;
    const call wrong[] = {
        { Q("author", OBJECT(&r)), "exact takes an object of author for book.author, and was given one of reader",
          "an object stands for its key: it must be what the relation leads to", "author" },
        { Q("author__in", LIST(1, OBJECT(&r))), "in takes an object of author for book.author, and was given one of reader",
          "an object stands for its key: it must be what the relation leads to", "author__in" },
        { Q("author", OBJECT(&fresh)), "exact was given an object for book.author that quern has not loaded",
          "give its key: the value of author.id", "author" },
        { Q("author", OBJECT(&part)), "exact was given an object for book.author whose id was not loaded",
          "load it: name it in quern_only, or do not defer it", "author" },
        { Q("author", OBJECT(none)), "exact was given no object for book.author: NULL",
          "to find rows without one, use isnull", "author" },
        { Q("author_id", OBJECT(&part)), "exact was given an object for book.author, which is not the name of a relation",
          "name the relation, or give the object's key", "author_id" },
        { Q("title", OBJECT(&part)), "exact was given an object for book.title, which is not the name of a relation",
          "name the relation, or give the object's key", "title" },
        { COMPARE(F("author"), exact, OBJECT(&part)), "exact was given an object for an expression",
          "name the relation, or give the object's key", "" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_refusal(&book_model, &wrong[i]);
}
END_TEST

#define ONE_BY_ONE "QUERN_LIST(a, b) makes one; or give quern_array_of_i64(items, count), or a queryset"
#define NAME_ONE "name one: quern_values(qs, \"id\")"
#define NAME_IT "or name the column that is meant: quern_values(qs, \"id\")"

START_TEST(what_in_does_not_take_is_told)
{
    static const char *const texts[] = { "x", "\xff" };
    static const quern_array_i64 absent = { 0 };
    quern_queryset *books = quern_objects(session, book), *readers = quern_objects(session, reader);
    quern_session *other = quern__test_session_open(NULL);
    const call wrong[] = {
        { Q("id__in", 5), "in takes a list for book.id, and was given an integer", ONE_BY_ONE, "id__in" },
        { Q("id__in", RANGE(1, 2)), "in takes a list for book.id, and was given a range", ONE_BY_ONE, "id__in" },
        { Q("id__in", F("sold")), "in takes a list for book.id, and was given a field", ONE_BY_ONE, "id__in" },
        { Q("id__in", QUERN_NULL), "in on book.id needs a value, and was given NULL",
          "to find rows without one, use \"id__isnull\"", "id__in" },
        { Q("id__in", absent), "in on book.id needs a value, and was given NULL",
          "to find rows without one, use \"id__isnull\"", "id__in" },
        { Q("id__in", LIST(1, "x")), "in takes an integer for book.id, and was given a text",
          "book.id is declared as int64_t", "id__in" },
        { Q("id__in", LIST(1, F("sold"))), "in takes an integer for book.id, and was given a field",
          "book.id is declared as int64_t", "id__in" },
        { Q("id__in", LIST(1, LIST(2))), "in takes an integer for book.id, and was given a list",
          "in takes one value: the lookup for several is in", "id__in" },
        { Q("pages__in", LIST(1, 3000000000)), "3000000000 is out of range for book.pages",
          "book.pages is declared as quern_null_i32", "pages__in" },
        { Q("id__in", quern_array_of_text(texts, 2)), "in takes an array of 64-bit integers for book.id, and was given an array of texts",
          "book.id is declared as int64_t: quern_array_of_i64(items, count) makes one", "id__in" },
        { Q("title__in", quern_array_of_text(texts, 2)), "the text for book.title is not valid UTF-8",
          "texts in quern are UTF-8: convert it first", "title__in" },
        { Q("id", LIST(1)), "exact takes an integer for book.id, and was given a list",
          "exact takes one value: the lookup for several is in", "id" },
        { Q("id__gt", books), "gt takes an integer for book.id, and was given a queryset",
          "gt takes one value: the lookup for several is in", "id__gt" },
        { Q("id__in", quern_values(books, "id", "title")), "in takes a queryset of one column, and was given one of 2", NAME_ONE, "id__in" },
        { Q("author__in", books), "in takes a queryset of author for book.author, and was given one of book", NAME_IT, "author__in" },
        { Q("author__in", readers), "in takes a queryset of author for book.author, and was given one of reader", NAME_IT, "author__in" },
        { Q("title__in", books), "in compares book.title (const char *) with a queryset (int64_t)",
          "both must be of one kind, or both numbers", "title__in" },
        { Q("title__in", quern_objects(session, feature)), "in was given a queryset of feature, which has no primary key",
          "name the column that is meant: quern_values(qs, \"id\")", "title__in" },
        { Q("id__in", quern_objects(other, book)), "in was given a queryset of another session",
          "make it in the session of the queryset that it stands in", "id__in" },
        { Q("id__in", (quern_queryset *)NULL), "in was given no queryset: NULL",
          "no function of quern returns one: it was never assigned", "id__in" },
        { Q("id__range", 5), "range takes a range for book.id, and was given an integer",
          "QUERN_RANGE(from, to) makes one", "id__range" },
        { Q("id__range", LIST(1, 2)), "range takes a range for book.id, and was given a list",
          "QUERN_RANGE(from, to) makes one", "id__range" },
        { Q("id__range", RANGE(1, "x")), "range takes an integer for book.id, and was given a text",
          "book.id is declared as int64_t", "id__range" },
        { Q("id__range", RANGE(1, QUERN_NULL)), "range on book.id needs a value, and was given NULL",
          "to find rows without one, use \"id__isnull\"", "id__range" },
        { Q("id__range", RANGE(1, F("title"))), "range compares book.id (int64_t) with book.title (const char *)",
          "both must be of one kind, or both numbers", "id__range" },
        { Q("id", RANGE(1, 2)), "exact takes an integer for book.id, and was given a range",
          "the lookup for that is range", "id" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_refusal(&book_model, &wrong[i]);
    quern__test_session_close(other);
}
END_TEST
/* clang-format on */

START_TEST(a_queryset_in_error_hands_its_error_on)
{
    quern_queryset *wrong = quern_filter(quern_objects(session, book), Q("titel", "x"));
    quern__condition all;
    ck_assert_ptr_eq(resolve(&book_model, QUERN_ALL_OF, Q("id__in", wrong), &all),
                     quern_queryset_error(wrong));
}
END_TEST

/* Its error would be gone with its session. */
START_TEST(an_error_of_another_session_is_not_handed_on)
{
    quern_session *other = quern__test_session_open(NULL);
    quern_queryset *wrong = quern_filter(quern_objects(other, book), Q("titel", "x"));
    quern_queryset *chosen = quern_filter(quern_objects(session, book), Q("id__in", wrong));
    quern__test_session_close(other);
    ck_assert_str_eq(quern_queryset_error(chosen)->message, "in was given a queryset of another session");
}
END_TEST

START_TEST(querysets_nest_so_deep_and_no_deeper)
{
    quern_queryset *chain = quern_objects(session, book);
    for (int i = 0; i < 20; i++)
        chain = quern_filter(quern_objects(session, book), Q("id__in", chain));
    ck_assert_ptr_null(quern_queryset_error(chain));
    ck_assert_ptr_nonnull(strstr(quern_sql(chain), "U0"));
    chain = quern_filter(quern_objects(session, book), OR(Q("id__in", chain)));
    ck_assert_ptr_nonnull(quern_queryset_error(chain));
    ck_assert_str_eq(quern_queryset_error(chain)->message, "querysets nested more than 20 deep");
}
END_TEST

Suite *quern__suite_several(void);

Suite *quern__suite_several(void)
{
    Suite *suite = suite_create("several");
    TCase *tests = tcase_create("several");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_list_becomes_an_array_of_the_columns_kind);
    tcase_add_test(tests, items_are_copied);
    tcase_add_test(tests, null_in_a_list_counts_only_under_not);
    tcase_add_test(tests, a_queryset_without_rows_never_holds);
    tcase_add_test(tests, an_object_stands_for_its_key);
    tcase_add_test(tests, objects_that_do_not_fit_are_told);
    tcase_add_test(tests, what_in_does_not_take_is_told);
    tcase_add_test(tests, a_queryset_in_error_hands_its_error_on);
    tcase_add_test(tests, an_error_of_another_session_is_not_handed_on);
    tcase_add_test(tests, querysets_nest_so_deep_and_no_deeper);
    suite_add_tcase(suite, tests);
    return suite;
}
