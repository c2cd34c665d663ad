/* test_check.c: each fault that a model can have is told by its message, its mend and its path; sound models pass. The models
 * are written by hand where the macros would not let such a fault happen. */
#include "lib/model/schema.h"

#include "test/support/expect.h"
#include "test/support/models.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SIXTY_THREE "a23456789_123456789_123456789_123456789_123456789_123456789_123"

typedef struct thing {
    quern_object object;
    int64_t id;
    const char *name;
    int64_t owner_id;
    struct thing *owner;
} thing;

enum { KEY = QUERN_ROLE_KEY, COLUMN = QUERN_ROLE_COLUMN, FOREIGN = QUERN_ROLE_FOREIGN_KEY };

static const quern_model other_model, thing_model;

/* The cases below say how they differ from a sound model. */
#pragma GCC diagnostic ignored "-Woverride-init"

/* clang-format off */
#define AT(member) .offset = offsetof(thing, member)
#define ID { .name = "id", .role = KEY, .kind = QUERN_KIND_I64, AT(id) }
#define TEXT_FIELD(...) { .role = COLUMN, .kind = QUERN_KIND_TEXT, AT(name), .name = __VA_ARGS__ }
#define OWNER(...) { .role = FOREIGN, .kind = QUERN_KIND_I64, AT(owner_id), \
    .object_offset = offsetof(thing, owner), .target = &thing_model, .name = __VA_ARGS__ }
#define MODEL(...) { .layout = sizeof(quern_model), .stride = sizeof(quern_field), .name = "thing", .table = "things", \
    .size = sizeof(thing), .fields = current_fields, __VA_ARGS__ }
/* clang-format on */

static const quern_field *current; /* what the models' `fields` gives: that of the case at hand */

static const quern_field *current_fields(void)
{
    return current;
}

static const quern_field *sound_fields(void)
{
    static const quern_field sound[] = { ID, { 0 } };
    return sound;
}

static const quern_model thing_model = MODEL(.reserved = 0);
static const quern_model other_model = MODEL(.name = "other", .table = "others", .fields = sound_fields);
static const quern_model namesake = MODEL(.table = "others");
static const quern_model newer = MODEL(.layout = sizeof(quern_model) + 64);

typedef struct fault_case {
    const char *name;
    quern__expected_error expected;
    quern_model model; /* in place of `thing`, when it has a layout or a name */
    const quern_model *beside;
    quern_field fields[5];
} fault_case;

#define FAULT(path_, message_, hint_) \
    .expected = { .code = QUERN_ERROR_MODEL, .message = message_, .hint = hint_, .path = path_ }
#define BY_MACRO "define it with QUERN_MODEL"
#define NEWER "the program was compiled with a newer <quern/quern.h> than the library that it runs with"
#define TWIN_HINT "for a number, bool or timestamp that may be NULL use its nullable twin: quern_null_i32, …"
#define ONCE "a foreign key is a field by its name and by its key member's, name_id: list each once"
#define CUT "the database would cut it: give a shorter one by .column"
#define UNDERSCORES "paths are split at two underscores: rename the member, and keep the column by .column"

/* clang-format off */
static const fault_case cases[] = {
    { "layout too small", FAULT("?", "a model that QUERN_MODEL did not make", BY_MACRO),
      .model = { .layout = 8, .stride = sizeof(quern_field) } },
    { "stride too small", FAULT("?", "a model that QUERN_MODEL did not make", BY_MACRO),
      .model = MODEL(.stride = 16) },
    { "no name", FAULT("?", "a model without a name or without fields", BY_MACRO), .model = MODEL(.name = NULL) },
    { "no fields", FAULT("thing", "a model without a name or without fields", BY_MACRO),
      .model = MODEL(.fields = NULL) },
    { "no table", FAULT("thing", "model thing has no table", "give the table's name as the second argument of QUERN_MODEL"),
      .model = MODEL(.table = NULL) },
    { "an empty table", FAULT("thing", "model thing has no table", "give the table's name as the second argument of QUERN_MODEL"),
      .model = MODEL(.table = "") },
    { "a table of 64 bytes", FAULT("thing", "model thing: the name of its table is longer than 63 bytes",
                                   "the database would cut it: choose a shorter one"),
      .model = MODEL(.table = SIXTY_THREE "4") },
    { "listed twice", FAULT("thing", "model thing is listed twice", "list each model once"), .beside = &thing_model,
      .fields = { ID } },
    { "two models of one name", FAULT("thing", "two models are called thing", "rename one of the structs"),
      .beside = &namesake, .fields = { ID } },
    { "a field without a name", FAULT("thing", "model thing has a field without a name", "use QUERN_FIELD"),
      .fields = { ID, TEXT_FIELD("") } },
    { "pk", FAULT("thing.pk", "thing: no field may be called pk",
                  "pk stands for the primary key, whatever its name; rename the member"),
      .fields = { ID, TEXT_FIELD("pk") } },
    { "two underscores", FAULT("thing.a__b", "thing.a__b: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("a__b") } },
    { "two underscores in front", FAULT("thing.__b", "thing.__b: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("__b") } },
    { "an underscore at the end", FAULT("thing.b_", "thing.b_: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("b_") } },
    { "an empty column", FAULT("thing.a", "thing.a: the name of its column is empty or longer than 63 bytes", CUT),
      .fields = { ID, TEXT_FIELD("a", .column = "") } },
    { "a column of 64 bytes", FAULT("thing.a", "thing.a: the name of its column is empty or longer than 63 bytes", CUT),
      .fields = { ID, TEXT_FIELD("a", .column = SIXTY_THREE "4") } },
    { "a member of 64 bytes", FAULT("thing." SIXTY_THREE "4", "thing." SIXTY_THREE "4: the name of its column is empty or longer than 63 bytes", CUT),
      .fields = { ID, TEXT_FIELD(SIXTY_THREE "4") } },
    { "a key member of 64 bytes", FAULT("thing.a23456789_123456789_123456789_123456789_123456789_123456789_1",
        "thing.a23456789_123456789_123456789_123456789_123456789_123456789_1: the name of its column is empty or longer than 63 bytes", CUT),
      .fields = { ID, OWNER("a23456789_123456789_123456789_123456789_123456789_123456789_1") } },
    { "a field twice", FAULT("thing.a", "thing has two fields called a", ONCE),
      .fields = { ID, TEXT_FIELD("a"), TEXT_FIELD("a", .column = "b") } },
    { "a field like a key member", FAULT("thing.owner_id", "thing has two fields called owner_id", ONCE),
      .fields = { ID, OWNER("owner"), TEXT_FIELD("owner_id") } },
    { "a key member like a field", FAULT("thing.owner", "thing has two fields called owner_id", ONCE),
      .fields = { ID, TEXT_FIELD("owner_id", .column = "x"), OWNER("owner") } },
    { "two fields of one column", FAULT("thing.b", "thing.a and thing.b have the same column, \"c\"", "give one of them another by .column"),
      .fields = { ID, TEXT_FIELD("a", .column = "c"), TEXT_FIELD("b", .column = "c") } },
    { "a column like a key's", FAULT("thing.b", "thing.owner and thing.b have the same column, \"owner_id\"", "give one of them another by .column"),
      .fields = { ID, OWNER("owner"), TEXT_FIELD("b", .column = "owner_id") } },
    { "an unknown role", FAULT("thing.a", "thing.a: this libquern has no role 9", NEWER),
      .fields = { ID, TEXT_FIELD("a", .role = 9) } },
    { "no role", FAULT("thing.a", "thing.a: this libquern has no role 0", NEWER),
      .fields = { ID, TEXT_FIELD("a", .role = 0) } },
    { "an unknown kind", FAULT("thing.a", "thing.a: this libquern has no kind 119", NEWER),
      .fields = { ID, TEXT_FIELD("a", .kind = 0x77) } },
    { "a number with .null", FAULT("thing.a", "thing.a: .null is for texts", TWIN_HINT),
      .fields = { ID, TEXT_FIELD("a", .kind = QUERN_KIND_I32, .null = true) } },
    { "a twin with .null", FAULT("thing.a", "thing.a: .null is for texts", TWIN_HINT),
      .fields = { ID, TEXT_FIELD("a", .kind = QUERN_KIND_I32 | QUERN_NULLABLE, .null = true) } },
    { "outside of the struct", FAULT("thing.a", "thing.a lies outside of its struct", "define it with the macros of <quern/model.h>"),
      .fields = { ID, TEXT_FIELD("a", .offset = sizeof(thing)) } },
    { "an object outside of the struct", FAULT("thing.owner", "thing.owner lies outside of its struct", "define it with the macros of <quern/model.h>"),
      .fields = { ID, OWNER("owner", .object_offset = sizeof(thing)) } },
    { "no fields at all", FAULT("thing", "model thing has no primary key", "add QUERN_PRIMARY_KEY(id)"), .fields = { { 0 } } },
    { "no key", FAULT("thing", "model thing has no primary key", "add QUERN_PRIMARY_KEY(id)"),
      .fields = { TEXT_FIELD("a") } },
    { "two keys", FAULT("thing.id", "model thing has a primary key of several columns", "this version of quern supports keys of one column only"),
      .fields = { ID, TEXT_FIELD("a", .role = KEY) } },
    { "a double for a key", FAULT("thing.a", "thing.a cannot be a primary key", "a primary key is an int32_t, an int64_t or a text"),
      .fields = { TEXT_FIELD("a", .role = KEY, .kind = QUERN_KIND_F64) } },
    { "a twin for a key", FAULT("thing.a", "thing.a cannot be a primary key", "a primary key is an int32_t, an int64_t or a text"),
      .fields = { TEXT_FIELD("a", .role = KEY, .kind = QUERN_KIND_I64 | QUERN_NULLABLE) } },
    { "a key that may be NULL", FAULT("thing.a", "thing.a: a primary key cannot be NULL", "leave .null away"),
      .fields = { TEXT_FIELD("a", .role = KEY, .null = true) } },
    { "a target that is not listed", FAULT("thing.owner", "thing.owner points to author, which is not among the models", "open the db with it too: QUERN_MODELS(thing, author)"),
      .fields = { ID, OWNER("owner", .target = &author_model) } },
    { "no target", FAULT("thing.owner", "thing.owner points to ?, which is not among the models", "open the db with it too: QUERN_MODELS(thing, ?)"),
      .fields = { ID, OWNER("owner", .target = NULL) } },
    { "a key of another type", FAULT("thing.owner", "thing.owner_id has another type than the primary key of thing", "give the member owner_id the type of that key, or its nullable twin"),
      .fields = { ID, OWNER("owner", .kind = QUERN_KIND_I32) } },
    { "a twin of another type", FAULT("thing.owner", "thing.owner_id has another type than the primary key of other", "give the member owner_id the type of that key, or its nullable twin"),
      .beside = &other_model, .fields = { ID, OWNER("owner", .kind = QUERN_KIND_I32 | QUERN_NULLABLE, .target = &other_model) } },

    { "sound: a key alone", .fields = { ID } },
    { "sound: a model of a newer header", .beside = &other_model, .model = MODEL(.layout = sizeof(quern_model) + 8), .fields = { ID } },
    { "sound: a text for a key", .fields = { TEXT_FIELD("a", .role = KEY) } },
    { "sound: an int32_t for a key", .fields = { TEXT_FIELD("a", .role = KEY, .kind = QUERN_KIND_I32) } },
    { "sound: an underscore in front", .fields = { ID, TEXT_FIELD("_a") } },
    { "sound: a relation to the model itself", .fields = { ID, OWNER("owner", .kind = QUERN_KIND_I64 | QUERN_NULLABLE) } },
    { "sound: a relation to a later model", .beside = &other_model, .fields = { ID, OWNER("owner", .target = &other_model) } },
    { "sound: names of 63 bytes", .model = MODEL(.table = SIXTY_THREE), .fields = { ID, TEXT_FIELD(SIXTY_THREE) } },
    { "sound: columns that were swapped", .fields = { ID, TEXT_FIELD("a", .column = "b"), TEXT_FIELD("b", .column = "a") } },
    { "sound: a text that may be NULL", .fields = { ID, TEXT_FIELD("a", .null = true) } },
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof cases[0] };

static const quern__schema_facts facts = { .identifier_bytes = 63 };

START_TEST(tells_each_fault)
{
    const fault_case *c = &cases[_i];
    const bool replaced = c->model.layout != 0;
    const quern_model *models[] = { replaced ? &c->model : &thing_model, c->beside, NULL };
    current = c->fields;
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const bool sound = quern__schema_build(arena, models, &facts, &failure, "here:1") != NULL;
    ck_assert_msg(sound == (c->expected.code == QUERN_OK), "%s: gave %d", c->name, sound);
    quern__expect_error(c->name, failure.current, &c->expected);
    if (failure.current)
        quern__expect_text(c->name, "the site", failure.current->site, "here:1");
    quern__failure_close(&failure);
    quern__arena_close(arena);
}
END_TEST

static const char *first_fault(const quern_model *const *models, quern__failure *failure)
{
    quern__failure_open(failure, quern_system_allocator());
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    quern__schema_build(arena, models, &facts, failure, NULL);
    quern__arena_close(arena);
    return failure->current ? failure->current->message : "(sound)";
}

START_TEST(refuses_more_fields_than_it_can_number)
{
    quern_field *many = calloc(UINT16_MAX + 1, sizeof *many);
    for (size_t i = 0; i < UINT16_MAX; i++)
        many[i] = (quern_field){ .name = "a", .role = COLUMN, .kind = QUERN_KIND_I32 };
    current = many;
    quern__failure failure;
    quern__expect_text("65535 fields", "the fault",
                       first_fault((const quern_model *const[]){ &thing_model, NULL }, &failure),
                       "model thing has too many fields");
    quern__failure_close(&failure);
    free(many);
}
END_TEST

START_TEST(takes_no_models_at_all)
{
    quern__failure failure;
    quern__expect_text("no models", "the fault", first_fault((const quern_model *const[]){ NULL }, &failure),
                       "(sound)");
}
END_TEST

START_TEST(the_first_failure_stays)
{
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__failure_set(&failure, &(quern_error){ .code = QUERN_ERROR_CLOSED, .message = "before" });
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern_model *models[] = { &newer, &newer, NULL };
    current = sound_fields();
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
    TCase *tests = tcase_create("check");
    tcase_add_loop_test(tests, tells_each_fault, 0, CASES);
    tcase_add_test(tests, refuses_more_fields_than_it_can_number);
    tcase_add_test(tests, takes_no_models_at_all);
    tcase_add_test(tests, the_first_failure_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
