/* test_check_reverse.c: what relations are called on the other side. */
#include "test/unit/model/faults.h"

#include <stdio.h>
#include <string.h>

#define MEND "give it another by .related_name, or \"+\" for none"
#define BOTH "give one of them another by .related_name, or \"+\" for none"
#define SPLIT "paths are split at two underscores: " MEND
#define TO_OTHER(...) RELATION(other, __VA_ARGS__)

static const quern_field *rival_fields(void)
{
    static const quern_field list[] = { ID, TO_OTHER("one", .role = ONE), { 0 } };
    return list;
}

/* Its relation to `other` is called thing_set there, as that of `thing` is. */
static const quern_model rival_model = MODEL(.name = "thing_set", .table = "rivals", .fields = rival_fields);

/* clang-format off */
static const fault_case cases[] = {
    { "an empty name", FAULT("thing.owner", "thing.owner: .related_name is empty", "leave it away, or give a name by .related_name"), .fields = { ID, OWNER("owner", .related_name = "") } },
    { "a name of 64 bytes", FAULT("thing.owner", "thing.owner: .related_name is longer than 63 bytes", "the database would cut it: give a shorter one by .related_name"), .fields = { ID, OWNER("owner", .related_name = SIXTY_THREE "4") } },
    { "a name that is not UTF-8", FAULT("thing.owner", "thing.owner: .related_name is not valid UTF-8", "names in quern are UTF-8: convert it first"), .fields = { ID, OWNER("owner", .related_name = "\xff") } },
    { "pk", FAULT("thing.owner", "thing.owner cannot be called pk on other", "pk stands for the primary key, whatever its name: " MEND), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "pk") } },
    { "pk on a model without a key", FAULT("thing.owner", "thing.owner cannot be called pk on view", "pk stands for the primary key, whatever its name: " MEND),
      .beside = { &view_model }, .fields = { ID, OWNER("owner", .target = &view_model, .to_field = "code", .kind = QUERN_KIND_TEXT, .related_name = "pk") } },
    { "two underscores", FAULT("thing.owner", "thing.owner: its name on thing, \"my__things\", has two underscores in a row, or one at the end", SPLIT), .fields = { ID, OWNER("owner", .related_name = "my__things") } },
    { "an underscore at the end", FAULT("thing.owner", "thing.owner: its name on thing, \"things_\", has two underscores in a row, or one at the end", SPLIT), .fields = { ID, OWNER("owner", .related_name = "things_") } },
    { "a model's name that makes two underscores", FAULT("thing_.owner", "thing_.owner: its name on other, \"thing__set\", has two underscores in a row, or one at the end", SPLIT),
      .model = MODEL(.name = "thing_"), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner") } },
    { "a model's name that ends in one", FAULT("thing_.owner", "thing_.owner: its name on other, \"thing_\", has two underscores in a row, or one at the end", SPLIT),
      .model = MODEL(.name = "thing_"), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .role = ONE) } },

    { "the name of a field", FAULT("thing.owner", "the name of thing.owner on other, \"note\", is that of the field other.note", MEND), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "note") } },
    { "its own name", FAULT("thing.owner", "the name of thing.owner on thing, \"owner\", is that of the field thing.owner", MEND), .fields = { ID, OWNER("owner", .related_name = "owner") } },
    { "the name of a key", FAULT("thing.second", "the name of thing.second on thing, \"owner_id\", is that of the field thing.owner", MEND), .fields = { ID, OWNER("owner"), OWNER("second", .related_name = "owner_id") } },
    { "a default that is the name of a field", FAULT("thing.owner", "the name of thing.owner on thing, \"thing_set\", is that of the field thing.thing_set", MEND), .fields = { ID, OWNER("owner"), TEXT_FIELD("thing_set") } },
    { "a one to one whose model is the name of a field", FAULT("note.owner", "the name of note.owner on other, \"note\", is that of the field other.note", MEND),
      .model = MODEL(.name = "note"), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .role = ONE) } },
    { "two relations without names", FAULT("thing.second", "thing.owner and thing.second have the same name on other, \"thing_set\"", BOTH), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner"), TO_OTHER("second") } },
    { "two relations to itself", FAULT("thing.second", "thing.owner and thing.second have the same name on thing, \"thing_set\"", BOTH), .fields = { ID, OWNER("owner"), OWNER("second") } },
    { "two one to ones", FAULT("thing.second", "thing.owner and thing.second have the same name on other, \"thing\"", BOTH), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .role = ONE), TO_OTHER("second", .role = ONE) } },
    { "two of one name", FAULT("thing.second", "thing.owner and thing.second have the same name on other, \"things\"", BOTH), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "things"), TO_OTHER("second", .related_name = "things") } },
    { "a default that was given to another", FAULT("thing.second", "thing.owner and thing.second have the same name on other, \"thing_set\"", BOTH), .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "thing_set"), TO_OTHER("second") } },
    { "the same name from two models", FAULT("thing_set.one", "thing.owner and thing_set.one have the same name on other, \"thing_set\"", BOTH), .beside = { &rival_model, &other_model }, .fields = { ID, TO_OTHER("owner") } },

    { "sound: a foreign key and a one to one", .beside = { &other_model }, .fields = { ID, TO_OTHER("owner"), TO_OTHER("second", .role = ONE) } },
    { "sound: one of two has a name", .beside = { &other_model }, .fields = { ID, TO_OTHER("owner"), TO_OTHER("second", .related_name = "seconds") } },
    { "sound: all but one have none", .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "+"), TO_OTHER("second", .related_name = "+"), TO_OTHER("third") } },
    { "sound: the same name on two targets", .beside = { &other_model }, .fields = { ID, TO_OTHER("owner", .related_name = "things"), OWNER("second", .related_name = "things") } },
    { "sound: the name of a field of its own model", .beside = { &other_model }, .fields = { ID, TEXT_FIELD("note"), TO_OTHER("owner", .related_name = "owner") } },
    { "sound: a name of 63 bytes", .fields = { ID, OWNER("owner", .related_name = SIXTY_THREE) } },
    { "sound: a name that is not for C", .fields = { ID, OWNER("owner", .related_name = "my things ☃") } },
};
/* clang-format on */

FAULT_CASES("check_reverse", cases)

/* "thing_set: thing.owner, …" */
static void expect_reverses(const char *name, const quern__model *model, const char *expected)
{
    char list[200] = "";
    for (size_t i = 0; i < model->reverse_count; i++) {
        const quern__reverse *reverse = &model->reverses[i];
        ck_assert_msg(quern__model_reverse(model, reverse->name, strlen(reverse->name)) == reverse, "%s: %s",
                      name, reverse->name);
        ck_assert_msg(reverse->field->target == model, "%s: the target of %s", name, reverse->name);
        sprintf(list + strlen(list), "%s%s: %s.%s", i ? ", " : "", reverse->name, reverse->field->model->name,
                reverse->field->name);
    }
    quern__expect_text(name, "the reverses", list, expected);
}

START_TEST(a_target_knows_who_points_to_it)
{
    static const quern_field fields[] = { ID,
                                          TO_OTHER("owner"),
                                          TO_OTHER("second", .related_name = "seconds"),
                                          TO_OTHER("third", .related_name = "+"),
                                          TO_OTHER("fourth", .role = ONE),
                                          OWNER("parent", .related_name = "children"),
                                          { 0 } };
    static const quern_model namesake = MODEL(.name = "rival", .table = "rivals", .fields = rival_fields);
    set_fields(fields);
    const quern__schema *schema =
        sound_schema((const quern_model *[]){ &thing_model, &other_model, &namesake, NULL });
    expect_reverses("thing", &schema->models[0], "children: thing.parent");
    expect_reverses("other", &schema->models[1],
                    "thing_set: thing.owner, seconds: thing.second, thing: thing.fourth, rival: rival.one");
    expect_reverses("rival", &schema->models[2], "");
    const quern__model *other = &schema->models[1];
    static const char *const none[] = { "", "+", "thing_se", "things", "owner", "pk", "id" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(!quern__model_reverse(other, none[i], strlen(none[i])), "\"%s\"", none[i]);
    ck_assert_ptr_null(quern__model_reverse(&schema->models[2], "rival", 5));
    ck_assert_ptr_nonnull(quern__model_reverse(other, "thing_set__name", 9));
}
END_TEST

Suite *quern__suite_check_reverse(void);

Suite *quern__suite_check_reverse(void)
{
    Suite *suite = suite_create("check_reverse");
    TCase *tests = fault_cases();
    tcase_add_test(tests, a_target_knows_who_points_to_it);
    suite_add_tcase(suite, tests);
    return suite;
}
