/* test_sides.c: members without a column, as quern_fetch gives them, and sets that nobody knows yet: by fetch mode, what each costs, and who
 * else has them then. The rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/integration/library.h"
#include "test/support/club.h"

#include <stdio.h>

static quern_queryset *players_in(quern_fetch_kind mode)
{
    return quern_fetch_mode(quern_order_by(quern_objects(counted, player), "id"), mode);
}

/* The players whose boss a player is: 1 has 2 and 3, 2 has 4, 5 has 6, and 7 itself. */
static void expect_staff(const player *p, player *const *staff)
{
    static const int64_t first[] = { 2, 4, 0, 0, 6, 0, 7 };
    const int64_t wanted = first[p->id - 1];
    ck_assert_msg(!quern_failed(counted), "%s", quern_error_text(counted));
    ck_assert_msg(wanted ? staff[0] && staff[0]->id == wanted && !staff[1 + (p->id == 1)] : !staff[0],
                  "of player %d", (int)p->id);
}

static void expect_origins(quern_query_origin origin, int64_t statements)
{
    int64_t seen = 0;
    for (int64_t i = counted_before + 1; i <= quern_query_count(counted); i++)
        seen += quern_query_at(counted, i)->origin == origin;
    ck_assert_int_eq(seen, statements);
}

/* ---- quern_fetch ---- */

START_TEST(one_by_one)
{
    NEEDS_SERVER();
    QUERN_EACH(player, p, players_in(QUERN_FETCH_ONE)) {
        ck_assert(!quern_loaded(p, staff) && !p->staff);
        player **staff = quern_fetch(p, staff);
        expect_staff(p, staff);
        ck_assert(quern_loaded(p, staff) && p->staff == staff && quern_fetch(p, staff) == staff);
        for (size_t i = 0; staff[i]; i++)
            ck_assert_ptr_eq(quern_fetch(staff[i], boss), p);
        ck_assert_int_eq(quern_count(quern_related(p, "staff")), p->id == 1 ? 2 : staff[0] ? 1 : 0);
    }
    expect_statements("players, and seven sets", 8);
    expect_origins(QUERN_ORIGIN_LAZY, 7);
}
END_TEST

START_TEST(for_all_peers)
{
    NEEDS_SERVER();
    QUERN_EACH(player, p, players_in(QUERN_FETCH_PEERS))
        expect_staff(p, quern_fetch(p, staff));
    expect_statements("players, and their sets", 2);
    expect_origins(QUERN_ORIGIN_LAZY, 1);
    QUERN_EACH(player, p, players_in(QUERN_FETCH_PEERS)) {
        (void)quern_fetch(p, badge);
        (void)quern_fetch(p, friends);
        if (p->badge)
            ck_assert_ptr_eq(p->badge->holder, p);
    }
    expect_statements("two more", 5);
    /* The mode goes on to what it loads. */
    count_from_here();
    QUERN_EACH(player, p, players_in(QUERN_FETCH_PEERS))
        for (player **staff = quern_fetch(p, staff); *staff; staff++)
            for (player **theirs = quern_fetch(*staff, staff); *theirs; theirs++)
                ck_assert_ptr_eq((*theirs)->boss, *staff);
    expect_statements("a level each", 3);
}
END_TEST

START_TEST(other_sides)
{
    NEEDS_SERVER();
    player *ada = quern_get(players_in(QUERN_FETCH_ONE), player, Q("id", 1));
    player *cid = quern_get(players_in(QUERN_FETCH_ONE), player, Q("id", 3));
    club *kettle = quern_get(quern_objects(counted, club), club, Q("id", 2));
    count_from_here();
    ck_assert_str_eq(quern_fetch(ada, badge)->number, "n1");
    ck_assert_ptr_null(quern_fetch(cid, badge));
    ck_assert(quern_loaded(cid, badge) && !quern_fetch(cid, badge));
    topic **topics = quern_fetch(kettle, topics);
    ck_assert(topics[0] && topics[1] && !topics[2] && topics == kettle->topics);
    ck_assert_int_eq(quern_fetch(cid, idols)[0]->id, 1);
    ck_assert_int_eq(quern_fetch(kettle, memberships)[0]->club_id, 2);
    ck_assert_ptr_eq(quern_fetch(quern_fetch(kettle, memberships)[2], club), kettle);
    expect_statements("five sides", 5);
}
END_TEST

/* A mistake is told, and gives what can be looped over. */
static void expect_refused(void **list, quern_error_code code, const char *message, const char *hint)
{
    ck_assert_msg(list && !*list, "%s: a list", message);
    const quern_error *error = take_failure(counted, code);
    ck_assert_str_eq(error->message, message);
    ck_assert_msg(!hint || strcmp(error->hint, hint) == 0, "%s", error->hint);
    ck_assert_str_ne(error->site, "");
}

START_TEST(what_cannot_be_fetched)
{
    NEEDS_SERVER();
    player *bare = quern_first(
        quern_fetch_mode(quern_defer(players_in(QUERN_FETCH_ONE), "name"), QUERN_FETCH_RAISE), player);
    count_from_here();
    expect_refused((void **)quern_fetch(bare, staff), QUERN_ERROR_USAGE,
                   "player.staff was not loaded, and QUERN_FETCH_RAISE forbids to load it now", NULL);
    ck_assert_str_eq(quern_fetch(bare, badge)->number, ""); /* a blank, so that a chain of arrows goes on */
    take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert(!bare->staff && !bare->badge && !quern_loaded(bare, staff));
    player *keyed = quern_get(players_in(QUERN_FETCH_ONE), player, Q("id", 1)), copy = *keyed;
    count_from_here();
    ck_assert(quern_fetch(&copy, staff) && !quern_fetch(&copy, staff)[0] && !copy.staff);
    expect_statements("without a session", 0);
    player fresh = { .id = 1 };
    ck_assert_ptr_null(quern_fetch(&fresh, staff));
    /* What the program has put there stays. */
    player *own[] = { keyed, NULL };
    keyed->staff = own;
    ck_assert_ptr_eq(quern_fetch(keyed, staff), own);
    expect_statements("by the program", 0);
}
END_TEST

START_TEST(a_failure_on_the_way)
{
    NEEDS_SERVER();
    player *ada = quern_get(players_in(QUERN_FETCH_ONE), player, Q("id", 1));
    sql("ALTER TABLE player RENAME TO players");
    ck_assert(quern_fetch(ada, staff) && !quern_fetch(ada, staff)[0]);
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_SERVER)->sqlstate, "42P01");
    ck_assert(!quern_loaded(ada, staff) && !ada->staff);
    sql("ALTER TABLE players RENAME TO player");
    ck_assert_int_eq(quern_fetch(ada, staff)[0]->boss_id.value, 1);
}
END_TEST

/* ---- Sets that are not known ---- */

START_TEST(sets_for_all_peers)
{
    NEEDS_SERVER();
    QUERN_EACH(player, p, players_in(QUERN_FETCH_PEERS)) {
        int64_t seen = 0;
        QUERN_EACH(player, under, quern_related(p, "staff"))
            ck_assert(under->boss == p && ++seen);
        ck_assert_int_eq(quern_len(quern_related(p, "staff")), seen);
        ck_assert_int_eq(quern_len(quern_related(p, "fans")), quern_count(quern_related(p, "fans")));
        ck_assert(quern_loaded(p, staff) && quern_related_loaded(p, "fans", player));
    }
    expect_statements("players, staff and fans", 3);
    expect_origins(QUERN_ORIGIN_LAZY, 2);
    /* What is made of it, and what does not want all of them, asks for itself. */
    player *const *list = quern_list(players_in(QUERN_FETCH_PEERS), player);
    count_from_here();
    ck_assert_int_eq(quern_len(quern_order_by(quern_related(list[0], "staff"), "id")), 2);
    ck_assert_int_eq(quern_count(quern_related(list[0], "staff")), 2);
    ck_assert(quern_evaluate_all(counted, quern_related(list[1], "staff"), quern_related(list[0], "idols")));
    ck_assert(quern_loaded(list[0], staff) && quern_loaded(list[6], idols));
    expect_statements("two alone, and two for all", 4);
}
END_TEST

START_TEST(sets_that_are_forbidden)
{
    NEEDS_SERVER();
    player *ada = quern_first(players_in(QUERN_FETCH_RAISE), player);
    quern_queryset *staff = quern_related(ada, "staff");
    bool found;
    count_from_here();
    ck_assert_int_eq(quern_len(staff), -1);
    const quern_error *error = take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert_str_eq(error->message,
                     "player.staff was not loaded, and QUERN_FETCH_RAISE forbids to load it now");
    ck_assert_str_eq(error->path, "staff");
    ck_assert_msg(strstr(error->hint, "staff") || strstr(error->hint, "QUERN_FETCH_PEERS"), "%s",
                  error->hint);
    ck_assert_int_eq(quern_count(staff), -1);
    take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert(!quern_exists(staff, &found));
    take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_at(staff, player, 0));
    take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert(!quern_evaluate_all(counted, staff));
    take_failure(counted, QUERN_ERROR_USAGE);
    QUERN_STREAM(player, p, staff)
    ck_abort_msg("%d", (int)p->id);
    take_failure(counted, QUERN_ERROR_USAGE);
    expect_statements("nothing", 0);
    ck_assert_int_eq(quern_len(quern_all(staff)), 2);
    ck_assert_int_eq(quern_count(quern_filter(staff, Q("id", 2))), 1);
    ck_assert(quern_prefetch_objects(counted, player, &ada, 1, "staff"));
    ck_assert_int_eq(quern_len(staff), 2);
    expect_statements("what is said to be asked", 3);
}
END_TEST

/* Ten books a chunk: authors by chunk, and those authors' sets by chunk. */
START_TEST(chunks_of_a_stream)
{
    NEEDS_SERVER();
    size_t seen = 0, most = 0, after_two = 0;
    QUERN_STREAM(author, a,
                 quern_fetch_mode(
                     quern_order_by(quern_filter(quern_objects(counted, author), Q("id__gt", 1000)), "id"),
                     QUERN_FETCH_PEERS),
                 .chunk = 5, .ahead = -1)
    {
        QUERN_EACH(book, b, quern_related(a, "book_set"))
            ck_assert_ptr_eq(b->author, a);
        ck_assert_int_eq(quern_count(quern_related(a, "book_set")), 2);
        const size_t bytes = quern_session_bytes(counted);
        if (++seen == 10)
            after_two = most;
        most = bytes > most ? bytes : most;
    }
    ck_assert_uint_eq(seen, 50);
    expect_origins(QUERN_ORIGIN_LAZY, 10);
    ck_assert_msg(most <= after_two + 1024, "%zu bytes, and after two chunks %zu", most, after_two);
}
END_TEST

Suite *quern__suite_sides(void);

Suite *quern__suite_sides(void)
{
    Suite *suite = suite_create("sides");
    TCase *tests = server_case("sides");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, one_by_one);
    tcase_add_test(tests, for_all_peers);
    tcase_add_test(tests, other_sides);
    tcase_add_test(tests, what_cannot_be_fetched);
    tcase_add_test(tests, a_failure_on_the_way);
    tcase_add_test(tests, sets_for_all_peers);
    tcase_add_test(tests, sets_that_are_forbidden);
    tcase_add_test(tests, chunks_of_a_stream);
    suite_add_tcase(suite, tests);
    return suite;
}
