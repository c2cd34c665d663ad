/* test_columns.c: the columns that a statement gives are remembered, by the connection and by the statement, and may be others the
 * next time: tables are altered, connections see different ones, types are the users' own. And rows that are few, or wide, or NULL. */
#include "test/integration/fixture.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct gauge {
    quern_object object;
    int64_t id;
    int64_t reading;
    const char *label;
    const char *note; /* may be NULL */
} gauge;

QUERN_MODEL(gauge, "gauge",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(reading), QUERN_FIELD(label),
                         QUERN_FIELD(note, .null = true)));

#define TABLE "gauge (id bigint PRIMARY KEY, reading %s NOT NULL, label %s NOT NULL, note text)"

static quern_db *gauges_db;
static quern_session *one;

static void open_gauges(void)
{
    if (!db)
        return;
    const quern_options options = { .pool_max = 2 };
    sql("DROP TABLE IF EXISTS gauge");
    sql("CREATE TABLE " TABLE, "integer", "text");
    sql("INSERT INTO gauge SELECT n, n * 10, 'gauge ' || n FROM generate_series(1, 100) AS n");
    gauges_db = (quern_open)(schema.uri, QUERN_MODELS(gauge), &options, sizeof options, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(gauges_db));
    one = quern_session_open(gauges_db);
}

static void close_gauges(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(one), "");
    quern_session_close(one);
    close_db(gauges_db);
    sql("DROP TABLE IF EXISTS gauge");
    sql("DROP VIEW IF EXISTS gauge_view");
    sql("DROP TYPE IF EXISTS colour");
}

static const gauge *third(quern_session *session)
{
    const gauge *g = quern_get(quern_objects(session, gauge), gauge, Q("id", 3));
    ck_assert_msg(g && g->id == 3, "%s", quern_error_text(session));
    return g;
}

/* So often that the statement is kept, and executed as one that is. */
static void must_be(quern_session *session, int64_t reading, const char *label)
{
    for (int i = 0; i < 4; i++) {
        const gauge *g = third(session);
        ck_assert_msg(g->reading == reading && strcmp(g->label, label) == 0 && !g->note,
                      "time %d: %lld, %s instead of %lld, %s", i, (long long)g->reading, g->label,
                      (long long)reading, label);
    }
}

/* ---- Tables that change ---- */

static const struct {
    const char *alter;
    int64_t reading;
    const char *label;
} changes[] = {
    { "ALTER TABLE gauge ALTER COLUMN reading TYPE bigint USING reading * 1000000000000", 30000000000000,
      "gauge 3" },
    { "ALTER TABLE gauge ALTER COLUMN reading TYPE smallint USING 7", 7, "gauge 3" },
    { "ALTER TABLE gauge ALTER COLUMN label TYPE varchar(30)", 7, "gauge 3" },
    { "ALTER TABLE gauge ALTER COLUMN reading TYPE integer USING -5", -5, "gauge 3" },
    { "ALTER TABLE gauge ALTER COLUMN label TYPE colour USING 'red'::colour", -5, "red" },
    { "ALTER TABLE gauge ALTER COLUMN label TYPE text USING 'the text ' || label", -5, "the text red" },
    { "ALTER TABLE gauge ALTER COLUMN reading TYPE oid USING 4000000000", 4000000000, "the text red" },
};

START_TEST(they_follow_the_table)
{
    NEEDS_SERVER();
    sql("CREATE TYPE colour AS ENUM ('red', 'green')");
    must_be(one, 30, "gauge 3");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        sql("%s", changes[i].alter);
        must_be(one, changes[i].reading, changes[i].label);
    }
}
END_TEST

/* What the member cannot take is told, each time, and as soon as it can all is well. */
START_TEST(one_that_does_not_fit_is_told)
{
    NEEDS_SERVER();
    must_be(one, 30, "gauge 3");
    for (int i = 0; i < 3; i++) {
        sql("ALTER TABLE gauge ALTER COLUMN reading TYPE double precision");
        for (int again = 0; again < 3; again++) {
            ck_assert_ptr_null(quern_get(quern_objects(one, gauge), gauge, Q("id", 3)));
            const quern_error *error = take_failure(one, QUERN_ERROR_TYPE);
            ck_assert_msg(strstr(error->message, "\"reading\" of \"gauge\" is of type double precision"),
                          "%s", error->message);
        }
        sql("ALTER TABLE gauge ALTER COLUMN reading TYPE integer");
        must_be(one, 30, "gauge 3");
    }
}
END_TEST

/* One statement, two connections, each with a table of its own under the name. */
START_TEST(connections_may_differ)
{
    NEEDS_SERVER();
    quern_session *other = quern_session_open(gauges_db);
    ck_assert(quern_session_pin(other));
    ck_assert_int_ge(quern_execute(other, "CREATE TEMP TABLE gauge (id bigint, reading bigint NOT NULL, "
                                          "label varchar NOT NULL, note text)"),
                     0);
    ck_assert_int_ge(quern_execute(other, "INSERT INTO gauge VALUES (3, 1::bigint << 40, 'mine')"), 0);
    for (int i = 0; i < 5; i++) {
        must_be(one, 30, "gauge 3");
        must_be(other, INT64_C(1) << 40, "mine");
    }
    ck_assert_int_ge(quern_execute(other, "DROP TABLE pg_temp.gauge"), 0);
    must_be(other, 30, "gauge 3");
    quern_session_unpin(other);
    quern_session_close(other);
}
END_TEST

/* ---- Few rows, wide rows ---- */

enum { WIDE = 100000 };

static bool is_wide(const char *text, char letter)
{
    return text && strlen(text) == WIDE && text[0] == letter && text[WIDE / 2] == letter &&
           text[WIDE - 1] == letter;
}

/* Every third has no note, every third an empty one, and the others one that is wide. */
static void check_gauge(const gauge *g, int64_t id)
{
    ck_assert_msg(g->id == id && g->reading == id * 10, "gauge %lld instead of %lld", (long long)g->id,
                  (long long)id);
    ck_assert_msg(id % 3 == 0   ? !g->note
                  : id % 3 == 1 ? g->note && !*g->note
                                : is_wide(g->note, (char)('a' + id % 26)),
                  "the note of gauge %lld", (long long)id);
}

/* Around the number of rows that are few. */
static const int64_t slices[] = { 1, 2, 20, 31, 32, 33, 64, 65, 100, 1000 };

START_TEST(any_number_of_rows_is_loaded)
{
    NEEDS_SERVER();
    sql("UPDATE gauge SET note = CASE id %% 3 WHEN 1 THEN '' WHEN 2 THEN repeat(chr(97 + (id %% 26)::int), "
        "%d) END",
        WIDE);
    quern_queryset *all = quern_order_by(quern_objects(one, gauge), "id");
    for (int again = 0; again < 3; again++) {
        for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
            const quern_mark before = quern_session_mark(one);
            int64_t count = 0;
            QUERN_EACH(gauge, g, quern_slice(all, 0, slices[i]))
                check_gauge(g, ++count);
            ck_assert_int_eq(count, slices[i] < 100 ? slices[i] : 100);
            ck_assert(quern_session_rewind(one, before));
        }
    }
}
END_TEST

/* It fails at its third row, whether the first two have come by then or not. */
START_TEST(a_failure_behind_rows_leaves_none)
{
    NEEDS_SERVER();
    sql("ALTER TABLE gauge RENAME TO gauges");
    sql("CREATE VIEW gauge AS SELECT id, 60 / (3 - id) AS reading, label, note FROM gauges");
    quern_queryset *all = quern_objects(one, gauge);
    for (int again = 0; again < 3; again++) {
        ck_assert_int_eq(quern_len(quern_slice(all, 0, 20)), -1);
        ck_assert_str_eq(take_failure(one, QUERN_ERROR_SERVER)->sqlstate, "22012");
        ck_assert_int_eq(quern_len(quern_slice(all, 0, 90)), -1);
        ck_assert_str_eq(take_failure(one, QUERN_ERROR_SERVER)->sqlstate, "22012");
        ck_assert_int_eq(quern_len(quern_slice(all, 0, 2)), 2);
    }
    sql("DROP VIEW gauge");
    sql("ALTER TABLE gauges RENAME TO gauge");
}
END_TEST

Suite *quern__suite_columns(void);

Suite *quern__suite_columns(void)
{
    Suite *suite = suite_create("columns");
    TCase *tests = server_case("columns");
    tcase_add_checked_fixture(tests, open_gauges, close_gauges);
    tcase_add_test(tests, they_follow_the_table);
    tcase_add_test(tests, one_that_does_not_fit_is_told);
    tcase_add_test(tests, connections_may_differ);
    tcase_add_test(tests, any_number_of_rows_is_loaded);
    tcase_add_test(tests, a_failure_behind_rows_leaves_none);
    suite_add_tcase(suite, tests);
    return suite;
}
