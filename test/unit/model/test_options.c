/* test_options.c: what the macros of <quern/model.h> make of each option, and of each type of constant. */
#include "lib/model/schema.h"

#include "test/support/expect.h"

#include <quern/quern.h>

#include <check.h>
#include <string.h>

typedef struct options options;
typedef struct liking liking;
struct options {
    quern_object object;
    quern_uuid id;
    const char *text;
    const char *sql;
    bool flag, no_flag, real_flag;
    int16_t small;
    int32_t number;
    int64_t large;
    quern_null_i32 twin;
    float single;
    double real;
    quern_null_f64 whole;
    quern_decimal price;
    quern_timestamp saved;
    quern_null_date made;
    const char *parent_id;
    options *parent;
    quern_null_uuid peer_id;
    options *peer;
    options **kin, **likes, **fans;
    liking *mark;
    liking **recent;
};

/* The table between options and those that they like. */
struct liking {
    quern_object object;
    int64_t id;
    quern_uuid one_id, other_id, third_id;
    options *one, *other, *third;
};

QUERN_DECLARE_MODEL(options);
QUERN_MODEL(liking, "liking",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(one, options, .related_name = "+"),
                         QUERN_FOREIGN_KEY(other, options, .related_name = "+"),
                         QUERN_ONE_TO_ONE(third, options)));

static size_t options_to_text(const void *object, char *out, size_t size)
{
    (void)object, (void)out, (void)size;
    return 77;
}

QUERN_MODEL(options, "options",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id, .generated = QUERN_GENERATED, .column = "key"),
                         QUERN_FIELD(text, .null = true, .unique = true, .index = true, .max_length = 9,
                                     .choices = QUERN_CHOICES("draft", "published", "1"),
                                     .default_value = QUERN_DEFAULT("draft")),
                         QUERN_FIELD(sql, .type = "citext", .default_sql = "''"),
                         QUERN_FIELD(flag, .default_value = QUERN_DEFAULT(true)),
                         QUERN_FIELD(no_flag, .default_value = QUERN_DEFAULT(false)),
                         QUERN_FIELD(real_flag, .default_value = QUERN_DEFAULT((bool)true)),
                         QUERN_FIELD(small, .default_value = QUERN_DEFAULT((short)-5)),
                         QUERN_FIELD(number, .default_value = QUERN_DEFAULT(5)),
                         QUERN_FIELD(large, .default_value = QUERN_DEFAULT(INT64_MIN)),
                         QUERN_FIELD(twin, .default_value = QUERN_DEFAULT((signed char)7)),
                         QUERN_FIELD(single, .default_value = QUERN_DEFAULT(0.5f)),
                         QUERN_FIELD(real, .default_value = QUERN_DEFAULT(-2.25)),
                         QUERN_FIELD(whole, .default_value = QUERN_DEFAULT(3L)),
                         QUERN_FIELD(price, .null = true, .type = "numeric(10,2)"),
                         QUERN_FIELD(saved, .auto_now = true), QUERN_FIELD(made, .auto_now_add = true),
                         QUERN_FOREIGN_KEY(parent, options, .to_field = "text", .null = true,
                                           .no_index = true, .on_delete = QUERN_SET_DEFAULT,
                                           .related_name = "children", .column = "parent",
                                           .default_value = QUERN_DEFAULT("1")),
                         QUERN_ONE_TO_ONE(peer, options, .on_delete = QUERN_SET_NULL, .related_name = "+"),
                         QUERN_MANY_TO_MANY(kin, options, .symmetrical = true, .between = "kinship"),
                         QUERN_MANY_TO_MANY(likes, options, .through = &liking_model, .through_from = "one",
                                            .through_to = "other"),
                         QUERN_HAS_MANY(fans, options, likes), QUERN_HAS_ONE(mark, liking, third),
                         QUERN_PREFETCHED(recent, liking)),
            .schema = "other", .ordering = QUERN_NAMES("-text", "?"), .to_text = options_to_text,
            .unmanaged = true);

static quern__failure failure;
static quern__arena *arena;
static const quern__model *model;

static void set_up(void)
{
    static const quern_model *const models[] = { &options_model, &liking_model, NULL };
    static const quern__schema_facts facts = { .identifier_bytes = 63 };
    quern__failure_open(&failure, quern_system_allocator());
    arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern__schema *schema = quern__schema_build(arena, models, &facts, &failure, NULL);
    ck_assert_msg(schema != NULL, "%s", failure.current ? failure.current->message : "");
    model = schema->models;
}

static void tear_down(void)
{
    quern__failure_close(&failure);
    quern__arena_close(arena);
}

static const quern_field *declared(const char *name)
{
    const quern__field *field = quern__model_field(model, name, strlen(name));
    ck_assert_msg(field != NULL, "no field %s", name);
    return field->declared;
}

START_TEST(options_of_fields_are_handed_on)
{
    ck_assert_uint_eq(declared("id")->generated, QUERN_GENERATED);
    quern__expect_text("id", ".column", declared("id")->column, "key");
    const quern_field *text = declared("text");
    ck_assert(text->null && text->unique && text->index && !text->no_index);
    ck_assert_uint_eq(text->max_length, 9);
    ck_assert(memcmp(text->choices,
                     "draft\0published\0"
                     "1\0",
                     19) == 0);
    quern__expect_text("sql", ".type", declared("sql")->type, "citext");
    quern__expect_text("sql", ".default_sql", declared("sql")->default_sql, "''");
    ck_assert(declared("saved")->auto_now && !declared("saved")->auto_now_add);
    ck_assert(declared("made")->auto_now_add && !declared("made")->auto_now);
    ck_assert(declared("price")->null);
    const quern_field *parent = declared("parent"), *peer = declared("peer_id");
    quern__expect_text("parent", ".to_field", parent->to_field, "text");
    quern__expect_text("parent", ".related_name", parent->related_name, "children");
    quern__expect_text("parent", ".column", parent->column, "parent");
    ck_assert(parent->no_index && parent->null);
    ck_assert_uint_eq(parent->on_delete, QUERN_SET_DEFAULT);
    ck_assert_uint_eq(peer->on_delete, QUERN_SET_NULL);
    ck_assert_uint_eq(peer->role, QUERN_ROLE_ONE_TO_ONE);
    ck_assert_ptr_null(peer->to_field);
}
END_TEST

static const quern_field *side(size_t offset)
{
    const quern__field *found = quern__model_side(model, offset);
    ck_assert_msg(found != NULL, "no member at %zu", offset);
    return found->declared;
}

START_TEST(members_without_a_column)
{
    const quern_field *kin = side(offsetof(options, kin)), *likes = side(offsetof(options, likes));
    ck_assert_uint_eq(kin->role, QUERN_ROLE_MANY_TO_MANY);
    ck_assert(kin->symmetrical && !likes->symmetrical);
    quern__expect_text("kin", ".between", kin->between, "kinship");
    ck_assert_ptr_eq(likes->through, &liking_model);
    quern__expect_text("likes", ".through_from", likes->through_from, "one");
    quern__expect_text("likes", ".through_to", likes->through_to, "other");
    ck_assert_ptr_eq(likes->target, &options_model);
    ck_assert_uint_eq(side(offsetof(options, fans))->role, QUERN_ROLE_HAS_MANY);
    quern__expect_text("fans", "the relation", side(offsetof(options, fans))->key, "likes");
    ck_assert_uint_eq(side(offsetof(options, mark))->role, QUERN_ROLE_HAS_ONE);
    ck_assert_ptr_eq(side(offsetof(options, mark))->target, &liking_model);
    ck_assert_uint_eq(side(offsetof(options, recent))->role, QUERN_ROLE_PREFETCHED);
    ck_assert_ptr_eq(side(offsetof(options, recent))->target, &liking_model);
}
END_TEST

START_TEST(options_of_the_model_are_handed_on)
{
    quern__expect_text("model", ".schema", model->declared->schema, "other");
    ck_assert(model->declared->unmanaged);
    ck_assert_uint_eq(model->declared->to_text(NULL, NULL, 0), 77);
    ck_assert_uint_eq(model->ordering_count, 2);
    ck_assert_str_eq(model->ordering[0].column.field->name, "text");
    ck_assert(model->ordering[0].descending);
    ck_assert_ptr_null(model->ordering[1].column.field);
}
END_TEST

static void expect_default(const char *name, quern_kind kind, int64_t integer, double real, const char *text)
{
    const quern_default *is = &declared(name)->default_value;
    ck_assert_msg(is->kind == (unsigned)kind, "%s: kind %u", name, is->kind);
    if (kind == QUERN_KIND_F64)
        ck_assert_msg(is->real == real, "%s: %g", name, is->real);
    else
        ck_assert_msg(is->integer == integer, "%s: %lld", name, (long long)is->integer);
    quern__expect_text(name, "the default", is->text, text);
}

START_TEST(defaults_are_what_c_says_and_of_the_fields_kind)
{
    expect_default("id", QUERN_KIND_END, 0, 0, NULL);
    expect_default("text", QUERN_KIND_TEXT, 0, 0, "draft");
    expect_default("flag", QUERN_KIND_BOOL, 1, 0, NULL);
    expect_default("no_flag", QUERN_KIND_BOOL, 0, 0, NULL);
    expect_default("real_flag", QUERN_KIND_BOOL, 1, 0, NULL);
    expect_default("small", QUERN_KIND_I64, -5, 0, NULL);
    expect_default("number", QUERN_KIND_I64, 5, 0, NULL);
    expect_default("large", QUERN_KIND_I64, INT64_MIN, 0, NULL);
    expect_default("twin", QUERN_KIND_I64, 7, 0, NULL);
    expect_default("single", QUERN_KIND_F64, 0, 0.5, NULL);
    expect_default("real", QUERN_KIND_F64, 0, -2.25, NULL);
    expect_default("whole", QUERN_KIND_F64, 0, 3, NULL);
    expect_default("parent", QUERN_KIND_TEXT, 0, 0, "1");
}
END_TEST

Suite *quern__suite_options(void);

Suite *quern__suite_options(void)
{
    Suite *suite = suite_create("options");
    TCase *tests = tcase_create("options");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, options_of_fields_are_handed_on);
    tcase_add_test(tests, members_without_a_column);
    tcase_add_test(tests, options_of_the_model_are_handed_on);
    tcase_add_test(tests, defaults_are_what_c_says_and_of_the_fields_kind);
    suite_add_tcase(suite, tests);
    return suite;
}
