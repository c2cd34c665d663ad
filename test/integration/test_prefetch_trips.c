/* test_prefetch_trips.c: what related objects cost on a real server: statements, which the session and the server's own log count, and
 * round trips, which a network counts that is slow on purpose. The rows are those of test/support/models.c. */
#include "test/integration/fixture.h"
#include "test/support/club.h"
#include "test/support/proxy.h"
#include "test/support/serverlog.h"

#include <quern/transaction.h>

#include <stdio.h>

enum { DELAY = 8000 /* microseconds, there and back the same */ };

static quern__proxy *proxy;
static quern_db *far;
static quern_session *f;
static quern__server_log server_log;
static bool server_says;

/* A session behind the proxy, whose connection is there already, so that connecting is not counted. */
static void open_far(void)
{
    static char application[80], uri[3000];
    char parameter[100];
    if (!db)
        return;
    snprintf(application, sizeof application, "%s_trips", schema.name);
    snprintf(parameter, sizeof parameter, "application_name=%s", application);
    proxy = quern__proxy_open_uri(quern__test_schema_uri(&schema, parameter), uri, sizeof uri);
    if (!proxy)
        puts("no slow network: QUERN_TEST_URL is not postgresql://user@number:port/name");
    far = open_db(&(quern_options){ .pool_max = 1, .turn_ms = 10000 },
                  proxy ? uri : quern__test_schema_uri(&schema, parameter));
    f = quern_session_open(far);
    ck_assert_int_eq(quern_count(quern_objects(f, topic)), 4);
    server_says = quern__server_log_open(&server_log, application);
}

static void close_far(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(f), "");
    quern_session_close(f);
    close_db(far);
    quern__proxy_close(proxy);
}

/* ---- What it costs ---- */

/* What has been asked so far. */
typedef struct costs {
    int64_t statements;
    uint64_t round_trips;
} costs;

static costs costs_now(void)
{
    return (costs){ quern_query_count(f), proxy ? quern__proxy_count(proxy).round_trips : 0 };
}

static costs begin_counting(void)
{
    if (proxy)
        quern__proxy_delay(proxy, DELAY, DELAY);
    if (server_says)
        quern__server_log_mark(&server_log);
    return costs_now();
}

static void expect_costs(const char *what, const costs *before, int64_t statements, uint64_t round_trips)
{
    const costs now = costs_now();
    const int64_t sent = now.statements - before->statements;
    size_t ran;
    ck_assert_msg(!quern_failed(f), "%s: %s", what, quern_error_text(f));
    ck_assert_msg(sent == statements, "%s: %d statements, not %d", what, (int)sent, (int)statements);
    if (proxy)
        ck_assert_msg(now.round_trips - before->round_trips == round_trips, "%s: %d round trips, not %d",
                      what, (int)(now.round_trips - before->round_trips), (int)round_trips);
    if (!server_says)
        return;
    const char *text = quern__server_log_read(&server_log, &ran);
    ck_assert_msg((int64_t)ran == statements, "%s: %d statements in the server's log, not %d:\n%s", what,
                  (int)ran, (int)statements, text);
}

/* ---- Querysets ---- */

static quern_queryset *players(void)
{
    return quern_order_by(quern_objects(f, player), "id");
}

static quern_queryset *clubs(void)
{
    return quern_order_by(quern_objects(f, club), "id");
}

static quern_queryset *one_set(void)
{
    return quern_prefetch_related(players(), "staff");
}

static quern_queryset *one_key(void)
{
    return quern_prefetch_related(players(), "boss");
}

static quern_queryset *one_to_one(void)
{
    return quern_prefetch_related(players(), "badge");
}

static quern_queryset *to_itself(void)
{
    return quern_prefetch_related(players(), "friends");
}

static quern_queryset *siblings(void)
{
    return quern_prefetch_related(clubs(), "members", "topics");
}

static quern_queryset *five_siblings(void)
{
    return quern_prefetch_related(players(), "staff", "friends", "fans", "clubs", "badge");
}

static quern_queryset *in_two_calls(void)
{
    return quern_prefetch_related(quern_prefetch_related(clubs(), "members"), "topics", "members");
}

static quern_queryset *nested_and_a_sibling(void)
{
    return quern_prefetch_related(players(), "clubs__topics", "badge");
}

static quern_queryset *common_beginnings(void)
{
    return quern_prefetch_related(clubs(), "members__badge", "members__staff", "members");
}

static quern_queryset *by_a_unique_text(void)
{
    return quern_prefetch_related(players(), "badge__pin_set");
}

static quern_queryset *batches_of_three(void)
{
    return quern_prefetch_batch(one_set(), 3);
}

/* Four clubs; then their five members. */
static quern_queryset *nested_batches(void)
{
    return quern_prefetch_batch(quern_prefetch_related(clubs(), "members__badge"), 2);
}

static quern_queryset *of_nothing(void)
{
    return quern_prefetch_related(quern_filter(players(), Q("name", "nobody")), "staff", "clubs__topics");
}

static quern_queryset *of_no_keys(void)
{
    return quern_prefetch_related(quern_filter(players(), Q("boss__isnull", true)), "boss__staff");
}

/* Void has no members, so that nobody's badge is asked for. */
static quern_queryset *of_no_level(void)
{
    return quern_prefetch_related(quern_filter(clubs(), Q("name", "Void")), "members__badge");
}

static quern_queryset *with_querysets(void)
{
    quern_queryset *first = quern_slice(quern_order_by(quern_objects(f, player), "name"), 0, 1);
    return quern_prefetch_related(clubs(), QUERN_PREFETCH("members", first, .to = "first"),
                                  QUERN_PREFETCH("members", quern_prefetch_related(players(), "badge")));
}

static quern_queryset *joined(void)
{
    return quern_select_related(quern_order_by(quern_objects(f, badge), "id"), "holder__boss");
}

static quern_queryset *joined_and_prefetched(void)
{
    return quern_prefetch_related(joined(), "holder__staff", "pin_set");
}

/* What came by the join is not asked for again. */
static quern_queryset *joined_already(void)
{
    return quern_prefetch_related(joined(), "holder__boss");
}

static quern_queryset *with_joins_inside(void)
{
    return quern_prefetch_related(
        clubs(), QUERN_PREFETCH("memberships", quern_select_related(quern_objects(f, membership), "player",
                                                                    "inviter__badge")));
}

/* BEGIN goes along with the first statement, COMMIT goes alone. */
static quern_queryset *in_a_snapshot(void)
{
    return quern_prefetch_snapshot(nested_and_a_sibling());
}

static const struct {
    const char *name;
    quern_queryset *(*make)(void);
    int64_t statements;
    uint64_t round_trips;
} cases[] = {
    { "a set", one_set, 2, 2 },
    { "a key", one_key, 2, 2 },
    { "the other side of a one to one", one_to_one, 2, 2 },
    { "many to many to itself", to_itself, 2, 2 },
    { "two siblings", siblings, 3, 2 },
    { "five siblings", five_siblings, 6, 2 },
    { "in two calls", in_two_calls, 3, 2 },
    { "two levels and a sibling", nested_and_a_sibling, 4, 3 },
    { "paths with a common beginning", common_beginnings, 4, 3 },
    { "by a text that is no primary key", by_a_unique_text, 3, 3 },
    { "seven keys in batches of three", batches_of_three, 4, 2 },
    { "batches of two at two levels", nested_batches, 6, 3 },
    { "of no objects", of_nothing, 1, 1 },
    { "of keys that are NULL", of_no_keys, 1, 1 },
    { "of a level without objects", of_no_level, 2, 2 },
    { "with querysets of their own", with_querysets, 4, 3 },
    { "joined", joined, 1, 1 },
    { "joined and prefetched", joined_and_prefetched, 3, 2 },
    { "joined already", joined_already, 1, 1 },
    { "with joins inside", with_joins_inside, 2, 2 },
    { "in a snapshot", in_a_snapshot, 6, 4 },
};

START_TEST(of_querysets)
{
    NEEDS_SERVER();
    quern_queryset *queryset = cases[_i].make();
    const costs before = begin_counting();
    ck_assert_msg(quern_len(queryset) >= 0, "%s: %s", cases[_i].name, quern_error_text(f));
    expect_costs(cases[_i].name, &before, cases[_i].statements, cases[_i].round_trips);
    ck_assert_int_ge(quern_len(queryset), 0);
    ck_assert_int_ge(quern_len(queryset), 0);
    expect_costs("cached", &before, cases[_i].statements, cases[_i].round_trips);
}
END_TEST

/* ---- Other ways to evaluate ---- */

START_TEST(of_one_object)
{
    NEEDS_SERVER();
    const int64_t ids[] = { 3, 1 };
    costs before = begin_counting();
    const player *ada = quern_first(one_set(), player);
    ck_assert(ada && ada->staff[0] && ada->staff[1] && !ada->staff[2]);
    expect_costs("first", &before, 2, 2);
    ada = quern_get(nested_and_a_sibling(), player, Q("id", 1));
    ck_assert(ada && ada->badge && strcmp(ada->badge->number, "n1") == 0);
    expect_costs("get", &before, 6, 5);
    ada = quern_at(one_set(), player, 0);
    ck_assert(ada && ada->staff[0]);
    expect_costs("at", &before, 8, 7);
    club *const *bulk = quern_in_bulk(siblings(), club, "id", QUERN_VALUE(quern_array_of_i64(ids, 2)));
    ck_assert(bulk && bulk[0]->topics[0] && bulk[1]->members[2]);
    expect_costs("in bulk", &before, 11, 9);
    ck_assert_ptr_nonnull(quern_get(joined(), badge, Q("id", 1))->holder);
    expect_costs("get, joined", &before, 12, 10);
    ck_assert_int_eq(quern_count(siblings()), 4);
    expect_costs("a count wants none of it", &before, 13, 11);
}
END_TEST

START_TEST(of_objects_that_are_there)
{
    NEEDS_SERVER();
    player *const *list = quern_list(players(), player);
    ck_assert_ptr_nonnull(list);
    const costs before = begin_counting();
    ck_assert(quern_prefetch_objects(f, player, list, 7, "clubs__topics", "badge"));
    expect_costs("objects", &before, 3, 2);
    ck_assert(quern_prefetch_objects(f, player, list, 7, "clubs__topics", "badge"));
    expect_costs("again", &before, 3, 2);
    ck_assert(quern_prefetch_objects(f, player, list, 7, "clubs__topics", "clubs__founder"));
    expect_costs("and more", &before, 4, 3);
}
END_TEST

START_TEST(of_peers)
{
    NEEDS_SERVER();
    const costs before = begin_counting();
    int64_t staff = 0;
    QUERN_EACH(player, p, quern_fetch_mode(players(), QUERN_FETCH_PEERS))
        staff += quern_len(quern_related(p, "staff"));
    ck_assert_int_eq(staff, 5);
    expect_costs("peers", &before, 2, 2);
}
END_TEST

START_TEST(in_a_transaction)
{
    NEEDS_SERVER();
    const costs before = begin_counting();
    ck_assert(quern_begin(f));
    expect_costs("nothing has begun", &before, 0, 0);
    ck_assert_int_ge(quern_len(siblings()), 0);
    expect_costs("BEGIN goes along", &before, 4, 2);
    ck_assert_int_ge(quern_len(siblings()), 0);
    expect_costs("and then there is none", &before, 7, 4);
    ck_assert(quern_commit(f));
    expect_costs("COMMIT", &before, 8, 5);
}
END_TEST

/* Three chunks of seven players: BEGIN, DECLARE and the first FETCH go together; each chunk's staff is a round trip, and COMMIT. */
START_TEST(of_a_stream)
{
    NEEDS_SERVER();
    costs before = begin_counting();
    int64_t rows = 0, staff = 0;
    QUERN_STREAM(player, p, one_set(), .chunk = 3, .ahead = -1)
    {
        rows++;
        ck_assert_ptr_nonnull(p->staff);
        for (player *const *at = p->staff; *at; at++, staff++)
            ck_assert_ptr_eq((*at)->boss, p);
    }
    ck_assert(rows == 7 && staff == 5);
    expect_costs("chunk by chunk", &before, 2 + 3 + 3 + 1, 3 + 3 + 1);
    before = begin_counting();
    rows = 0;
    QUERN_STREAM(badge, b, joined(), .chunk = 2, .ahead = -1)
    rows += b->holder || !b->holder_id.present;
    ck_assert_int_eq(rows, 4);
    expect_costs("joined, chunk by chunk", &before, 2 + 3 + 1, 3 + 1);
}
END_TEST

/* The next chunk is on its way while this one's staff is asked for: that may be behind it, and is no round trip more than without. */
START_TEST(of_a_stream_that_reads_ahead)
{
    NEEDS_SERVER();
    const costs before = begin_counting();
    int64_t rows = 0;
    QUERN_STREAM(player, p, one_set(), .chunk = 1)
    {
        rows++;
        ck_assert_ptr_nonnull(p->staff);
    }
    ck_assert_int_eq(rows, 7);
    ck_assert_msg(!quern_failed(f), "%s", quern_error_text(f));
    const costs now = costs_now();
    int64_t prefetches = 0;
    for (int64_t i = before.statements + 1; i <= now.statements; i++)
        prefetches += quern_query_at(f, i)->origin == QUERN_ORIGIN_PREFETCH;
    ck_assert_int_eq(prefetches, 7);
    ck_assert_msg(now.round_trips - before.round_trips <= 7 + 7 + 2, "%d round trips",
                  (int)(now.round_trips - before.round_trips));
}
END_TEST

Suite *quern__suite_prefetch_trips(void);

Suite *quern__suite_prefetch_trips(void)
{
    Suite *suite = suite_create("prefetch_trips");
    TCase *tests = server_case("prefetch_trips");
    tcase_add_checked_fixture(tests, open_far, close_far);
    tcase_add_loop_test(tests, of_querysets, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, of_one_object);
    tcase_add_test(tests, of_objects_that_are_there);
    tcase_add_test(tests, of_peers);
    tcase_add_test(tests, in_a_transaction);
    tcase_add_test(tests, of_a_stream);
    tcase_add_test(tests, of_a_stream_that_reads_ahead);
    suite_add_tcase(suite, tests);
    return suite;
}
