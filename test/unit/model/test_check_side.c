/* test_check_side.c: members without a column: what is wrong with them, and the tables that come of many to many. */
#include "test/unit/model/faults.h"

#include "test/support/club.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
#define SIDE(ROLE, model, ...) { .role = QUERN_ROLE_##ROLE, .object_offset = offsetof(thing, owner), .target = &model##_model, .name = __VA_ARGS__ }
#define MANY(model, ...) SIDE(MANY_TO_MANY, model, __VA_ARGS__)
#define HAS_MANY(model, ...) SIDE(HAS_MANY, model, __VA_ARGS__)
#define HAS_ONE(model, ...) SIDE(HAS_ONE, model, __VA_ARGS__)
#define PREFETCHED(model, ...) SIDE(PREFETCHED, model, __VA_ARGS__)
#define TAKEN_TWICE "a relation is a field by its name and by its key member's, name_id: list each once"
#define NO_COLUMN "the member has none in its model's table: leave it away"
#define KEY_TO_EACH "a table between two models has a key to each"
/* clang-format on */

extern const quern_model link_model, loose_model, tied_model;

/* A table between `thing` and `other`; one to neither; one with two keys to `thing`. */
static const quern_field *link_fields(void)
{
    static const quern_field list[] = { ID,
                                        OWNER("one", .related_name = "+"),
                                        RELATION(other, "two", .related_name = "+"),
                                        TEXT_FIELD("note"),
                                        { 0 } };
    return list;
}

static const quern_field *loose_fields(void)
{
    static const quern_field list[] = { ID, { 0 } };
    return list;
}

static const quern_field *tied_fields(void)
{
    static const quern_field list[] = { ID,
                                        OWNER("one", .related_name = "+"),
                                        OWNER("two", .related_name = "+"),
                                        RELATION(other, "three", .related_name = "+"),
                                        { 0 } };
    return list;
}

const quern_model link_model = MODEL(.name = "link", .table = "links", .fields = link_fields);
const quern_model loose_model = MODEL(.name = "loose", .table = "things_others", .fields = loose_fields);
const quern_model tied_model = MODEL(.name = "tied", .table = "tied", .fields = tied_fields);

#define OTHER .beside = { &other_model }
#define BY_LINK .through = &link_model
#define BY_TIED .through = &tied_model

/* clang-format off */
static const fault_case cases[] = {
    { "no target", FAULT("thing.others", "thing.others leads to ?, which is not among the models", "open the db with it too: QUERN_MODELS(thing, ?)"), .fields = { ID, MANY(other, "others", .target = NULL) } },
    { "a target that is not there", FAULT("thing.others", "thing.others leads to other, which is not among the models", "open the db with it too: QUERN_MODELS(thing, other)"), .fields = { ID, MANY(other, "others") } },
    { "a side of what is not there", FAULT("thing.others", "thing.others leads to other, which is not among the models", "open the db with it too: QUERN_MODELS(thing, other)"), .fields = { ID, HAS_MANY(other, "others", .key = "x") } },
    { "the name of a field", FAULT("thing.name", "thing has two fields called name", TAKEN_TWICE), OTHER, .fields = { ID, TEXT_FIELD("name"), MANY(other, "name") } },
    { "the name of a key", FAULT("thing.owner_id", "thing has two fields called owner_id", TAKEN_TWICE), OTHER, .fields = { ID, OWNER("owner"), MANY(other, "owner_id") } },
    { "twice the same name", FAULT("thing.others", "thing has two fields called others", TAKEN_TWICE), OTHER, .fields = { ID, MANY(other, "others"), MANY(other, "others", .related_name = "+", .between = "x") } },
    { "a name that splits", FAULT("thing.oth__ers", "thing.oth__ers: two underscores in a row, or one at the end", "paths are split at two underscores: rename the member, and keep the column by .column"), OTHER, .fields = { ID, MANY(other, "oth__ers") } },
    { "outside of its struct", FAULT("thing.others", "thing.others lies outside of its struct", "define it with the macros of <quern/model.h>"), OTHER, .fields = { ID, MANY(other, "others", .object_offset = sizeof(thing)) } },
    { "a column's option", FAULT("thing.others", "thing.others: .unique is for columns", NO_COLUMN), OTHER, .fields = { ID, MANY(other, "others", .unique = true) } },
    { "a text's option", FAULT("thing.others", "thing.others: .max_length is for texts", NO_COLUMN), OTHER, .fields = { ID, MANY(other, "others", .max_length = 5) } },
    { ".through of a foreign key", FAULT("thing.owner", "thing.owner: .through is for many to many", "declare the field with QUERN_MANY_TO_MANY, or leave it away"), .fields = { ID, OWNER("owner", .through = &thing_model) } },
    { ".symmetrical of a column", FAULT("thing.name", "thing.name: .symmetrical is for many to many", "declare the field with QUERN_MANY_TO_MANY, or leave it away"), .fields = { ID, TEXT_FIELD("name", .symmetrical = true) } },

    { "the other side of nothing", FAULT("thing.others", "thing.others: other has no relation \"one\" to thing", "declare it there: QUERN_FOREIGN_KEY(one, thing)"), OTHER, .fields = { ID, HAS_MANY(other, "others", .key = "one") } },
    { "the other side of a column", FAULT("thing.others", "thing.others: other has no relation \"note\" to thing", "declare it there: QUERN_FOREIGN_KEY(note, thing)"), OTHER, .fields = { ID, HAS_MANY(other, "others", .key = "note") } },
    { "a misspelt relation", FAULT_NEAR("thing.parts", "thing.parts: thing has no relation \"onwer\" to thing", "did you mean \"owner\"? choices are: owner", "owner"), .fields = { ID, OWNER("owner"), HAS_MANY(thing, "parts", .key = "onwer") } },
    { "a relation that leads elsewhere", FAULT("thing.parts", "thing.parts: thing has no relation \"place\" to thing", "choices are: owner"), OTHER, .fields = { ID, OWNER("owner"), RELATION(other, "place"), HAS_MANY(thing, "parts", .key = "place") } },
    { "many of a one to one", FAULT("thing.parts", "thing.parts: the other side of thing.owner is one object", "declare the member as thing *, with QUERN_HAS_ONE"), .fields = { ID, OWNER("owner", .role = ONE), HAS_MANY(thing, "parts", .key = "owner") } },
    { "one of a foreign key", FAULT("thing.part", "thing.part: the other side of thing.owner is many objects", "declare the member as thing **, with QUERN_HAS_MANY"), .fields = { ID, OWNER("owner"), HAS_ONE(thing, "part", .key = "owner") } },
    { "two names", FAULT("thing.parts", "thing.parts: .related_name of thing.owner is \"things\", and this is its other side", "leave .related_name away: this member gives the name"), .fields = { ID, OWNER("owner", .related_name = "things"), HAS_MANY(thing, "parts", .key = "owner") } },
    { "a name, and none", FAULT("thing.parts", "thing.parts: .related_name of thing.owner is \"+\", and this is its other side", "leave .related_name away: this member gives the name"), .fields = { ID, OWNER("owner", .related_name = "+"), HAS_MANY(thing, "parts", .key = "owner") } },
    { "two members for one", FAULT("thing.more", "thing.more and thing.parts are the other side of the same relation, thing.owner", "leave one of them away"), .fields = { ID, OWNER("owner"), HAS_MANY(thing, "parts", .key = "owner"), HAS_MANY(thing, "more", .key = "owner") } },
    { "the other side of what is symmetrical", FAULT("thing.fans", "thing.fans: thing.peers is symmetrical, and so its own other side", "leave this member away"), .fields = { ID, MANY(thing, "peers", .symmetrical = true), HAS_MANY(thing, "fans", .key = "peers") } },

    { "a model without a key", FAULT("view.others", "view.others: view has no primary key", "the table between two models has the keys of both"), .model = MODEL(.name = "view", .unmanaged = true), OTHER, .fields = { TEXT_FIELD("code"), MANY(other, "others") } },
    { "a target without a key", FAULT("thing.views", "thing.views: view has no primary key", "the table between two models has the keys of both"), .beside = { &view_model }, .fields = { ID, MANY(view, "views") } },
    { "symmetrical with another", FAULT("thing.others", "thing.others: .symmetrical is for a many to many of a model to itself", "it leads from thing to other"), OTHER, .fields = { ID, MANY(other, "others", .symmetrical = true) } },
    { "symmetrical with a name", FAULT("thing.peers", "thing.peers: .symmetrical and .related_name exclude each other", "it is its own other side: leave .related_name away"), .fields = { ID, MANY(thing, "peers", .symmetrical = true, .related_name = "x") } },
    { "a table's name that is too long", FAULT("thing.others", "thing.others: the name of its table is longer than 63 bytes", "the database would cut it: give a shorter one by .between"), OTHER, .fields = { ID, MANY(other, "others", .between = SIXTY_THREE "4") } },
    { "a table's name that is empty", FAULT("thing.others", "thing.others: the name of its table is empty", "leave it away, or give a name by .between"), OTHER, .fields = { ID, MANY(other, "others", .between = "") } },
    { "a column's name that is too long", FAULT(SIXTY_THREE ".others", SIXTY_THREE ".others: the name of a column of its table is longer than 63 bytes", "the database would cut it: give a shorter one by .through, with a model of its own"), .model = MODEL(.name = SIXTY_THREE), OTHER, .fields = { ID, MANY(other, "others", .related_name = "+") } },
    { "the table of a model", FAULT("thing.others", "thing.others: its table, \"things_others\", is that of loose", "give another by .between, or that model by .through"), .beside = { &other_model, &loose_model }, .fields = { ID, MANY(other, "others") } },
    { "the same table twice", FAULT("thing.more", "thing.more: its table, \"both\", is that of thing_others", "give one of them another by .between"), OTHER, .fields = { ID, MANY(other, "others", .between = "both"), MANY(other, "more", .between = "both", .related_name = "+") } },
    { "the same name on the other side", FAULT("thing.more", "thing.others and thing.more have the same name on other, \"thing_set\"", "give one of them another by .related_name, or \"+\" for none"), OTHER, .fields = { ID, MANY(other, "others"), MANY(other, "more") } },
    { "keys without .through", FAULT("thing.others", "thing.others: .through_from and .through_to without .through", "name the model of the table between, or leave them away"), OTHER, .fields = { ID, MANY(other, "others", .through_to = "x") } },

    { "through what is not there", FAULT("thing.others", "thing.others: .through is link, which is not among the models", "open the db with it too: QUERN_MODELS(thing, link)"), OTHER, .fields = { ID, MANY(other, "others", BY_LINK) } },
    { "through a table with a name", FAULT("thing.others", "thing.others: .through and .between exclude each other", "the table is that of link"), .beside = { &other_model, &link_model }, .fields = { ID, MANY(other, "others", BY_LINK, .between = "x") } },
    { "through what has no keys", FAULT("thing.others", "thing.others: loose has no foreign key to thing", KEY_TO_EACH), .beside = { &other_model, &loose_model }, .fields = { ID, MANY(other, "others", .through = &loose_model) } },
    { "through what has no key to the target", FAULT("thing.things", "thing.things: link has no second foreign key to thing", KEY_TO_EACH), .beside = { &other_model, &link_model }, .fields = { ID, MANY(thing, "things", BY_LINK, .through_from = "one") } },
    { "through one key twice", FAULT("thing.things", "thing.things: both keys are tied.one", "one leads to this model, the other to the target"), .beside = { &other_model, &tied_model }, .fields = { ID, MANY(thing, "things", BY_TIED, .through_from = "one", .through_to = "one") } },
    { "through two keys", FAULT("thing.others", "thing.others: tied has 2 foreign keys to thing", "say which is meant, by .through_from"), .beside = { &other_model, &tied_model }, .fields = { ID, MANY(other, "others", BY_TIED) } },
    { "through a key that is none", FAULT("thing.others", "thing.others: .through_from names \"note\", which is no foreign key of link to thing", "name one, or leave it away where there is only one"), .beside = { &other_model, &link_model }, .fields = { ID, MANY(other, "others", BY_LINK, .through_from = "note") } },
    { "through the wrong key", FAULT("thing.others", "thing.others: .through_to names \"one\", which is no foreign key of link to other", "name one, or leave it away where there is only one"), .beside = { &other_model, &link_model }, .fields = { ID, MANY(other, "others", BY_LINK, .through_to = "one") } },

    { "a prefetch of what is not there", FAULT("thing.cheap", "thing.cheap leads to other, which is not among the models", "open the db with it too: QUERN_MODELS(thing, other)"), .fields = { ID, PREFETCHED(other, "cheap") } },
    { "a prefetch with the name of a field", FAULT("thing.name", "thing has two fields called name", TAKEN_TWICE), OTHER, .fields = { ID, TEXT_FIELD("name"), PREFETCHED(other, "name") } },
    { "a prefetch with the name of a side", FAULT("thing.others", "thing has two fields called others", TAKEN_TWICE), OTHER, .fields = { ID, MANY(other, "others"), PREFETCHED(other, "others") } },
    { "two prefetches of a name", FAULT("thing.cheap", "thing has two fields called cheap", TAKEN_TWICE), OTHER, .fields = { ID, PREFETCHED(other, "cheap"), PREFETCHED(other, "cheap") } },
    { "a prefetch with the name of another side", FAULT("thing.thing_set", "thing.thing_set: that is what thing.owner is called on thing", "rename the member; or it is the other side itself: QUERN_HAS_MANY(thing_set, thing, owner)"), .fields = { ID, OWNER("owner"), PREFETCHED(thing, "thing_set") } },
    { "a prefetch with the name of another one", FAULT("thing.thing", "thing.thing: that is what thing.owner is called on thing", "rename the member; or it is the other side itself: QUERN_HAS_ONE(thing, thing, owner)"), .fields = { ID, OWNER("owner", .role = ONE), PREFETCHED(thing, "thing") } },
    { "a prefetch called pk", FAULT("thing.pk", "thing: no field may be called pk", "pk stands for the primary key, whatever its name; rename the member"), .fields = { ID, PREFETCHED(thing, "pk") } },
    { "a prefetch with .key", FAULT("thing.cheap", "thing.cheap: .key is for the other side of relations", NO_COLUMN), .fields = { ID, OWNER("owner"), PREFETCHED(thing, "cheap", .key = "owner") } },
    { "a prefetch with .through", FAULT("thing.cheap", "thing.cheap: .through is for many to many", NO_COLUMN), OTHER, .fields = { ID, PREFETCHED(other, "cheap", .through = &other_model) } },
    { "a prefetch with .related_name", FAULT("thing.cheap", "thing.cheap: .related_name is for relations", NO_COLUMN), OTHER, .fields = { ID, PREFETCHED(other, "cheap", .related_name = "x") } },

    { "sound: what a prefetch fills", OTHER, .fields = { ID, MANY(other, "others"), PREFETCHED(other, "cheap"), PREFETCHED(thing, "near") } },
    { "sound: the other side behind it", .fields = { ID, OWNER("owner"), PREFETCHED(thing, "cheap"), HAS_MANY(thing, "parts", .key = "owner") } },
    { "sound: many to many", OTHER, .fields = { ID, MANY(other, "others") } },
    { "sound: with all names given", OTHER, .fields = { ID, MANY(other, "others", .between = "pairs", .related_name = "owners") } },
    { "sound: to itself, twice", .fields = { ID, MANY(thing, "peers", .symmetrical = true), MANY(thing, "idols") } },
    { "sound: its other side, declared", .fields = { ID, MANY(thing, "idols"), HAS_MANY(thing, "fans", .key = "idols") } },
    { "sound: the other side of a key", .fields = { ID, OWNER("owner"), HAS_MANY(thing, "parts", .key = "owner") } },
    { "sound: the other side by the name that is given", .fields = { ID, OWNER("owner", .related_name = "parts"), HAS_MANY(thing, "parts", .key = "owner") } },
    { "sound: the other side of a one to one", .fields = { ID, OWNER("owner", .role = ONE), HAS_ONE(thing, "part", .key = "owner") } },
    { "sound: through a model", .beside = { &other_model, &link_model }, .fields = { ID, MANY(other, "others", BY_LINK) } },
    { "sound: through one of two keys", .beside = { &other_model, &tied_model }, .fields = { ID, MANY(other, "others", BY_TIED, .through_from = "two") } },
    { "sound: to itself, the first and the second", .beside = { &other_model, &tied_model }, .fields = { ID, MANY(thing, "things", BY_TIED) } },
    { "sound: to itself, the second and the first", .beside = { &other_model, &tied_model }, .fields = { ID, MANY(thing, "things", BY_TIED, .through_from = "two") } },
};
/* clang-format on */

FAULT_CASES("check_side", cases)

/* "pairs: id, thing -> thing_id, other -> other_id" */
static void expect_between(const char *name, const quern__model *made, const char *expected)
{
    char text[300];
    sprintf(text, "%s %s:", made->name, made->table);
    for (size_t i = 0; i < made->count; i++)
        sprintf(text + strlen(text), " %s %s%s", made->fields[i].name, made->fields[i].column,
                made->fields[i].target ? made->fields[i].target->name : "");
    quern__expect_text(name, "the table between", text, expected);
}

START_TEST(tables_between)
{
    static const quern_field fields[] = { ID,
                                          MANY(other, "others"),
                                          MANY(thing, "peers", .symmetrical = true),
                                          MANY(thing, "idols", .between = "stars"),
                                          { 0 } };
    set_fields(fields);
    const quern__schema *schema = sound_schema((const quern_model *[]){ &thing_model, &other_model, NULL });
    ck_assert_uint_eq(schema->count, 5);
    expect_between("others", &schema->models[2],
                   "thing_others things_others: id id thing thing_idthing other other_idother");
    expect_between("peers", &schema->models[3],
                   "thing_peers things_peers: id id from_thing from_thing_idthing to_thing to_thing_idthing");
    expect_between("idols", &schema->models[4],
                   "thing_idols stars: id id from_thing from_thing_idthing to_thing to_thing_idthing");
    ck_assert_ptr_eq(schema->models[3].between, &schema->models[0].sides[1]);
    ck_assert_uint_eq(schema->models[0].count, 1);
    ck_assert_uint_eq(schema->models[0].side_count, 3);
    /* The names on both sides; what is symmetrical has one. */
    ck_assert_uint_eq(schema->models[0].reverse_count, 4);
    ck_assert_ptr_nonnull(quern__model_reverse(&schema->models[0], "thing_set", 9));
    ck_assert_ptr_nonnull(quern__model_reverse(&schema->models[1], "thing_set", 9));
}
END_TEST

START_TEST(members_are_found_by_their_place)
{
    static const quern_field fields[] = { ID,
                                          OWNER("owner"),
                                          SIDE(HAS_MANY, thing, "parts", .key = "owner",
                                               .object_offset = offsetof(thing, name)),
                                          { 0 } };
    set_fields(fields);
    const quern__schema *schema = sound_schema((const quern_model *[]){ &thing_model, NULL });
    const quern__model *model = &schema->models[0];
    ck_assert_ptr_eq(quern__model_side(model, offsetof(thing, name)), &model->sides[0]);
    ck_assert_ptr_null(quern__model_side(model, offsetof(thing, owner)));
    ck_assert_ptr_null(quern__model_side(model, 0));
    ck_assert_ptr_eq(quern__model_reverse(model, "parts", 5)->as, &model->sides[0]);
    ck_assert_ptr_null(quern__model_reverse(model, "thing_set", 9));
}
END_TEST

START_TEST(what_a_prefetch_fills_is_no_relation)
{
    static const quern_field fields[] = {
        ID, OWNER("owner", .related_name = "+"), PREFETCHED(other, "cheap"), { 0 }
    };
    set_fields(fields);
    const quern__schema *schema = sound_schema((const quern_model *[]){ &thing_model, &other_model, NULL });
    const quern__model *model = &schema->models[0];
    ck_assert_uint_eq(schema->count, 2);
    ck_assert_uint_eq(model->count, 2);
    ck_assert_uint_eq(model->side_count, 1);
    ck_assert_uint_eq(model->reverse_count, 0);
    ck_assert_uint_eq(schema->models[1].reverse_count, 0);
    ck_assert_ptr_null(quern__model_field(model, "cheap", 5));
    ck_assert_ptr_eq(quern__model_prefetched(model, "cheap"), &model->sides[0]);
    ck_assert_ptr_eq(model->sides[0].target, &schema->models[1]);
    ck_assert_ptr_null(quern__model_prefetched(model, "owner"));
    ck_assert_ptr_null(quern__model_prefetched(&schema->models[1], "cheap"));
}
END_TEST

Suite *quern__suite_check_side(void);

Suite *quern__suite_check_side(void)
{
    Suite *suite = suite_create("check_side");
    TCase *tests = fault_cases();
    tcase_add_test(tests, tables_between);
    tcase_add_test(tests, members_are_found_by_their_place);
    tcase_add_test(tests, what_a_prefetch_fills_is_no_relation);
    suite_add_tcase(suite, tests);
    return suite;
}
