/* test_partners.c: the objects of a list: which are refused, and what becomes of their own members. */
#include "test/unit/save/fixture.h"

#include <check.h>
#include <stdio.h>

/* ---- Which are refused ---- */

static player *unseen(void)
{
    static player one = { .id = 1 };
    return &one;
}

static player *copied(void)
{
    static player one;
    one = *some_players(1)[0];
    return &one;
}

static quern_result *taken;
static quern_session *other;

static player *of_a_taken_result(void)
{
    some_players(1);
    quern_script_expect(script, .contains = "FROM \"player\"", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"));
    taken = quern_result_take(quern_only(quern_objects(s, player), "id"));
    expect_sent("taken", 1);
    return (player *)(uintptr_t)quern_result_at(taken, player, 0);
}

static player *of_another_session(void)
{
    other = quern_session_open(db);
    return quern_adopt(other, player, unseen());
}

static player *of_another_model(void)
{
    return (void *)quern_adopt(s, topic, &(const topic){ .code = "go" });
}

static const struct {
    const char *name;
    player *(*make)(void);
    const char *message, *hint;
} refused[] = {
    { "unseen", unseen, "is one that quern has not seen",
      "load it, or quern_adopt it: nothing tells what it is" },
    { "copied", copied, "is a struct that was copied from an object",
      "give the object that quern gave; quern_adopt makes one of the copy" },
    { "taken", of_a_taken_result, "is of a result that was taken",
      "quern_adopt gives the session one of its own" },
    { "of another session", of_another_session, "belongs to another session",
      "quern_adopt gives this one its own" },
    { "of another model", of_another_model, "is of topic, not of player",
      "only what the relation leads to can be related" },
};

START_TEST(objects_that_cannot_be)
{
    char message[200];
    player *wrong = refused[_i].make(), *first = quern_adopt(s, player, &(const player){ .id = 5 }),
           *list[] = { first, NULL, wrong };
    club *three = quern_adopt(s, club, &(const club){ .id = 3 });
    snprintf(message, sizeof message, "quern_related_add of club.members: objects[2] %s",
             refused[_i].message);
    ck_assert(!quern_related_add(three, "members", list, 3));
    ck_assert_str_eq(quern_session_error(s)->path, "members");
    expect_failed(refused[_i].name, QUERN_ERROR_USAGE, message, refused[_i].hint);
    snprintf(message, sizeof message, "quern_related_set of player.staff: objects[2] %s",
             refused[_i].message);
    ck_assert(!quern_related_set(first, "staff", list, 3));
    expect_failed(refused[_i].name, QUERN_ERROR_USAGE, message, refused[_i].hint);
    ck_assert(first->id == 5 && !first->boss_id.present);
    ck_assert(!quern_related_set(first, "staff", (player **)NULL, 3));
    expect_failed("no list", QUERN_ERROR_USAGE, "quern_related_set of player.staff: the list is NULL",
                  "without objects its count is 0");
    if (taken)
        quern_result_free(taken);
    if (other)
        quern_session_close(other);
    taken = NULL;
    other = NULL;
}
END_TEST

START_TEST(objects_without_a_key)
{
    const topic nameless = { .weight = { 3, true } };
    topic *list[] = { quern_adopt(s, topic, &nameless) };
    club *three = quern_adopt(s, club, &(const club){ .id = 3 });
    ck_assert(!quern_related_remove(three, "topics", list, 1));
    expect_failed("NULL", QUERN_ERROR_USAGE,
                  "quern_related_remove of club.topics: objects[0] is a topic whose code is NULL",
                  "nothing can be related to it yet: save it first");
}
END_TEST

/* ---- By a key that is no primary one ---- */

typedef struct coin coin;
typedef struct slot slot;
typedef struct purse purse;

struct coin {
    quern_object object;
    int64_t id;
    const char *number;
};

struct purse {
    quern_object object;
    int64_t id;
    coin **coins;
    coin **rare_coins;
};

struct slot {
    quern_object object;
    int64_t id;
    int64_t purse_id;
    purse *purse;
    const char *coin_id;
    coin *coin;
};

QUERN_DECLARE_MODEL(slot);
QUERN_MODEL(coin, "coin", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(number, .unique = true)));
QUERN_MODEL(purse, "purse",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_MANY_TO_MANY(coins, coin, .through = &slot_model),
                         QUERN_PREFETCHED(rare_coins, coin)));
QUERN_MODEL(slot, "slot",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(purse, purse),
                         QUERN_FOREIGN_KEY(coin, coin, .to_field = "number")));

START_TEST(another_key)
{
    quern_session *shared = s;
    quern_db *own = quern_open("script:", QUERN_MODELS(coin, purse, slot),
                               .backend = quern_script_backend(script), .pool_max = 1);
    s = quern_session_open(own);
    const purse filled = { .id = 4 };
    purse *fourth = quern_adopt(s, purse, &filled);
    quern_script_expect(script, .contains = "FROM \"coin\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "number", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("1", "n1", "2", "n2"));
    coin *const *list = quern_list(quern_objects(s, coin), coin);
    expect_change("UNNEST($2::text[])", "$1 = 4, $2 = '{n1,n2}'", 2);
    ck_assert_msg(quern_related_add(fourth, "coins", list, 2), "%s", quern_error_text(s));
    quern_script_expect(script, .contains = "FROM \"coin\"", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1"));
    list = quern_list(quern_only(quern_objects(s, coin), "id"), coin);
    ck_assert(!quern_related_add(fourth, "coins", list, 1));
    expect_failed("not loaded", QUERN_ERROR_USAGE,
                  "quern_related_add of purse.coins: objects[0] is a coin whose number was not loaded",
                  "load it: name it in quern_only, or do not defer it");
    ck_assert(!quern_related_clear(fourth, "rare_coins"));
    expect_failed("no relation", QUERN_ERROR_USAGE,
                  "quern_related_clear of purse.rare_coins, which is no relation",
                  "it is what a prefetch has put there: name the relation that it went over");
    expect_sent("two lists, and one change", 3);
    quern_session_close(s);
    ck_assert(quern_close(own, 5000));
    s = shared;
}
END_TEST

/* ---- Their own members ---- */

START_TEST(those_of_one_result)
{
    player *const *list = some_players(4), *ada = list[0];
    quern_edit(list[3]);
    list[3]->name = "Dot";
    expect_change("UPDATE \"player\" SET \"boss_id\" = $1", "$1 = 1, $2 = '{3,4}'", 2);
    ck_assert(quern_related_add(ada, "staff", list + 2, 2));
    ck_assert(list[2]->boss == ada && list[2]->boss_id.value == 1 && list[3]->boss_id.present &&
              list[3]->boss == ada);
    /* As it is in the table. */
    ck_assert(!quern_changed(list[3], boss_id) && quern_changed(list[3], name));
    ck_assert(!list[1]->boss_id.present);
    /* Who has another owner keeps that; the statement says so too. */
    expect_change("SET \"boss_id\" = NULL WHERE \"boss_id\" = $1", "$1 = 2, $2 = '{1,3}'", 1);
    ck_assert(quern_related_remove(list[1], "staff", ((player *[]){ ada, list[2] }), 2));
    ck_assert(!ada->boss_id.present && list[2]->boss == ada && list[2]->boss_id.value == 1);
    expect_change("SET \"boss_id\" = NULL", "$1 = 1, $2 = '{3,4}'", 1);
    ck_assert(quern_related_remove(ada, "staff", list + 2, 2));
    ck_assert(!list[2]->boss && !list[2]->boss_id.present && !list[3]->boss);
}
END_TEST

/* What quern_edit has kept is how the row is in the table, whatever the program has in the members meanwhile. */
START_TEST(what_was_kept)
{
    player *const *list = some_players(3), *ada = list[0], *cid = list[2];
    const quern_null_i64 of_ada = { 1, true }, of_bob = cid->boss_id, of_cid = { 3, true };
    quern_edit(cid);
    cid->boss_id = of_cid;
    expect_change("SET \"boss_id\" = NULL", "$1 = 2, $2 = '{3}'", 1);
    ck_assert(quern_related_remove(list[1], "staff", &cid, 1));
    ck_assert(quern_changed(cid, boss_id) && cid->boss_id.value == 3);
    cid->boss_id = of_bob;
    ck_assert_msg(quern_changed(cid, boss_id), "NULL in the table, and not here");
    /* Of another owner's row nothing was changed, but here. */
    quern_edit(cid);
    cid->boss_id = of_ada;
    expect_change("SET \"boss_id\" = NULL", "$1 = 1, $2 = '{3}'", 0);
    ck_assert(quern_related_remove(ada, "staff", &cid, 1));
    ck_assert(!cid->boss_id.present);
    ck_assert_msg(quern_changed(cid, boss_id), "NULL here, and not in the table");
}
END_TEST

/* An owner that may be gone before them is not pointed to; its key, which is a text, is theirs. */
START_TEST(an_owner_that_goes_first)
{
    pin *loose[] = { quern_adopt(s, pin, &(const pin){ .id = 7 }),
                     quern_adopt(s, pin, &(const pin){ .id = 8 }) };
    const quern_mark before = quern_session_mark(s);
    const badge filled = { .id = 1, .number = "n1" };
    badge *first = quern_adopt(s, badge, &filled);
    expect_change("UPDATE \"pin\" SET \"badge_id\" = $1", "$1 = 'n1', $2 = '{7,8}'", 2);
    ck_assert(quern_related_add(first, "pin_set", loose, 2));
    ck_assert(quern_session_rewind(s, before));
    for (int i = 0; i < 2; i++) {
        ck_assert_ptr_null(loose[i]->badge);
        ck_assert_str_eq(loose[i]->badge_id, "n1");
    }
    quern_script_expect(script, .contains = "FROM \"badge\"", .values = "$1 = 'n1'",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I32 }, { "number", QUERN_KIND_TEXT },
                                             { "holder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "n1", NULL));
    ck_assert_int_eq(quern_fetch(loose[0], badge)->id, 1);
}
END_TEST

/* What is there already, and stands for the owner's row, stays. */
START_TEST(another_object_of_the_same_row)
{
    player *mine = quern_adopt(s, player, &(const player){ .id = 1 }), *const *list = some_players(3),
           *same = list[0];
    expect_change("UPDATE", "$1 = 1, $2 = '{2,3}'", 2);
    ck_assert(quern_related_add(same, "staff", list + 1, 2));
    expect_change("UPDATE", "$1 = 1, $2 = '{2}'", 0);
    ck_assert(quern_related_add(mine, "staff", list + 1, 1));
    ck_assert_ptr_eq(list[1]->boss, same);
    expect_change("UPDATE", "$1 = 1, $2 = '{2}'", 1);
    ck_assert(quern_related_remove(mine, "staff", list + 1, 1));
    ck_assert(!list[1]->boss && !list[1]->boss_id.present && list[2]->boss == same);
    player fresh = { .id = 9 };
    list[1]->boss = &fresh;
    expect_change("UPDATE", "$1 = 1, $2 = '{2}'", 1);
    ck_assert(quern_related_add(mine, "staff", list + 1, 1));
    ck_assert_ptr_null(list[1]->boss);
}
END_TEST

/* A key that was left out stays so: quern_fetch asks for what it is now. */
START_TEST(a_key_that_was_not_loaded)
{
    quern_script_expect(script, .contains = "FROM \"player\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("1", "Ada", "2", "Bob"));
    player *const *list = quern_list(quern_only(quern_objects(s, player), "name"), player);
    ck_assert_msg(list && !quern_loaded(list[1], boss_id), "%s", quern_error_text(s));
    expect_change("UPDATE", "$1 = 1, $2 = '{2}'", 1);
    ck_assert(quern_related_add(list[0], "staff", list + 1, 1));
    ck_assert(!quern_loaded(list[1], boss_id) && list[1]->boss == list[0]);
    expect_change("UPDATE", "$1 = 1, $2 = '{2}'", 1);
    ck_assert(quern_related_remove(list[0], "staff", list + 1, 1));
    ck_assert_ptr_null(list[1]->boss);
}
END_TEST

START_TEST(nothing_changes_in_memory_when_it_fails)
{
    player *const *list = some_players(3);
    for (int i = 0; i < 2; i++)
        quern_script_expect(script, .contains = "UPDATE", .sqlstate = "23503", .message = "no");
    ck_assert(!quern_related_add(list[0], "staff", list + 1, 2));
    expect_failed("add", QUERN_ERROR_SERVER, "no", "");
    ck_assert(!list[1]->boss && !list[1]->boss_id.present && list[2]->boss_id.value == 2);
    ck_assert(!quern_related_remove(list[1], "staff", list + 2, 1));
    expect_failed("remove", QUERN_ERROR_SERVER, "no", "");
    ck_assert(list[2]->boss_id.present && list[2]->boss_id.value == 2);
}
END_TEST

Suite *quern__suite_partners(void);

Suite *quern__suite_partners(void)
{
    Suite *suite = suite_create("partners");
    TCase *tests = tcase_create("partners");
    tcase_add_checked_fixture(tests, save_open, save_close);
    tcase_add_loop_test(tests, objects_that_cannot_be, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, objects_without_a_key);
    tcase_add_test(tests, another_key);
    tcase_add_test(tests, those_of_one_result);
    tcase_add_test(tests, what_was_kept);
    tcase_add_test(tests, an_owner_that_goes_first);
    tcase_add_test(tests, another_object_of_the_same_row);
    tcase_add_test(tests, a_key_that_was_not_loaded);
    tcase_add_test(tests, nothing_changes_in_memory_when_it_fails);
    suite_add_tcase(suite, tests);
    return suite;
}
