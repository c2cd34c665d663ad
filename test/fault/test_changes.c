/* test_changes.c: sets that change, without memory: then nothing is sent, and no member has changed. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <string.h>

static char long_number[5000]; /* longer than a block of the arena */

/* Objects with a key, whatever memory there is. */
static void *adopt(const fault_house *house, const quern_model *model, const void *filled)
{
    quern__replay_pause(house->replay);
    void *object = (quern_adopt)(house->session, model, filled, QUERN_SITE);
    quern__replay_resume(house->replay);
    ck_assert_msg(object != NULL, "%s", quern_error_text(house->session));
    return object;
}

static club *a_club(const fault_house *house)
{
    const club filled = { .id = 3, .name = "Gambit" };
    return adopt(house, &club_model, &filled);
}

static topic *a_topic(const fault_house *house, const char *code)
{
    const topic filled = { .code = code };
    return adopt(house, &topic_model, &filled);
}

static badge *a_badge(const fault_house *house)
{
    const badge filled = { .id = 1, .number = long_number };
    memset(long_number, 'n', sizeof long_number - 1);
    return adopt(house, &badge_model, &filled);
}

static pin *a_pin(const fault_house *house, const char *number)
{
    const pin filled = { .id = 7, .badge_id = number };
    return adopt(house, &pin_model, &filled);
}

static bool changes_many_to_many(fault_house *house)
{
    club *three = a_club(house);
    topic *list[] = { a_topic(house, "a"), a_topic(house, "b") };
    return quern_related_add(three, "topics", list, 2) && quern_related_remove(three, "topics", list, 1) &&
           quern_related_set(three, "topics", list, 2) && quern_related_set(three, "topics", list, 0) &&
           quern_related_clear(three, "topics") && fault_succeeded(house);
}

static bool changes_friends(fault_house *house)
{
    const player filled = { .id = 1 };
    player *list[] = { adopt(house, &player_model, &filled) };
    return quern_related_set(list[0], "friends", list, 1) &&
           quern_related_remove(list[0], "friends", list, 1) && fault_succeeded(house);
}

static bool adds_to_the_other_side(fault_house *house)
{
    badge *first = a_badge(house);
    pin *list[] = { a_pin(house, "old") };
    const bool done = quern_related_add(first, "pin_set", list, 1);
    ck_assert_str_eq(list[0]->badge_id, done ? long_number : "old");
    return done && fault_succeeded(house);
}

static bool takes_from_the_other_side(fault_house *house)
{
    badge *first = a_badge(house);
    pin *list[] = { a_pin(house, long_number) };
    int64_t changed = 5;
    const bool done =
        (quern_related_remove)(&first->object, "pin_set", (void *const *)list, 1, &changed, QUERN_SITE);
    ck_assert(changed == 0 && !list[0]->badge_id == done);
    return done && quern_related_clear(first, "pin_set") && fault_succeeded(house);
}

static bool names_what_is_not(fault_house *house)
{
    ck_assert(!quern_related_clear(a_club(house), "topic"));
    return fault_told(house, QUERN_ERROR_FIELD, "club has no set \"topic\"",
                      "did you mean \"topics\"? sets are: members, topics, memberships, seniors");
}

static bool is_refused(fault_house *house)
{
    pin *list[] = { a_pin(house, NULL) };
    ck_assert(!quern_related_add(a_club(house), "topics", list, 1));
    return fault_told(house, QUERN_ERROR_USAGE,
                      "quern_related_add of club.topics: objects[0] is of pin, not of topic",
                      "only what the relation leads to can be related");
}

static bool misses_a_value(fault_house *house)
{
    const player filled = { .id = 1 };
    player *list[] = { adopt(house, &player_model, &filled) };
    ck_assert(!quern_related_add(a_club(house), "members", list, 1));
    return fault_told(
        house, QUERN_ERROR_SERVER, "no fee",
        "give the column a default, or make the row of membership itself, with all that it needs");
}

static void expect_no_value(quern_script *script)
{
    quern_script_expect(script, .contains = "INSERT", .sqlstate = "23502", .message = "no fee",
                        .times = QUERN_SCRIPT_ALWAYS);
}

static const fault_scenario scenarios[] = {
    { "changes a many to many",
      "quern_related_add quern_related_remove quern_related_set quern_related_clear",
      .act = changes_many_to_many },
    { "changes one that is symmetrical", "quern_related_set quern_related_remove", .act = changes_friends },
    { "adds to the other side", "quern_related_add", .act = adds_to_the_other_side },
    { "takes from the other side", "quern_related_remove quern_related_clear",
      .act = takes_from_the_other_side },
    { "names a set that is none", "quern_related_clear", .act = names_what_is_not },
    { "adds what cannot be", "quern_related_add", .act = is_refused },
    { "adds where a value is missing", "quern_related_add", .act = misses_a_value,
      .expect = expect_no_value },
};

extern const fault_table fault_changes;
const fault_table fault_changes = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(finds_no_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_changes(void);

Suite *quern__suite_changes(void)
{
    Suite *suite = suite_create("changes");
    TCase *tests = tcase_create("changes");
    tcase_add_loop_test(tests, finds_no_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
