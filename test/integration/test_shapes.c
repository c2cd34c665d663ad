/* test_shapes.c: 100,000 shapes: what a connection keeps of them, in the server and here, and what the db does. */
#include "test/integration/fixture.h"
#include "test/unit/postgres/drive.h"

#include <quern/transaction.h>

#include <stdio.h>
#include <stdlib.h>

enum { SHAPES = 100000, UNIT = 16, LOOKED_AT = 10000, KEPT_MOST = 256 };
_Static_assert(LOOKED_AT % UNIT == 0, "a unit begins there");

static void submit(quern_link *conn, int shape, bool soon, bool sync)
{
    char text[60];
    snprintf(text, sizeof text, "SELECT 'shape %d' AS n", shape);
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sql = text,
                                    .repeats = true,
                                    .soon = soon,
                                    .number = (uint64_t)shape + 1,
                                    .sync = sync };
    ck_assert(quern_postgres_backend()->submit(conn, &request));
}

/* Each comes twice in one unit, so that it is worth keeping at once. */
static void run_unit(quern_link *conn, int first)
{
    for (int shape = first; shape < first + UNIT; shape++) {
        submit(conn, shape, true, false);
        submit(conn, shape, false, shape == first + UNIT - 1);
    }
    quern_event event = { .again = false };
    int done = 0;
    while (event.kind != QUERN_EVENT_SYNCED) {
        drive_next(conn, &event);
        ck_assert_msg(event.kind != QUERN_EVENT_FAILED && event.kind != QUERN_EVENT_LOST, "%s",
                      event.error.message);
        done += event.kind == QUERN_EVENT_DONE;
    }
    ck_assert_int_eq(done, 2 * UNIT);
}

static int kept_by(quern_link *conn)
{
    return atoi(drive_text(conn, "SELECT count(*)::text FROM pg_prepared_statements"));
}

/* Once it is full, for ever; and the newest are among those that are kept. */
START_TEST(a_connection_keeps_as_many_as_it_may)
{
    NEEDS_SERVER();
    quern_link *conn = drive_open(schema.uri);
    long memory = 0;
    for (int shape = 0; shape < SHAPES; shape += UNIT) {
        run_unit(conn, shape);
        if (shape % LOOKED_AT)
            continue;
        const int kept = kept_by(conn);
        ck_assert_msg(kept > 0 && kept <= KEPT_MOST, "%d are kept after %d", kept, shape);
        if (shape == LOOKED_AT)
            memory = drive_memory();
    }
    ck_assert_int_gt(memory, 0);
    drive_grew_less(memory, 2);
    ck_assert_int_ge(kept_by(conn), KEPT_MOST / 2);
    drive_close(conn);
}
END_TEST

/* ---- And by way of querysets ---- */

enum { BITS = 11, TURNS = 1 << BITS, CACHED = 100 };

/* One for each number: its bits say in which direction each of so many orders goes. */
static quern_queryset *shape_of(quern_session *session, unsigned number)
{
    static const char *const fields[BITS] = { "id",        "title",  "subtitle", "author_id",
                                              "published", "copies", "pages",    "sold",
                                              "views",     "price",  "rating" };
    quern_order terms[BITS + 1] = { { 0 } };
    for (unsigned bit = 0; bit < BITS; bit++) {
        terms[bit] = quern_order_name(fields[bit]);
        terms[bit].descending = number >> bit & 1;
    }
    return quern_slice((quern_order_by)(quern_objects(session, book), terms, QUERN_SITE), 0, 1);
}

static void take_turn(quern_session *session, unsigned number)
{
    const quern_mark before = quern_session_mark(session);
    quern_queryset *once = shape_of(session, number), *again = shape_of(session, number);
    ck_assert_msg(quern_evaluate_all(session, once, again), "%s", quern_error_text(session));
    ck_assert_int_eq(quern_len(again), 1);
    ck_assert(quern_session_rewind(session, before));
}

START_TEST(so_does_a_db)
{
    NEEDS_SERVER();
    quern_cache_counts cache;
    quern_db *one = open_db(&(quern_options){ .pool_max = 1, .cache_max = CACHED }, schema.uri);
    quern_session *t = quern_session_open(one);
    for (unsigned number = 0; number < TURNS; number++) {
        take_turn(t, number);
        ck_assert(quern_cache_stats(one, &cache));
        ck_assert_uint_le(cache.kept, CACHED);
    }
    ck_assert_uint_eq(cache.misses, TURNS);
    ck_assert_uint_ge(cache.hits, TURNS);
    ck_assert_uint_eq(cache.evicted, TURNS - CACHED);
    const int64_t kept = quern_execute(t, "SELECT FROM pg_prepared_statements");
    ck_assert_msg(kept > KEPT_MOST / 2 && kept <= KEPT_MOST, "%d are kept", (int)kept);
    quern_session_close(t);
    close_db(one);
}
END_TEST

/* Neither side keeps anything, whatever is evaluated: what comes again at once, what is shared, streams. */
START_TEST(both_can_be_switched_off)
{
    NEEDS_SERVER();
    quern_cache_counts cache;
    quern_db *plain =
        open_db(&(quern_options){ .pool_max = 1, .no_prepare = true, .no_cache = true }, schema.uri);
    quern_session *t = quern_session_open(plain);
    quern_queryset *by_id =
        quern_share(plain, quern_filter(quern_objects(t, book), Q("id", QUERN_PARAM("id"))));
    for (unsigned number = 0; number < 3; number++) {
        take_turn(t, 0);
        ck_assert_int_eq(quern_len(quern_bind(quern_in(t, by_id), QUERN_SET("id", 1))), 1);
        QUERN_STREAM(book, b, quern_objects(t, book), .chunk = 10)
        ck_assert_int_gt(b->id, 0);
    }
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert(quern_cache_stats(plain, &cache));
    ck_assert_uint_eq(cache.kept + cache.hits, 0);
    ck_assert_int_eq(quern_execute(t, "SELECT FROM pg_prepared_statements"), 0);
    quern_session_close(t);
    close_db(plain);
}
END_TEST

Suite *quern__suite_shapes(void);

Suite *quern__suite_shapes(void)
{
    Suite *suite = suite_create("shapes");
    TCase *tests = server_case("shapes");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_connection_keeps_as_many_as_it_may);
    tcase_add_test(tests, so_does_a_db);
    tcase_add_test(tests, both_can_be_switched_off);
    suite_add_tcase(suite, tests);
    return suite;
}
