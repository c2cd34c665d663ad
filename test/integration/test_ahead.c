/* test_ahead.c: streams that read ahead, on a real server: through a slow network, with all else that a session does in the loop, and
 * with what the server refuses far behind the rows that are being read. */
#include "test/integration/fixture.h"
#include "test/support/proxy.h"
#include "test/support/serverlog.h"

#include <stdio.h>

typedef struct tick tick;
struct tick {
    quern_object object;
    int64_t id;
    int64_t share; /* 1000000 / (400 - id) */
    int64_t author_id;
    author *author;
};
QUERN_MODEL(tick, "tick",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(share), QUERN_FOREIGN_KEY(author, author)));

static quern_db *ticking;
static quern_session *t;
static quern_queryset *ticks;

/* So many ticks, of which the 400th cannot be read. Through the proxy, where there is one. */
static void open_ticks(int64_t count, const char *uri)
{
    sql("DROP VIEW IF EXISTS tick");
    sql("CREATE VIEW tick AS SELECT n::bigint AS id, (1000000 / (400 - n))::bigint AS share,"
        " (1 + n %% 3)::bigint AS author_id FROM generate_series(1, %d) n",
        (int)count);
    ticking = quern_open(uri, QUERN_MODELS(tick, author), .pool_max = 1, .turn_ms = 5000);
    ck_assert_ptr_null(quern_db_error(ticking));
    t = quern_session_open(ticking);
    ticks = quern_objects(t, tick);
}

static void close_ticks(void)
{
    quern_session_close(t);
    close_db(ticking);
}

static void must(void)
{
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
}

static void expect_statements(const char *name, int64_t expected)
{
    ck_assert_msg(quern_query_count(t) == expected, "%s: %d statements, not %d", name,
                  (int)quern_query_count(t), (int)expected);
}

/* Reads them in order; gives how many came. */
static int64_t read_ticks(quern_queryset *of, uint32_t chunk, int32_t ahead)
{
    int64_t rows = 0;
    QUERN_STREAM(tick, x, of, .chunk = chunk, .ahead = ahead) ck_assert_int_eq(x->id, ++rows);
    return rows;
}

/* ---- A slow network ---- */

static quern__proxy *proxy;
static char slow[3000];

static bool open_proxy(void)
{
    proxy = quern__proxy_open_uri(schema.uri, slow, sizeof slow);
    if (!proxy)
        puts("no slow network: QUERN_TEST_URL is not postgresql://user@number:port/name");
    return proxy;
}

/* So that this is not counted. */
static void connect_first(void)
{
    bool found;
    quern_session *other = quern_session_open(ticking);
    ck_assert(quern_exists(quern_objects(other, tick), &found) && found);
    quern_session_close(other);
}

static uint64_t round_trips(void)
{
    return quern__proxy_count(proxy).round_trips;
}

/* Of 20 chunks: the first two are waited for; then one round trip brings as many as are in flight together; and there is COMMIT. A
 * program that is slower than the network, since the machine is busy, may make it a few more. */
static const struct {
    int32_t ahead;
    uint64_t least, most;
} depths[] = { { -1, 21, 21 }, { 1, 12, 15 }, { 2, 9, 13 }, { 16, 4, 8 } };

START_TEST(round_trips_of_twenty_chunks)
{
    NEEDS_SERVER();
    if (!open_proxy())
        return;
    open_ticks(1950, slow);
    must();
    connect_first();
    quern__proxy_delay(proxy, 15000, 15000);
    const uint64_t before = round_trips();
    ck_assert_int_eq(read_ticks(quern_only(ticks, "id"), 100, depths[_i].ahead), 1950);
    must();
    const uint64_t took = round_trips() - before;
    ck_assert_msg(took >= depths[_i].least && took <= depths[_i].most, "%d ahead: %d round trips",
                  (int)depths[_i].ahead, (int)took);
    expect_statements("BEGIN, DECLARE, 20 FETCH and those ahead, COMMIT",
                      23 + (depths[_i].ahead > 0 ? depths[_i].ahead : 0));
    close_ticks();
    quern__proxy_close(proxy);
}
END_TEST

/* Whatever of the answers has come: all rows before the break are read, none is read twice, and then it is told. */
START_TEST(the_network_breaks)
{
    NEEDS_SERVER();
    if (!open_proxy())
        return;
    open_ticks(10000, slow);
    for (uint64_t bytes = 10; bytes < 100000; bytes = bytes * 3 + 7) {
        connect_first();
        quern__proxy_cut(proxy, bytes);
        const int64_t rows = read_ticks(quern_only(ticks, "id"), 100, 3);
        ck_assert_int_lt(rows, 10000);
        ck_assert_msg(rows % 100 == 0, "%d bytes: %d rows", (int)bytes, (int)rows);
        ck_assert_msg(quern_session_error(t) && quern_session_error(t)->code == QUERN_ERROR_CONNECTION_LOST,
                      "%d bytes: %s", (int)bytes, quern_error_text(t));
        quern_error_clear(t);
    }
    ck_assert_int_eq(read_ticks(quern_only(ticks, "id"), 1000, 0), 10000);
    must();
    close_ticks();
    quern__proxy_close(proxy);
}
END_TEST

/* Of five FETCHes, the last one is on its way. Rows that are here are read; then the limit of time counts. Who leaves waits no longer
 * than a second. */
START_TEST(the_network_falls_silent)
{
    NEEDS_SERVER();
    if (!open_proxy())
        return;
    open_ticks(10000, slow);
    quern_queryset *limited = quern_timeout(quern_only(ticks, "id"), 2000);
    quern__proxy_delay(proxy, 50000, 50000);
    for (int leaves = 0; leaves < 2; leaves++) {
        int64_t rows = 0;
        QUERN_STREAM(tick, x, limited, .chunk = 100)
        {
            if (++rows == 201)
                quern__proxy_freeze(proxy, true);
            if (rows == 210 && leaves)
                break;
        }
        if (leaves) {
            must();
        } else {
            ck_assert_int_eq(rows, 400);
            ck_assert_int_eq(take_failure(t, QUERN_ERROR_STATEMENT_TIMEOUT)->code,
                             QUERN_ERROR_STATEMENT_TIMEOUT);
        }
        quern__proxy_freeze(proxy, false);
        ck_assert_int_eq(read_ticks(limited, 5000, 0), 10000);
    }
    close_ticks();
    quern__proxy_close(proxy);
}
END_TEST

/* ---- The loop's own statements ---- */

START_TEST(a_fetch_for_each_row)
{
    NEEDS_SERVER();
    open_ticks(350, schema.uri);
    int64_t rows = 0;
    size_t most = 0;
    QUERN_STREAM(tick, x, ticks, .chunk = 20, .ahead = 4)
    {
        ck_assert_int_eq(x->id, ++rows);
        ck_assert_int_eq(quern_fetch(x, author)->id, 1 + x->id % 3);
        const size_t bytes = quern_session_bytes(t);
        if (rows <= 120)
            most = bytes > most ? bytes : most;
        ck_assert_msg(rows <= 120 || bytes <= most * 11 / 10, "row %d: %zu bytes, not %zu", (int)rows, bytes,
                      most);
    }
    must();
    ck_assert_int_eq(rows, 350);
    expect_statements("BEGIN, DECLARE, 18 FETCH and none in vain, 350 fetches, COMMIT", 3 + 18 + 350);
    close_ticks();
}
END_TEST

/* As the server has it: one connection, and nothing that we do not know of. */
START_TEST(the_server_has_run_no_more)
{
    NEEDS_SERVER();
    static char application[80], parameter[100];
    quern__server_log log;
    size_t ran;
    snprintf(application, sizeof application, "%s_ahead", schema.name);
    snprintf(parameter, sizeof parameter, "application_name=%s", application);
    if (!quern__server_log_open(&log, application))
        return;
    open_ticks(350, quern__test_schema_uri(&schema, parameter));
    ck_assert_int_eq(read_ticks(ticks, 100, 0), 350);
    expect_statements("BEGIN, DECLARE, 4 FETCH, 2 in vain, COMMIT", 9);
    const char *text = quern__server_log_read(&log, &ran);
    ck_assert_msg(ran == 9, "%zu statements:\n%s", ran, text);
    const int64_t rows[] = { 100, 100, 100, 50, 0, 0 };
    for (int i = 0; i < 6; i++) {
        ck_assert_str_eq(quern_query_at(t, 3 + i)->sql, "FETCH FORWARD 100 FROM \"quern_1\"");
        ck_assert_int_eq(quern_query_at(t, 3 + i)->rows, rows[i]);
    }
    ck_assert_int_eq(read_ticks(ticks, 351, 0), 350);
    expect_statements("a small set", 13);
    close_ticks();
}
END_TEST

START_TEST(streams_in_streams)
{
    NEEDS_SERVER();
    open_ticks(60, schema.uri);
    int64_t outer = 0, inner = 0;
    QUERN_STREAM(tick, x, ticks, .chunk = 7, .ahead = 3)
    {
        ck_assert_int_eq(x->id, ++outer);
        int64_t rows = 0;
        QUERN_STREAM(tick, y, quern_filter(ticks, Q("id__lte", x->id)), .chunk = 5, .ahead = 2)
        {
            ck_assert_int_eq(y->id, ++rows);
            if (rows == 20)
                break;
        }
        inner += rows;
    }
    must();
    ck_assert_int_eq(outer, 60);
    ck_assert_int_eq(inner, 19 * 20 / 2 + 41 * 20);
    close_ticks();
}
END_TEST

/* Each row is worked on in a savepoint, which is released or rolled back, or fails. */
START_TEST(a_savepoint_for_each_row)
{
    NEEDS_SERVER();
    sql("CREATE TABLE IF NOT EXISTS seen (id bigint PRIMARY KEY CHECK (id %% 3 <> 1))");
    sql("TRUNCATE seen");
    open_ticks(90, schema.uri);
    int64_t rows = 0, refused = 0;
    ck_assert(quern_begin(t));
    QUERN_STREAM(tick, x, ticks, .chunk = 4, .ahead = 3)
    {
        ck_assert_int_eq(x->id, ++rows);
        ck_assert(quern_begin(t));
        if (quern_execute(t, "INSERT INTO seen VALUES ($1)", x->id) < 0) {
            ck_assert_str_eq(take_failure(t, QUERN_ERROR_SERVER)->sqlstate, "23514");
            refused++;
            ck_assert(quern_rollback(t));
        } else if (x->id % 3) {
            ck_assert(quern_rollback(t));
        } else {
            ck_assert(quern_commit(t));
        }
    }
    must();
    ck_assert(quern_commit(t));
    ck_assert_int_eq(rows, 90);
    ck_assert_int_eq(refused, 30);
    ck_assert_int_eq(sql("SELECT FROM seen"), 30);
    close_ticks();
}
END_TEST

/* ---- What the server refuses ---- */

/* All rows of the chunks before it are read first. */
START_TEST(a_row_that_cannot_be_computed)
{
    NEEDS_SERVER();
    open_ticks(500, schema.uri);
    for (int32_t ahead = -1; ahead <= 16; ahead++) {
        ck_assert_int_eq(read_ticks(ticks, 30, ahead), 390);
        const quern_error *error = take_failure(t, QUERN_ERROR_SERVER);
        ck_assert_str_eq(error->sqlstate, "22012");
        ck_assert_str_eq(error->sql, ahead < 0 ? "FETCH FORWARD 30 FROM \"quern_1\"" : error->sql);
        ck_assert_ptr_nonnull(strstr(error->site, "test_ahead.c:"));
    }
    ck_assert_int_eq(quern_count(quern_only(ticks, "id")), 500);
    close_ticks();
}
END_TEST

static int64_t leave_at(int64_t row)
{
    int64_t rows = 0;
    QUERN_STREAM(tick, x, ticks, .chunk = 30, .ahead = 2)
    if (++rows == row)
        break;
    return rows;
}

/* It was asked for too early: that is of no interest, but in the program's transaction, which it has failed. */
START_TEST(a_row_that_nobody_wants)
{
    NEEDS_SERVER();
    open_ticks(500, schema.uri);
    ck_assert_int_eq(leave_at(375), 375);
    must();
    ck_assert_str_eq(quern_query_at(t, -1)->sql, "ROLLBACK");
    ck_assert(quern_begin(t));
    ck_assert_int_eq(leave_at(100), 100);
    must();
    ck_assert_int_eq(leave_at(375), 375);
    ck_assert_str_eq(take_failure(t, QUERN_ERROR_SERVER)->sqlstate, "22012");
    ck_assert(quern_rollback(t));
    ck_assert_int_eq(quern_count(quern_only(ticks, "id")), 500);
    close_ticks();
}
END_TEST

Suite *quern__suite_ahead(void);

Suite *quern__suite_ahead(void)
{
    Suite *suite = suite_create("ahead");
    TCase *tests = server_case("ahead");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, round_trips_of_twenty_chunks, 0, sizeof depths / sizeof *depths);
    tcase_add_test(tests, the_network_breaks);
    tcase_add_test(tests, the_network_falls_silent);
    tcase_add_test(tests, a_fetch_for_each_row);
    tcase_add_test(tests, the_server_has_run_no_more);
    tcase_add_test(tests, streams_in_streams);
    tcase_add_test(tests, a_savepoint_for_each_row);
    tcase_add_test(tests, a_row_that_cannot_be_computed);
    tcase_add_test(tests, a_row_that_nobody_wants);
    suite_add_tcase(suite, tests);
    return suite;
}
