/* test_changes.c: quern_related_add, remove, set and clear on a real server: what is related then, how many statements and round trips
 * that took, and that all of it is done or none. What becomes of the objects is in test_partners.c. */
#include "test/integration/sets.h"
#include "test/support/proxy.h"

#include <pthread.h>
#include <stdio.h>

/* ---- Each kind of relation ---- */

/* A relation, and SQL for what its owner has. */
typedef struct relation {
    const quern_model *model, *target;
    const char *owner, *name, *state;
} relation;

static const relation
    topics = { &club_model, &topic_model, "1", "topics",
               "SELECT topic_id AS x FROM club_topics WHERE club_id = 1 ORDER BY 1" },
    clubs_of_topic = { &topic_model, &club_model, "b", "club_set",
                       "SELECT club_id::text AS x FROM club_topics WHERE topic_id = 'b' ORDER BY 1" },
    members = { &club_model, &player_model, "1", "members",
                "SELECT player_id::text AS x FROM membership WHERE club_id = 1 ORDER BY 1" },
    clubs = { &player_model, &club_model, "2", "clubs",
              "SELECT club_id::text AS x FROM membership WHERE player_id = 2 ORDER BY 1" },
    idols = { &player_model, &player_model, "1", "idols",
              "SELECT to_player_id::text AS x FROM player_idols WHERE from_player_id = 1 ORDER BY 1" },
    fans = { &player_model, &player_model, "3", "fans",
             "SELECT from_player_id::text AS x FROM player_idols WHERE to_player_id = 3 ORDER BY 1" },
    friends = { &player_model, &player_model, "2", "friends",
                "SELECT from_player_id || '-' || to_player_id AS x FROM player_friends ORDER BY 1" },
    staff = { &player_model, &player_model, "1", "staff",
              "SELECT id::text AS x FROM player WHERE boss_id = 1 ORDER BY 1" },
    pins = { &badge_model, &pin_model, "1", "pin_set",
             "SELECT id::text AS x FROM pin WHERE badge_id = 'n1' ORDER BY 1" };

enum { ADD, REMOVE, SET, CLEAR };

static const struct {
    const relation *relation;
    int verb;
    const char *keys, *state;
    int64_t changed, statements;
} changes[] = {
    { &topics, ADD, "c b it's", "a b c it's", 2, 1 },
    { &topics, ADD, "c - c c", "a b c", 1, 1 },
    { &topics, ADD, "a b", "a b", 0, 1 },
    { &topics, ADD, "", "a b", 0, 0 },
    { &topics, ADD, "- -", "a b", 0, 0 },
    { &topics, REMOVE, "b c", "a", 1, 1 },
    { &topics, REMOVE, "", "a b", 0, 0 },
    { &topics, SET, "b c", "b c", 2, 2 },
    { &topics, SET, "a b", "a b", 0, 2 },
    { &topics, SET, "", "", 2, 1 },
    { &topics, CLEAR, NULL, "", 2, 1 },
    { &clubs_of_topic, ADD, "1 2", "1 2", 1, 1 },
    { &clubs_of_topic, REMOVE, "1 2", "", 1, 1 },
    { &clubs_of_topic, SET, "2", "2", 2, 2 },
    { &clubs_of_topic, CLEAR, NULL, "", 1, 1 },
    /* What is there twice stays so, or goes. */
    { &members, ADD, "2 3 3", "1 2 2 3", 1, 1 },
    { &members, REMOVE, "2", "1", 2, 1 },
    { &members, SET, "2 5", "2 2 5", 2, 2 },
    { &members, CLEAR, NULL, "", 3, 1 },
    { &clubs, ADD, "2 1", "1 1 2", 1, 1 },
    { &clubs, SET, "2", "2", 3, 2 },
    { &clubs, CLEAR, NULL, "", 2, 1 },
    { &idols, ADD, "1 3", "1 3 4", 1, 1 },
    { &idols, SET, "4 5", "4 5", 2, 2 },
    { &fans, ADD, "3 4", "1 3 4", 2, 1 },
    { &fans, REMOVE, "1 2", "", 1, 1 },
    /* Both ways, and oneself once. */
    { &friends, ADD, "4 2 1", "1-2 2-1 2-2 2-3 2-4 3-2 4-2", 3, 1 },
    { &friends, REMOVE, "3 4", "1-2 2-1", 2, 1 },
    { &friends, SET, "1 4", "1-2 2-1 2-4 4-2", 4, 2 },
    { &friends, CLEAR, NULL, "", 4, 1 },
    { &staff, ADD, "3 4 4", "2 3 4", 1, 1 },
    { &staff, REMOVE, "3 4", "2", 1, 1 },
    { &staff, SET, "3 5", "3 5", 2, 2 },
    { &staff, SET, "", "", 2, 1 },
    { &staff, CLEAR, NULL, "", 2, 1 },
    { &pins, ADD, "3 1", "1 2 3", 1, 1 },
    { &pins, REMOVE, "2 3", "1", 1, 1 },
    { &pins, SET, "3", "3", 3, 2 },
    { &pins, CLEAR, NULL, "", 2, 1 },
};

static bool do_change(int verb, const quern_object *owner, const char *name, void *const *list, size_t count,
                      int64_t *changed)
{
    switch (verb) {
    case ADD:
        return (quern_related_add)(owner, name, list, count, changed, QUERN_SITE);
    case REMOVE:
        return (quern_related_remove)(owner, name, list, count, changed, QUERN_SITE);
    case SET:
        return (quern_related_set)(owner, name, list, count, changed, QUERN_SITE);
    default:
        return (quern_related_clear)(owner, name, changed, QUERN_SITE);
    }
}

START_TEST(each_relation)
{
    NEEDS_SERVER();
    const relation *relation = changes[_i].relation;
    static const char *const verbs[] = { "add", "remove", "set", "clear" };
    char name[100];
    size_t count = 0, unused;
    int64_t changed = -1;
    snprintf(name, sizeof name, "%s %s %s", verbs[changes[_i].verb], relation->name,
             changes[_i].keys ? changes[_i].keys : "");
    const quern_object *owner = list_of(relation->model, relation->owner, &unused)[0];
    void *const *list = changes[_i].keys ? list_of(relation->target, changes[_i].keys, &count) : NULL;
    count_from_here();
    ck_assert_msg(do_change(changes[_i].verb, owner, relation->name, list, count, &changed), "%s: %s", name,
                  quern_error_text(counted));
    expect_statements(name, changes[_i].statements);
    quern__expect_text(name, "what is related", column_of("%s", relation->state), changes[_i].state);
    ck_assert_msg(changed == changes[_i].changed, "%s: %d changed", name, (int)changed);
}
END_TEST

START_TEST(what_the_log_says)
{
    NEEDS_SERVER();
    club *one = ONE(club, 1);
    size_t count;
    topic *const *list = (topic *const *)list_of(&topic_model, "b c it's", &count);
    ck_assert(quern_related_set(one, "topics", list, count));
    const quern_query *last = quern_query_at(counted, -1), *first = quern_query_at(counted, -2);
    ck_assert(last->origin == QUERN_ORIGIN_WRITE && first->origin == QUERN_ORIGIN_WRITE);
    ck_assert(first->rows == 1 && last->rows == 2 && first->unit == last->unit);
    ck_assert_ptr_nonnull(strstr(last->site, "test_changes.c:"));
    ck_assert(strncmp(first->sql, "DELETE", 6) == 0 && strncmp(last->sql, "INSERT", 6) == 0);
    ck_assert(quern_related_add(one, "topics", list, count) && quern_related_add(one, "topics", list, count));
    ck_assert_int_eq(quern_query_duplicates(counted, -1), 3);
}
END_TEST

/* What was known is asked for anew, and not before; what the others know stays. */
START_TEST(a_set_that_was_known)
{
    NEEDS_SERVER();
    player *const *list = quern_list(quern_order_by(quern_objects(counted, player), "id"), player);
    player *ada = list[0], *bob = list[1];
    count_from_here();
    ck_assert(quern_fetch(ada, friends)[0]->id == bob->id);
    ck_assert(quern_fetch(bob, friends)[1] && quern_fetch(ada, idols)[1]);
    ck_assert(quern_len(quern_related(ada, "friends")) == 1 && quern_len(quern_related(ada, "idols")) == 2);
    expect_statements("three sets that are known", 3);
    ck_assert(quern_related_add(ada, "friends", list + 4, 2));
    ck_assert(!ada->friends && !quern_related_loaded(ada, "friends", player));
    expect_statements("one of them changed", 4);
    ck_assert_int_eq(quern_len(quern_related(ada, "friends")), 3);
    expect_statements("and is asked for", 5);
    ck_assert(quern_fetch(ada, friends)[2] && quern_len(quern_related(ada, "friends")) == 3);
    ck_assert(quern_len(quern_related(bob, "friends")) == 2 && quern_related_loaded(ada, "idols", player));
    expect_statements("and the others are as they were", 6);
    ck_assert(!quern_related_set(ada, "friends", (player *[]){ &(player){ .id = 1 } }, 1));
    take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert(ada->friends[2] && quern_len(quern_related(ada, "friends")) == 3);
    expect_statements("after a failure, too", 6);
}
END_TEST

/* ---- Round trips ---- */

static void change_far(quern_session *far, const quern_object *one, int verb, void *const *list, size_t count,
                       bool begin)
{
    if (begin)
        ck_assert(quern_begin(far));
    ck_assert_msg(do_change(verb, one, "topics", list, count, NULL), "%s", quern_error_text(far));
    if (begin)
        ck_assert(quern_commit(far));
}

START_TEST(round_trips)
{
    NEEDS_SERVER();
    char uri[1000];
    quern__proxy *proxy = quern__proxy_open_uri(
        quern__test_schema_uri(&schema, "sslmode=disable&gssencmode=disable"), uri, sizeof uri);
    quern_db *behind = open_db(&(quern_options){ .pool_max = 1 }, uri);
    quern_session *far = quern_session_open(behind);
    club *one = quern_get(quern_objects(far, club), club, Q("id", 1));
    void *const *all = (void *const *)quern_list(quern_objects(far, topic), topic);
    ck_assert_msg(one && all, "%s", quern_error_text(far));
    quern__proxy_delay(proxy, 20000, 20000);
    for (int i = 0; i < 8; i++) {
        const uint64_t before = quern__proxy_count(proxy).round_trips;
        change_far(far, &one->object, i % 4, all, (size_t)i % 3, i >= 4);
        const uint64_t took = quern__proxy_count(proxy).round_trips - before;
        /* BEGIN goes along; COMMIT cannot. What has nothing to send has no transaction either. */
        const bool none = i % 3 == 0 && i % 4 < SET;
        ck_assert_msg(took == (none ? 0U : i < 4 ? 1U : 2U), "%d: %d round trips", i, (int)took);
    }
    quern_session_close(far);
    close_db(behind);
    quern__proxy_close(proxy);
}
END_TEST

/* ---- All or nothing ---- */

/* From now on 'c' cannot be a topic of a club, and player 5 can have no boss. */
static void forbid(void)
{
    sql("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this "
        "one'; END $$");
    sql("CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON club_topics FOR EACH ROW WHEN (new.topic_id = 'c')"
        " EXECUTE FUNCTION refuse()");
    sql("CREATE OR REPLACE TRIGGER refuse BEFORE UPDATE ON player FOR EACH ROW WHEN (new.id = 5)"
        " EXECUTE FUNCTION refuse()");
}

static void allow(void)
{
    sql("DROP TRIGGER refuse ON club_topics");
    sql("DROP TRIGGER refuse ON player");
}

START_TEST(one_that_fails_undoes_all)
{
    NEEDS_SERVER();
    size_t count;
    int64_t changed = 7;
    const relation *relation = _i ? &staff : &topics;
    const quern_object *owner = list_of(relation->model, "1", &count)[0];
    void *const *list = list_of(relation->target, _i ? "3 4 5" : "b c it's", &count);
    const player *dot = list[1];
    char before[100];
    snprintf(before, sizeof before, "%s", column_of("%s", relation->state));
    forbid();
    for (int verb = ADD; verb <= SET; verb += SET - ADD) {
        ck_assert(!do_change(verb, owner, relation->name, list, count, &changed));
        const quern_error *error = take_failure(counted, QUERN_ERROR_SERVER);
        ck_assert_str_eq(error->message, "not this one");
        ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
        ck_assert_int_eq(changed, 0);
        quern__expect_text(relation->name, "what is related", column_of("%s", relation->state), before);
        ck_assert(!_i || (!dot->boss_id.present && !dot->boss));
    }
    allow();
    ck_assert(do_change(SET, owner, relation->name, list, count, &changed));
}
END_TEST

START_TEST(in_a_transaction)
{
    NEEDS_SERVER();
    club *one = ONE(club, 1);
    size_t count;
    void *const *list = list_of(&topic_model, "b c", &count);
    forbid();
    ck_assert(quern_begin(counted) && quern_related_clear(one, "topics") && quern_begin(counted));
    ck_assert(!quern_related_set(one, "topics", (topic *const *)list, count));
    ck_assert_int_eq(take_failure(counted, QUERN_ERROR_SERVER)->outcome, QUERN_NOT_APPLIED);
    ck_assert(quern_rollback(counted) && quern_related_add(one, "topics", (topic *const *)list, 1) &&
              quern_commit(counted));
    ck_assert_str_eq(column_of("%s", topics.state), "b");
    ck_assert(quern_begin(counted) && quern_related_clear(one, "topics") && quern_rollback(counted));
    ck_assert_str_eq(column_of("%s", topics.state), "b");
    ck_assert_int_eq(quern_len(quern_related(one, "topics")), 1);
    allow();
}
END_TEST

START_TEST(where_nothing_may_be_written)
{
    NEEDS_SERVER();
    topic *list[1] = { ONE(topic, "c") };
    QUERN_STREAM(club, c, quern_order_by(quern_objects(counted, club), "id"))
    ck_assert(!quern_related_add(c, "topics", list, 1));
    const quern_error *error = take_failure(counted, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "25006");
    ck_assert_str_eq(error->hint,
                     "a stream reads in a READ ONLY transaction: call quern_begin before the loop");
    ck_assert_str_eq(column_of("%s", topics.state), "a b");
    ck_assert(quern_begin(counted));
    int added = 0;
    QUERN_STREAM(club, c, quern_order_by(quern_objects(counted, club), "id"))
    added += quern_related_add(c, "topics", list, 1);
    ck_assert_msg(quern_commit(counted) && added == 2, "%s", quern_error_text(counted));
    ck_assert_str_eq(column_of("%s", topics.state), "a b c");
}
END_TEST

START_TEST(a_connection_that_dies)
{
    NEEDS_SERVER();
    size_t count;
    club *one = ONE(club, 1);
    topic *const *list = (topic *const *)list_of(&topic_model, "c", &count);
    sql("CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END $$");
    sql("CREATE TRIGGER die BEFORE INSERT ON club_topics FOR EACH ROW EXECUTE FUNCTION die()");
    ck_assert(!quern_related_set(one, "topics", list, count));
    ck_assert_int_eq(take_failure(counted, QUERN_ERROR_CONNECTION_LOST)->outcome, QUERN_OUTCOME_UNKNOWN);
    sql("DROP TRIGGER die ON club_topics");
    ck_assert_str_eq(column_of("%s", topics.state), "a b");
    ck_assert(quern_related_set(one, "topics", list, count));
    ck_assert_str_eq(column_of("%s", topics.state), "c");
}
END_TEST

/* ---- What the table between wants ---- */

START_TEST(a_column_without_a_value)
{
    NEEDS_SERVER();
    size_t count;
    club *two = ONE(club, 2);
    player *const *list = (player *const *)list_of(&player_model, "3", &count);
    sql("ALTER TABLE membership ALTER fee SET DEFAULT 4");
    ck_assert(quern_related_add(two, "members", list, 1));
    ck_assert_str_eq(column_of("SELECT fee::text AS x FROM membership WHERE club_id = 2"), "4");
    ck_assert(quern_related_clear(two, "members"));
    sql("ALTER TABLE membership ALTER fee DROP DEFAULT");
    sql("ALTER TABLE membership ALTER id DROP DEFAULT");
    ck_assert(!quern_related_set(two, "members", list, 1));
    const quern_error *error = take_failure(counted, QUERN_ERROR_SERVER);
    ck_assert_ptr_nonnull(strstr(error->message, "\"id\""));
    ck_assert_str_eq(
        error->hint,
        "give the column a default, or make the row of membership itself, with all that it needs");
}
END_TEST

/* A constraint of the program's own is no reason to leave an object out without a word. */
START_TEST(what_is_in_conflict_with_another)
{
    NEEDS_SERVER();
    size_t count;
    club *two = ONE(club, 2);
    player *const *list = (player *const *)list_of(&player_model, "3 4", &count);
    sql("ALTER TABLE membership ALTER fee SET DEFAULT 4, ADD CONSTRAINT fees UNIQUE (club_id, fee)");
    ck_assert(!quern_related_add(two, "members", list, 2));
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_SERVER)->sqlstate, "23505");
    /* But who goes makes room first. */
    ck_assert(quern_related_add(two, "members", list, 1) && quern_related_set(two, "members", list + 1, 1));
    ck_assert_str_eq(column_of("SELECT player_id::text AS x FROM membership WHERE club_id = 2"), "4");
    sql("ALTER TABLE membership ALTER fee DROP DEFAULT, DROP CONSTRAINT fees");
}
END_TEST

/* ---- Two at once ---- */

/* One of two who add at the same moment. */
typedef struct adder {
    const relation *relation;
    const char *order; /* of their lists */
    quern_session *session;
    int64_t changed;
    bool done;
} adder;

static void *add_all(void *argument)
{
    adder *a = argument;
    const quern_model *model = a->relation->target;
    const quern_object *owner = (quern_first)((quern_objects)(a->session, a->relation->model, QUERN_SITE),
                                              a->relation->model, QUERN_SITE);
    void *const *list = (quern_list)(quern_order_by((quern_objects)(a->session, model, QUERN_SITE), a->order),
                                     model, QUERN_SITE);
    a->done = (quern_related_add)(owner, a->relation->name, list, 4, &a->changed, QUERN_SITE);
    return NULL;
}

/* Each has rows that the other waits for. */
START_TEST(who_add_the_same_at_once)
{
    NEEDS_SERVER();
    static const relation *const which[] = { &topics, &idols, &friends };
    const relation *relation = which[_i];
    adder adders[2] = { { relation, "pk", NULL, 0, false }, { relation, "-pk", NULL, 0, false } };
    pthread_t threads[2];
    static const char *const tables[] = { "club_topics", "player_idols", "player_friends" };
    sql("CREATE OR REPLACE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
        "pg_sleep(0.02); RETURN new; END $$");
    sql("TRUNCATE club_topics, player_idols, player_friends");
    sql("DELETE FROM player WHERE id > 4");
    sql("CREATE TRIGGER dawdle BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION dawdle()", tables[_i]);
    for (int i = 0; i < 2; i++) {
        adders[i].session = quern_session_open(counted_db);
        pthread_create(&threads[i], NULL, add_all, &adders[i]);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_msg(adders[i].done, "%s: %s", relation->name, quern_error_text(adders[i].session));
        quern_session_close(adders[i].session);
    }
    ck_assert_int_eq(adders[0].changed + adders[1].changed, _i == 2 ? 7 : 4);
    sql("DROP TRIGGER dawdle ON %s", tables[_i]);
}
END_TEST

/* ---- Keys of other types ---- */

typedef struct mood mood;
typedef struct pet pet;

struct mood {
    quern_object object;
    const char *name; /* an enum of the server's */
};

struct pet {
    quern_object object;
    quern_uuid id;
    mood **moods;
    quern_null_uuid mother_id;
    pet *mother;
};

QUERN_MODEL(mood, "mood", QUERN_FIELDS(QUERN_PRIMARY_KEY(name, .type = "mood_name")));
QUERN_MODEL(pet, "pet",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_MANY_TO_MANY(moods, mood, .symmetrical = false),
                         QUERN_FOREIGN_KEY(mother, pet)));

START_TEST(keys_of_other_types)
{
    NEEDS_SERVER();
    sql("CREATE TYPE mood_name AS ENUM ('calm', 'wild')");
    quern_db *own = quern_open(schema.uri, QUERN_MODELS(mood, pet), .pool_max = 1);
    quern_session *t = quern_session_open(own);
    ck_assert_msg(quern_create_tables(t) == 3, "%s", quern_error_text(t));
    sql("INSERT INTO mood VALUES ('calm'), ('wild')");
    sql("INSERT INTO pet (id) SELECT gen_random_uuid() FROM generate_series(1, 3)");
    pet *const *pets = quern_list(quern_order_by(quern_objects(t, pet), "id"), pet);
    mood *const *moods = quern_list(quern_objects(t, mood), mood);
    ck_assert(quern_related_add(pets[0], "moods", moods, 2) &&
              quern_related_add(moods[0], "pet_set", pets, 3));
    ck_assert_str_eq(column_of("SELECT count(*)::text AS x FROM pet_moods"), "4");
    ck_assert(quern_related_remove(pets[0], "moods", moods, 1) &&
              quern_related_set(moods[0], "pet_set", pets, 1));
    ck_assert_str_eq(column_of("SELECT count(*)::text AS x FROM pet_moods"), "2");
    ck_assert_msg(quern_related_add(pets[0], "pet_set", pets + 1, 2), "%s", quern_error_text(t));
    ck_assert(pets[1]->mother == pets[0] && pets[2]->mother_id.present);
    ck_assert_int_eq(quern_len(quern_related(pets[0], "pet_set")), 2);
    quern_session_close(t);
    close_db(own);
    sql("DROP TABLE pet_moods, pet, mood");
    sql("DROP TYPE mood_name");
}
END_TEST

Suite *quern__suite_changes(void);

Suite *quern__suite_changes(void)
{
    Suite *suite = suite_create("changes");
    TCase *tests = server_case("changes");
    tcase_add_checked_fixture(tests, open_sets, close_sets);
    tcase_add_loop_test(tests, each_relation, 0, sizeof changes / sizeof *changes);
    tcase_add_test(tests, what_the_log_says);
    tcase_add_test(tests, a_set_that_was_known);
    tcase_add_test(tests, round_trips);
    tcase_add_loop_test(tests, one_that_fails_undoes_all, 0, 2);
    tcase_add_test(tests, in_a_transaction);
    tcase_add_test(tests, where_nothing_may_be_written);
    tcase_add_test(tests, a_connection_that_dies);
    tcase_add_test(tests, a_column_without_a_value);
    tcase_add_test(tests, what_is_in_conflict_with_another);
    tcase_add_loop_test(tests, who_add_the_same_at_once, 0, 3);
    tcase_add_test(tests, keys_of_other_types);
    suite_add_tcase(suite, tests);
    return suite;
}
