/* test_belonging.c: what is made of an object's sets lives as long as the object, and no longer: streams, rewinds, results that are taken. To
 * be run with a sanitizer. The rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/support/club.h"

#include <stdio.h>

static quern_queryset *players(void)
{
    return quern_order_by(quern_objects(counted, player), "id");
}

static player *player_one(quern_queryset *queryset)
{
    player *found = quern_get(queryset, player, Q("id", 1));
    ck_assert_msg(found != NULL, "%s", quern_error_text(counted));
    return found;
}

static void fill(int count)
{
    sql("INSERT INTO player SELECT n, 'Player ' || n, NULL, 1 + n %% 3 FROM generate_series(1001, 1000 + %d) "
        "n",
        count);
}

/* Those of a test that has failed may be there still. */
static void close_filled(void)
{
    if (db)
        sql("DELETE FROM player WHERE id > 1000");
}

/* 3,000 rows with sets of each sort in one stream: memory as for one chunk. */
START_TEST(a_long_stream)
{
    NEEDS_SERVER();
    fill(3000);
    size_t seen = 0, most = 0, after_two = 0;
    quern_queryset *all = quern_prefetch_related(players(), "staff");
    QUERN_STREAM(player, p, all, .chunk = 100)
    {
        const bool asks = seen % 50 == 0; /* the servers time, too */
        quern_queryset *staff = quern_related(p, "staff"), *friends = quern_related(p, "friends");
        quern_queryset *some = quern_slice(quern_order_by(quern_filter(staff, Q("id__gt", 5)), "-id"), 0, 3);
        ck_assert_ptr_eq(quern_related(p, "staff"), staff);
        (void)quern_len(staff);
        if (asks) {
            QUERN_EACH(player, under, some)
                ck_assert_ptr_eq(under->boss, p);
            ck_assert_int_ge(quern_count(friends), 0);
            ck_assert(!quern_first(friends, player) || p->id <= 7);
        }
        (void)quern_filter(friends, Q("name__contains", "x"), OR(Q("id", 1), Q("id", 2)));
        const size_t bytes = quern_session_bytes(counted);
        most = bytes > most ? bytes : most;
        if (++seen == 300)
            after_two = most;
    }
    ck_assert_msg(!quern_failed(counted), "%s", quern_error_text(counted));
    ck_assert_uint_eq(seen, 3007);
    ck_assert_msg(most <= after_two + 20000, "%zu bytes, and after two chunks %zu", most, after_two);
}
END_TEST

/* What goes out of the object's reach is copied. */
START_TEST(a_condition_that_outlives_its_object)
{
    NEEDS_SERVER();
    quern_queryset *kept = NULL, *along = NULL;
    quern_value value = quern_value_null();
    QUERN_STREAM(player, p, players(), .chunk = 2)
    {
        if (p->id != 1)
            continue;
        quern_queryset *staff = quern_filter(quern_related(p, "staff"), Q("name__gt", "A"));
        kept = quern_filter(quern_objects(counted, player), Q("id__in", staff));
        value = quern_keep_value(counted, QUERN_VALUE(quern_values(staff, "id")));
        along = quern_prefetch_related(quern_filter(players(), Q("id", 1)), QUERN_PREFETCH("friends", staff));
    }
    ck_assert_int_eq(quern_count(kept), 2);
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(counted, player), Q("id__in", value))), 2);
    ck_assert_int_eq(quern_count(quern_related(quern_first(along, player), "friends")), 2);
}
END_TEST

/* Why there is no such set has to be told later, too. */
START_TEST(an_error_that_outlives_its_object)
{
    NEEDS_SERVER();
    quern_queryset *kept = NULL, *along = NULL;
    quern_value value = quern_value_null();
    QUERN_STREAM(player, p, players(), .chunk = 2)
    {
        if (p->id != 1)
            continue;
        quern_queryset *none = quern_related(p, "stuff");
        kept = quern_exclude(quern_objects(counted, player), Q("id__in", none));
        value = quern_keep_value(counted, QUERN_VALUE(none));
        along = quern_prefetch_related(players(), QUERN_PREFETCH("friends", none));
    }
    ck_assert(!quern_failed(counted));
    quern_queryset *const all[] = { kept, quern_filter(quern_objects(counted, player), Q("id__in", value)),
                                    along };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const quern_error *error = quern_queryset_error(all[i]);
        ck_assert_msg(error && strcmp(error->message, "player has no set \"stuff\"") == 0, "%zu: %s", i,
                      error ? error->message : "no error");
    }
}
END_TEST

/* The same set twice, which nobody may ask for now, and what is younger than its failure. */
START_TEST(refused_twice_in_one_call)
{
    NEEDS_SERVER();
    player *ada = player_one(quern_fetch_mode(players(), QUERN_FETCH_RAISE));
    quern_queryset *staff = quern_related(ada, "staff");
    for (int i = 0; i < 2; i++) {
        ck_assert(!quern_evaluate_all(counted, staff, players(), staff, quern_slice(staff, 0, 1)));
        ck_assert_str_eq(take_failure(counted, QUERN_ERROR_USAGE)->path, "0");
        ck_assert_str_eq(quern_queryset_error(staff)->message,
                         "player.staff was not loaded, and QUERN_FETCH_RAISE forbids to load it now");
    }
}
END_TEST

/* ---- Rewinds ---- */

/* What is made after a mark goes with a rewind to it, whatever it is made of; what was made before stays. */
START_TEST(marks_in_a_loop)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_prefetch_related(players(), "friends");
    player *const *list = quern_list(all, player);
    quern_queryset *early = quern_related(list[0], "staff");
    ck_assert_int_eq(quern_len(early), 2);
    size_t bytes = 0;
    for (int i = 0; i < 20; i++) {
        const quern_mark mark = quern_session_mark(counted);
        for (size_t p = 0; list[p]; p++) {
            quern_queryset *friends = quern_related(list[p], "friends"),
                           *staff = quern_related(list[p], "staff");
            ck_assert_ptr_eq(friends, quern_related(list[p], "friends"));
            const int64_t count = quern_count(friends);
            ck_assert_int_eq(quern_len(quern_order_by(friends, "-id")), count);
            QUERN_EACH(player, under, staff)
                ck_assert_ptr_eq(under->boss, list[p]);
        }
        ck_assert(quern_session_rewind(counted, mark));
        if (i == 1)
            bytes = quern_session_bytes(counted);
    }
    ck_assert_uint_eq(quern_session_bytes(counted), bytes);
    ck_assert(quern_len(early) == 2 && quern_at(early, player, 0)->boss == list[0]);
}
END_TEST

/* Of a chunk, which no rewind frees. */
START_TEST(marks_in_a_stream)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(counted);
    QUERN_STREAM(player, p, players(), .chunk = 3)
    {
        quern_queryset *staff = quern_related(p, "staff");
        const int64_t count = quern_len(staff);
        const quern_mark mark = quern_session_mark(counted);
        ck_assert_int_eq(quern_len(quern_all(quern_related(p, "staff"))), count);
        ck_assert(quern_session_rewind(counted, mark));
        ck_assert_int_eq(quern_len(quern_related(p, "staff")), count);
        ck_assert(quern_session_rewind(counted, mark));
        ck_assert_int_eq(quern_len(staff), count);
    }
    ck_assert(!quern_failed(counted) && quern_session_rewind(counted, before));
}
END_TEST

/* What a rewind cannot free, since it lies in what is older than the mark, does not grow either. */
static void refine_much(const player *p)
{
    quern_queryset *staff = quern_related(p, "staff");
    for (int i = 0; i < 50; i++)
        (void)quern_filter(staff, Q("id__gt", i), Q("name__contains", "some text that takes its room"));
}

START_TEST(marks_before_the_rows_of_a_stream)
{
    NEEDS_SERVER();
    size_t bytes[8], rows = 0;
    quern_iterator *all = quern_iterate(players(), player, .chunk = 3);
    for (;;) {
        const quern_mark mark = quern_session_mark(counted);
        const player *p = quern_iterator_next(all, player);
        if (!p)
            break;
        refine_much(p);
        ck_assert(quern_session_rewind(counted, mark));
        bytes[rows++] = quern_session_bytes(counted);
    }
    quern_iterator_clear(&all);
    ck_assert_uint_eq(rows, 7);
    ck_assert_uint_eq(bytes[5], bytes[3]); /* of one chunk */
}
END_TEST

START_TEST(marks_before_a_set_is_evaluated)
{
    NEEDS_SERVER();
    size_t bytes[4];
    quern_queryset *friends = quern_related(player_one(players()), "friends");
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        const quern_mark mark = quern_session_mark(counted);
        QUERN_EACH(player, p, friends)
            refine_much(p);
        ck_assert(quern_session_rewind(counted, mark));
        bytes[i] = quern_session_bytes(counted);
    }
    ck_assert_uint_eq(bytes[3], bytes[1]);
}
END_TEST

/* ---- Streams of an object's set ---- */

START_TEST(a_stream_in_a_stream)
{
    NEEDS_SERVER();
    int64_t seen = 0;
    QUERN_STREAM(player, p, players(), .chunk = 2)
    QUERN_STREAM(player, under, quern_related(p, "staff"), .chunk = 1)
    {
        ck_assert_ptr_eq(under->boss, p);
        seen++;
    }
    ck_assert_msg(!quern_failed(counted), "%s", quern_error_text(counted));
    ck_assert_int_eq(seen, sql("SELECT FROM player WHERE boss_id > 0"));
}
END_TEST

START_TEST(a_stream_that_outlives_its_object)
{
    NEEDS_SERVER();
    quern_iterator *outer = quern_iterate(players(), player, .chunk = 2, .ahead = -1);
    player *p = quern_iterator_next(outer, player);
    quern_iterator *inner = quern_iterate(quern_related(p, "staff"), player, .chunk = 1);
    ck_assert_ptr_eq(quern_iterator_next(inner, player)->boss, p);
    (void)quern_iterator_next(outer, player);
    ck_assert_int_eq(quern_iterator_next(outer, player)->id, 3); /* another chunk */
    ck_assert_ptr_null(quern_iterator_next(inner, player));
    const quern_error *error = take_failure(counted, QUERN_ERROR_CURSOR);
    ck_assert_str_eq(error->message,
                     "the stream is over: the object that it is related to is gone, or its result "
                     "was taken");
    ck_assert_int_eq(quern_iterator_next(outer, player)->id, 4);
    quern_iterator_clear(&inner);
    quern_iterator_clear(&outer);
    ck_assert(!quern_failed(counted));
}
END_TEST

/* ---- Results that are taken ---- */

START_TEST(taken_with_its_sets)
{
    NEEDS_SERVER();
    quern_queryset *all =
        quern_prefetch_related(quern_filter(players(), Q("id__lt", 4)), "staff__friends", "badge",
                               QUERN_PREFETCH("fans", quern_objects(counted, player), .to = "all_fans"));
    player *const *list = quern_list(all, player);
    ck_assert_msg(list != NULL, "%s", quern_error_text(counted));
    player *ada = list[0], *made = quern_first(quern_related(ada, "idols"), player);
    quern_queryset *known = quern_related(ada, "staff"), *asked = quern_filter(known, Q("id", 2));
    quern_iterator *open = quern_iterate(quern_related(ada, "staff"), player);
    ck_assert(quern_iterator_next(open, player) && quern_len(asked) == 1 && quern_edit(ada));
    quern_result *taken = quern_result_take(all);
    ck_assert_msg(taken != NULL, "%s", quern_error_text(counted));
    ck_assert_ptr_null(quern_iterator_next(open, player));
    take_failure(counted, QUERN_ERROR_CURSOR);
    quern_iterator_clear(&open);
    count_from_here();
    /* Querysets of its objects ask no more. */
    quern_queryset *old[] = { known, asked, quern_filter(known, Q("id", 3)), quern_all(asked) };
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        ck_assert_int_eq(quern_len(old[i]), -1);
        ck_assert_str_eq(quern_queryset_error(old[i])->message,
                         "a queryset of an object whose result was taken");
        ck_assert_str_eq(quern_sql(old[i]),
                         "-- QUERN_ERROR_USAGE: a queryset of an object whose result was taken");
    }
    ck_assert_int_eq(made->id, 5);
    ck_assert(quern_fetch(made, staff) && !quern_fetch(made, staff)[0]); /* nobody to ask */
    ck_assert(quern_queryset_error(quern_related(made, "staff")));
    quern_session_reset(counted);
    const player *a = quern_result_at(taken, player, 0);
    player **staff = quern_related_loaded(a, "staff", player);
    ck_assert(staff == a->staff && staff[0]->boss == a && quern_loaded(a, staff));
    ck_assert(staff[0]->friends[0] && quern_related_loaded(staff[0], "friends", player)[0]->id == 1);
    ck_assert(quern_related_loaded(a, "all_fans", player)[2]->id == 4 && a->badge->holder == a);
    ck_assert_ptr_null(quern_related_loaded(a, "idols", player));
    player *copy = quern_adopt(counted, player, a);
    ck_assert(copy && !copy->staff && !quern_loaded(copy, staff) &&
              quern_len(quern_related(copy, "staff")) == 2);
    quern_result_free(taken);
    ck_assert_int_eq(quern_len(quern_related(copy, "staff")), 2);
}
END_TEST

/* Rows that point to an owner stay with it. */
START_TEST(what_cannot_be_taken)
{
    NEEDS_SERVER();
    quern_queryset *one = quern_prefetch_related(quern_filter(players(), Q("id", 1)), "staff");
    player *ada = quern_first(quern_prefetch_related(one, "friends"), player);
    quern_queryset *some[] = { quern_related(ada, "staff"), quern_related(ada, "idols"),
                               quern_filter(quern_related(ada, "staff"), Q("id", 2)) };
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        ck_assert_ptr_null(quern_result_take(some[i]));
        ck_assert_str_eq(take_failure(counted, QUERN_ERROR_USAGE)->message,
                         "rows of quern_related belong to the result of their owner");
    }
}
END_TEST

/* What is of one session's end is of no interest to another's. */
START_TEST(resets)
{
    NEEDS_SERVER();
    for (int i = 0; i < 3; i++) {
        player *ada = player_one(quern_prefetch_related(players(), "friends"));
        const quern_mark mark = quern_session_mark(counted);
        quern_queryset *friends = quern_related(ada, "friends");
        player *first = quern_at(friends, player, 0);
        ck_assert_int_eq(quern_len(quern_filter(quern_related(first, "friends"), Q("id", 3))), 1);
        quern_iterator *open = quern_iterate(quern_related(first, "friends"), player);
        ck_assert_ptr_nonnull(quern_iterator_next(open, player));
        if (i == 1)
            ck_assert(quern_session_rewind(counted, mark));
        if (i < 2) {
            quern_session_reset(counted);
            quern_iterator_clear(&open);
        }
    }
}
END_TEST

Suite *quern__suite_belonging(void);

Suite *quern__suite_belonging(void)
{
    Suite *suite = suite_create("belonging");
    TCase *tests = server_case("belonging");
    tcase_add_checked_fixture(tests, close_filled, close_filled);
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, a_long_stream);
    tcase_add_test(tests, a_condition_that_outlives_its_object);
    tcase_add_test(tests, an_error_that_outlives_its_object);
    tcase_add_test(tests, refused_twice_in_one_call);
    tcase_add_test(tests, marks_in_a_loop);
    tcase_add_test(tests, marks_in_a_stream);
    tcase_add_test(tests, marks_before_the_rows_of_a_stream);
    tcase_add_test(tests, marks_before_a_set_is_evaluated);
    tcase_add_test(tests, a_stream_in_a_stream);
    tcase_add_test(tests, a_stream_that_outlives_its_object);
    tcase_add_test(tests, taken_with_its_sets);
    tcase_add_test(tests, what_cannot_be_taken);
    tcase_add_test(tests, resets);
    suite_add_tcase(suite, tests);
    return suite;
}
