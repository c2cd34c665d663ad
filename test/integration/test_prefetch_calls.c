/* test_prefetch_calls.c: when what is prefetched is fetched: by which calls, for which objects; and what is left when it fails. Streams
 * and transactions are in test_prefetch_moments.c. */
#include "test/integration/clubs.h"

#include <quern/share.h>
#include <quern/short.h>
#include <quern/transaction.h>

#include <string.h>

/* ---- Which calls ---- */

START_TEST(building_asks_nothing)
{
    NEEDS_SERVER();
    quern_queryset *more = quern_slice(
        quern_prefetch_snapshot(quern_prefetch_batch(quern_prefetch_related(clubs, "members__staff"), 2)), 0,
        2);
    ck_assert_ptr_null(quern_queryset_error(more));
    ck_assert(strstr(quern_sql(more), "LIMIT 2") && !strstr(quern_sql(more), "player"));
    expect_statements("nothing", 0);
}
END_TEST

START_TEST(all_rows)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_len(clubs), 4);
    const char *seen = expect_statements("clubs, founders and topics", 3);
    ck_assert(!seen || (strstr(seen, "\"player\"") && strstr(seen, "\"club_topics\"")));
    club *const *list = quern_list(clubs, club);
    expect_club(list[0], "the first", 1, 1, 2);
    expect_club(list[2], "the third", 3, 0, 1);
    expect_club(list[3], "the last", 4, 6, 0);
    expect_club(quern_first(clubs, club), "first", 1, 1, 2);
    expect_club(quern_at(clubs, club, 1), "at", 2, 2, 2);
    QUERN_EACH(club, c, quern_slice(clubs, 1, 2))
        expect_club(c, "a slice", 2, 2, 2);
    ck_assert_int_eq(quern_count(clubs), 4);
    ck_assert_ptr_eq(quern_list(clubs, club), list);
    expect_statements("of the cache", 3);
    /* Another one is another. */
    ck_assert_int_eq(quern_len(quern_all(clubs)), 4);
    expect_statements("a cache of its own", 6);
}
END_TEST

/* For the row that it gives, and no other. */
START_TEST(one_row)
{
    NEEDS_SERVER();
    int64_t ran = 0;
    const struct {
        const char *call;
        club *given;
        int64_t id, founder;
        size_t topics;
        int64_t statements;
    } cases[] = {
        { "quern_first", quern_first(clubs, club), 1, 1, 2, 3 },
        { "quern_last", quern_last(clubs, club), 4, 6, 0, 3 },
        { "quern_at", quern_at(clubs, club, 1), 2, 2, 2, 3 },
        { "quern_get", quern_get(clubs, club, Q("id", 2)), 2, 2, 2, 3 },
        { "quern_earliest", quern_earliest(clubs, club, "id"), 1, 1, 2, 3 },
        { "quern_latest", quern_latest(clubs, club, "id"), 4, 6, 0, 3 },
        { "NULL is nobody", quern_at(clubs, club, 2), 3, 0, 1, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_club(cases[i].given, cases[i].call, cases[i].id, cases[i].founder, cases[i].topics);
        ran += cases[i].statements;
    }
    expect_statements("each for one row", ran);
}
END_TEST

START_TEST(no_rows)
{
    NEEDS_SERVER();
    bool found;
    ck_assert_int_eq(quern_count(clubs), 4);
    ck_assert(quern_exists(clubs, &found) && found);
    ck_assert_ptr_null(quern_first(quern_filter(clubs, Q("id", 77)), club));
    ck_assert_ptr_null(quern_get(clubs, club, Q("name", "Gambit")));
    ck_assert_int_eq(quern_answer(counted), QUERN_MORE_THAN_ONE);
    ck_assert_int_eq(quern_len(quern_filter(clubs, Q("id", 77))), 0);
    expect_statements("one each", 5);
    ck_assert_int_eq(quern_len(quern_none(clubs)), 0);
    const club *c = quern_get(quern_objects(counted, club), club, Q("id", 1));
    ck_assert(quern_contains(clubs, c, &found) && found);
    must("no rows");
    expect_statements("two more", 7);
}
END_TEST

START_TEST(rows_by_keys)
{
    NEEDS_SERVER();
    club *const *found = quern_in_bulk(clubs, club, "pk", LIST(3, 77, 1, 3));
    must("quern_in_bulk");
    expect_club(found[0], "3", 3, 0, 1);
    expect_club(found[2], "1", 1, 1, 2);
    ck_assert(!found[1] && found[3] == found[0]);
    expect_statements("three", 3);
    found = quern_in_bulk(quern_slice(clubs, 0, 2), club, "pk", LIST(3, 77, 1, 3));
    ck_assert_ptr_null(found);
    quern_error_clear(counted);
    found = quern_in_bulk(quern_distinct(quern_order_by(clubs, "name", "id"), "name"), club, "pk",
                          LIST(3, 77, 1, 3));
    must("one row of each name");
    ck_assert(!found[0]);
    expect_club(found[2], "1", 1, 1, 2);
    expect_statements("three more", 6);
}
END_TEST

/* What the prefetch goes by is loaded with the rest, whichever came first; and no more than that. */
START_TEST(fields_that_are_left_out)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_objects(counted, club);
    quern_queryset *cases[] = {
        quern_only(clubs, "id"),
        quern_defer(clubs, "name", "founder"),
        quern_prefetch_related(quern_order_by(quern_only(all, "id"), "id"), "founder", "topics"),
        quern_prefetch_related(quern_order_by(quern_defer(all, "name", "founder"), "id"), "founder",
                               "topics"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        count_from_here();
        club *const *list = quern_list(cases[i], club);
        expect_club(list[0], "few fields", 1, 1, 2);
        ck_assert(quern_loaded(list[0], founder_id) && !quern_loaded(list[0], name));
        expect_statements("three", 3);
    }
    /* Without it nothing has changed. */
    ck_assert(!quern_loaded(quern_first(quern_only(all, "id"), club), founder_id));
}
END_TEST

START_TEST(sql_of_the_users_own)
{
    NEEDS_SERVER();
    quern_queryset *raw =
        quern_raw(counted, club, "SELECT id, name, founder_id FROM club WHERE id < $1 ORDER BY id", 3);
    raw = quern_prefetch_related(raw, "founder__badge", "topics");
    ck_assert_int_eq(quern_len(raw), 2);
    club *const *list = quern_list(raw, club);
    expect_club(list[0], "raw", 1, 1, 2);
    ck_assert_str_eq(list[0]->founder->badge->number, "n1");
    expect_club(quern_at(raw, club, 0), "raw", 1, 1, 2);
    expect_own_count("four", 4);
    ck_assert_ptr_null(quern_first(raw, club));
    ck_assert_int_eq(failure()->code, QUERN_ERROR_USAGE);
    quern_error_clear(counted);
}
END_TEST

START_TEST(what_is_shared)
{
    NEEDS_SERVER();
    quern_queryset *born = quern_filter(quern_objects(counted, player), Q("born__lt", QUERN_PARAM("year")));
    quern_queryset *made = quern_prefetch_related(
        quern_objects(counted, club), "topics",
        PREFETCH("members", quern_bind(born, QUERN_SET("year", 1900)), .to = "seniors"));
    quern_queryset *shared =
        quern_share(counted_db, quern_order_by(quern_filter(made, Q("id__lt", QUERN_PARAM("id"))), "id"));
    for (int i = 0; i < 2; i++) {
        quern_queryset *entered = quern_bind(quern_in(counted, shared), QUERN_SET("id", 3));
        club *const *list = quern_list(entered, club);
        must("a shared one");
        ck_assert(list[0]->topics[0] && list[0]->topics[1] && !list[0]->members);
        ck_assert(list[0]->seniors[0]->id == 1 && !list[0]->seniors[1] && list[1]->seniors[0]->id == 4);
    }
    expect_statements("three each", 6);
    /* As one of them. */
    quern_queryset *players =
        quern_share(counted_db, quern_filter(quern_objects(counted, player), Q("id", 2)));
    const club *c =
        quern_first(quern_prefetch_related(quern_objects(counted, club), PREFETCH("members", players)), club);
    ck_assert(c->members[0]->id == 2 && !c->members[1]);
    /* Given twice it is one. */
    quern_queryset *twice = quern_prefetch_related(quern_objects(counted, club), PREFETCH("members", players),
                                                   PREFETCH("members", players, .to = "seniors"));
    twice = quern_prefetch_related(twice, PREFETCH("members", players), "members__badge",
                                   PREFETCH("members", players, .to = "seniors"));
    c = quern_first(twice, club);
    must("twice");
    ck_assert(c->members[0]->badge->id == 2 && c->seniors[0]->id == 2);
}
END_TEST

/* ---- Several at once ---- */

START_TEST(several_querysets)
{
    NEEDS_SERVER();
    quern_queryset *plain = quern_objects(counted, topic),
                   *raw = quern_prefetch_related(quern_raw(counted, club, "SELECT * FROM club WHERE id = 2"),
                                                 "founder");
    quern_queryset *slice = quern_slice(clubs, 0, 1), *empty = quern_filter(clubs, Q("id", 77));
    ck_assert(quern_evaluate_all(counted, plain, clubs, slice, raw, empty, quern_none(clubs)));
    expect_own_count("all of them", 1 + 3 + 2 + 1);
    expect_club(quern_list(clubs, club)[3], "the last", 4, 6, 0);
    expect_club(quern_list(slice, club)[0], "the slice", 1, 1, 2);
    ck_assert_int_eq(quern_list(raw, club)[0]->founder->id, 2);
    ck_assert(quern_evaluate_all(counted, plain, clubs, slice, raw));
    expect_own_count("they are there", 7);
}
END_TEST

/* Each by itself: all of it, or nothing. */
START_TEST(one_of_several_fails)
{
    NEEDS_SERVER();
    quern_queryset *slice = quern_slice(bad, 0, 1);
    ck_assert(!quern_evaluate_all(counted, bad, clubs, slice));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    ck_assert_str_eq(failure()->path, "0");
    quern_error_clear(counted);
    ck_assert_str_eq(quern_queryset_error(bad)->sqlstate, "2201B");
    ck_assert_ptr_nonnull(quern_queryset_error(slice));
    ck_assert_ptr_null(quern_queryset_error(clubs));
    expect_club(quern_list(clubs, club)[0], "the other", 1, 1, 2);
    ck_assert_ptr_null(quern_list(bad, club));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
}
END_TEST

START_TEST(one_of_several_fails_in_a_transaction)
{
    NEEDS_SERVER();
    ck_assert(quern_begin(counted));
    quern_queryset *plain = quern_objects(counted, topic);
    ck_assert(!quern_evaluate_all(counted, plain, bad, clubs));
    quern_error_clear(counted);
    ck_assert_ptr_null(quern_queryset_error(plain));
    ck_assert_str_eq(quern_queryset_error(bad)->sqlstate, "2201B");
    ck_assert_ptr_nonnull(
        strstr(quern_queryset_error(clubs)->message, "queryset 1, which was evaluated with it, failed"));
    ck_assert(quern_rollback(counted));
    expect_club(quern_list(clubs, club)[0], "anew", 1, 1, 2);
}
END_TEST

/* ---- What is left when it fails ---- */

START_TEST(nothing_is_left)
{
    NEEDS_SERVER();
    const size_t before = quern_session_bytes(counted);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(quern_len(bad), -1);
        ck_assert_str_eq(failure()->sqlstate, "2201B");
        quern_error_clear(counted);
    }
    ck_assert_ptr_null(quern_first(bad, club));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    ck_assert_ptr_null(quern_in_bulk(bad, club, "pk", LIST(1, 2)));
    quern_error_clear(counted);
    ck_assert_int_eq(quern_len(quern_filter(bad, Q("id", 77))), 0);
    ck_assert_uint_le(quern_session_bytes(counted), before + 65536);
    must("none are prefetched");
}
END_TEST

/* ---- Objects that are there ---- */

START_TEST(objects)
{
    NEEDS_SERVER();
    club *const *few =
        quern_list(quern_slice(quern_order_by(quern_objects(counted, club), "id"), 0, 2), club);
    club *other = quern_get(quern_objects(counted, club), club, Q("id", 4));
    club *list[] = { other, NULL, few[0], few[1], few[0] };
    count_from_here();
    ck_assert(quern_prefetch_objects(counted, club, list, 5, "founder", "topics"));
    expect_statements("two", 2);
    expect_club(other, "the other", 4, 6, 0);
    expect_club(few[0], "the first", 1, 1, 2);
    ck_assert(quern_prefetch_objects(counted, club, list, 5, "founder", "topics"));
    expect_statements("they are there", 2);
    quern_queryset *men = quern_filter(quern_objects(counted, player), Q("born__lt", 1900));
    ck_assert(quern_prefetch_objects(counted, club, list, 5, PREFETCH("members", men, .to = "seniors"),
                                     "seniors__badge"));
    ck_assert_str_eq(few[0]->seniors[0]->badge->number, "n1");
    expect_statements("two more", 4);
    char name[] = "ephemeral";
    ck_assert(quern_prefetch_objects(counted, club, list, 5, PREFETCH("members", men, .to = name)));
    memset(name, 'x', sizeof name - 1);
    ck_assert_int_eq(((player *const *)quern_related_loaded(few[0], "ephemeral", player))[0]->id, 1);
    ck_assert(quern_prefetch_objects(counted, club, (club **)NULL, 0, "founder"));
    ck_assert(quern_prefetch_objects(counted, club, list + 1, 1, "founder"));
    expect_statements("nothing for nobody", 5);
}
END_TEST

static void expect_refusal(const char *what, bool done, const char *message, const char *hint)
{
    ck_assert_msg(!done && quern_failed(counted), "%s: no refusal", what);
    const quern_error *error = failure();
    ck_assert_msg(error->code == QUERN_ERROR_USAGE, "%s: %s", what, error->message);
    ck_assert_msg(strcmp(error->message, message) == 0, "%s: %s", what, error->message);
    ck_assert_msg(strcmp(error->hint, hint) == 0, "%s: %s", what, error->hint);
    quern_error_clear(counted);
}

START_TEST(objects_that_are_none)
{
    NEEDS_SERVER();
    static const char no_session[] =
        "quern has not loaded it, or it was copied, or its result was taken: quern_adopt it";
    club *fine = quern_first(clubs, club), fresh = { .id = 1 }, copied = *fine;
    quern_session *other = quern_session_open(counted_db);
    club *foreign = quern_first(quern_objects(other, club), club);
    player *wrong = quern_first(quern_objects(counted, player), player);
#define OF(...)                                                                  \
    (quern_prefetch_objects)(counted, &club_model, (void *[]){ __VA_ARGS__ },    \
                             sizeof((void *[]){ __VA_ARGS__ }) / sizeof(void *), \
                             (quern_prefetch[]){ { .path = "founder" }, { 0 } }, QUERN_SITE)
    count_from_here();
    expect_refusal("new", OF(fine, &fresh), "quern_prefetch_objects: object 1 has no session", no_session);
    expect_refusal("copied", OF(&copied), "quern_prefetch_objects: object 0 has no session", no_session);
    expect_refusal("foreign", OF(fine, NULL, foreign),
                   "quern_prefetch_objects: object 2 is of another session", "quern_adopt it");
    expect_refusal("another model", OF(fine, wrong),
                   "quern_prefetch_objects: object 1 is a player, and no club",
                   "one call is for objects of one model");
    expect_refusal("no list",
                   (quern_prefetch_objects)(counted, &club_model, NULL, 3,
                                            (quern_prefetch[]){ { .path = "founder" }, { 0 } }, QUERN_SITE),
                   "quern_prefetch_objects without objects", "give it a list of them");
    expect_refusal("no path",
                   (quern_prefetch_objects)(counted, &club_model, (void *[]){ fine }, 1, NULL, QUERN_SITE),
                   "quern_prefetch_objects of nothing", "name a relation");
    quern_result *taken = quern_result_take(quern_all(clubs));
    expect_refusal("taken", OF((void *)(uintptr_t)quern_result_at(taken, club, 0)),
                   "quern_prefetch_objects: object 0 has no session", no_session);
    quern_result_free(taken);
    ck_assert(!quern_prefetch_objects(counted, club, &fine, 1, "fonder"));
    ck_assert_int_eq(failure()->code, QUERN_ERROR_FIELD);
    ck_assert_str_eq(failure()->nearest, "founder");
    ck_assert(!quern_prefetch_objects(counted, club, &fine, 1, "founder"));
    quern_error_clear(counted);
    quern_session_close(other);
}
END_TEST

Suite *quern__suite_prefetch_calls(void);

Suite *quern__suite_prefetch_calls(void)
{
    Suite *suite = suite_create("prefetch_calls");
    TCase *tests = server_case("prefetch_calls");
    tcase_add_checked_fixture(tests, open_clubs, close_counted);
    tcase_add_test(tests, building_asks_nothing);
    tcase_add_test(tests, all_rows);
    tcase_add_test(tests, one_row);
    tcase_add_test(tests, no_rows);
    tcase_add_test(tests, rows_by_keys);
    tcase_add_test(tests, fields_that_are_left_out);
    tcase_add_test(tests, sql_of_the_users_own);
    tcase_add_test(tests, what_is_shared);
    tcase_add_test(tests, several_querysets);
    tcase_add_test(tests, one_of_several_fails);
    tcase_add_test(tests, one_of_several_fails_in_a_transaction);
    tcase_add_test(tests, nothing_is_left);
    tcase_add_test(tests, objects);
    tcase_add_test(tests, objects_that_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
