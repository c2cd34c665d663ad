/* test_gather.c: prefetches of more than one object, key and result, without memory: whatever has to grow, and what is given last. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <stdio.h>
#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

/* More than what has room at first. */
enum { PLAYERS = 33, STAFF = 70 };

/* clang-format off */
#define PLAYER_COLUMNS                                                                                     \
    { "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }, { "boss_id", QUERN_KIND_I64 }
#define BADGE_COLUMNS { "id", QUERN_KIND_I32 }, { "number", QUERN_KIND_TEXT }, { "holder_id", QUERN_KIND_I64 }
/* clang-format on */

static char numbers[1000][8];

static const char *number(int n)
{
    sprintf(numbers[n], "%d", n);
    return numbers[n];
}

/* 33 players without a boss; 70 others, who have one of them; friends are two of 35 to each; badge 1 is that of player 1. */
static void expect_players(quern_script *script)
{
    static const char *players[PLAYERS][4], *staff[STAFF][4], *friends[STAFF][5];
    for (int i = 0; i < PLAYERS; i++) {
        players[i][0] = number(1 + i);
        players[i][1] = "P";
    }
    for (int i = 0; i < STAFF; i++) {
        staff[i][0] = number(101 + i);
        staff[i][1] = friends[i][1] = "S";
        staff[i][3] = number(1 + i % PLAYERS);
        friends[i][0] = number(101 + i % 35);
        friends[i][4] = number(1 + i % PLAYERS);
    }
    quern_script_expect(script, .contains = "\"boss_id\" = ANY", ALWAYS, QUERN_SCRIPT_COLUMNS(PLAYER_COLUMNS),
                        .cells = &staff[0][0], .cell_count = sizeof staff / sizeof **staff);
    quern_script_expect(script, .contains = "\"from_player_id\" = ANY", ALWAYS,
                        QUERN_SCRIPT_COLUMNS(PLAYER_COLUMNS, { "from_player_id", QUERN_KIND_I64 }),
                        .cells = &friends[0][0], .cell_count = sizeof friends / sizeof **friends);
    quern_script_expect(script, .contains = "\"holder_id\" = ANY", ALWAYS,
                        QUERN_SCRIPT_COLUMNS(BADGE_COLUMNS), QUERN_SCRIPT_ROWS("1", "n1", "1"));
    quern_script_expect(script, .contains = "\"number\" = ANY", ALWAYS, QUERN_SCRIPT_COLUMNS(BADGE_COLUMNS),
                        QUERN_SCRIPT_ROWS("1", "n1", "1"));
    quern_script_expect(script, .contains = "FROM \"pin\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "badge_id", QUERN_KIND_TEXT },
                                             { "size", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "n1", "3", "2", "n2", "3", "3", NULL, "4"));
    quern_script_expect(script, .contains = "\"id\" = ANY", ALWAYS, QUERN_SCRIPT_COLUMNS(PLAYER_COLUMNS),
                        QUERN_SCRIPT_ROWS("1", "P", NULL, NULL));
    quern_script_expect(script, .contains = "FROM \"badge\"", ALWAYS, QUERN_SCRIPT_COLUMNS(BADGE_COLUMNS),
                        QUERN_SCRIPT_ROWS("1", "n1", "1", "2", "n2", "77"));
    quern_script_expect(script, .contains = "= 2", ALWAYS, QUERN_SCRIPT_COLUMNS(PLAYER_COLUMNS),
                        QUERN_SCRIPT_ROWS("2", "P", NULL, NULL));
    quern_script_expect(script, .contains = "FROM \"player\"", ALWAYS, QUERN_SCRIPT_COLUMNS(PLAYER_COLUMNS),
                        .cells = &players[0][0], .cell_count = sizeof players / sizeof **players);
    quern_script_expect(script, .contains = "", ALWAYS);
}

/* Those that there are, whatever memory there is. */
static player *const *all_players(fault_house *house)
{
    quern__replay_pause(house->replay);
    player *const *list = quern_list(quern_all(quern_objects(house->session, player)), player);
    quern__replay_resume(house->replay);
    ck_assert_msg(list != NULL, "%s", quern_error_text(house->session));
    return list;
}

static size_t count(player *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

static void check(const player *p)
{
    ck_assert_uint_eq(count(p->staff), p->id <= STAFF % PLAYERS ? 3 : 2);
    ck_assert_uint_eq(count(p->friends), p->id <= STAFF % PLAYERS ? 3 : 2);
    ck_assert(p->staff[0]->boss == p && p->staff[1]->id == p->id + 133);
}

static bool has_nothing(const player *p)
{
    return !p->staff && !p->friends && !p->badge;
}

static bool gathers_many(fault_house *house)
{
    player *const *list = all_players(house);
    if (!quern_prefetch_objects(house->session, player, list, PLAYERS, "staff", "friends", "badge")) {
        for (size_t i = 0; i < PLAYERS; i++)
            ck_assert(has_nothing(list[i]));
        return false;
    }
    for (size_t i = 0; i < PLAYERS; i++)
        check(list[i]);
    ck_assert_ptr_eq(list[0]->friends[0], list[2]->friends[1]);
    ck_assert(list[0]->badge && !list[1]->badge);
    return fault_succeeded(house);
}

/* Their lives are of different length, so each has rows of its own. */
static bool gathers_of_several_results(fault_house *house)
{
    player *const *list = all_players(house);
    quern__replay_pause(house->replay);
    player *other = quern_list(quern_all(quern_objects(house->session, player)), player)[2];
    quern__replay_resume(house->replay);
    void *objects[PLAYERS + 1];
    for (size_t i = 0; i < PLAYERS; i++)
        objects[i] = list[i];
    objects[PLAYERS] = other;
    const quern_prefetch wanted[] = { { .path = "staff" }, { .path = "friends" }, { 0 } };
    if (!(quern_prefetch_objects)(house->session, &player_model, objects, PLAYERS + 1, wanted, QUERN_SITE)) {
        ck_assert(has_nothing(list[0]) && has_nothing(other));
        return false;
    }
    for (size_t i = 0; i < PLAYERS; i++)
        check(list[i]);
    check(other);
    ck_assert(list[2]->staff[0] != other->staff[0] && list[2]->friends[0] != other->friends[0]);
    return fault_succeeded(house);
}

/* The holder of the second one is not there, nor is the badge of the second pin. */
static bool gathers_pointers(fault_house *house)
{
    badge *const *badges =
        quern_list(quern_prefetch_related(quern_objects(house->session, badge), "holder"), badge);
    if (!badges)
        return false;
    ck_assert(badges[0]->holder->badge == badges[0] && !badges[1]->holder);
    pin *const *pins =
        quern_list(quern_prefetch_related(quern_objects(house->session, pin), "badge__holder"), pin);
    if (!pins)
        return false;
    ck_assert(pins[0]->badge->holder && !pins[1]->badge && !pins[2]->badge);
    return fault_succeeded(house);
}

/* By another name each gets a list; the keys on the way are loaded, though they are left out. */
static bool gathers_by_another_name(fault_house *house)
{
    quern_queryset *few = quern_only(quern_objects(house->session, badge), "number");
    pin *const *pins = quern_list(quern_prefetch_related(quern_objects(house->session, pin),
                                                         PREFETCH("badge", few, .to = "its"), "its__holder"),
                                  pin);
    if (!pins)
        return false;
    const badge *const *its = (const badge *const *)quern_related_loaded(pins[0], "its", badge);
    ck_assert(its && its[0]->id == 1 && its[0]->holder && !its[1]);
    ck_assert_ptr_null(quern_related_loaded(pins[1], "its", badge)[0]);
    return fault_succeeded(house);
}

static const fault_scenario scenarios[] = {
    { "gathers many", "quern_prefetch_objects", .act = gathers_many, .expect = expect_players },
    { "gathers of several results", "quern_prefetch_objects", .act = gathers_of_several_results,
      .expect = expect_players },
    { "gathers pointers", "quern_prefetch_related", .act = gathers_pointers, .expect = expect_players },
    { "gathers by another name", "quern_prefetch_related", .act = gathers_by_another_name,
      .expect = expect_players },
};

extern const fault_table fault_gather;
const fault_table fault_gather = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(finds_no_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_gather(void);

Suite *quern__suite_gather(void)
{
    Suite *suite = suite_create("gather");
    TCase *tests = tcase_create("gather");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, finds_no_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
