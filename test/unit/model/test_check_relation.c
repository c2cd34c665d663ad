/* test_check_relation.c: a relation and its target. */
#include "test/unit/model/faults.h"

#include "test/support/models.h"

#define TWIN(kind) QUERN_KIND_##kind | QUERN_NULLABLE
#define BY_CODE .to_field = "code", .kind = QUERN_KIND_TEXT

/* clang-format off */
static const fault_case cases[] = {
    { "a target that is not listed", FAULT("thing.owner", "thing.owner points to author, which is not among the models", "open the db with it too: QUERN_MODELS(thing, author)"),
      .fields = { ID, RELATION(author, "owner") } },
    { "a one to one to a target that is not listed", FAULT("thing.owner", "thing.owner points to author, which is not among the models", "open the db with it too: QUERN_MODELS(thing, author)"),
      .fields = { ID, RELATION(author, "owner", .role = ONE) } },
    { "no target", FAULT("thing.owner", "thing.owner points to ?, which is not among the models", "open the db with it too: QUERN_MODELS(thing, ?)"),
      .fields = { ID, OWNER("owner", .target = NULL) } },
    { "a key of another type", FAULT("thing.owner", "thing.owner_id has another type than thing.id, which it points to", "declare the member owner_id as int64_t or quern_null_i64"),
      .fields = { ID, OWNER("owner", .kind = QUERN_KIND_I32) } },
    { "a twin of another type", FAULT("thing.owner", "thing.owner_id has another type than other.id, which it points to", "declare the member owner_id as int64_t or quern_null_i64"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .kind = TWIN(I32)) } },
    { "the key of a one to one of another type", FAULT("thing.owner", "thing.owner_id has another type than other.id, which it points to", "declare the member owner_id as int64_t or quern_null_i64"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .role = ONE, .kind = QUERN_KIND_TEXT) } },
    { "an array of keys", FAULT("thing.owner", "thing.owner_id has another type than thing.id, which it points to", "declare the member owner_id as int64_t or quern_null_i64"),
      .fields = { ID, OWNER("owner", .kind = QUERN_KIND_I64 | QUERN_ARRAY) } },
    { "the primary key's type for another field", FAULT("thing.owner", "thing.owner_id has another type than other.code, which it points to", "declare the member owner_id as const char *"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "code") } },
    { "an array for a key", FAULT("thing.owner", "thing.owner_id has another type than thing.a, which it points to", "declare the member owner_id as quern_array_date"),
      .fields = { ID, FIELD(DATE | QUERN_ARRAY, "a", .unique = true), OWNER("owner", .to_field = "a") } },

    { "a target without a key", FAULT("thing.owner", "thing.owner points to view, which has no primary key", "name a unique field of view by .to_field"),
      .beside = { &view_model }, .fields = { ID, RELATION(view, "owner") } },
    { "an unknown .to_field", FAULT("thing.owner", "thing.owner: other has no field \"xyzzy\" for .to_field", "choices are: id, code"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "xyzzy") } },
    { "an empty .to_field", FAULT("thing.owner", "thing.owner: other has no field \"\" for .to_field", "choices are: id, code"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "") } },
    { "a misspelt .to_field", FAULT_NEAR("thing.owner", "thing.owner: other has no field \"coed\" for .to_field", "did you mean \"code\"? choices are: id, code", "code"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "coed") } },
    { "a misspelt .to_field that is not unique", FAULT("thing.owner", "thing.owner: other has no field \"noet\" for .to_field", "choices are: id, code"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "noet") } },
    { "pk of a target without a key", FAULT("thing.owner", "thing.owner: view has no field \"pk\" for .to_field", "choices are: code"),
      .beside = { &view_model }, .fields = { ID, RELATION(view, "owner", .to_field = "pk") } },
    { "a .to_field that is not unique", FAULT("thing.owner", "thing.owner: .to_field names other.note, which is not unique", "declare other.note with .unique = true, or leave .to_field away for the primary key"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "note", .kind = QUERN_KIND_TEXT) } },

    { "SET NULL where it cannot be", FAULT("thing.owner", "thing.owner: QUERN_SET_NULL, and its key cannot be NULL", "declare the member owner_id as quern_null_i64"),
      .fields = { ID, OWNER("owner", .on_delete = QUERN_SET_NULL) } },
    { "SET NULL of a text that cannot be NULL", FAULT("thing.owner", "thing.owner: QUERN_SET_NULL, and its key cannot be NULL", "give .null = true"),
      .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", BY_CODE, .on_delete = QUERN_SET_NULL) } },
    { "SET DEFAULT without one", FAULT("thing.owner", "thing.owner: QUERN_SET_DEFAULT without a default", "give .default_value or .default_sql"),
      .fields = { ID, OWNER("owner", .on_delete = QUERN_SET_DEFAULT) } },

    { "sound: to the model itself", .fields = { ID, OWNER("owner", .kind = TWIN(I64)) } },
    { "sound: one to one to the model itself", .fields = { ID, OWNER("owner", .kind = TWIN(I64), .role = ONE) } },
    { "sound: to a later model", .beside = { &other_model }, .fields = { ID, RELATION(other, "owner") } },
    { "sound: to models of another file", .beside = { &author_model, &shelf_model }, .fields = { ID, RELATION(author, "owner"), OWNER("place", .target = &shelf_model, .kind = QUERN_KIND_TEXT) } },
    { "sound: to a unique field", .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", BY_CODE) } },
    { "sound: to the primary key by its name", .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", .to_field = "id"), OWNER("second", .target = &other_model, .to_field = "pk", .related_name = "+") } },
    { "sound: to the unique field of a view", .beside = { &view_model }, .fields = { ID, RELATION(view, "owner", BY_CODE, .on_delete = QUERN_DO_NOTHING) } },
    { "sound: to a key that is itself a relation", .fields = { ID, OWNER("owner", .role = ONE), OWNER("peer", .to_field = "owner_id", .related_name = "peers"), OWNER("second", .to_field = "owner", .related_name = "+") } },
    { "sound: SET NULL", .fields = { ID, OWNER("owner", .kind = TWIN(I64), .on_delete = QUERN_SET_NULL) } },
    { "sound: SET NULL of a text", .beside = { &other_model }, .fields = { ID, RELATION(other, "owner", BY_CODE, .null = true, .on_delete = QUERN_SET_NULL) } },
    { "sound: SET DEFAULT", .fields = { ID, OWNER("owner", .on_delete = QUERN_SET_DEFAULT, .default_value = QUERN_DEFAULT(1)) } },
    { "sound: SET DEFAULT by SQL", .fields = { ID, OWNER("owner", .on_delete = QUERN_SET_DEFAULT, .default_sql = "1") } },
};
/* clang-format on */

FAULT_CASES("check_relation", cases)

/* Three models in a circle. */
typedef struct ring ring;
struct ring {
    quern_object object;
    quern_uuid id;
    quern_null_uuid next_id;
    ring *next;
};
typedef ring ring_two;
typedef ring ring_three;
QUERN_DECLARE_MODEL(ring_two);
QUERN_DECLARE_MODEL(ring_three);
QUERN_MODEL(ring, "ring", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(next, ring_two)));
QUERN_MODEL(ring_two, "ring", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(next, ring_three)));
QUERN_MODEL(ring_three, "ring", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_ONE_TO_ONE(next, ring)));

START_TEST(relations_may_go_round)
{
    const quern__schema *schema =
        sound_schema((const quern_model *[]){ &ring_three_model, &ring_model, &ring_two_model, NULL });
    const quern__model *three = &schema->models[0], *one = &schema->models[1], *two = &schema->models[2];
    ck_assert_ptr_eq(one->fields[1].target, two);
    ck_assert_ptr_eq(two->fields[1].target, three);
    ck_assert_ptr_eq(three->fields[1].target, one);
    ck_assert_ptr_eq(three->fields[1].reach, one->key);
    ck_assert_ptr_eq(quern__model_reverse(two, "ring_set", 8)->field, &one->fields[1]);
    ck_assert_ptr_eq(quern__model_reverse(one, "ring_three", 10)->field, &three->fields[1]);
}
END_TEST

START_TEST(reaches_the_field_that_it_names)
{
    static const quern_field fields[] = {
        ID, RELATION(other, "owner", BY_CODE), OWNER("self", .related_name = "+"), { 0 }
    };
    set_fields(fields);
    const quern__schema *schema = sound_schema((const quern_model *[]){ &thing_model, &other_model, NULL });
    const quern__field *owner = &schema->models[0].fields[1], *self = &schema->models[0].fields[2];
    ck_assert_ptr_eq(owner->reach, &schema->models[1].fields[1]);
    ck_assert_str_eq(owner->reach->name, "code");
    ck_assert_ptr_eq(self->reach, schema->models[0].key);
    ck_assert_ptr_null(self->reach->target);
    ck_assert_ptr_null(self->reach->reach);
}
END_TEST

Suite *quern__suite_check_relation(void);

Suite *quern__suite_check_relation(void)
{
    Suite *suite = suite_create("check_relation");
    TCase *tests = fault_cases();
    tcase_add_test(tests, relations_may_go_round);
    tcase_add_test(tests, reaches_the_field_that_it_names);
    suite_add_tcase(suite, tests);
    return suite;
}
