/* test_describe.c: descriptors of other headers: shorter ones, whose missing options are zero, and longer ones, whose
 * additions are not looked at. */
#include "lib/model/describe.h"

#include "test/support/expect.h"

#include <check.h>
#include <string.h>

typedef struct older_field {
    const char *name;
    uint16_t role, kind;
    uint32_t offset, object_offset;
    const quern_model *target;
} older_field;

typedef struct newer_field {
    quern_field field;
    const char *addition;
} newer_field;

static const quern_field *older_fields(void)
{
    static const older_field list[] = { { "id", QUERN_ROLE_KEY, QUERN_KIND_I64, 16, 0, NULL },
                                        { "name", QUERN_ROLE_COLUMN, QUERN_KIND_TEXT, 24, 0, NULL },
                                        { 0 } };
    return (const quern_field *)(const void *)list;
}

static const quern_field *newer_fields(void)
{
    static const newer_field list[] = { { { .name = "id", .role = QUERN_ROLE_KEY }, "x" },
                                        { { .name = "name", .column = "title", .null = true }, "y" },
                                        { { 0 }, NULL } };
    return &list[0].field;
}

START_TEST(reads_an_older_model)
{
    /* The oldest layout ends before `schema`; what lies behind it here must not be read. */
    struct {
        quern_model model;
        char after[8];
    } older = { .model = { .layout = offsetof(quern_model, schema),
                           .stride = sizeof(older_field),
                           .name = "thing",
                           .fields = older_fields,
                           .schema = "x",
                           .unmanaged = true,
                           .reserved = 77 } };
    memset(older.after, 0xff, sizeof older.after);
    const quern_model copy = quern__describe_model(&older.model);
    ck_assert_int_eq(copy.reserved, 0);
    ck_assert_ptr_null(copy.schema);
    ck_assert(!copy.unmanaged);
    ck_assert_uint_eq(quern__describe_count(&copy), 2);
    quern_field field;
    memset(&field, 0xff, sizeof field);
    ck_assert(quern__describe_field(&copy, 0, &field));
    ck_assert_ptr_null(field.column); /* where it would be begins the next field */
    ck_assert(quern__describe_field(&copy, 1, &field));
    quern__expect_text("older", "the name", field.name, "name");
    ck_assert_ptr_null(field.column);
    ck_assert(!field.null);
    ck_assert_uint_eq(field.offset, 24);
    ck_assert(!quern__describe_field(&copy, 2, &field));
}
END_TEST

START_TEST(reads_a_newer_model)
{
    struct {
        quern_model model;
        char addition[32];
    } newer = { .model = { .layout = sizeof newer,
                           .stride = sizeof(newer_field),
                           .name = "thing",
                           .fields = newer_fields } };
    const quern_model copy = quern__describe_model(&newer.model);
    ck_assert_uint_eq(quern__describe_count(&copy), 2);
    quern_field field;
    ck_assert(quern__describe_field(&copy, 1, &field));
    quern__expect_text("newer", "the name", field.name, "name");
    quern__expect_text("newer", "the column", field.column, "title");
    ck_assert(field.null);
}
END_TEST

Suite *quern__suite_describe(void);

Suite *quern__suite_describe(void)
{
    Suite *suite = suite_create("describe");
    TCase *tests = tcase_create("describe");
    tcase_add_test(tests, reads_an_older_model);
    tcase_add_test(tests, reads_a_newer_model);
    suite_add_tcase(suite, tests);
    return suite;
}
