/* test_relations.c: relations to many on a real server: conditions in both directions, what is excluded, related objects of an owner,
 * and the tables between. The rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/support/club.h"

#include <stdio.h>

static const char *keys;

/* The keys of the objects, in order: "1 2 5". */
static const char *keys_of(quern_queryset *queryset, const quern_model *model)
{
    static char text[200];
    text[0] = '\0';
    quern_each each = quern_each_begin(queryset, model, QUERN_SITE);
    for (const char *row; (row = quern_each_next(&each)) != NULL;)
        sprintf(text + strlen(text), "%s%d", *text ? " " : "",
                (int)*(const int64_t *)(const void *)(row + sizeof(quern_object)));
    return text;
}

#define EXPECT(type, expected, ...)                                                                        \
    do {                                                                                                   \
        keys = keys_of(quern_order_by(__VA_ARGS__, "id"), &type##_model);                                  \
        ck_assert_msg(!quern_failed(s) && strcmp(keys, expected) == 0, "%s: %s, not %s: %s", #__VA_ARGS__, \
                      keys, expected, quern_error_text(s));                                                \
    } while (0)

START_TEST(conditions_go_both_ways)
{
    NEEDS_SERVER();
    quern_queryset *clubs = quern_objects(s, club), *players = quern_objects(s, player);
    EXPECT(club, "1 2", quern_filter(clubs, Q("topics", "go")));
    EXPECT(club, "1", quern_filter(quern_filter(clubs, Q("topics", "go")), Q("topics", "chess")));
    EXPECT(club, "", quern_filter(clubs, Q("topics", "go"), Q("topics", "chess")));
    EXPECT(club, "4", quern_filter(clubs, Q("topics__isnull", true)));
    EXPECT(club, "1 1 3", quern_filter(clubs, Q(club, memberships[0]->fee, gt, 4), Q("name", "Gambit")));
    /* A row for each object on the way. */
    EXPECT(player, "1 1 5", quern_filter(players, Q("staff__isnull", false), Q("boss__isnull", true)));
    EXPECT(player, "1 5",
           quern_distinct(quern_filter(players, Q("staff__isnull", false), Q("boss__isnull", true))));
    EXPECT(player, "1 2", quern_filter(players, Q("friends", 3)));
    EXPECT(player, "1", quern_filter(players, Q("fans", 2)));
    EXPECT(player, "1 2", quern_filter(players, Q("fans", 4)));
    EXPECT(player, "1", quern_filter(players, Q(player, badge->number, exact, "n1")));
    EXPECT(player, "1", quern_filter(players, Q("badge__pin_set__size", 5)));
    EXPECT(club, "2 3", quern_filter(clubs, Q("memberships__inviter__name", "Cid")));
}
END_TEST

START_TEST(nothing_is_as_it_says)
{
    NEEDS_SERVER();
    quern_queryset *clubs = quern_objects(s, club), *players = quern_objects(s, player);
    EXPECT(club, "3 4", quern_exclude(clubs, Q("topics", "go")));
    EXPECT(club, "1 2 3", quern_exclude(clubs, Q("topics__isnull", true)));
    EXPECT(club, "4", quern_exclude(clubs, Q("topics__isnull", false)));
    /* Both on the same row: Django asks for either on any. */
    EXPECT(club, "1 2 4", quern_exclude(clubs, Q("memberships__fee", 7), Q("memberships__inviter", 3)));
    EXPECT(club, "1 2 3 4", quern_exclude(clubs, Q("memberships__fee", 7), Q("memberships__inviter", 2)));
    EXPECT(club, "1 4", quern_exclude(clubs, Q("memberships__inviter__in", LIST(3))));
    /* A fee that is NULL is not 10. */
    EXPECT(club, "3 4", quern_exclude(clubs, Q("memberships__fee", 10)));
    EXPECT(club, "2", quern_filter(clubs, Q("topics", "go"), NOT(Q("topics", "chess"))));
    EXPECT(player, "5 6 7", quern_exclude(players, OR(Q("name", "Ada"), Q("clubs__name", "Gambit"))));
    EXPECT(player, "2 3 4 5 6", quern_exclude(players, OR(Q("name", "Gus"), Q("staff__staff__name", "Ada"))));
    EXPECT(player, "2 3 5",
           quern_filter(players, NOT(NOT(Q("clubs__isnull", false))), NOT(Q("name", "Ada"))));
}
END_TEST

START_TEST(an_object_stands_for_its_key)
{
    NEEDS_SERVER();
    club *gambit = quern_get(quern_objects(s, club), club, Q("id", 3));
    topic *go = quern_get(quern_objects(s, topic), topic, Q("code", "go"));
    badge *first = quern_get(quern_objects(s, badge), badge, Q("number", "n1"));
    EXPECT(player, "3 3", quern_filter(quern_objects(s, player), Q("clubs", OBJECT(gambit))));
    EXPECT(club, "1 2", quern_filter(quern_objects(s, club), Q("topics", OBJECT(go))));
    EXPECT(player, "1", quern_filter(quern_objects(s, player), Q("badge", OBJECT(first))));
    EXPECT(club, "1 2",
           quern_filter(quern_objects(s, club),
                        Q("topics__in", quern_filter(quern_objects(s, topic), Q("weight", 3)))));
}
END_TEST

START_TEST(how_many_rows)
{
    NEEDS_SERVER();
    quern_queryset *gambit = quern_filter(quern_objects(s, club), Q("name", "Gambit"), Q("members", 3));
    ck_assert_int_eq(quern_count(gambit), 3);
    ck_assert_int_eq(quern_count(quern_distinct(gambit)), 2);
    ck_assert_int_eq(quern_len(quern_order_by(quern_objects(s, club), "members__name")), 9);
    ck_assert_int_eq(quern_count(quern_order_by(quern_objects(s, club), "members__name")), 9);
    ck_assert_ptr_null(quern_get(gambit, club, Q("id", 3)));
    ck_assert_int_eq(quern_answer(s), QUERN_MORE_THAN_ONE);
    ck_assert_ptr_nonnull(quern_get(quern_distinct(gambit), club, Q("id", 3)));
    QUERN_EACH(quern_row, row,
               quern_values(quern_filter(quern_objects(s, club), Q("topics", "tea")), "topics__weight",
                            "members__name")) {
        int32_t weight = 0;
        ck_assert(quern_read(row, "topics__weight", &weight) && weight == 1);
    }
}
END_TEST

/* A row that is there twice is not one that no key has found. */
START_TEST(in_bulk_over_many)
{
    NEEDS_SERVER();
    const int64_t ids[] = { 3, 77, 1, 78 };
    count_from_here();
    quern_queryset *clubs = quern_filter(quern_objects(counted, club), Q("members__id__gt", 0));
    club *const *found = quern_in_bulk(clubs, club, "id", QUERN_VALUE(quern_array_of_i64(ids, 4)));
    ck_assert(found && found[0] && found[2] && !found[1] && !found[3]);
    ck_assert_int_eq(found[0]->id, 3);
    expect_statements("of four keys", 1);
}
END_TEST

/* ---- Related objects ---- */

START_TEST(an_owner_has_them)
{
    NEEDS_SERVER();
    player *ada = quern_get(quern_objects(counted, player), player, Q("id", 1));
    club *kettle = quern_get(quern_objects(counted, club), club, Q("id", 2));
    badge *third = quern_get(quern_objects(counted, badge), badge, Q("number", "n3"));
    count_from_here();
    quern_queryset *staff = quern_related(ada, "staff"), *friends = quern_related(ada, "friends");
    quern_queryset *topics = quern_related(kettle, "topics"), *members = quern_related(kettle, "members");
    quern_queryset *pins = quern_related(third, "pin_set"), *fans = quern_related(ada, "fans");
    expect_statements("building", 0);
    ck_assert_str_eq(keys_of(quern_order_by(staff, "id"), &player_model), "2 3");
    ck_assert_str_eq(keys_of(quern_order_by(friends, "id"), &player_model), "2 3");
    ck_assert_str_eq(keys_of(quern_order_by(fans, "id"), &player_model), "2 3 4");
    ck_assert_str_eq(keys_of(quern_order_by(members, "id"), &player_model), "2 4 5");
    ck_assert_str_eq(
        keys_of(quern_order_by(quern_filter(members, Q("born__isnull", false)), "id"), &player_model), "4 5");
    ck_assert_str_eq(keys_of(pins, &pin_model), "3");
    ck_assert_str_eq(keys_of(quern_related(ada, "clubs"), &club_model), "1");
    expect_statements("seven sets", 7);
    ck_assert_int_eq(quern_count(topics), 2);
    const char *seen = expect_statements("and one count", 8);
    ck_assert(!seen || strstr(seen, "FROM \"topic\" INNER JOIN \"club_topics\" ON"));
    ck_assert_int_eq(quern_len(topics), 2);
    ck_assert_int_eq(quern_len(topics), 2);
    expect_statements("which is cached", 9);
    /* By what the key is when the set is asked for. */
    ada->id = 5;
    ck_assert_str_eq(keys_of(quern_related(ada, "staff"), &player_model), "6");
    ck_assert_int_eq(quern_len(quern_related(ada, "badge")), 1);
    expect_statements("of another key", 11);
}
END_TEST

static void expect_refused(quern_queryset *queryset, quern_error_code code, const char *message,
                           const char *hint)
{
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(error != NULL, "%s: not refused", message);
    ck_assert_int_eq(error->code, code);
    ck_assert_str_eq(error->message, message);
    ck_assert_str_eq(error->hint, hint);
}

START_TEST(what_is_not_related)
{
    NEEDS_SERVER();
    static const char none[] = "it is NULL, or quern has not loaded it, or it was copied, or its result was "
                               "taken: save it, or quern_adopt it";
    player *ada = quern_get(quern_objects(s, player), player, Q("id", 1)), fresh = { .id = 1 }, copy = *ada;
    expect_refused(quern_related(ada, "stuff"), QUERN_ERROR_FIELD, "player has no field \"stuff\"",
                   "did you mean \"staff\"? choices are: id, name, born, boss, boss_id, staff, friends, "
                   "idols, fans, badge, "
                   "club_set, clubs, membership_set, invitations");
    expect_refused(quern_related(ada, "name"), QUERN_ERROR_FIELD,
                   "player.name is a column, and leads to no objects", "");
    expect_refused(quern_related(ada, "boss"), QUERN_ERROR_USAGE,
                   "player.boss is one object, not a set of them", "quern_fetch(object, boss) gives it");
    expect_refused(quern_related(&fresh, "staff"), QUERN_ERROR_USAGE,
                   "quern_related of an object that has no session", none);
    expect_refused(quern_related(&copy, "staff"), QUERN_ERROR_USAGE,
                   "quern_related of an object that has no session", none);
    expect_refused((quern_related)(NULL, "staff", QUERN_SITE), QUERN_ERROR_USAGE,
                   "quern_related of an object that has no session", none);
    const pin *loose = quern_get(quern_only(quern_objects(s, pin), "size"), pin, Q("id", 4));
    ck_assert_ptr_nonnull(loose);
    badge *bare = quern_get(quern_only(quern_objects(s, badge), "holder"), badge, Q("id", 1));
    expect_refused(quern_related(bare, "pin_set"), QUERN_ERROR_USAGE,
                   "quern_related of a badge whose number was not loaded",
                   "load it: name it in quern_only, or do not defer it");
    bare = quern_get(quern_objects(s, badge), badge, Q("id", 1));
    bare->number = NULL;
    expect_refused(quern_related(bare, "pin_set"), QUERN_ERROR_USAGE,
                   "quern_related of a badge whose number is NULL",
                   "nothing can be related to it yet: save it first");
    ck_assert_int_eq(quern_len(quern_related(&copy, "staff")), -1);
}
END_TEST

/* ---- Tables ---- */

START_TEST(tables_between_are_made_and_compared)
{
    NEEDS_SERVER();
    sql("CREATE SCHEMA IF NOT EXISTS clubs");
    char uri[2200];
    const char *at = strstr(schema.uri, schema.name);
    snprintf(uri, sizeof uri, "%.*sclubs", (int)(at - schema.uri), schema.uri);
    quern_db *own = quern_open(uri, QUERN_MODELS(club, topic, membership, pin, badge, player), .pool_max = 1);
    quern_session *t = quern_session_open(own);
    const quern_difference *found;
    ck_assert_msg(quern_create_tables(t) == 9, "%s", quern_error_text(t));
    ck_assert_int_eq(quern_create_tables(t), 0);
    ck_assert_msg(quern_check_schema(t, &found) == 0, "%s", found ? found->message : quern_error_text(t));
    ck_assert(quern_execute(t, "INSERT INTO topic VALUES ('a')") == 1 &&
              quern_execute(t, "INSERT INTO club VALUES (1, 'c')") == 1);
    ck_assert_int_eq(quern_execute(t, "INSERT INTO club_topics (club_id, topic_id) VALUES (1, 'a')"), 1);
    ck_assert_int_eq(quern_execute(t, "INSERT INTO club_topics (club_id, topic_id) VALUES (1, 'a')"), -1);
    ck_assert_str_eq(take_failure(t, QUERN_ERROR_SERVER)->sqlstate, "23505");
    ck_assert_int_eq(quern_execute(t, "DELETE FROM topic"), 1);
    ck_assert_int_eq(quern_execute(t, "SELECT FROM club_topics"), 0);
    ck_assert_int_ge(
        quern_execute(t, "ALTER TABLE club_topics DROP CONSTRAINT club_topics_club_id_topic_id_key"), 0);
    ck_assert_int_eq(quern_check_schema(t, &found), 1);
    ck_assert_str_eq(found->message, "\"club_topics\" may have a pair of \"club_id\" and \"topic_id\" twice");
    ck_assert_str_eq(found->mend, "ALTER TABLE \"club_topics\" ADD UNIQUE (\"club_id\", \"topic_id\")");
    ck_assert_int_ge(quern_execute(t, found->mend), 0);
    ck_assert_int_eq(quern_check_schema(t, &found), 0);
    ck_assert_int_ge(quern_execute(t, "DROP TABLE player_idols"), 0);
    ck_assert_int_eq(quern_check_schema(t, &found), 1);
    ck_assert_int_eq(quern_create_tables(t), 1);
    quern_session_close(t);
    close_db(own);
    sql("DROP SCHEMA clubs CASCADE");
}
END_TEST

Suite *quern__suite_relations(void);

Suite *quern__suite_relations(void)
{
    Suite *suite = suite_create("relations");
    TCase *tests = server_case("relations");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, conditions_go_both_ways);
    tcase_add_test(tests, nothing_is_as_it_says);
    tcase_add_test(tests, an_object_stands_for_its_key);
    tcase_add_test(tests, how_many_rows);
    tcase_add_test(tests, in_bulk_over_many);
    tcase_add_test(tests, an_owner_has_them);
    tcase_add_test(tests, what_is_not_related);
    tcase_add_test(tests, tables_between_are_made_and_compared);
    suite_add_tcase(suite, tests);
    return suite;
}
