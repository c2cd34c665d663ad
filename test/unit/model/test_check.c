/* test_check.c: descriptors that are none, models that are listed twice, primary keys; and that the first failure stays. */
#include "test/unit/model/faults.h"

#include <stdlib.h>

static const quern_field *sound_fields(void)
{
    static const quern_field sound[] = { ID, { 0 } };
    return sound;
}

static const quern_model namesake = MODEL(.table = "others", .fields = sound_fields);

#define BY_MACRO "define it with QUERN_MODEL"
#define NO_KEY \
    "add QUERN_PRIMARY_KEY(id); only a table that quern does not manage may lack one: .unmanaged = true"
#define KEYS "a primary key is an integer, a text or a uuid"
#define ONE_COLUMN "this version of quern supports keys of one column only"

/* clang-format off */
static const fault_case cases[] = {
    { "layout too small", FAULT("?", "a model that QUERN_MODEL did not make", BY_MACRO),
      .model = { .layout = 8, .stride = sizeof(quern_field) } },
    { "layout too small by one", FAULT("?", "a model that QUERN_MODEL did not make", BY_MACRO),
      .model = MODEL(.layout = offsetof(quern_model, schema) - 1) },
    { "stride too small", FAULT("?", "a model that QUERN_MODEL did not make", BY_MACRO),
      .model = MODEL(.stride = offsetof(quern_field, column) - 1) },
    { "no name", FAULT("?", "a model without a name or without fields", BY_MACRO), .model = MODEL(.name = NULL) },
    { "an empty name", FAULT("?", "a model without a name or without fields", BY_MACRO), .model = MODEL(.name = "") },
    { "a name that is not UTF-8", FAULT("?", "a model whose name is not valid UTF-8", "names in quern are UTF-8: rename the struct"),
      .model = MODEL(.name = "\xff"), .fields = { ID } },
    { "no fields", FAULT("thing", "a model without a name or without fields", BY_MACRO),
      .model = MODEL(.fields = NULL) },
    { "listed twice", FAULT("thing", "model thing is listed twice", "list each model once"), .beside = { &other_model, &thing_model },
      .fields = { ID } },
    { "two models of one name", FAULT("thing", "two models are called thing", "rename one of the structs"),
      .beside = { &other_model, &namesake }, .fields = { ID } },

    { "no fields at all", FAULT("thing", "model thing has no primary key", NO_KEY), .fields = { { 0 } } },
    { "no key", FAULT("thing", "model thing has no primary key", NO_KEY), .fields = { TEXT_FIELD("a") } },
    { "two keys", FAULT("thing.id", "model thing has a primary key of several columns", ONE_COLUMN),
      .fields = { ID, TEXT_FIELD("a", .role = KEY) } },
    { "two keys of a view", FAULT("thing.id", "model thing has a primary key of several columns", ONE_COLUMN),
      .model = MODEL(.unmanaged = true), .fields = { ID, TEXT_FIELD("b"), TEXT_FIELD("a", .role = KEY) } },
    { "a double for a key", FAULT("thing.a", "thing.a cannot be a primary key", KEYS), .fields = { FIELD(F64, "a", .role = KEY) } },
    { "a bool for a key", FAULT("thing.a", "thing.a cannot be a primary key", KEYS), .fields = { FIELD(BOOL, "a", .role = KEY) } },
    { "a timestamp for a key", FAULT("thing.a", "thing.a cannot be a primary key", KEYS), .fields = { FIELD(TIMESTAMP, "a", .role = KEY) } },
    { "an array for a key", FAULT("thing.a", "thing.a cannot be a primary key", KEYS), .fields = { FIELD(I64 | QUERN_ARRAY, "a", .role = KEY) } },
    { "a twin for a key", FAULT("thing.a", "thing.a cannot be a primary key", KEYS), .fields = { FIELD(I64 | QUERN_NULLABLE, "a", .role = KEY) } },
    { "a key that may be NULL", FAULT("thing.a", "thing.a: a primary key cannot be NULL", "leave .null away"),
      .fields = { TEXT_FIELD("a", .role = KEY, .null = true) } },

    { "sound: a key alone", .fields = { ID } },
    { "sound: a key that is last", .fields = { TEXT_FIELD("a"), ID } },
    { "sound: a model of an older header", .model = MODEL(.layout = offsetof(quern_model, schema), .schema = ""), .fields = { ID } },
    { "sound: a model of a newer header", .beside = { &other_model }, .model = MODEL(.layout = sizeof(quern_model) + 8), .fields = { ID } },
    { "sound: an int16_t for a key", .fields = { FIELD(I16, "a", .role = KEY) } },
    { "sound: an int32_t for a key", .fields = { FIELD(I32, "a", .role = KEY) } },
    { "sound: a text for a key", .fields = { TEXT_FIELD("a", .role = KEY) } },
    { "sound: a uuid for a key", .fields = { FIELD(UUID, "a", .role = KEY) } },
    { "sound: a view without a key", .model = MODEL(.unmanaged = true), .fields = { TEXT_FIELD("a") } },
    { "sound: a view with a key", .model = MODEL(.unmanaged = true), .fields = { ID } },
    { "sound: two models of one table", .beside = { &other_model }, .model = MODEL(.table = "others"), .fields = { ID } },
};
/* clang-format on */

FAULT_CASES("check", cases)

START_TEST(refuses_more_fields_than_it_can_number)
{
    quern_field *many = calloc(UINT16_MAX + 1, sizeof *many);
    for (size_t i = 0; i < UINT16_MAX; i++)
        many[i] = (quern_field){ .name = "a", .role = COLUMN, .kind = QUERN_KIND_I32 };
    set_fields(many);
    quern__expect_text("65535 fields", "the fault",
                       first_fault((const quern_model *[]){ &thing_model, NULL }),
                       "model thing has too many fields");
    free(many);
}
END_TEST

START_TEST(refuses_more_models_than_it_can_number)
{
    const quern_model **many = calloc(UINT16_MAX + 2, sizeof(const quern_model *));
    for (size_t i = 0; i <= UINT16_MAX; i++)
        many[i] = &other_model;
    quern__expect_text("65536 models", "the fault", first_fault(many), "65536 models");
    many[UINT16_MAX] = NULL;
    quern__expect_text("65535 models", "the fault", first_fault(many), "model other is listed twice");
    free(many);
}
END_TEST

START_TEST(takes_no_models_at_all)
{
    quern__expect_text("no models", "the fault", first_fault((const quern_model *[]){ NULL }), "(sound)");
}
END_TEST

START_TEST(the_first_failure_stays)
{
    static const quern__schema_facts facts = { .identifier_bytes = 63 };
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__failure_set(&failure, &(quern_error){ .code = QUERN_ERROR_CLOSED, .message = "before" });
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern_model *models[] = { &other_model, &other_model, NULL };
    ck_assert_ptr_null(quern__schema_build(arena, models, &facts, &failure, NULL));
    quern__expect_text("two failures", "the one that stays", failure.current->message, "before");
    quern__failure_close(&failure);
    quern__arena_close(arena);
}
END_TEST

Suite *quern__suite_check(void);

Suite *quern__suite_check(void)
{
    Suite *suite = suite_create("check");
    TCase *tests = fault_cases();
    tcase_add_test(tests, refuses_more_fields_than_it_can_number);
    tcase_add_test(tests, refuses_more_models_than_it_can_number);
    tcase_add_test(tests, takes_no_models_at_all);
    tcase_add_test(tests, the_first_failure_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
