/* test_prefetch.c: what is prefetched on a real server: each kind of relation, who shares what, who points back, and what it costs. The
 * rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/integration/known.h"
#include "test/support/club.h"

#include "lib/model/schema.h"
#include "lib/model/scope.h"

#include <stdio.h>

static quern_queryset *all_of(const quern_model *model)
{
    return quern_order_by((quern_objects)(counted, model, QUERN_SITE), "pk");
}

#define IN_ORDER(type) all_of(&type##_model)

static void expect_known(quern_queryset *queryset, const quern_model *model, const char *name,
                         const char *expected)
{
    const char *known = known_of(queryset, model, name);
    ck_assert_msg(!quern_failed(counted), "%s.%s: %s", model->name, name, quern_error_text(counted));
    ck_assert_msg(strcmp(known, expected) == 0, "%s.%s: %s, not %s", model->name, name, known, expected);
}

/* ---- Sets ---- */

static const struct {
    const quern_model *model;
    const char *path, *known;
} every_kind[] = {
    { &player_model, "staff", "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)" },
    { &player_model, "club_set", "1(1) 2(2) 3() 4() 5() 6(4) 7()" },
    { &player_model, "badge", "1(1) 2(2) 3() 4() 5(4) 6() 7()" },
    { &badge_model, "pin_set", "1(1 2) 2() 3(3) 4(5)" },
    { &club_model, "memberships", "1(1 2 3) 2(4 5 8) 3(6 7) 4()" },
    { &player_model, "friends", "1(2 3) 2(1 3) 3(1 2) 4() 5(6) 6(5) 7(7)" },
    { &player_model, "idols", "1(5) 2(1) 3(1) 4(1 2) 5() 6(6) 7()" },
    { &player_model, "fans", "1(2 3 4) 2(4) 3() 4() 5(1) 6(6) 7()" },
    { &club_model, "members", "1(1 2 3) 2(2 4 5) 3(3 3) 4()" },
    { &player_model, "clubs", "1(1) 2(1 2) 3(1 3 3) 4(2) 5(2) 6() 7()" },
    { &club_model, "topics", "1(chess go) 2(go tea) 3(chess) 4()" },
    { &topic_model, "club_set", "chess(1 3) go(1 2) tea(2) x()" },
};

START_TEST(of_every_kind)
{
    NEEDS_SERVER();
    const size_t i = (size_t)_i;
    const quern_model *model = every_kind[i].model;
    const char *path = every_kind[i].path;
    const quern__schema *all = ((quern__scope *)counted)->schema;
    const quern__reverse *reverse = quern__model_reverse(quern__schema_model(all, model), path, strlen(path));
    quern_queryset *in_order = all_of(reverse->as->target->descriptor);
    expect_known(quern_prefetch_related(all_of(model), QUERN_PREFETCH(path, in_order)), model, path,
                 every_kind[i].known);
    expect_statements(path, 2);
}
END_TEST

START_TEST(members_have_them)
{
    NEEDS_SERVER();
    quern_queryset *players = quern_prefetch_related(
        IN_ORDER(player), QUERN_PREFETCH("staff", quern_order_by(quern_objects(counted, player), "-id")),
        "badge", "friends");
    player *const *p = quern_list(players, player);
    ck_assert(p[0]->staff[0]->id == 3 && p[0]->staff[1]->id == 2 && !p[0]->staff[2]);
    ck_assert(p[2]->staff && !p[2]->staff[0] && p[3]->friends && !p[3]->friends[0]);
    ck_assert(p[0]->badge->id == 1 && !p[2]->badge);
    /* They point back, and who is many people's friend is one object. */
    ck_assert(p[0]->staff[0]->boss == p[0] && p[0]->badge->holder == p[0]);
    ck_assert_ptr_eq(p[0]->friends[1], p[1]->friends[1]);
    ck_assert_ptr_ne(p[0]->friends[0], p[1]);
    expect_statements("players, and three sets", 4);
    for (size_t i = 0; p[i]; i++)
        for (size_t j = 0; p[i]->staff[j]; j++)
            ck_assert_ptr_eq(quern_fetch(p[i]->staff[j], boss), p[i]);
    expect_statements("it is known who they are of", 4);
}
END_TEST

/* ---- One object ---- */

START_TEST(pointers)
{
    NEEDS_SERVER();
    player *const *p = quern_list(quern_prefetch_related(IN_ORDER(player), "boss"), player);
    ck_assert(p[1]->boss->id == 1 && p[2]->boss == p[1]->boss && p[6]->boss->id == 7);
    ck_assert(!p[0]->boss && !p[4]->boss && p[6]->boss != p[6]);
    pin *const *pins = quern_list(quern_prefetch_related(IN_ORDER(pin), "badge"), pin);
    ck_assert_str_eq(pins[0]->badge->number, "n1");
    ck_assert(pins[0]->badge == pins[1]->badge && !pins[3]->badge && pins[4]->badge->id == 4);
    membership *const *m =
        quern_list(quern_prefetch_related(IN_ORDER(membership), "player", "inviter", "club"), membership);
    ck_assert(m[0]->player->id == 1 && !m[0]->inviter && m[6]->inviter->id == 3 && m[7]->club->id == 2);
    ck_assert_ptr_eq(m[3]->club, m[4]->club);
    expect_statements("three times", 2 + 2 + 4);
    ck_assert(!m[0]->inviter_id.present && !quern_fetch(m[0], inviter) && !quern_fetch(pins[3], badge));
    expect_statements("NULL is known", 8);
}
END_TEST

/* From either side the other is known on both. */
START_TEST(one_to_ones)
{
    NEEDS_SERVER();
    badge *const *b = quern_list(quern_prefetch_related(IN_ORDER(badge), "holder"), badge);
    ck_assert(b[0]->holder->id == 1 && b[0]->holder->badge == b[0] && !b[2]->holder);
    player *const *p = quern_list(quern_prefetch_related(IN_ORDER(player), "badge__holder"), player);
    ck_assert(p[0]->badge->holder == p[0] && p[4]->badge->holder == p[4]);
    expect_statements("of the holder of a holder's badge nothing is asked", 4);
}
END_TEST

/* ---- Levels ---- */

START_TEST(nested)
{
    NEEDS_SERVER();
    quern_queryset *players = quern_prefetch_related(
        IN_ORDER(player), "clubs__topics", "clubs__memberships__inviter", "staff__badge__pin_set", "boss");
    player *const *p = quern_list(players, player);
    const char *seen = expect_statements("a statement for each", 9);
    ck_assert(!seen || strstr(seen, "\"pin\""));
    expect_known(players, &player_model, "clubs", "1(1) 2(1 2) 3(1 3 3) 4(2) 5(2) 6() 7()");
    club *const *gambit = (club *const *)quern_related_loaded(p[0], "clubs", club);
    ck_assert(gambit[0]->topics[0] && gambit[0]->topics[1] && !gambit[0]->topics[2]);
    ck_assert(!gambit[0]->memberships[0]->inviter_id.present || gambit[0]->memberships[0]->inviter);
    ck_assert_ptr_eq(gambit[0]->memberships[1]->club, gambit[0]);
    ck_assert(p[0]->staff[0]->badge->number && p[1]->boss);
    expect_statements("and that was all", 9);
}
END_TEST

/* What is there is not asked for; what is below it asks a level earlier. */
START_TEST(what_is_there)
{
    NEEDS_SERVER();
    quern_queryset *players = quern_prefetch_related(IN_ORDER(player), "staff");
    player *const *p = quern_list(players, player);
    count_from_here();
    ck_assert(quern_prefetch_objects(counted, player, p, 7, "staff", "boss"));
    expect_statements("bosses", 1);
    ck_assert(quern_prefetch_objects(counted, player, p, 7, "staff__badge", "boss__badge", "staff__boss"));
    expect_statements("two badges", 3);
    ck_assert(p[0]->staff[0]->badge && p[1]->boss->badge && p[0]->staff[0]->boss == p[0]);
    ck_assert(quern_prefetch_objects(counted, player, p, 7, "staff__badge", "boss__badge"));
    expect_statements("nothing", 3);
    p[1]->boss_id.value = 7; /* and nobody has him yet */
    p[2]->boss_id.value = 5; /* but Fay has her */
    ck_assert(quern_prefetch_objects(counted, player, p, 7, "boss"));
    ck_assert(p[1]->boss->id == 7 && p[1]->boss == p[6]->boss && p[2]->boss == p[5]->boss);
    expect_statements("they are shared", 3);
}
END_TEST

START_TEST(nothing_to_ask)
{
    NEEDS_SERVER();
    player *const *none = quern_list(
        quern_prefetch_related(quern_filter(IN_ORDER(player), Q("id", 77)), "staff__badge"), player);
    ck_assert(none && !none[0]);
    expect_statements("of nobody", 1);
    quern_queryset *free_ones = quern_filter(IN_ORDER(player), Q("boss__isnull", true));
    player *const *p = quern_list(quern_prefetch_related(free_ones, "boss__boss"), player);
    ck_assert(p[0] && p[1] && !p[2] && !p[0]->boss);
    expect_statements("of those who have none", 2);
    quern_queryset *empty = quern_none(quern_objects(counted, player));
    expect_known(
        quern_prefetch_related(IN_ORDER(badge), QUERN_PREFETCH("pin_set", quern_none(IN_ORDER(pin)))),
        &badge_model, "pin_set", "1() 2() 3() 4()");
    expect_statements("of an empty queryset", 3);
    ck_assert(quern_prefetch_objects(counted, player, p, 0, "staff"));
    ck_assert_int_eq(quern_len(quern_prefetch_related(empty, "staff")), 0);
    expect_statements("of no objects", 3);
}
END_TEST

/* ---- Keys ---- */

START_TEST(batches)
{
    NEEDS_SERVER();
    quern_queryset *in_order = IN_ORDER(player);
    quern_queryset *clubs =
        quern_prefetch_related(IN_ORDER(club), QUERN_PREFETCH("members", in_order), "topics__club_set");
    clubs = quern_prefetch_batch(clubs, 3);
    expect_known(clubs, &club_model, "members", "1(1 2 3) 2(2 4 5) 3(3 3) 4()");
    expect_statements("4 clubs, twice, and 3 topics", 1 + 2 + 2 + 1);
    club *const *c = quern_list(clubs, club);
    ck_assert_ptr_eq(c[0]->members[2], c[2]->members[0]);
    ck_assert_ptr_eq(c[0]->members[1], c[1]->members[0]);
    quern_queryset *single =
        quern_prefetch_batch(quern_prefetch_related(IN_ORDER(player), "staff", "boss"), 1);
    ck_assert_int_eq(quern_len(single), 7);
    expect_statements("7 players by one, and 4 bosses", 6 + 1 + 7 + 4);
    clubs =
        quern_prefetch_batch(quern_prefetch_related(IN_ORDER(club), QUERN_PREFETCH("members", in_order)), 1);
    expect_known(clubs, &club_model, "members", "1(1 2 3) 2(2 4 5) 3(3 3) 4()");
    c = quern_list(clubs, club);
    ck_assert_ptr_eq(c[0]->members[2], c[2]->members[0]);
    ck_assert_ptr_eq(c[2]->members[0], c[2]->members[1]);
}
END_TEST

/* Two rows of one object ask once, and both get the same; back leads to the first. */
START_TEST(objects_that_are_there_twice)
{
    NEEDS_SERVER();
    quern_queryset *twice =
        quern_order_by(quern_filter(quern_objects(counted, player), Q("staff__isnull", false)), "id");
    player *const *p = quern_list(quern_prefetch_related(twice, "staff", "boss"), player);
    ck_assert(p[0]->id == 1 && p[1]->id == 1 && p[0] != p[1]);
    ck_assert(p[0]->staff[0]->id == p[1]->staff[0]->id && p[0]->staff[0]->boss == p[0]);
    expect_statements("three", 3);
    ck_assert(quern_prefetch_objects(counted, player, ((player *[]){ p[0], NULL, p[0], p[1] }), 4, "badge"));
    ck_assert(p[0]->badge && p[0]->badge == p[1]->badge && p[0]->badge->holder == p[0]);
    expect_statements("one more", 4);
}
END_TEST

/* Keys that were left out are loaded all the same: with the objects, where they come by a prefetch; else by one statement. */
START_TEST(keys_that_were_left_out)
{
    NEEDS_SERVER();
    quern_queryset *names = quern_only(quern_objects(counted, player), "name");
    player *const *p = quern_list(
        quern_prefetch_related(IN_ORDER(player), QUERN_PREFETCH("staff", names), "staff__badge"), player);
    ck_assert(p[0]->staff[0] && p[0]->staff[1] && quern_loaded(p[0]->staff[0], boss_id));
    ck_assert(!quern_loaded(p[0]->staff[0], born) && p[0]->staff[0]->boss == p[0]);
    quern_queryset *numbers = quern_only(quern_objects(counted, badge), "holder");
    pin *const *pins =
        quern_list(quern_prefetch_related(IN_ORDER(pin), QUERN_PREFETCH("badge", numbers)), pin);
    ck_assert_str_eq(pins[0]->badge->number, "n1");
    expect_statements("no more", 3 + 2);
    p = quern_list(quern_only(IN_ORDER(player), "name"), player);
    ck_assert(quern_prefetch_objects(counted, player, p, 7, "boss"));
    ck_assert(p[1]->boss && p[1]->boss == p[2]->boss && quern_loaded(p[1], boss_id));
    expect_statements("the key of all, and the bosses", 8);
    p = quern_list(quern_fetch_mode(quern_only(IN_ORDER(player), "name"), QUERN_FETCH_RAISE), player);
    ck_assert(quern_prefetch_objects(counted, player, p + 1, 1, "boss") && p[1]->boss->id == 1);
    expect_statements("of one alone, whatever its fetch mode", 11);
}
END_TEST

/* The server plans for many keys anew, where its rows may have no index of them: what it keeps would be a plan for few. */
START_TEST(kept_for_few_keys)
{
    NEEDS_SERVER();
    static const char is_kept[] = "SELECT FROM pg_prepared_statements WHERE statement LIKE '%player_idols%'",
                      has_staff[] =
                          "SELECT FROM pg_prepared_statements WHERE statement LIKE '%boss_id\" = ANY%'";
    sql("INSERT INTO player SELECT n, 'Many' FROM generate_series(100, 139) n");
    for (int few = 0; few < 2; few++) {
        ck_assert(quern_begin(counted));
        for (int i = 0; i < 3; i++)
            ck_assert(quern_list(
                quern_prefetch_related(quern_slice(IN_ORDER(player), 0, few ? 7 : 40), "idols", "staff"),
                player));
        ck_assert_int_eq(quern_execute(counted, is_kept), few);
        ck_assert_int_eq(quern_execute(counted, has_staff), 1);
        ck_assert(quern_rollback(counted));
    }
    sql("DELETE FROM player WHERE id >= 100");
}
END_TEST

Suite *quern__suite_prefetch(void);

Suite *quern__suite_prefetch(void)
{
    Suite *suite = suite_create("prefetch");
    TCase *tests = server_case("prefetch");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_loop_test(tests, of_every_kind, 0, (int)(sizeof every_kind / sizeof *every_kind));
    tcase_add_test(tests, members_have_them);
    tcase_add_test(tests, pointers);
    tcase_add_test(tests, one_to_ones);
    tcase_add_test(tests, nested);
    tcase_add_test(tests, what_is_there);
    tcase_add_test(tests, nothing_to_ask);
    tcase_add_test(tests, batches);
    tcase_add_test(tests, objects_that_are_there_twice);
    tcase_add_test(tests, keys_that_were_left_out);
    tcase_add_test(tests, kept_for_few_keys);
    suite_add_tcase(suite, tests);
    return suite;
}
