/* test_check_ordering.c: .ordering: its faults, and what it becomes. */
#include "test/unit/model/faults.h"

#include <stdio.h>
#include <string.h>

#define CHOICES "choices are: id, a, owner, owner_id, thing_set"
#define OTHER_CHOICES "choices are: id, code, note, thing"
#define FIELDS .fields = { ID, TEXT_FIELD("a"), OWNER("owner") }
#define FIELDS_TO_OTHER         \
    .beside = { &other_model }, \
    .fields = { ID, TEXT_FIELD("a"), OWNER("owner", .role = ONE, .target = &other_model) }
#define TOLD(term, rest, hint) FAULT("thing", "thing: .ordering by \"" term "\": " rest, hint)
#define NEAR(term, rest, hint, nearest) \
    FAULT_NEAR("thing", "thing: .ordering by \"" term "\": " rest, hint, nearest)

/* clang-format off */
static const fault_case cases[] = {
    { "an unknown field", TOLD("xyzzy", "thing has no field \"xyzzy\"", CHOICES), .ordering = { "xyzzy" }, FIELDS },
    { "a misspelt field", NEAR("onwer", "thing has no field \"onwer\"", "did you mean \"owner\"? " CHOICES, "owner"), .ordering = { "a", "onwer" }, FIELDS },
    { "a misspelt field, descending", NEAR("-onwer", "thing has no field \"onwer\"", "did you mean \"owner\"? " CHOICES, "owner"), .ordering = { "-onwer" }, FIELDS },
    { "a misspelt reverse name", NEAR("thing_sat", "thing has no field \"thing_sat\"", "did you mean \"thing_set\"? " CHOICES, "thing_set"), .ordering = { "thing_sat" }, FIELDS },
    { "nothing", TOLD("", "thing has no field \"\"", CHOICES), .ordering = { "" }, FIELDS },
    { "a dash", TOLD("-", "thing has no field \"\"", CHOICES), .ordering = { "-" }, FIELDS },
    { "two dashes", NEAR("--id", "thing has no field \"-id\"", "did you mean \"id\"? " CHOICES, "id"), .ordering = { "--id" }, FIELDS },
    { "a random order backwards", TOLD("-?", "thing has no field \"?\"", CHOICES), .ordering = { "-?" }, FIELDS },
    { "a misspelt field of a relation", NEAR("owner__nots", "other has no field \"nots\"", "did you mean \"note\"? " OTHER_CHOICES, "note"), .ordering = { "owner__nots" }, FIELDS_TO_OTHER },
    { "itself, by a relation", FAULT("thing", "thing: .ordering by \"owner\": the .ordering of thing leads in a circle, by thing.owner", "order by the key, \"owner_id\""), .ordering = { "a", "owner" }, FIELDS },
    { "itself, backwards", FAULT("thing", "thing: .ordering by \"-owner\": the .ordering of thing leads in a circle, by thing.owner", "order by the key, \"owner_id\""), .ordering = { "-owner" }, FIELDS },
    { "a reverse name", FAULT("thing", "thing: .ordering by \"thing_set__a\", which leads to several objects", "every queryset would have its rows several times: order by it where that is wanted"), .ordering = { "thing_set__a" }, FIELDS },
    { "a lookup", TOLD("a__gt", "an order by thing.a takes no lookup", "leave \"__gt\" away"), .ordering = { "a__gt" }, FIELDS },
    { "pk without a key", FAULT("thing", "thing: .ordering by \"pk\": thing has no field \"pk\"", "choices are: a"),
      .model = MODEL(.ordering = QUERN_NAMES("pk"), .unmanaged = true), .fields = { TEXT_FIELD("a") } },

    { "sound: none", .ordering = { NULL }, FIELDS },
    { "sound: by a field of a relation", .ordering = { "owner__note" }, FIELDS_TO_OTHER },
    { "sound: by a field of a relation, as C spells it", .ordering = { "-owner->note" }, FIELDS_TO_OTHER },
    { "sound: by a relation to another", .ordering = { "owner" }, FIELDS_TO_OTHER },
};
/* clang-format on */

FAULT_CASES("check_ordering", cases)

static void expect_ordering(const char *name, const char *const *terms, const char *expected)
{
    static const quern_field fields[] = {
        ID, TEXT_FIELD("a"), OWNER("owner", .role = ONE, .target = &other_model), { 0 }
    };
    set_fields(fields);
    set_ordering(terms);
    const quern__model *model =
        sound_schema((const quern_model *[]){ &thing_model, &other_model, NULL })->models;
    char text[100] = "";
    for (size_t i = 0; i < model->ordering_count; i++) {
        const quern__order *term = &model->ordering[i];
        ck_assert_msg(term->nulls == QUERN_NULLS_DEFAULT, "%s: its NULLs", name);
        sprintf(text + strlen(text), "%s%s%s", i ? ", " : "", term->descending ? "-" : "",
                term->column.field ? term->column.field->column : "?");
    }
    quern__expect_text(name, "the ordering", text, expected);
}

START_TEST(an_ordering_becomes_columns)
{
    expect_ordering("none", (const char *const[4]){ NULL }, "");
    expect_ordering("a field", (const char *const[4]){ "a" }, "a");
    expect_ordering("descending, then the key", (const char *const[4]){ "-a", "pk" }, "-a, id");
    expect_ordering("random", (const char *const[4]){ "a", "?" }, "a, ?");
    expect_ordering("a relation", (const char *const[4]){ "-owner" }, "-owner_id");
    expect_ordering("its key", (const char *const[4]){ "owner_id", "-owner__pk", "owner->id" }, "owner_id");
    expect_ordering("twice", (const char *const[4]){ "a", "-id", "-a" }, "a, -id");
    expect_ordering("by a field of a relation", (const char *const[4]){ "-owner__note" }, "-note");
}
END_TEST

Suite *quern__suite_check_ordering(void);

Suite *quern__suite_check_ordering(void)
{
    Suite *suite = suite_create("check_ordering");
    TCase *tests = fault_cases();
    tcase_add_test(tests, an_ordering_becomes_columns);
    suite_add_tcase(suite, tests);
    return suite;
}
