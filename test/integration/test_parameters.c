/* test_parameters.c: values of every kind, sent as parameters and shown as literals: the server makes the same of both, and
 * writes the same text for them. */
#include "lib/base/text.h"
#include "lib/model/kind.h"
#include "test/support/runner.h"
#include "test/support/values.h"
#include "test/unit/postgres/constants.h"
#include "test/unit/postgres/drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RANDOM_VALUES = 3000, BATCH = 100 };

static quern_link *conn;
static quern__arena *arena;

/* A test without a server has nothing to do. */
#define NEEDS_SERVER() \
    if (!conn)         \
    return

static void begin(void)
{
    static const char *const settings[] = { "SET datestyle = 'ISO'", "SET intervalstyle = 'iso_8601'",
                                            "SET bytea_output = 'hex'", "SET extra_float_digits = 1",
                                            "SET timezone = 'UTC'" };
    const char *url = quern__test_url();
    arena = quern__arena_open(quern_system_allocator(), NULL);
    conn = url ? drive_open(url) : NULL;
    for (size_t i = 0; conn && i < sizeof settings / sizeof *settings; i++)
        ck_assert_str_eq(drive(conn, settings[i]), "done 0; synced");
}

static void end(void)
{
    if (conn)
        drive_close(conn);
    quern__arena_close(arena);
}

static const quern_dialect *dialect(void)
{
    return quern_postgres_backend()->dialect;
}

/* Where literals are written. */
typedef struct appender {
    quern_writer writer; /* first */
    quern__text *out;
} appender;

static void append(quern_writer *writer, const char *bytes, size_t size)
{
    quern__text_put_bytes(((appender *)(void *)writer)->out, bytes, size);
}

static void put_literal(quern__text *out, const quern_value *value, quern_kind kind)
{
    appender at_end = { .writer = { .put = append }, .out = out };
    dialect()->literal(&at_end.writer, value, kind);
}

/* Some values of one kind. */
typedef struct batch {
    quern_kind kind;
    size_t count;
    quern_value values[BATCH];
} batch;

/* SELECT a, b, …: each item is `before`, the parameter or literal, `after`. */
static const char *select_all(const batch *b, bool sent, const char *before, const char *after)
{
    quern__text sql = quern__text_open(quern_system_allocator());
    for (size_t i = 0; i < b->count; i++) {
        quern__text_put(&sql, i ? ", " : "SELECT ");
        quern__text_put(&sql, before);
        if (sent)
            quern__text_put_format(&sql, "$%zu", i + 1);
        else
            put_literal(&sql, &b->values[i], b->kind);
        quern__text_put(&sql, after);
    }
    const char *kept = quern__text_keep(&sql, arena);
    quern__text_close(&sql);
    ck_assert_ptr_nonnull(kept);
    return kept;
}

static void submit(const batch *b, const char *sql, bool sent)
{
    quern_kind kinds[BATCH];
    for (size_t i = 0; i < b->count; i++)
        kinds[i] = b->kind;
    drive_submit_values(conn, sql, sent ? b->count : 0, b->values, kinds, true);
}

static void next(quern_event *event, quern_event_kind kind, const char *sql)
{
    drive_next(conn, event);
    ck_assert_msg(event->kind == kind, "event %d: %s%s: %.1000s", (int)event->kind,
                  event->kind == QUERN_EVENT_FAILED ? event->error.message : "",
                  event->kind == QUERN_EVENT_FAILED ? event->error.detail : "", sql);
}

/* The texts of the row that comes, in the arena; NULL is NULL. */
static const char **read_texts(const batch *b, const char *sql)
{
    const char **texts = quern__arena_take_array(arena, b->count, sizeof *texts);
    quern_event event;
    ck_assert_ptr_nonnull(texts);
    next(&event, QUERN_EVENT_COLUMNS, sql);
    next(&event, QUERN_EVENT_ROW, sql);
    ck_assert_uint_eq(event.count, b->count);
    for (size_t i = 0; i < b->count; i++)
        if (event.cells[i].data)
            texts[i] = quern__arena_copy(arena, event.cells[i].data, event.cells[i].size);
    ck_assert_str_eq(drive_read(conn, 1), "done 1; synced");
    return texts;
}

/* What has no type of its own is given one, so that it is read as a value and not just as a text. */
static const char *cast_of(quern_kind kind)
{
    return (kind & ~(unsigned)QUERN_ARRAY) == QUERN_KIND_TEXT
               ? kind & QUERN_ARRAY ? "::text[])::text" : "::text)::text"
               : ")::text";
}

static void expect_same_texts(const batch *b)
{
    const char *sent = select_all(b, true, "(", cast_of(b->kind)),
               *shown = select_all(b, false, "(", cast_of(b->kind));
    submit(b, sent, true);
    submit(b, shown, false);
    const char **of_sent = read_texts(b, sent), **of_shown = read_texts(b, shown);
    for (size_t i = 0; i < b->count; i++) {
        quern__text literal = quern__text_open(quern_system_allocator());
        put_literal(&literal, &b->values[i], b->kind);
        ck_assert_msg(of_sent[i] && of_shown[i] && strcmp(of_sent[i], of_shown[i]) == 0,
                      "%s: it is %s as it is sent, and %s as it is shown, %s", dialect()->type_name(b->kind),
                      of_sent[i] ? of_sent[i] : "NULL", of_shown[i] ? of_shown[i] : "NULL",
                      quern__text_get(&literal));
        quern__text_close(&literal);
    }
}

/* Calls `use` with all edges of the kind, and with `random_count` random values, batch by batch. */
static void for_values(quern_kind kind, size_t random_count, void (*use)(const batch *b))
{
    quern__random random = { (uint64_t)kind };
    size_t edges = 0;
    while (quern__edge_value(kind, edges, arena).kind)
        edges++;
    for (size_t done = 0; done < edges + random_count;) {
        batch b = { .kind = kind };
        for (; b.count < BATCH && done < edges + random_count; done++)
            b.values[b.count++] = done < edges ? quern__edge_value(kind, done, arena)
                                               : quern__random_value(&random, arena, kind);
        use(&b);
    }
}

/* Each kind, and then its arrays. */
static quern_kind kind_number(int number)
{
    const quern__kind *facts = quern__kind_at((size_t)number / 2);
    ck_assert_ptr_nonnull(facts);
    return (quern_kind)(number % 2 ? (int)facts->kind | (int)QUERN_ARRAY : (int)facts->kind);
}

#define ONE(NAME, name, type) +2
enum { KINDS = 0 QUERN__ELEMENTS(ONE) };

START_TEST(what_is_sent_is_what_is_shown)
{
    NEEDS_SERVER();
    for_values(kind_number(_i), RANDOM_VALUES, expect_same_texts);
}
END_TEST

/* The settings that SQL is read by, as strange as they may be. */
static const char *const settings[][7] = {
    { "SET datestyle = 'SQL, DMY'", "SET intervalstyle = 'sql_standard'", "SET timezone = 'Asia/Kolkata'",
      "SET bytea_output = 'escape'", "SET standard_conforming_strings = off", "SET backslash_quote = off" },
    { "SET datestyle = 'German, YMD'", "SET intervalstyle = 'postgres_verbose'",
      "SET timezone = 'America/St_Johns'", "SET array_nulls = on", "SET transform_null_equals = on" },
};

static void expect_same_values(const batch *b)
{
    quern__text sql = quern__text_open(quern_system_allocator());
    for (size_t i = 0; i < b->count; i++) {
        quern__text_put_format(&sql, "%s (($%zu%s = (", i ? "," : "SELECT", i + 1, cast_of(b->kind));
        put_literal(&sql, &b->values[i], b->kind);
        quern__text_put_format(&sql, "%s)::text", cast_of(b->kind));
    }
    submit(b, quern__text_get(&sql), true);
    const char **same = read_texts(b, quern__text_get(&sql));
    for (size_t i = 0; i < b->count; i++)
        ck_assert_msg(same[i] && strcmp(same[i], "true") == 0, "%s: value %zu: %.300s",
                      dialect()->type_name(b->kind), i, quern__text_get(&sql));
    quern__text_close(&sql);
}

START_TEST(no_setting_changes_a_literal)
{
    NEEDS_SERVER();
    const char *const *setting = settings[_i / KINDS];
    for (; *setting; setting++)
        ck_assert_str_eq(drive(conn, *setting), "done 0; synced");
    for_values(kind_number(_i % KINDS), 2 * BATCH, expect_same_values);
}
END_TEST

/* Servers before version 15 cannot write them, and those after 16 take the longest for infinity. */
START_TEST(long_intervals)
{
    NEEDS_SERVER();
    static const quern_interval longest[] = { { INT64_MAX, 0, 0 },
                                              { INT64_MIN, 0, 0 },
                                              { 0, 0, INT32_MAX },
                                              { 0, 0, INT32_MIN },
                                              { INT64_MAX, INT32_MAX, INT32_MAX - 1 },
                                              { INT64_MIN, INT32_MIN, INT32_MIN + 1 } };
    batch b = { .kind = QUERN_KIND_INTERVAL };
    for (; b.count < sizeof longest / sizeof *longest; b.count++)
        b.values[b.count] = quern_value_interval(longest[b.count]);
    if (drive_info(conn).server_version >= 150000)
        expect_same_texts(&b);
}
END_TEST

/* What the server writes for what was sent, where one would not guess it. */
static const struct {
    quern_kind kind;
    quern_value value;
    const char *text;
} texts[] = {
    { QUERN_KIND_F64, REAL(-0.0), "-0" },
    { QUERN_KIND_F32, REAL(0.1), "0.1" },
    { QUERN_KIND_F32, REAL(1e-50), "0" },
    { QUERN_KIND_TIMESTAMP, TIME(0), "1970-01-01 00:00:00+00" },
    { QUERN_KIND_TIMESTAMP, TIME(-210866803200000000), "4714-11-24 00:00:00+00 BC" },
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MAX - 1), "294247-01-10 04:00:54.775806+00" },
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MAX), "infinity" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(-1), "1969-12-31 23:59:59.999999" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(INT64_MIN), "-infinity" },
    { QUERN_KIND_DATE, DATE(0), "1970-01-01" },
    { QUERN_KIND_DATE, DATE(-2440588), "4714-11-24 BC" },
    { QUERN_KIND_DATE, DATE(2145042905), "5874897-12-31" },
    { QUERN_KIND_DATE, DATE(INT32_MAX), "infinity" },
    { QUERN_KIND_TIME, CLOCK(86400000000), "24:00:00" },
    { QUERN_KIND_INTERVAL, INTERVAL(14706500000, 3, 14), "P1Y2M3DT4H5M6.5S" },
    { QUERN_KIND_DECIMAL, DECIMAL("-0.00"), "0.00" },
    { QUERN_KIND_DECIMAL, DECIMAL("1e-3"), "0.001" },
    { QUERN_KIND_BYTES, BYTES("\0\xff", 2), "\\x00ff" },
    { QUERN_KIND_BYTES, BYTES("", 0), "\\x" },
    { QUERN_KIND_JSON, JSON("\"\\u00e9\""), "\"\xc3\xa9\"" },
    { QUERN_KIND_INET, INET(4, 8, 10, 1), "10.1.0.0/8" },
    { QUERN_KIND_INET, INET(6, 128, [10] = 255, [11] = 255, [12] = 10, [15] = 1), "::ffff:10.0.0.1/128" },
    { ARRAY_OF(I64), NO_ITEMS(I64), "{}" },
    { QUERN_KIND_NULL, NOTHING, NULL },
    { QUERN_KIND_UUID, NOTHING, NULL },
    { ARRAY_OF(DATE), NOTHING, NULL },
    { QUERN_KIND_BYTES, BYTES(NULL, 0), NULL },
};

START_TEST(a_value_arrives)
{
    NEEDS_SERVER();
    const batch b = { .kind = texts[_i].kind, .count = 1, .values = { texts[_i].value } };
    const char *sql = "SELECT $1::text", *text;
    submit(&b, sql, true);
    text = read_texts(&b, sql)[0];
    ck_assert_msg(text ? texts[_i].text && strcmp(text, texts[_i].text) == 0 : !texts[_i].text, "%s, not %s",
                  text ? text : "NULL", texts[_i].text ? texts[_i].text : "NULL");
}
END_TEST

START_TEST(a_parameter_has_the_type_of_its_kind)
{
    NEEDS_SERVER();
    const char *sql = "SELECT pg_typeof(x)::text FROM (SELECT $1 AS x) AS y";
    const batch b = { .kind = kind_number(_i), .count = 1, .values = { NOTHING } };
    const bool text = (b.kind & ~(unsigned)QUERN_ARRAY) == QUERN_KIND_TEXT;
    submit(&b, sql, true);
    ck_assert_str_eq(read_texts(&b, sql)[0], text ? "text" : dialect()->type_name(b.kind));
}
END_TEST

/* Refused with these SQLSTATEs, as it is sent and as it is shown: by name, and with the connection alive. */
static const struct {
    const char *name;
    quern_kind kind;
    quern_value value;
    const char *sent, *shown;
} refusals[] = {
    { "too early", QUERN_KIND_TIMESTAMP, TIME(-210866803200000001), "22008", "22008" },
    { "far too early", QUERN_KIND_TIMESTAMP, TIME(INT64_MIN + 1), "22008", "22008" },
    { "local, too early", QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(-210866803200000001), "22008", "22008" },
    { "local, far too early", QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(INT64_MIN + 1), "22008", "22008" },
    { "day too early", QUERN_KIND_DATE, DATE(-2440589), "22008", "22008" },
    { "day far too early", QUERN_KIND_DATE, DATE(INT32_MIN + 1), "22008", "22008" },
    { "day that would become -infinity", QUERN_KIND_DATE, DATE(INT32_MIN + 10957), "22008", "22008" },
    { "day too late", QUERN_KIND_DATE, DATE(2145042906), "22008", "22008" },
    { "day far too late", QUERN_KIND_DATE, DATE(INT32_MAX - 1), "22008", "22008" },
    { "time before midnight", QUERN_KIND_TIME, CLOCK(-1), "22008", "22007" },
    { "time after 24:00", QUERN_KIND_TIME, CLOCK(86400000001), "22008", "22007" },
    { "address of no family", QUERN_KIND_INET, INET(0, 0, 0), "22P03", "22P02" },
    { "address with 33 bits", QUERN_KIND_INET, INET(4, 33, 1), "22P03", "22P02" },
    { "address with 129 bits", QUERN_KIND_INET, INET(6, 129, 1), "22P03", "22P02" },
    { "no decimal", QUERN_KIND_DECIMAL, DECIMAL("1,5"), "22P02", "22P02" },
    { "decimal too big", QUERN_KIND_DECIMAL, DECIMAL("1e131072"), "22003", "22003" },
    { "no JSON", QUERN_KIND_JSON, JSON("{"), "22P02", "22P02" },
    { "JSON with NUL", QUERN_KIND_JSON, JSON("\"\\u0000\""), "22P05", "22P05" },
};

static void expect_refusal(const batch *b, bool sent, const char *name, const char *sqlstate)
{
    char expected[40];
    submit(b, select_all(b, sent, "(", ")::text"), sent);
    snprintf(expected, sizeof expected, "failed %s; synced", sqlstate);
    const char *events = drive_read(conn, 1);
    ck_assert_msg(strcmp(events, expected) == 0, "%s, %s: %s, not %s", name, sent ? "sent" : "shown", events,
                  expected);
}

START_TEST(what_the_server_cannot_hold_is_refused)
{
    NEEDS_SERVER();
    const batch b = { .kind = refusals[_i].kind, .count = 1, .values = { refusals[_i].value } };
    expect_refusal(&b, true, refusals[_i].name, refusals[_i].sent);
    expect_refusal(&b, false, refusals[_i].name, refusals[_i].shown);
    ck_assert_str_eq(drive_text(conn, "SELECT 'alive'"), "alive");
}
END_TEST

/* A text beside a column of each of these types is taken for one of them. */
static const struct {
    const char *type, *text, *other, *wanted;
} columns[] = {
    { "text", "it's", "ab", "it's" },
    { "varchar(5)", "it's", "ab", "it's" },
    { "char(5)", "ab", "abc", "ab " },
    { "name", "ab", "abc", "ab" },
    { "\"char\"", "a", "b", "a" },
    { "mood", "fine", "sad", "fine" },
    { "short_text", "it's", "ab", "it's" },
    { "citext", "Emma", "ab", "EMMA" },
    { "uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "00000000-0000-0000-0000-000000000000",
      "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11" },
    { "bigint", "7", "8", " 7" },
    { "macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:04", "08002b010203" },
};

static void expect_events(const char *sql, const char *text, const char *expected)
{
    const quern_kind kind = QUERN_KIND_TEXT;
    const quern_value value = quern_value_text(text);
    drive_submit_values(conn, sql, text != NULL, &value, &kind, true);
    const char *events = drive_read(conn, 1);
    ck_assert_msg(strcmp(events, expected) == 0, "%s: %s, not %s", sql, events, expected);
}

/* False when the server does not have it. */
static bool make_citext(void)
{
    const char *sql = "SELECT count(*)::text FROM pg_available_extensions WHERE name = 'citext'";
    if (strcmp(drive_text(conn, sql), "0") == 0)
        return false;
    expect_events("CREATE EXTENSION IF NOT EXISTS citext", NULL, "done 0; synced");
    return true;
}

/* All in a transaction that is undone: nothing is left behind. */
START_TEST(the_column_decides_what_a_text_is)
{
    NEEDS_SERVER();
    char sql[100];
    expect_events("BEGIN", NULL, "done 0; synced");
    expect_events("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'fine')", NULL, "done 0; synced");
    expect_events("CREATE DOMAIN pg_temp.short_text AS varchar(5)", NULL, "done 0; synced");
    if (strcmp(columns[_i].type, "citext") != 0 || make_citext()) {
        snprintf(sql, sizeof sql, "CREATE TEMP TABLE t (x %s)", columns[_i].type);
        expect_events(sql, NULL, "done 0; synced");
        expect_events("INSERT INTO t VALUES ($1)", columns[_i].text, "done 1; synced");
        expect_events("INSERT INTO t VALUES ($1)", columns[_i].other, "done 1; synced");
        expect_events("DELETE FROM t WHERE x = $1", columns[_i].wanted, "done 1; synced");
        expect_events("UPDATE t SET x = $1", columns[_i].text, "done 1; synced");
    } else {
        puts("skipped: the server has no citext");
    }
    expect_events("ROLLBACK", NULL, "done 0; synced");
}
END_TEST

/* Where nothing decides, it is a text; but for functions that take values of any type. */
START_TEST(a_text_beside_nothing)
{
    NEEDS_SERVER();
    expect_events("SELECT $1 AS x", "a", "columns x; row a; done 1; synced");
    expect_events("SELECT $1 || '!' AS x", "a", "columns x; row a!; done 1; synced");
    expect_events("SELECT coalesce($1, 'b') AS x", "a", "columns x; row a; done 1; synced");
    expect_events("SELECT x FROM (VALUES ($1), ('b')) AS t (x) ORDER BY 1", "a",
                  "columns x; row a; row b; done 2; synced");
    expect_events("SELECT pg_typeof($1)::text AS x", "a", "failed 42P18; synced");
    expect_events("SELECT jsonb_build_array($1)::text AS x", "a", "failed 42P18; synced");
    expect_events("SELECT jsonb_build_array($1::text)::text AS x", "a",
                  "columns x; row [\"a\"]; done 1; synced");
}
END_TEST

/* Much more than the socket takes at once. */
START_TEST(big_values_arrive)
{
    NEEDS_SERVER();
    enum { COUNT = 1000000 };
    int64_t *numbers = malloc(COUNT * sizeof *numbers);
    for (int i = 0; i < COUNT; i++)
        numbers[i] = i;
    const quern_value values[] = { quern_value_array_i64(quern_array_of_i64(numbers, COUNT)),
                                   quern_value_bytes(quern_bytes_of(numbers, COUNT * sizeof *numbers)) };
    const quern_kind kinds[] = { ARRAY_OF(I64), QUERN_KIND_BYTES };
    drive_submit_values(conn, "SELECT sum(n)::text || ' ' || length($2) AS x FROM unnest($1) AS n", 2, values,
                        kinds, true);
    ck_assert_str_eq(drive_read(conn, 1), "columns x; row 499999500000 8000000; done 1; synced");
    free(numbers);
}
END_TEST

/* More than a message holds; the bytes are never looked at. */
START_TEST(too_much_is_refused)
{
    NEEDS_SERVER();
    const quern_value values[] = { quern_value_i64(1), quern_value_bytes(quern_bytes_of("", 0x7fffffff)) };
    const quern_kind kinds[] = { QUERN_KIND_I64, QUERN_KIND_BYTES };
    quern_event event;
    drive_submit_values(conn, "SELECT $1, $2", 2, values, kinds, true);
    drive_next(conn, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_LOST);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(event.error.message, "$2"));
    ck_assert_ptr_nonnull(strstr(event.error.message, "1 GB"));
}
END_TEST

quern__suite_maker quern__suite_parameters;
Suite *quern__suite_parameters(void)
{
    Suite *suite = suite_create("parameters");
    TCase *tcase = tcase_create("parameters");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, what_is_sent_is_what_is_shown, 0, KINDS);
    tcase_add_loop_test(tcase, no_setting_changes_a_literal, 0, 2 * KINDS);
    tcase_add_test(tcase, long_intervals);
    tcase_add_loop_test(tcase, a_value_arrives, 0, sizeof texts / sizeof *texts);
    tcase_add_loop_test(tcase, a_parameter_has_the_type_of_its_kind, 0, KINDS);
    tcase_add_loop_test(tcase, what_the_server_cannot_hold_is_refused, 0, sizeof refusals / sizeof *refusals);
    tcase_add_loop_test(tcase, the_column_decides_what_a_text_is, 0, sizeof columns / sizeof *columns);
    tcase_add_test(tcase, a_text_beside_nothing);
    tcase_add_test(tcase, big_values_arrive);
    tcase_add_test(tcase, too_much_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
