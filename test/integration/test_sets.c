/* test_sets.c: what is related to an object, read from memory: each call that evaluates, what is made of such a queryset, and what the log
 * says of that. The rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/support/club.h"

#include <stdio.h>
#include <stdlib.h>

#define LISTED(queryset) ((void *const *)quern_list((queryset), player))

/* The keys of pointers, in order: "2 3". */
static const char *keys_in(void *const *list)
{
    static char text[200];
    text[0] = '\0';
    for (size_t i = 0; list && list[i]; i++)
        sprintf(text + strlen(text), "%s%d", *text ? " " : "",
                (int)*(const int64_t *)(const void *)((const char *)list[i] + sizeof(quern_object)));
    return text;
}

static void expect_keys(const char *what, void *const *list, const char *expected)
{
    ck_assert_msg(list != NULL, "%s: %s", what, quern_error_text(counted));
    const char *keys = keys_in(list);
    ck_assert_msg(strcmp(keys, expected) == 0, "%s: %s, not %s", what, keys, expected);
}

/* Player 1, whose staff are 3 and 2, in this order, and whose friends are known too. */
static player *ada(void)
{
    quern_queryset *by_id = quern_order_by(quern_objects(counted, player), "-id");
    quern_queryset *players = quern_prefetch_related(quern_order_by(quern_objects(counted, player), "id"),
                                                     QUERN_PREFETCH("staff", by_id), "friends");
    player *const *list = quern_list(players, player);
    ck_assert_msg(list != NULL, "%s", quern_error_text(counted));
    return list[0];
}

/* ---- Calls that ask nothing ---- */

static bool count(quern_queryset *set)
{
    return quern_count(set) == 2;
}

static bool len(quern_queryset *set)
{
    return quern_len(set) == 2;
}

static bool exists(quern_queryset *set)
{
    bool found = false;
    return quern_exists(set, &found) && found;
}

static bool each(quern_queryset *set)
{
    int64_t seen = 0;
    QUERN_EACH(player, p, set)
        seen = 10 * seen + p->id;
    return seen == 32;
}

static bool list(quern_queryset *set)
{
    void *const *rows = (void *const *)quern_list(set, player);
    return strcmp(keys_in(rows), "3 2") == 0 && rows == (void *const *)quern_list(set, player);
}

static bool at(quern_queryset *set)
{
    return quern_at(set, player, 1)->id == 2 && !quern_at(set, player, 2) &&
           quern_answer(counted) == QUERN_NOT_FOUND;
}

static bool first(quern_queryset *set)
{
    return quern_first(set, player)->id == 3;
}

static bool last(quern_queryset *set)
{
    return quern_last(set, player)->id == 2;
}

static bool contains(quern_queryset *set)
{
    bool found = false;
    const player *in = quern_at(set, player, 0);
    return quern_contains(set, in, &found) && found && quern_contains(set, in->boss, &found) && !found;
}

static bool slices(quern_queryset *set)
{
    quern_queryset *one = quern_slice(set, 0, 1), *rest = quern_slice(set, 1, 9);
    void *const *rows = (void *const *)quern_list(one, player);
    return quern_len(one) == 1 && quern_first(rest, player)->id == 2 && strcmp(keys_in(rows), "3") == 0 &&
           rows == (void *const *)quern_list(one, player) && quern_count(quern_slice(rest, 1, 2)) == 0 &&
           strcmp(keys_in((void *const *)quern_list(rest, player)), "2") == 0;
}

static bool print(quern_queryset *set)
{
    char text[100] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    const bool done = quern_print(set, out);
    fclose(out);
    return done && strcmp(text, "player 3\nplayer 2\n") == 0;
}

static bool all_at_once(quern_queryset *set)
{
    return quern_evaluate_all(counted, set, quern_slice(set, 0, 1)) && quern_len(set) == 2;
}

static bool related_loaded(quern_queryset *set)
{
    player *owner = quern_at(set, player, 0)->boss;
    return (void *const *)quern_related_loaded(owner, "staff", player) ==
               (void *const *)quern_list(set, player) &&
           quern_related_loaded(owner, "staff", club) == NULL &&
           quern_related_loaded(owner, "club_set", club) == NULL &&
           (quern_related_loaded)(NULL, "staff", &player_model) == NULL &&
           (quern_related_loaded)(&owner->object, NULL, &player_model) == NULL;
}

static bool member(quern_queryset *set)
{
    player *owner = quern_at(set, player, 0)->boss;
    return quern_loaded(owner, staff) && quern_loaded(owner, friends) && !quern_loaded(owner, idols) &&
           quern_fetch(owner, staff)[1]->id == 2;
}

static bool back(quern_queryset *set)
{
    QUERN_EACH(player, p, set)
        if (quern_fetch(p, boss)->id != 1 || p->boss->staff[0]->boss != p->boss)
            return false;
    return true;
}

static const struct {
    const char *name;
    bool (*call)(quern_queryset *set);
} calls[] = {
    { "quern_count", count },
    { "quern_len", len },
    { "quern_exists", exists },
    { "QUERN_EACH", each },
    { "quern_list", list },
    { "quern_at", at },
    { "quern_first", first },
    { "quern_last", last },
    { "quern_contains", contains },
    { "quern_slice", slices },
    { "quern_print", print },
    { "quern_evaluate_all", all_at_once },
    { "quern_related_loaded", related_loaded },
    { "quern_fetch of the member", member },
    { "quern_fetch of the relation back", back },
};

START_TEST(nothing_is_asked)
{
    NEEDS_SERVER();
    quern_queryset *set = quern_related(ada(), "staff");
    count_from_here();
    ck_assert_msg(calls[_i].call(set), "%s: %s", calls[_i].name, quern_error_text(counted));
    expect_statements(calls[_i].name, 0);
}
END_TEST

START_TEST(empty_sets_are_known_too)
{
    NEEDS_SERVER();
    player *a = ada();
    player *third = quern_at(quern_related(a, "staff"), player, 0);
    quern_queryset *players = quern_prefetch_related(
        quern_order_by(quern_filter(quern_objects(counted, player), Q("id", 3)), "id"), "staff", "badge");
    third = quern_first(players, player);
    count_from_here();
    bool found = true;
    quern_queryset *none = quern_related(third, "staff");
    ck_assert(quern_count(none) == 0 && quern_len(none) == 0 && quern_exists(none, &found) && !found);
    ck_assert(quern_list(none, player) && !quern_list(none, player)[0] && !quern_at(none, player, 0));
    ck_assert(quern_loaded(third, staff) && third->staff && !third->staff[0]);
    ck_assert(quern_loaded(third, badge) && !third->badge && !quern_fetch(third, badge));
    ck_assert(quern_related_loaded(third, "badge", badge) && !quern_related_loaded(third, "badge", badge)[0]);
    QUERN_EACH(player, p, none)
        ck_abort_msg("%d", (int)p->id);
    expect_statements("sets of nothing", 0);
}
END_TEST

/* A loop makes one queryset for each object, however often it runs. */
START_TEST(the_same_queryset)
{
    NEEDS_SERVER();
    player *a = ada();
    quern_queryset *set = quern_related(a, "staff");
    const size_t bytes = quern_session_bytes(counted);
    for (int i = 0; i < 10000; i++)
        ck_assert_ptr_eq(quern_related(a, "staff"), set);
    ck_assert_uint_eq(quern_session_bytes(counted), bytes);
}
END_TEST

/* ---- Calls that ask ---- */

static void expect_passed_by(const char *what, const char *name)
{
    const quern_query *query = quern_query_at(counted, -1);
    ck_assert_msg(query &&
                      (name ? query->passed_by && strcmp(query->passed_by, name) == 0 : !query->passed_by),
                  "%s: passed by %s", what, query->passed_by ? query->passed_by : "nothing");
}

START_TEST(what_is_made_of_it_asks)
{
    NEEDS_SERVER();
    player *a = ada();
    quern_query_totals totals;
    quern_queryset *set = quern_related(a, "staff"), *friends = quern_related(a, "friends");
    count_from_here();
    expect_keys("filtered", LISTED(quern_filter(set, Q("id__gt", 2))), "3");
    expect_passed_by("a filter", "staff");
    /* In the order of the queryset that they were prefetched by. */
    expect_keys("anew", LISTED(quern_all(set)), "3 2");
    expect_passed_by("all anew", "staff");
    expect_keys("turned", LISTED(quern_order_by(friends, "-id")), "3 2");
    expect_passed_by("an order", "friends");
    ck_assert_int_eq(quern_count(quern_exclude(friends, Q("id", 2))), 1);
    expect_passed_by("a count", "friends");
    ck_assert_ptr_nonnull(quern_get(set, player, Q("id", 2)));
    expect_passed_by("one of them", "staff");
    ck_assert_ptr_nonnull(quern_latest(set, player, "id"));
    expect_passed_by("the latest", "staff");
    ck_assert_int_eq(quern_len(quern_related(a, "idols")), 1);
    expect_passed_by("another set", NULL);
    expect_statements("each", 7);
    QUERN_STREAM(player, p, set)
    ck_assert_int_gt(p->id, 1);
    bool told = false;
    for (int64_t i = 1; i <= quern_query_count(counted); i++)
        told |= quern_query_at(counted, i)->origin == QUERN_ORIGIN_STREAM &&
                quern_query_at(counted, i)->passed_by;
    ck_assert_msg(told, "a stream");
    quern_query_sums(counted, &totals);
    ck_assert_int_eq(totals.passed_by, 7);
    expect_keys("it is still known", LISTED(quern_related(a, "staff")), "3 2");
}
END_TEST

/* With the prefetch's own conditions and slice. */
START_TEST(what_it_was_prefetched_by_stays)
{
    NEEDS_SERVER();
    quern_queryset *some = quern_filter(quern_objects(counted, player), Q("id__gt", 1), Q("name__lt", "C"));
    quern_queryset *two = quern_slice(quern_order_by(quern_objects(counted, player), "-id"), 0, 2);
    quern_queryset *players =
        quern_prefetch_related(quern_filter(quern_objects(counted, player), Q("id__in", LIST(1))),
                               QUERN_PREFETCH("staff", some), QUERN_PREFETCH("fans", two, .to = "two_fans"));
    player *a = quern_first(players, player);
    player *const *p = quern_list(quern_prefetch_related(quern_order_by(quern_objects(counted, player), "id"),
                                                         QUERN_PREFETCH("boss", some, .to = "chosen_boss")),
                                  player);
    ck_assert_msg(a && p, "%s", quern_error_text(counted));
    count_from_here();
    expect_keys("staff", LISTED(quern_related(a, "staff")), "2");
    expect_keys("fans", LISTED(quern_related(a, "two_fans")), "4 3");
    expect_keys("boss", LISTED(quern_related(p[3], "chosen_boss")), "2");
    expect_keys("no such boss", LISTED(quern_related(p[1], "chosen_boss")), "");
    ck_assert(!p[3]->boss && quern_related_loaded(p[3], "chosen_boss", player)[0]->id == 2);
    expect_statements("known", 0);
    expect_keys("staff", LISTED(quern_all(quern_related(a, "staff"))), "2");
    expect_keys("fans", LISTED(quern_all(quern_related(a, "two_fans"))), "4 3");
    expect_keys("boss", LISTED(quern_all(quern_related(p[3], "chosen_boss"))), "2");
    ck_assert_int_eq(quern_count(quern_filter(quern_related(a, "staff"), Q("id", 3))), 0);
    expect_statements("asked", 4);
    ck_assert_int_eq(quern_len(quern_filter(quern_related(a, "two_fans"), Q("id", 2))), -1);
    take_failure(counted, QUERN_ERROR_USAGE);
}
END_TEST

/* The prefetch's first filter, as that of a queryset which is made without one. */
START_TEST(rows_between_of_a_prefetch)
{
    NEEDS_SERVER();
    quern_queryset *paid =
        quern_order_by(quern_filter(quern_objects(counted, player), Q("membership_set__fee__gt", 0)), "id");
    club *kettle = quern_first(quern_prefetch_related(quern_filter(quern_objects(counted, club), Q("id", 2)),
                                                      QUERN_PREFETCH("members", paid)),
                               club);
    const int64_t known = quern_count(quern_related(kettle, "members"));
    ck_assert_int_eq(known, sql("SELECT FROM membership WHERE club_id = 2 AND fee > 0"));
    ck_assert_int_eq(quern_count(quern_all(quern_related(kettle, "members"))), known);
}
END_TEST

START_TEST(a_queryset_that_was_there_before)
{
    NEEDS_SERVER();
    player *a = quern_get(quern_objects(counted, player), player, Q("id", 1));
    quern_queryset *early = quern_related(a, "staff");
    ck_assert(quern_prefetch_objects(counted, player, &a, 1, "staff"));
    count_from_here();
    ck_assert_int_eq(quern_len(early), 2);
    expect_statements("it is known in the meantime", 0);
}
END_TEST

/* As any queryset has: the next one asks, as nobody said that they are to be kept. */
START_TEST(each_has_its_own_cache)
{
    NEEDS_SERVER();
    player *a = quern_get(quern_objects(counted, player), player, Q("id", 1));
    count_from_here();
    quern_queryset *staff = quern_related(a, "staff");
    ck_assert(quern_len(staff) == 2 && quern_len(staff) == 2);
    expect_statements("one", 1);
    ck_assert_int_eq(quern_len(quern_related(a, "staff")), 2);
    ck_assert(!quern_loaded(a, staff) && !quern_related_loaded(a, "staff", player));
    expect_statements("another", 2);
}
END_TEST

/* ---- Which way back ---- */

/* What comes of any queryset that keeps the objects points back to the owner. */
START_TEST(they_point_back)
{
    NEEDS_SERVER();
    player *a = quern_get(quern_objects(counted, player), player, Q("id", 1));
    quern_queryset *staff = quern_related(a, "staff");
    quern_queryset *some[] = { staff,
                               quern_filter(staff, Q("id__gt", 1)),
                               quern_order_by(staff, "-id"),
                               quern_slice(quern_order_by(staff, "id"), 0, 1),
                               quern_only(staff, "name"),
                               quern_distinct(staff),
                               quern_all(staff) };
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        quern_len(some[i]);
        count_from_here();
        QUERN_EACH(player, p, some[i]) {
            ck_assert_msg(p->boss == a, "queryset %zu", i);
            ck_assert_ptr_eq(quern_fetch(p, boss), a);
        }
        expect_statements("on the way back", 0);
    }
    ck_assert_ptr_eq(quern_first(staff, player)->boss, a);
    ck_assert_ptr_eq(quern_at(quern_order_by(staff, "id"), player, 1)->boss, a);
    ck_assert_ptr_eq(quern_get(staff, player, Q("id", 3))->boss, a);
    player *const *bulk = quern_in_bulk(staff, player, "id", LIST(2, 4));
    ck_assert(bulk[0]->boss == a && !bulk[1]);
    ck_assert_ptr_eq(quern_first(quern_related(a, "badge"), badge)->holder, a);
    QUERN_STREAM(player, p, staff)
    ck_assert_ptr_eq(p->boss, a);
    quern_evaluate_all(counted, quern_all(staff), quern_filter(staff, Q("id", 2)));
    /* Not over a table between, where there is none to point back. */
    QUERN_EACH(player, p, quern_related(a, "friends"))
        ck_assert_ptr_null(p->boss);
    a->id = 5;
    ck_assert_int_eq(quern_fetch(quern_at(staff, player, 0), boss)->id, 1);
}
END_TEST

/* ---- As a part of others ---- */

START_TEST(in_conditions_and_prefetches)
{
    NEEDS_SERVER();
    player *a = ada();
    quern_queryset *staff = quern_related(a, "staff");
    quern_queryset *theirs = quern_order_by(
        quern_filter(quern_objects(counted, player), Q("boss__in", quern_filter(staff, Q("id__gt", 1)))),
        "id");
    expect_keys("of whom they are", LISTED(theirs), "4");
    quern_value kept = quern_keep_value(counted, QUERN_VALUE(staff));
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(counted, player), Q("id__in", kept))), 2);
    quern_queryset *along = quern_prefetch_related(
        quern_all(staff), QUERN_PREFETCH("staff", quern_order_by(quern_objects(counted, player), "id")));
    ck_assert_msg(quern_len(along) == 2, "%s", quern_error_text(counted));
    ck_assert_int_eq(quern_at(along, player, 1)->staff[0]->id, 4);
    quern_queryset *by = quern_prefetch_related(quern_filter(quern_objects(counted, player), Q("id", 1)),
                                                QUERN_PREFETCH("staff", quern_related(a, "friends")));
    expect_keys("friends on the staff", (void *const *)quern_first(by, player)->staff, "2 3");
}
END_TEST

/* The first filter is about the same row of the table between, and no other is. */
START_TEST(rows_between)
{
    NEEDS_SERVER();
    club *kettle = quern_get(quern_objects(counted, club), club, Q("id", 2));
    quern_queryset *members = quern_related(kettle, "members");
    quern_queryset *paid = quern_filter(members, Q("membership_set__fee__gt", 0));
    ck_assert_msg(strstr(quern_sql(paid), "INNER JOIN") == strrchr(quern_sql(paid), 'I') ||
                      !strstr(strstr(quern_sql(paid), "JOIN") + 4, "JOIN"),
                  "%s", quern_sql(paid));
    quern_queryset *apart = quern_filter(quern_order_by(paid, "id"), Q("membership_set__fee__gt", 0));
    ck_assert_msg(strstr(strstr(quern_sql(apart), "JOIN") + 4, "JOIN") != NULL, "%s", quern_sql(apart));
    ck_assert_int_eq(quern_count(paid), sql("SELECT FROM membership WHERE club_id = 2 AND fee > 0"));
    /* Statements that differ in this alone. */
    quern_queryset *plain = quern_filter(quern_filter(quern_objects(counted, player), Q("clubs", 2)),
                                         Q("membership_set__fee__gt", 0));
    ck_assert_str_ne(quern_sql(plain), quern_sql(paid));
    const int64_t both = quern_count(plain);
    ck_assert_int_eq(quern_count(paid), sql("SELECT FROM membership WHERE club_id = 2 AND fee > 0"));
    ck_assert_int_eq(quern_count(plain), both);
}
END_TEST

Suite *quern__suite_sets(void);

Suite *quern__suite_sets(void)
{
    Suite *suite = suite_create("sets");
    TCase *tests = server_case("sets");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_loop_test(tests, nothing_is_asked, 0, sizeof calls / sizeof *calls);
    tcase_add_test(tests, empty_sets_are_known_too);
    tcase_add_test(tests, the_same_queryset);
    tcase_add_test(tests, what_is_made_of_it_asks);
    tcase_add_test(tests, what_it_was_prefetched_by_stays);
    tcase_add_test(tests, a_queryset_that_was_there_before);
    tcase_add_test(tests, each_has_its_own_cache);
    tcase_add_test(tests, they_point_back);
    tcase_add_test(tests, in_conditions_and_prefetches);
    tcase_add_test(tests, rows_between);
    tcase_add_test(tests, rows_between_of_a_prefetch);
    suite_add_tcase(suite, tests);
    return suite;
}
