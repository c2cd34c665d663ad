/* test_blank.c: the object that stands in for one that could not be loaded: all of it can be read, and relations lead on. */
#include "lib/model/schema.h"
#include "lib/model/scope.h"

#include "test/support/lending.h"
#include "test/support/specimen.h"

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

static const void *blank_of(const quern_model *descriptor)
{
    return quern__schema_model(((quern__scope *)session)->schema, descriptor)->blank;
}

START_TEST(texts_are_there_and_the_rest_is_zero)
{
    const book *b = blank_of(&book_model);
    ck_assert_ptr_null(b->object.result);
    ck_assert_str_eq(b->title, "");
    ck_assert_str_eq(b->isbn, "");
    ck_assert_ptr_null(b->subtitle); /* may be NULL */
    ck_assert(b->id == 0 && b->author_id == 0 && !b->published && b->price == 0 && !b->pages.present &&
              b->created_at.microseconds == 0);
}
END_TEST

START_TEST(what_points_can_be_followed)
{
    const specimen *x = blank_of(&specimen_model);
    ck_assert_str_eq(x->a_text, "");
    ck_assert_str_eq(x->a_decimal.text, "0");
    ck_assert_str_eq(x->a_json.text, "null");
    ck_assert(x->a_bytes.data && x->a_bytes.size == 0);
    ck_assert(!x->maybe_text && !x->maybe_decimal.text && !x->maybe_bytes.data && !x->many_i64.items);
}
END_TEST

START_TEST(relations_lead_on)
{
    const loan *l = blank_of(&loan_model);
    ck_assert_ptr_eq(l->book, blank_of(&book_model));
    ck_assert_ptr_eq(l->book->author, blank_of(&author_model));
    ck_assert_ptr_eq(l->reader, blank_of(&reader_model));
    ck_assert_str_eq(l->book->author->name, "");
    ck_assert(!l->renewal_of && !l->renewal_of_id.present && !l->book->sequel_of && !l->reader->favourite);
}
END_TEST

typedef struct hoop hoop;
struct hoop {
    quern_object object;
    int64_t id;
    int64_t next_id;
    hoop *next;
    quern_array_text names;
};
QUERN_MODEL(hoop, "hoop",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(next, hoop), QUERN_FIELD(names)));

/* For ever. */
START_TEST(a_circle_is_a_circle)
{
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    const quern__schema *schema =
        quern__schema_build(arena, (const quern_model *const[]){ &hoop_model, NULL }, &facts, &failure, "x");
    ck_assert_ptr_nonnull(schema);
    const hoop *r = schema->models[0].blank;
    ck_assert_ptr_eq(r->next, r);
    ck_assert(r->names.items && r->names.count == 0);
    quern__arena_close(arena);
    quern__failure_close(&failure);
}
END_TEST

Suite *quern__suite_blank(void);

Suite *quern__suite_blank(void)
{
    Suite *suite = suite_create("blank");
    TCase *tests = tcase_create("blank");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, texts_are_there_and_the_rest_is_zero);
    tcase_add_test(tests, what_points_can_be_followed);
    tcase_add_test(tests, relations_lead_on);
    tcase_add_test(tests, a_circle_is_a_circle);
    suite_add_tcase(suite, tests);
    return suite;
}
