/* test_related.c: which set is meant, what is sent for it, what becomes of the call, and what is known of the set afterwards. */
#include "test/unit/save/fixture.h"

#include "lib/load/sets.h"
#include "lib/model/scope.h"

#include <check.h>
#include <string.h>

enum { ADD, REMOVE, SET, CLEAR };

static bool change(int verb, const void *owner, const char *name, void *const *list, size_t count,
                   int64_t *changed)
{
    switch (verb) {
    case ADD:
        return (quern_related_add)(owner, name, list, count, changed, "here.c:1");
    case REMOVE:
        return (quern_related_remove)(owner, name, list, count, changed, "here.c:1");
    case SET:
        return (quern_related_set)(owner, name, list, count, changed, "here.c:1");
    default:
        return (quern_related_clear)(owner, name, changed, "here.c:1");
    }
}

static club *a_club(int64_t id)
{
    const club filled = { .id = id, .name = "Gambit" };
    club *made = quern_adopt(s, club, &filled);
    ck_assert_ptr_nonnull(made);
    return made;
}

static topic *a_topic(const char *code)
{
    const topic filled = { .code = code };
    return quern_adopt(s, topic, &filled);
}

/* ---- What is sent ---- */

START_TEST(keys_are_one_array)
{
    topic *list[] = { a_topic("a"), NULL, a_topic("b\"c"), a_topic("a") };
    int64_t changed;
    expect_change("INSERT INTO \"club_topics\"", "$1 = 3, $2 = '{a,\"b\\\"c\"}'", 2);
    ck_assert(change(ADD, a_club(3), "topics", (void *const *)list, 4, &changed));
    ck_assert_int_eq(changed, 2);
    expect_change("DELETE FROM \"club_topics\" WHERE \"club_id\" = $1 AND \"topic_id\" = ANY($2)",
                  "$1 = 3, $2 = '{a}'", 1);
    ck_assert(quern_related_remove(a_club(3), "topics", list, 1));
    expect_sent("two of them", 2);
}
END_TEST

START_TEST(a_set_is_one_unit)
{
    topic *list[] = { a_topic("a") };
    int64_t changed;
    expect_change("DELETE FROM", "$1 = 3, $2 = '{a}'", 4);
    expect_change("INSERT INTO", "$1 = 3, $2 = '{a}'", 1);
    ck_assert(change(SET, a_club(3), "topics", (void *const *)list, 1, &changed));
    ck_assert_int_eq(changed, 5);
    ck_assert(!quern_script_seen(script, 0)->sync && quern_script_seen(script, 1)->sync);
    expect_change("DELETE FROM", "$1 = 3", 2);
    ck_assert(change(SET, a_club(3), "topics", NULL, 0, &changed));
    ck_assert_int_eq(changed, 2);
    expect_sent("a set, and an empty one", 3);
}
END_TEST

START_TEST(nothing_to_do)
{
    int64_t changed = 5;
    ck_assert(change(ADD, a_club(3), "topics", NULL, 0, &changed) && changed == 0);
    ck_assert(change(REMOVE, a_club(3), "topics", (void *const[]){ NULL, NULL }, 2, &changed));
    expect_sent("of no objects", 0);
}
END_TEST

static int evaluations;

static club *once(club *of)
{
    evaluations++;
    return of;
}

/* So are a list of const pointers, and an array. */
START_TEST(arguments_are_evaluated_once)
{
    club *three = a_club(3);
    topic *list[2] = { a_topic("a"), a_topic("b") };
    topic *const *at = list;
    size_t count = 0;
    for (int i = 0; i < 5; i++)
        quern_script_expect(script, .contains = "club_topics");
    ck_assert(quern_related_add(once(three), "topics", at++, ++count));
    ck_assert(quern_related_remove(once(three), "topics", at, count));
    ck_assert(quern_related_set(once(three), "topics", list, count) &&
              quern_related_clear(once(three), "topics"));
    ck_assert(evaluations == 4 && count == 1 && at == list + 1);
}
END_TEST

/* ---- Which set ---- */

static const struct {
    const char *name;
    const quern_model *owner;
    int verb;
    const char *set;
    quern_error_code code;
    const char *message, *hint;
} refused[] = {
    { "no such name", &club_model, ADD, "topic", QUERN_ERROR_FIELD, "club has no set \"topic\"",
      "did you mean \"topics\"? sets are: members, topics, memberships, seniors" },
    { "no name", &club_model, CLEAR, NULL, QUERN_ERROR_FIELD, "club has no set \"\"",
      "sets are: members, topics, memberships, seniors" },
    { "a path", &club_model, ADD, "members__friends", QUERN_ERROR_FIELD,
      "\"members__friends\" is a path, not a set of club",
      "ask each object on the way for its own: quern_prefetch_related takes the whole path" },
    { "a path of one object", &club_model, ADD, "founder->staff", QUERN_ERROR_FIELD,
      "\"founder->staff\" is a path, not a set of club",
      "ask each object on the way for its own: quern_prefetch_related takes the whole path" },
    { "a column", &club_model, ADD, "name", QUERN_ERROR_FIELD,
      "club.name is a column, and leads to no objects", "sets are: members, topics, memberships, seniors" },
    { "one object", &club_model, ADD, "founder", QUERN_ERROR_USAGE,
      "club.founder is one object, not a set of them", "set club.founder_id, and save it" },
    { "one object by its key", &club_model, SET, "founder_id", QUERN_ERROR_USAGE,
      "club.founder is one object, not a set of them", "set club.founder_id, and save it" },
    { "the other side of a one to one", &player_model, ADD, "badge", QUERN_ERROR_USAGE,
      "player.badge is one object, not a set of them", "set badge.holder_id, and save it" },
    { "removed from a key that is not NULL", &club_model, REMOVE, "memberships", QUERN_ERROR_USAGE,
      "quern_related_remove of club.memberships: membership.club_id cannot be NULL",
      "delete the objects, or give them another owner by quern_related_add of that" },
    { "set where the key is not NULL", &club_model, SET, "memberships", QUERN_ERROR_USAGE,
      "quern_related_set of club.memberships: membership.club_id cannot be NULL",
      "quern_related_add adds without taking any away; delete those that should go" },
    { "cleared where the key is not NULL", &club_model, CLEAR, "memberships", QUERN_ERROR_USAGE,
      "quern_related_clear of club.memberships: membership.club_id cannot be NULL",
      "delete the objects, or give them another owner by quern_related_add of that" },
    { "what a prefetch has put there", &club_model, ADD, "cheap_ones", QUERN_ERROR_USAGE,
      "quern_related_add of club.cheap_ones, which is no relation",
      "it is what a prefetch has put there: name the relation that it went over" },
};

START_TEST(sets_that_are_none)
{
    static const union {
        quern_object object;
        club club;
        player player;
    } blank;
    int64_t changed = 5;
    quern_object *owner = (quern_adopt)(s, refused[_i].owner, &blank.object, QUERN_SITE);
    const quern__model *model = owner->result->model;
    ck_assert_ptr_nonnull(quern__sets_open(owner->result, "cheap_ones", &model->reverses[0], NULL));
    ck_assert(!change(refused[_i].verb, owner, refused[_i].set, NULL, 0, &changed) && changed == 0);
    ck_assert_str_eq(quern_session_error(s)->site, "here.c:1");
    ck_assert_str_eq(quern_session_error(s)->path, refused[_i].set ? refused[_i].set : "");
    expect_failed(refused[_i].name, refused[_i].code, refused[_i].message, refused[_i].hint);
    expect_sent(refused[_i].name, 0);
}
END_TEST

START_TEST(owners_that_have_none)
{
    const player empty = { .id = 0 };
    player copy, fresh = { .id = 1 }, *const *list = some_players(1);
    badge *bare = quern_adopt(s, badge, &(const badge){ .id = 3 });
    copy = *list[0];
    ck_assert(!quern_related_clear(&fresh, "staff") && !quern_related_clear(&copy, "staff"));
    ck_assert(!(quern_related_clear)(NULL, "staff", NULL, QUERN_SITE) &&
              !quern_related_clear(&empty, "staff"));
    ck_assert(!quern_failed(s));
    ck_assert(!quern_related_clear(bare, "pin_set"));
    expect_failed("without a key", QUERN_ERROR_USAGE, "quern_related_clear of a badge whose number is NULL",
                  "nothing can be related to it yet: save it first");
    quern_script_expect(script, .contains = "FROM \"badge\"", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1"));
    bare = quern_first(quern_only(quern_objects(s, badge), "id"), badge);
    ck_assert(!quern_related_add(bare, "pin_set", (pin **)NULL, 0));
    expect_failed("not loaded", QUERN_ERROR_USAGE, "quern_related_add of a badge whose number was not loaded",
                  "load it: name it in quern_only, or do not defer it");
    expect_sent("none of them", 1);
}
END_TEST

START_TEST(a_session_that_has_failed)
{
    int64_t changed = 5;
    club *three = a_club(3);
    quern_execute(s, "");
    ck_assert(!change(CLEAR, three, "topics", NULL, 0, &changed) && changed == 0);
    quern_error_clear(s);
    expect_sent("nothing", 0);
}
END_TEST

/* ---- What becomes of it ---- */

static const struct {
    const char *name;
    quern_script_expectation last; /* what becomes of the INSERT */
    quern_outcome outcome;
    bool known; /* the set still is */
} outcomes[] = {
    { "refused", { .sqlstate = "23503" }, QUERN_NOT_APPLIED, true },
    { "lost before", { .lost = QUERN_SCRIPT_LOST_BEFORE }, QUERN_OUTCOME_UNKNOWN, false },
    { "lost", { .lost = QUERN_SCRIPT_LOST_AFTER }, QUERN_OUTCOME_UNKNOWN, false },
    { "too late", { .after_ms = QUERN_SCRIPT_NEVER, .ignores_cancel = true }, QUERN_OUTCOME_UNKNOWN, false },
};

/* As if it had been prefetched. */
static quern__sets *let_know(void *owner, const char *name, void *const *rows, size_t count)
{
    quern_object *object = owner;
    const quern__reverse *reverse = quern__model_reverse(object->result->model, name, strlen(name));
    quern__sets *sets =
        quern__sets_open(object->result, name, reverse, reverse->as->object_offset ? reverse->as : NULL);
    ck_assert_ptr_nonnull(sets);
    quern__sets_give(sets, object, rows, count);
    return sets;
}

START_TEST(each_outcome)
{
    quern_script_expectation last = outcomes[_i].last;
    last.contains = "INSERT INTO";
    quern_session_close(s);
    s = quern_session_open(db, .statement_ms = 50);
    club *three = a_club(3);
    topic *list[] = { a_topic("a"), NULL };
    let_know(three, "topics", (void *const *)list, 1);
    expect_change("DELETE FROM", NULL, 4);
    (quern_script_expect)(script, &last, sizeof last, QUERN_SITE);
    int64_t changed = 5;
    ck_assert(!change(SET, three, "topics", (void *const *)list, 1, &changed) && changed == 0);
    const quern_error *error = quern_session_error(s);
    ck_assert_msg(error->outcome == outcomes[_i].outcome, "%s: %s", outcomes[_i].name, quern_error_text(s));
    ck_assert_int_eq(quern__set_find(&three->object, "topics") != NULL, outcomes[_i].known);
    ck_assert((three->topics == list) == outcomes[_i].known);
    quern_error_clear(s);
}
END_TEST

START_TEST(a_hint_for_what_is_missing)
{
    player *const *list = some_players(1);
    for (int i = 0; i < 2; i++)
        quern_script_expect(script, .contains = "INSERT INTO", .sqlstate = "23502", .message = "no fee");
    ck_assert(!quern_related_add(a_club(3), "members", list, 1));
    expect_failed("of the program's own", QUERN_ERROR_SERVER, "no fee",
                  "give the column a default, or make the row of membership itself, with all that it needs");
    ck_assert(!quern_related_add(list[0], "idols", list, 1));
    expect_failed("of quern's", QUERN_ERROR_SERVER, "no fee", "");
}
END_TEST

/* ---- What is known ---- */

START_TEST(the_set_is_forgotten)
{
    player *const *list = some_players(3);
    void *const few[] = { list[1], NULL };
    let_know(list[0], "friends", few, 1);
    let_know(list[1], "friends", few, 1);
    let_know(list[0], "idols", few, 1);
    ck_assert_ptr_eq((void *)list[0]->friends, (const void *)few);
    for (int verb = ADD; verb <= CLEAR; verb++) {
        let_know(list[0], "friends", few, 1);
        if (verb == SET)
            expect_change("DELETE FROM", NULL, 0);
        expect_change("player_friends", NULL, 0);
        ck_assert(change(verb, list[0], "friends", (void *const *)(list + 2), 1, NULL));
        ck_assert(!quern__set_find(&list[0]->object, "friends") && !list[0]->friends);
    }
    ck_assert(quern__set_find(&list[1]->object, "friends") && list[1]->friends);
    ck_assert(quern__set_find(&list[0]->object, "idols"));
}
END_TEST

Suite *quern__suite_related(void);

Suite *quern__suite_related(void)
{
    Suite *suite = suite_create("related");
    TCase *tests = tcase_create("related");
    tcase_add_checked_fixture(tests, save_open, save_close);
    tcase_add_test(tests, keys_are_one_array);
    tcase_add_test(tests, a_set_is_one_unit);
    tcase_add_test(tests, nothing_to_do);
    tcase_add_test(tests, arguments_are_evaluated_once);
    tcase_add_loop_test(tests, sets_that_are_none, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, owners_that_have_none);
    tcase_add_test(tests, a_session_that_has_failed);
    tcase_add_loop_test(tests, each_outcome, 0, sizeof outcomes / sizeof *outcomes);
    tcase_add_test(tests, a_hint_for_what_is_missing);
    tcase_add_test(tests, the_set_is_forgotten);
    suite_add_tcase(suite, tests);
    return suite;
}
