/* test_prefetch_moment.c: as of which moment objects and what is prefetched for them are read, while another connection changes the rows:
 * exactly between the two statements, from the handler of the event that the first one has ended. */
#include "test/integration/fixture.h"
#include "test/support/club.h"

#include <quern/transaction.h>

#include <libpq-fe.h>

/* What happens between. */
static PGconn *other;
static const char *armed; /* run once, behind the next SELECT; NULL: nothing is */

static void between(void *context, const quern_trace_event *event)
{
    (void)context;
    const char *text = armed;
    if (!text || event->kind != QUERN_TRACE_STATEMENT_END ||
        (strncmp(event->query->sql, "SELECT", 6) != 0 && strncmp(event->query->sql, "FETCH", 5) != 0))
        return;
    armed = NULL;
    PQclear(PQexec(other, text));
}

static quern_db *watched;
static quern_session *w;

static void open_watched(void)
{
    if (!db)
        return;
    other = PQconnectdb(schema.uri);
    ck_assert_int_eq(PQstatus(other), CONNECTION_OK);
    watched =
        open_db(&(quern_options){ .pool_max = 1, .on_event = between, .on_event_level = QUERN_LEVEL_DEBUG },
                schema.uri);
    w = quern_session_open(watched);
    sql("UPDATE pin SET size = 3 WHERE id = 1");
}

static void close_watched(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(w), "");
    quern_session_close(w);
    close_db(watched);
    PQfinish(other);
}

/* Badge n1 has two pins, of the sizes 3 and 5. In between the first gets the size 8, and there is a third. */
static const char change[] =
    "BEGIN; UPDATE pin SET size = 8 WHERE id = 1; INSERT INTO pin VALUES (100, 'n1', 8); COMMIT";
static const char undo[] = "DELETE FROM pin WHERE id = 100; UPDATE pin SET size = 3 WHERE id = 1";

static quern_queryset *badges(bool snapshot)
{
    quern_queryset *all = quern_prefetch_related(
        quern_order_by(quern_objects(w, badge), "id"),
        QUERN_PREFETCH("pin_set", quern_order_by(quern_objects(w, pin), "id"), .to = "pins"));
    return snapshot ? quern_prefetch_snapshot(all) : all;
}

static void expect_pins(const char *what, const badge *b, bool old)
{
    pin *const *pins = b ? quern_related_loaded(b, "pins", pin) : NULL;
    ck_assert_msg(pins && pins[0] && pins[1], "%s: %s", what, quern_error_text(w));
    ck_assert_msg(pins[0]->size == (old ? 3 : 8), "%s: a pin of the size %d", what, (int)pins[0]->size);
    ck_assert_msg(!pins[2] == old, "%s: the new pin is %s", what, pins[2] ? "there" : "not there");
    ck_assert_msg(armed == NULL, "%s: nothing happened in between", what);
    PQclear(PQexec(other, undo));
}

START_TEST(of_the_rows_when_each_statement_runs)
{
    NEEDS_SERVER();
    armed = change;
    expect_pins("first", quern_first(badges(false), badge), false);
    armed = change;
    expect_pins("at", quern_at(badges(false), badge, 0), false);
    ck_assert(quern_begin(w));
    armed = change;
    expect_pins("in a transaction", quern_first(badges(false), badge), false);
    ck_assert(quern_commit(w));
}
END_TEST

START_TEST(of_one_moment_in_a_snapshot)
{
    NEEDS_SERVER();
    quern_queryset *all = badges(true);
    armed = change;
    ck_assert_int_ge(quern_len(all), 0);
    expect_pins("evaluate", quern_at(all, badge, 0), true);
    armed = change;
    expect_pins("first", quern_first(badges(true), badge), true);
    armed = change;
    expect_pins("get", quern_get(badges(true), badge, Q("number", "n1")), true);
    ck_assert(quern_begin(w, .isolation = QUERN_REPEATABLE_READ));
    armed = change;
    expect_pins("in a transaction that is a snapshot", quern_first(badges(true), badge), true);
    ck_assert(quern_commit(w));
    ck_assert_int_eq(quern_execute(w, "UPDATE pin SET size = size"), 5);
}
END_TEST

static void expect_pins_of_stream(quern_queryset *queryset, bool old)
{
    armed = change;
    QUERN_STREAM(badge, b, queryset, .chunk = 1, .ahead = -1)
    {
        if (b->id == 1)
            expect_pins("a stream", b, old);
    }
    ck_assert_msg(!quern_failed(w), "%s", quern_error_text(w));
}

START_TEST(of_one_moment_in_a_stream)
{
    NEEDS_SERVER();
    expect_pins_of_stream(badges(false), false);
    expect_pins_of_stream(badges(true), true);
}
END_TEST

START_TEST(not_in_a_transaction_that_is_none)
{
    NEEDS_SERVER();
    ck_assert(quern_begin(w));
    ck_assert_int_eq(quern_execute(w, "SELECT 1"), 1);
    const int64_t before = quern_query_count(w);
    ck_assert_int_eq(quern_len(badges(true)), -1);
    take_failure(w, QUERN_ERROR_USAGE);
    ck_assert_int_eq(quern_query_count(w), before);
    ck_assert(quern_rollback(w));
}
END_TEST

Suite *quern__suite_prefetch_moment(void);

Suite *quern__suite_prefetch_moment(void)
{
    Suite *suite = suite_create("prefetch_moment");
    TCase *tests = server_case("prefetch_moment");
    tcase_add_checked_fixture(tests, open_watched, close_watched);
    tcase_add_test(tests, of_the_rows_when_each_statement_runs);
    tcase_add_test(tests, of_one_moment_in_a_snapshot);
    tcase_add_test(tests, of_one_moment_in_a_stream);
    tcase_add_test(tests, not_in_a_transaction_that_is_none);
    suite_add_tcase(suite, tests);
    return suite;
}
