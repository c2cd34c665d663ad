/* test_prefetch_chosen.c: prefetches with querysets of their own, for objects of several results, and of those that fail. The rows are those
 * of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/integration/known.h"
#include "test/integration/library.h"
#include "test/support/club.h"

#include <stdio.h>

static quern_queryset *players(void)
{
    return quern_order_by(quern_objects(counted, player), "id");
}

static quern_queryset *clubs(void)
{
    return quern_order_by(quern_objects(counted, club), "id");
}

static void expect_known(quern_queryset *queryset, const quern_model *model, const char *name,
                         const char *expected)
{
    const char *known = known_of(queryset, model, name);
    ck_assert_msg(!quern_failed(counted), "%s.%s: %s", model->name, name, quern_error_text(counted));
    ck_assert_msg(strcmp(known, expected) == 0, "%s.%s: %s, not %s", model->name, name, known, expected);
}

#define EXPECT_KNOWN(type, queryset, name, expected) expect_known(queryset, &type##_model, name, expected)

/* ---- Chosen by a queryset ---- */

START_TEST(some_of_them)
{
    NEEDS_SERVER();
    quern_queryset *ada = quern_filter(players(), Q("name", "Ada")), *down = quern_order_by(players(), "-id");
    EXPECT_KNOWN(player, quern_prefetch_related(players(), QUERN_PREFETCH("staff", ada)), "staff",
                 "1() 2(4) 3() 4() 5() 6() 7()");
    EXPECT_KNOWN(club, quern_prefetch_related(clubs(), QUERN_PREFETCH("members", down)), "members",
                 "1(3 2 1) 2(5 4 2) 3(3 3) 4()");
    EXPECT_KNOWN(club, quern_prefetch_related(clubs(), QUERN_PREFETCH("members", quern_slice(down, 1, 3))),
                 "members", "1(2 1) 2(4 2) 3(3) 4()");
    EXPECT_KNOWN(player, quern_prefetch_related(players(), QUERN_PREFETCH("staff", quern_slice(down, 0, 1))),
                 "staff", "1(3) 2(4) 3() 4() 5(6) 6() 7(7)");
    expect_statements("two each", 8);
    /* By a path to many a row is there as often as it is reached, as it is without a prefetch. */
    quern_queryset *fans = quern_order_by(quern_filter(players(), Q("fans__id__gt", 0)), "id");
    EXPECT_KNOWN(player, quern_prefetch_related(players(), QUERN_PREFETCH("friends", fans)), "friends",
                 "1(2) 2(1 1 1) 3(1 1 1 2) 4() 5(6) 6(5) 7()");
    EXPECT_KNOWN(player, quern_prefetch_related(players(), QUERN_PREFETCH("friends", quern_distinct(fans))),
                 "friends", "1(2) 2(1) 3(1 2) 4() 5(6) 6(5) 7()");
}
END_TEST

START_TEST(by_another_name)
{
    NEEDS_SERVER();
    quern_queryset *ada = quern_filter(players(), Q("name", "Ada"));
    quern_queryset *all =
        quern_prefetch_related(players(), QUERN_PREFETCH("staff", ada, .to = "adas"),
                               QUERN_PREFETCH("boss", ada, .to = "ada_boss"), "staff", "adas__badge");
    EXPECT_KNOWN(player, all, "adas", "1() 2(4) 3() 4() 5() 6() 7()");
    EXPECT_KNOWN(player, all, "ada_boss", "1() 2(1) 3(1) 4() 5() 6() 7()");
    EXPECT_KNOWN(player, all, "staff", "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)");
    player *const *p = quern_list(all, player);
    ck_assert(p[0]->staff && p[0]->staff[0] && !p[1]->boss && !p[1]->staff[0]->badge);
    const player *const *of_bob = (const player *const *)quern_related_loaded(p[1], "adas", player);
    ck_assert(of_bob[0]->boss == p[1] && of_bob[0] != p[1]->staff[0]);
    expect_statements("the players, and four times what is theirs", 5);
}
END_TEST

/* Also where the relation itself has been loaded: the boss who is there need not be an Ada. */
START_TEST(beside_what_is_there)
{
    NEEDS_SERVER();
    static const char expected[] = "1() 2(1) 3(1) 4() 5() 6() 7()";
    quern_queryset *ada = quern_filter(players(), Q("name", "Ada")),
                   *joined = quern_select_related(players(), "boss");
    EXPECT_KNOWN(player, quern_prefetch_related(joined, QUERN_PREFETCH("boss", ada, .to = "ada_boss")),
                 "ada_boss", expected);
    player *const *p = quern_list(quern_prefetch_related(players(), "staff"), player);
    ck_assert(quern_prefetch_objects(counted, player, p[0]->staff, 2,
                                     QUERN_PREFETCH("boss", ada, .to = "ada_boss")));
    ck_assert(quern_prefetch_objects(counted, player, p[1]->staff, 1,
                                     QUERN_PREFETCH("boss", ada, .to = "ada_boss")));
    ck_assert_str_eq(known_of_list((void *const *)p[0]->staff, 2, "ada_boss"), "2(1) 3(1)");
    ck_assert_str_eq(known_of_list((void *const *)p[1]->staff, 1, "ada_boss"), "4()");
    ck_assert(p[1]->staff[0]->boss == p[1]);
    expect_statements("two, two, and two more", 6);
}
END_TEST

/* Who is not among them is NULL, and may be fetched alone. */
START_TEST(one_of_some)
{
    NEEDS_SERVER();
    quern_queryset *bob = quern_filter(players(), Q("name", "Bob"));
    player *const *p = quern_list(quern_prefetch_related(players(), QUERN_PREFETCH("boss", bob)), player);
    ck_assert(!p[1]->boss && p[3]->boss->id == 2);
    expect_statements("two", 2);
    ck_assert(quern_fetch(p[1], boss)->id == 1);
    expect_statements("one more", 3);
}
END_TEST

START_TEST(with_what_is_theirs)
{
    NEEDS_SERVER();
    quern_queryset *inner = quern_prefetch_related(quern_order_by(quern_objects(counted, membership), "id"),
                                                   "player__badge", "inviter");
    quern_queryset *all =
        quern_prefetch_related(clubs(), QUERN_PREFETCH("memberships", inner), "memberships__club");
    club *const *c = quern_list(all, club);
    EXPECT_KNOWN(club, all, "memberships", "1(1 2 3) 2(4 5 8) 3(6 7) 4()");
    ck_assert(c[0]->memberships[0]->player->badge->id == 1 && c[1]->memberships[0]->inviter->id == 3);
    ck_assert_ptr_eq(c[2]->memberships[0]->club, c[2]);
    /* Both memberships lead to one player. */
    ck_assert_ptr_eq(c[2]->memberships[0]->player, c[2]->memberships[1]->player);
    expect_statements("clubs, memberships, players and inviters, badges", 5);
}
END_TEST

START_TEST(its_mode_goes_on)
{
    NEEDS_SERVER();
    quern_queryset *peers = quern_fetch_mode(clubs(), QUERN_FETCH_PEERS);
    club *const *c = quern_list(quern_prefetch_related(peers, "memberships"), club);
    for (size_t i = 0; i < 3; i++)
        for (membership **m = c[i]->memberships; *m; m++)
            ck_assert_int_eq(quern_fetch(*m, player)->id, (*m)->player_id);
    expect_statements("clubs, memberships, players", 3);
}
END_TEST

/* ---- Objects of several results ---- */

START_TEST(objects_of_several_results)
{
    NEEDS_SERVER();
    player *p[7];
    for (int64_t i = 0; i < 7; i++)
        p[i] = quern_get(players(), player, Q("id", i + 1));
    count_from_here();
    ck_assert_msg(quern_prefetch_objects(counted, player, p, 7, "staff__boss", "clubs__topics", "boss"), "%s",
                  quern_error_text(counted));
    expect_statements("together", 4);
    ck_assert_str_eq(known_of_list((void *const *)p, 7, "clubs"), "1(1) 2(1 2) 3(1 3 3) 4(2) 5(2) 6() 7()");
    ck_assert_str_eq(known_of_list((void *const *)p, 7, "staff"), "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)");
    const club *const *of_ada = (const club *const *)quern_related_loaded(p[0], "clubs", club);
    const club *const *of_bob = (const club *const *)quern_related_loaded(p[1], "clubs", club);
    ck_assert(of_ada[0]->id == of_bob[0]->id && of_ada[0] != of_bob[0]); /* neither outlives its own */
    ck_assert(of_ada[0]->topics[1] && of_bob[1]->topics[0] && p[0]->staff[0]->boss == p[0]);
    ck_assert(p[1]->boss->id == 1 && p[2]->boss->id == 1 && p[1]->boss != p[2]->boss);
}
END_TEST

/* What is younger than the mark goes, and what was loaded for it; the rest can be read. */
START_TEST(some_of_them_go)
{
    NEEDS_SERVER();
    player *const *old = quern_list(players(), player);
    const quern_mark mark = quern_session_mark(counted);
    player *const *young = quern_list(players(), player);
    player *both[14];
    for (size_t i = 0; i < 7; i++) {
        both[i] = young[i];
        both[i + 7] = old[i];
    }
    quern_queryset *named = quern_only(quern_filter(players(), Q("id__gt", 0)), "name");
    ck_assert(quern_prefetch_objects(counted, player, both, 14, QUERN_PREFETCH("staff", named, .to = "named"),
                                     "friends", "boss__clubs"));
    ck_assert(quern_session_rewind(counted, mark));
    ck_assert_str_eq(known_of_list((void *const *)old, 7, "named"), "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)");
    const player *const *named_ones = (const player *const *)quern_related_loaded(old[0], "named", player);
    ck_assert(named_ones[0]->boss == old[0] && !quern_loaded(named_ones[0], born));
    ck_assert(old[1]->boss->id == 1 && old[1]->boss == old[2]->boss && old[0]->friends[1]->id == 3);
    ck_assert_int_eq(quern_fetch((player *)named_ones[1], born).value, 1900);
}
END_TEST

/* ---- Failures ---- */

START_TEST(a_level_that_fails)
{
    NEEDS_SERVER();
    quern_queryset *odd = quern_filter(quern_objects(counted, club), Q("name__regex", "("));
    player *const *p = quern_list(players(), player);
    ck_assert(!quern_prefetch_objects(counted, player, p, 7, "staff__friends",
                                      QUERN_PREFETCH("staff__club_set", odd), "boss"));
    const quern_error *error = take_failure(counted, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->path, "staff__club_set");
    ck_assert_str_eq(error->sqlstate, "2201B");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert_str_eq(known_of_list((void *const *)p, 7, "staff"), "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)");
    ck_assert(p[1]->boss->id == 1); /* the level before */
    for (size_t i = 0; p[i]; i++)
        for (player **one = p[i]->staff; *one; one++)
            ck_assert(!(*one)->friends && !quern_related_loaded(*one, "club_set", club));
    ck_assert_ptr_null(
        quern_list(quern_prefetch_related(players(), "friends", QUERN_PREFETCH("club_set", odd)), player));
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_SERVER)->path, "club_set");
}
END_TEST

START_TEST(a_level_that_does_not_fit)
{
    NEEDS_SERVER();
    sql("UPDATE player SET name = repeat('x', 30000) WHERE id = 3");
    quern_session *t = quern_session_open(counted_db, .max_result_bytes = 20000);
    player *const *p =
        quern_list(quern_order_by(quern_filter(quern_objects(t, player), Q("id__lt", 3)), "id"), player);
    ck_assert(p && !quern_prefetch_objects(t, player, p, 2, "badge", "staff"));
    take_failure(t, QUERN_ERROR_LIMIT);
    ck_assert(!p[0]->staff && !p[0]->badge);
    ck_assert(quern_prefetch_objects(t, player, p, 2, "badge") && p[0]->badge);
    quern_session_close(t);
    sql("UPDATE player SET name = 'Cid' WHERE id = 3");
}
END_TEST

/* Texts that only the server takes for equal: nobody is told anything wrong. */
START_TEST(keys_that_are_equal_to_the_server)
{
    NEEDS_SERVER();
    sql("CREATE COLLATION IF NOT EXISTS any_case (provider = icu, locale = 'und-u-ks-level2', deterministic "
        "= false)");
    sql("ALTER TABLE pin DROP CONSTRAINT pin_badge_id_fkey");
    sql("ALTER TABLE pin ALTER badge_id TYPE text COLLATE any_case");
    sql("ALTER TABLE badge ALTER number TYPE text COLLATE any_case");
    sql("UPDATE pin SET badge_id = 'N1' WHERE id = 2");
    quern_queryset *badges = quern_order_by(quern_objects(counted, badge), "id");
    badge *const *b = quern_list(quern_prefetch_related(badges, "pin_set"), badge);
    const char *known = known_of_list((void *const *)b, 4, "pin_set");
    ck_assert_msg(strcmp(known, "1? 2? 3? 4?") == 0 || strcmp(known, "1(1 2) 2() 3(3) 4(5)") == 0, "%s",
                  known);
    ck_assert_int_eq(quern_len(quern_related(b[0], "pin_set")), 2);
    pin *const *pins =
        quern_list(quern_prefetch_related(quern_order_by(quern_objects(counted, pin), "id"), "badge"), pin);
    ck_assert(pins[0]->badge->id == 1 && !pins[1]->badge && quern_fetch(pins[1], badge)->id == 1);
    sql("UPDATE pin SET badge_id = 'n1' WHERE id = 2");
    sql("ALTER TABLE pin ALTER badge_id TYPE text COLLATE \"default\"");
    sql("ALTER TABLE badge ALTER number TYPE text COLLATE \"default\"");
    sql("ALTER TABLE pin ADD FOREIGN KEY (badge_id) REFERENCES badge (number)");
}
END_TEST

/* ---- Chunks ---- */

START_TEST(each_chunk_of_a_stream)
{
    NEEDS_SERVER();
    size_t seen = 0;
    QUERN_STREAM(book, b, quern_prefetch_related(library_books(counted), "author"), .chunk = 25)
    {
        ck_assert(b->author && b->author->id == b->author_id);
        seen++;
    }
    ck_assert_uint_eq(seen, 100);
    int64_t along = 0;
    for (int64_t n = 1; n <= quern_query_count(counted); n++)
        along += quern_query_at(counted, n)->origin == QUERN_ORIGIN_PREFETCH;
    ck_assert_int_eq(along, 4);
}
END_TEST

Suite *quern__suite_prefetch_chosen(void);

Suite *quern__suite_prefetch_chosen(void)
{
    Suite *suite = suite_create("prefetch_chosen");
    TCase *tests = server_case("prefetch_chosen");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, some_of_them);
    tcase_add_test(tests, by_another_name);
    tcase_add_test(tests, beside_what_is_there);
    tcase_add_test(tests, one_of_some);
    tcase_add_test(tests, with_what_is_theirs);
    tcase_add_test(tests, its_mode_goes_on);
    tcase_add_test(tests, objects_of_several_results);
    tcase_add_test(tests, some_of_them_go);
    tcase_add_test(tests, a_level_that_fails);
    tcase_add_test(tests, a_level_that_does_not_fit);
    tcase_add_test(tests, keys_that_are_equal_to_the_server);
    tcase_add_test(tests, each_chunk_of_a_stream);
    suite_add_tcase(suite, tests);
    return suite;
}
