/* test_prefetch_moments.c: what is prefetched for chunks of streams, and as of one moment: in which transaction, and in how many round
 * trips. */
#include "test/integration/clubs.h"
#include "test/support/proxy.h"

#include <quern/short.h>
#include <quern/transaction.h>

#include <stdio.h>
#include <string.h>

/* ---- Streams ---- */

/* Each chunk of two has what it needs, in the stream's transaction. */
START_TEST(chunks)
{
    NEEDS_SERVER();
    for (int ahead = -1; ahead < 4; ahead += 1 + (ahead < 0)) {
        int64_t id = 0;
        count_from_here();
        QUERN_STREAM(club, c, clubs, .chunk = 2, .ahead = ahead)
        {
            id++;
            expect_club(c, "a chunk", id, (const int64_t[]){ 1, 2, 0, 6 }[id - 1],
                        (const size_t[]){ 2, 2, 1, 0 }[id - 1]);
        }
        must("chunks");
        ck_assert_int_eq(id, 4);
    }
    count_from_here();
    QUERN_STREAM(club, c, clubs, .chunk = 3, .ahead = -1) ck_assert(c->topics);
    const char *seen = expect_statements("two chunks", 3 + 2 + 1 + 2 + 1);
    ck_assert_msg(!seen || strstr(seen, "BEGIN READ ONLY") < strstr(seen, "\"player\""), "%s", seen);
    QUERN_STREAM(club, c, quern_filter(clubs, Q("id", 77))) ck_abort();
    must("no chunk");
}
END_TEST

START_TEST(a_chunk_that_fails)
{
    NEEDS_SERVER();
    int64_t rows = 0;
    quern_iterator *it = quern_iterate(bad, club, .chunk = 2);
    ck_assert_ptr_null(it);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    /* The later ones have something to ask. */
    quern_queryset *later = quern_prefetch_related(
        quern_order_by(quern_objects(counted, pin), "-id"),
        PREFETCH("badge", quern_filter(quern_objects(counted, badge), Q("number__regex", "(["))));
    QUERN_STREAM(pin, p, quern_filter(later, Q("id__in", LIST(4, 3))), .chunk = 1)
    {
        rows++;
        ck_assert_int_eq(p->id, 4);
    }
    ck_assert_int_eq(rows, 1);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    ck_assert_int_eq(quern_len(clubs), 4);
}
END_TEST

/* Statements of the loop's own, and chunks that are on their way. */
START_TEST(work_in_the_loop)
{
    NEEDS_SERVER();
    int64_t rows = 0;
    quern_queryset *books = quern_prefetch_related(quern_order_by(quern_objects(counted, book), "id"),
                                                   "author__book_set", "sequel_of");
    QUERN_STREAM(book, b, books, .chunk = 7)
    {
        bool found;
        rows++;
        ck_assert(b->author->id == b->author_id && quern_related_loaded(b->author, "book_set", book));
        ck_assert(quern_exists(quern_filter(quern_objects(counted, book), Q("id", b->id)), &found) && found);
        ck_assert(!b->sequel_of_id.present || b->sequel_of->id == b->sequel_of_id.value);
    }
    must("work");
    ck_assert_int_eq(rows, 40);
}
END_TEST

START_TEST(chunks_in_flat_memory)
{
    NEEDS_SERVER();
    size_t rows = 0, most = 0;
    sql("CREATE VIEW many_books AS SELECT b.* FROM books_book b, generate_series(1, 250)");
    quern_queryset *many =
        quern_prefetch_related(quern_raw(counted, book, "SELECT * FROM many_books"), "author", "sequel_of");
    QUERN_STREAM(book, b, many, .chunk = 200)
    {
        if (++rows == 2000)
            most = quern_session_bytes(counted) * 13 / 10;
        ck_assert(b->author && b->author->id == b->author_id);
        ck_assert_msg(!most || quern_session_bytes(counted) <= most, "row %zu: %zu bytes, not %zu", rows,
                      quern_session_bytes(counted), most);
    }
    must("many");
    ck_assert_uint_eq(rows, 10000);
    sql("DROP VIEW many_books");
}
END_TEST

/* Those that follow travel while the program reads: nothing that is prefetched has to wait for them. */
START_TEST(chunks_ahead)
{
    NEEDS_SERVER();
    size_t count;
    QUERN_STREAM(club, c,
                 quern_prefetch_related(quern_order_by(quern_objects(counted, club), "id"), "topics"),
                 .chunk = 1, .ahead = 2)
    ck_assert(c->topics);
    must("ahead");
    const char *seen = server_says ? quern__server_log_read(server_says, &count) : NULL;
    static const char *const order[] = { "DECLARE", "FETCH", "\"topic\"", "FETCH", "\"topic\"",
                                         "FETCH",   "FETCH", "\"topic\"", "FETCH", "\"topic\"" };
    for (size_t i = 0; seen && i < sizeof order / sizeof *order; i++) {
        const char *next = strstr(seen, order[i]);
        ck_assert_msg(next != NULL, "%zu: %s does not follow:\n%s", i, order[i], seen);
        seen = strchr(next, '\n');
    }
}
END_TEST

/* ---- As of one moment ---- */

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text++;
    }
    return count;
}

#define BEGIN_SNAPSHOT "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

static void expect_snapshots(const char *what, size_t snapshots, size_t commits)
{
    size_t count;
    if (!server_says)
        return;
    const char *seen = quern__server_log_read(server_says, &count);
    ck_assert_msg(count_of(seen, BEGIN_SNAPSHOT) == snapshots, "%s: %s", what, seen);
    ck_assert_msg(count_of(seen, "COMMIT") == commits, "%s: %s", what, seen);
}

START_TEST(one_moment)
{
    NEEDS_SERVER();
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    expect_club(quern_list(whole, club)[0], "a list", 1, 1, 2);
    expect_club(quern_first(quern_all(whole), club), "first", 1, 1, 2);
    expect_club(quern_in_bulk(whole, club, "pk", LIST(1))[0], "by keys", 1, 1, 2);
    quern_queryset *again = quern_all(whole);
    ck_assert(quern_evaluate_all(counted, quern_objects(counted, topic), again, quern_all(clubs)));
    expect_club(quern_list(again, club)[0], "of several", 1, 1, 2);
    expect_snapshots("each", 4, 4);
    ck_assert_int_eq(quern_len(quern_none(whole)), 0);
    ck_assert_int_eq(quern_count(whole), 4);
    ck_assert_int_eq(quern_len(quern_prefetch_snapshot(quern_objects(counted, club))), 4);
    expect_snapshots("nothing is fetched along", 4, 4);
    const quern_queryset *failing = quern_prefetch_snapshot(bad);
    ck_assert_int_eq(quern_len((quern_queryset *)(uintptr_t)failing), -1);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    expect_snapshots("it is rolled back", 5, 4);
    ck_assert_int_eq(quern_len(quern_all(clubs)), 4);
    ck_assert_uint_eq(quern_transaction_depth(counted), 0);
}
END_TEST

START_TEST(one_moment_of_a_transaction)
{
    NEEDS_SERVER();
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    static const struct {
        quern_isolation isolation;
        bool allowed;
    } cases[] = { { QUERN_ISOLATION_DEFAULT, false },
                  { QUERN_READ_COMMITTED, false },
                  { QUERN_REPEATABLE_READ, true },
                  { QUERN_SERIALIZABLE, true } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *fresh = quern_all(whole);
        ck_assert(quern_begin(counted, .isolation = cases[i].isolation));
        ck_assert(quern_begin(counted));
        ck_assert_int_eq(quern_len(fresh), cases[i].allowed ? 4 : -1);
        if (!cases[i].allowed) {
            ck_assert_str_eq(
                failure()->message,
                "quern_prefetch_snapshot in a transaction in which each statement sees another moment");
            ck_assert_str_eq(failure()->hint,
                             "begin that by quern_begin(s, .isolation = QUERN_REPEATABLE_READ)");
            ck_assert_int_eq(failure()->code, QUERN_ERROR_USAGE);
        }
        quern_error_clear(counted);
        QUERN_STREAM(club, c, fresh) ck_assert(cases[i].allowed && c->topics);
        ck_assert(cases[i].allowed == !quern_failed(counted));
        quern_error_clear(counted);
        ck_assert(quern_rollback(counted) && quern_rollback(counted));
    }
    expect_snapshots("none is begun", 0, 0);
}
END_TEST

/* What others change while it is read is not seen. */
START_TEST(one_moment_of_a_stream)
{
    NEEDS_SERVER();
    size_t rows = 0;
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    QUERN_STREAM(club, c, whole, .chunk = 2)
    {
        if (++rows == 1)
            sql("INSERT INTO club_topics (club_id, topic_id) VALUES (4, 'x')");
        ck_assert(rows < 4 || !c->topics[0]);
        ck_assert_int_eq(quern_len(quern_slice(whole, 0, 1)), 1);
    }
    must("a stream");
    ck_assert_uint_eq(rows, 4);
    expect_snapshots("one, and the slices are in it", 1, 1);
    ck_assert(quern_list(quern_filter(clubs, Q("id", 4)), club)[0]->topics[0]);
    sql("DELETE FROM club_topics WHERE topic_id = 'x'");
    QUERN_STREAM(club, c, clubs)
    {
        ck_assert_int_eq(quern_len(quern_all(whole)), -1);
        ck_assert_str_eq(failure()->message,
                         "quern_prefetch_snapshot while a stream is open that reads without it");
        quern_error_clear(counted);
        break;
    }
}
END_TEST

/* ---- A slow network ---- */

static int64_t of_all(quern_queryset *queryset)
{
    return quern_len(queryset);
}

static int64_t of_the_first(quern_queryset *queryset)
{
    return quern_first(queryset, club) ? 1 : 0;
}

static int64_t of_several(quern_queryset *queryset)
{
    quern_queryset *other = quern_objects(counted, topic);
    return quern_evaluate_all(counted, other, queryset, quern_objects(counted, player)) ? 1 : 0;
}

static int64_t of_chunks(quern_queryset *queryset)
{
    int64_t rows = 0;
    QUERN_STREAM(club, c, queryset, .chunk = 1, .ahead = -1) rows++;
    return rows;
}

/* As the proxy counts them. */
static const struct {
    const char *what;
    int64_t (*call)(quern_queryset *queryset);
    uint64_t plain, snapshot; /* round trips */
} waits[] = {
    { "all: three relations on two levels, and COMMIT", of_all, 3, 4 },
    { "the first", of_the_first, 3, 4 },
    { "several; as of one moment, it stands alone between the others", of_several, 3, 6 },
    { "4 chunks, of which one has two relations, and the one that is none; COMMIT", of_chunks, 4 + 4 + 3 + 2,
      4 + 4 + 3 + 2 },
};

static quern_session *near;
static quern_db *far;

/* The session is one behind the proxy from now on; NULL: there is none. */
static quern__proxy *go_far(void)
{
    static char slow[3000];
    quern__proxy *proxy = quern__proxy_open_uri(schema.uri, slow, sizeof slow);
    if (!proxy) {
        puts("no slow network: QUERN_TEST_URL is not postgresql://user@number:port/name");
        return NULL;
    }
    far = open_db(&(quern_options){ .pool_max = 1 }, slow);
    near = counted;
    counted = quern_session_open(far);
    return proxy;
}

static void leave(quern__proxy *proxy)
{
    quern_session_close(counted);
    counted = near;
    close_db(far);
    quern__proxy_close(proxy);
}

START_TEST(round_trips)
{
    NEEDS_SERVER();
    quern__proxy *proxy = go_far();
    if (!proxy)
        return;
    quern_queryset *some = quern_prefetch_related(quern_order_by(quern_objects(counted, club), "id"),
                                                  "founder__badge", "topics");
    ck_assert_int_eq(quern_len(some), 4);
    quern__proxy_delay(proxy, 10000, 10000);
    for (int i = 0; i < 2; i++) {
        const uint64_t before = quern__proxy_count(proxy).round_trips;
        ck_assert_int_gt(waits[_i].call(i ? quern_prefetch_snapshot(some) : quern_all(some)), 0);
        const uint64_t took = quern__proxy_count(proxy).round_trips - before,
                       expected = i ? waits[_i].snapshot : waits[_i].plain;
        ck_assert_msg(took == expected, "%s%s: %d round trips, not %d", waits[_i].what,
                      i ? ", as of one moment" : "", (int)took, (int)expected);
    }
    must("slow");
    leave(proxy);
}
END_TEST

Suite *quern__suite_prefetch_moments(void);

Suite *quern__suite_prefetch_moments(void)
{
    Suite *suite = suite_create("prefetch_moments");
    TCase *tests = server_case("prefetch_moments");
    tcase_add_checked_fixture(tests, open_clubs, close_counted);
    tcase_add_test(tests, chunks);
    tcase_add_test(tests, chunks_ahead);
    tcase_add_test(tests, a_chunk_that_fails);
    tcase_add_test(tests, work_in_the_loop);
    tcase_add_test(tests, chunks_in_flat_memory);
    tcase_add_test(tests, one_moment);
    tcase_add_test(tests, one_moment_of_a_transaction);
    tcase_add_test(tests, one_moment_of_a_stream);
    tcase_add_loop_test(tests, round_trips, 0, (int)(sizeof waits / sizeof *waits));
    suite_add_tcase(suite, tests);
    return suite;
}
