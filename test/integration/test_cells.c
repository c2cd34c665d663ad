/* test_cells.c: what a real server sends, in binary, judged by its own texts: edges of every type, random values, and arrays of
 * both with NULLs in between. */
#include "backends/postgres/types.h"
#include "test/support/forms.h"
#include "test/support/runner.h"
#include "test/unit/postgres/cell.h"
#include "test/unit/postgres/drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_link *conn;

/* A test without a server has nothing to do. */
#define NEEDS_SERVER() \
    if (!conn)         \
    return

static void begin(void)
{
    static const char *const settings[] = { "SET datestyle = 'ISO'", "SET intervalstyle = 'iso_8601'",
                                            "SET bytea_output = 'hex'", "SET extra_float_digits = 3",
                                            "SET timezone = 'UTC'" };
    const char *url = quern__test_url();
    conn = url ? drive_open(url) : NULL;
    for (size_t i = 0; conn && i < sizeof settings / sizeof *settings; i++)
        ck_assert_str_eq(drive(conn, settings[i]), "done 0; synced");
}

static void end(void)
{
    if (conn)
        drive_close(conn);
}

#define MANY " FROM generate_series(1, 400) AS n"
#define DIGITS "md5(random()::text)"
#define BITS(size) "('x' || " DIGITS ")::bit(" #size ")"

/* A type, and statements that give values of it: the edges, and random ones. */
static const struct {
    const char *type, *edges, *random;
} types[] = {
    { "boolean", "VALUES (true), (false)", "SELECT random() < 0.5" MANY },
    { "smallint", "VALUES (0::int2), ('-32768'::int2), (32767::int2)",
      "SELECT (" BITS(16) "::int - 32768)::int2" MANY },
    { "integer", "VALUES (0), (-2147483648), (2147483647)", "SELECT " BITS(32) "::int" MANY },
    { "bigint", "VALUES (0::int8), (-9223372036854775808), (9223372036854775807)",
      "SELECT " BITS(64) "::int8" MANY },
    { "oid", "VALUES (0::oid), (4294967295)", "SELECT " BITS(32) "::int8::oid" MANY },
    { "real",
      "VALUES ('NaN'::float4), ('Infinity'), ('-Infinity'), ('0'), ('-0'), ('1e-45'), ('1.1754944e-38'), "
      "('3.4028235e38'), ('0.1'), ('100000'), ('1000000'), ('999999.94'), ('0.0001'), ('0.00001')",
      "SELECT ((random() - 0.5) * 10 ^ (random() * 76 - 38)::int)::float4" MANY },
    { "double precision",
      "VALUES ('NaN'::float8), ('Infinity'), ('-Infinity'), ('0'), ('-0'), ('5e-324'), "
      "('2.2250738585072014e-308'), "
      "('1.7976931348623157e308'), ('0.1'), ('1e14'), ('1e15'), ('999999999999999.9'), ('0.0001'), "
      "('0.00001'), "
      "('9007199254740993')",
      "SELECT (random() - 0.5) * 10 ^ (random() * 600 - 300)::int" MANY },
    { "numeric",
      "VALUES ('NaN'::numeric), ('Infinity'), ('-Infinity'), ('0'), ('0.000'), ('-0.10'), ('9999'), "
      "('10000'), "
      "('99999999'), ('100000000'), ('0.0001'), ('0.00001'), ('1e131071'), ('-1e131071'), ('1e-16383'), "
      "(repeat('9', 1000)::numeric), (('0.' || repeat('1', 1000))::numeric), "
      "((repeat('12345', 5000) || '.' || repeat('67890', 3000))::numeric)",
      "SELECT (CASE WHEN random() < 0.5 THEN '-' ELSE '' END || "
      "(SELECT string_agg((random() * 9)::int::text, '') FROM generate_series(1, 1 + (n % 30))) || '.' || "
      "(SELECT string_agg(CASE WHEN (n + i) % 3 = 0 THEN '0' ELSE (random() * 9)::int::text END, '') "
      "FROM generate_series(1, 1 + (n % 23)) AS i))::numeric * 10 ^ (n % 17 - 8)::numeric" MANY },
    { "numeric(20,6)", "VALUES (1.5::numeric(20,6)), (0), (-0.000001)",
      "SELECT ((random() - 0.5) * 1e12)::numeric(20,6)" MANY },
    { "text",
      "VALUES (''), ('it''s'), ('\"'), ('\\'), ('\\\\'), ('NULL'), ('null'), ('{a,b}'), (' '), "
      "(E'\\n\\t\\r'), "
      "('\U0001f600'), ('\u00e9'), (U&'\\+10FFFF'), (repeat('x', 100000)), (E'\\x01\\x7f'), ('$1'), ('%s')",
      "SELECT (SELECT string_agg(chr(1 + (random() * CASE WHEN random() < 0.5 THEN 125 ELSE 55000 END)::int "
      "+ i * 0), "
      "'') FROM generate_series(1, n % 40) AS i)" MANY },
    { "varchar(12)", "VALUES (''::varchar(12)), ('it''s')",
      "SELECT left(" DIGITS ", n % 13)::varchar(12)" MANY },
    { "character(5)", "VALUES (''::char(5)), ('a'), ('abcde'), (' b')",
      "SELECT left(" DIGITS ", n % 6)::char(5)" MANY },
    { "name", "VALUES (''::name), ('pg_class'), (repeat('x', 63)::name)",
      "SELECT left(" DIGITS ", n % 33)::name" MANY },
    { "\"char\"", "VALUES (''::\"char\"), ('a'), (' '), ('\\')",
      "SELECT chr(1 + (random() * 126)::int)::\"char\"" MANY },
    { "bytea", "VALUES (''::bytea), ('\\x00'), ('\\x0001ff'), ('\\x5c27220a')",
      "SELECT decode(left(" DIGITS ", 2 * (n % 17)), 'hex')" MANY },
    { "timestamptz",
      "VALUES ('infinity'::timestamptz), ('-infinity'), ('1970-01-01 00:00:00+00'), ('2000-01-01 "
      "00:00:00+00'), "
      "('1969-12-31 23:59:59.999999+00'), ('1999-12-31 23:59:59.999999+00'), ('294247-01-10 "
      "04:00:54.775806+00'), "
      "('4714-11-24 00:00:00+00 BC'), ('0001-01-01 00:00:00+00'), ('0001-12-31 23:59:59.999999+00 BC'), "
      "('2000-02-29 12:00:00.5+00'), ('1900-02-28 23:59:59+00'), ('2024-05-01 12:00:00.000001+00')",
      "SELECT '2000-01-01'::timestamptz + make_interval(days => ((random() - 0.022) * 1e8)::int, "
      "secs => (random() * 1e12)::int8 / 1e6)" MANY },
    { "timestamp",
      "VALUES ('infinity'::timestamp), ('-infinity'), ('1970-01-01 00:00:00'), ('1969-12-31 "
      "23:59:59.999999'), "
      "('294247-01-10 04:00:54.775806'), ('4714-11-24 00:00:00 BC'), ('0001-12-31 23:59:59.999999 BC')",
      "SELECT '2000-01-01'::timestamp + make_interval(days => ((random() - 0.022) * 1e8)::int, "
      "secs => (random() * 1e12)::int8 / 1e6)" MANY },
    { "date",
      "VALUES ('infinity'::date), ('-infinity'), ('1970-01-01'), ('2000-01-01'), ('5874897-12-31'), "
      "('4714-11-24 BC'), ('0001-01-01'), ('0001-12-31 BC'), ('2000-02-29'), ('1900-03-01'), ('0005-02-28 "
      "BC')",
      "SELECT '2000-01-01'::date + ((random() - 0.001) * 2145000000)::int" MANY },
    { "time", "VALUES ('00:00'::time), ('24:00'), ('23:59:59.999999'), ('12:34:56.1'), ('00:00:00.000001')",
      "SELECT make_interval(secs => (random() * 86400e6)::int8 / 1e6)::time" MANY },
    { "interval",
      "VALUES ('0'::interval), ('1 mon'), ('-1 mon'), ('1 year -1 mon'), ('1 day -1 microsecond'), ('-0.5 "
      "s'), "
      "('59.999999 s'), ('60 s'), ('1 mon 2 days 03:04:05.006'), ('-178956970 years -7 mons'), "
      "('178956970 years 7 mons 2147483646 days 2562047788:00:54.775806'), "
      "('-178956970 years -8 mons -2147483647 days -2562047788:00:54.775807')",
      "SELECT make_interval(months => ((random() - 0.5) * 1e9)::int, days => ((random() - 0.5) * 1e9)::int, "
      "secs => ((random() - 0.5) * 1e15)::int8 / 1e6)" MANY },
    { "uuid",
      "VALUES ('00000000-0000-0000-0000-000000000000'::uuid), ('ffffffff-ffff-ffff-ffff-ffffffffffff')",
      "SELECT " DIGITS "::uuid" MANY },
    { "inet",
      "VALUES ('0.0.0.0'::inet), ('0.0.0.0/0'), ('255.255.255.255'), ('10.1.2.3/8'), ('::'), ('::/0'), "
      "('::1'), "
      "('::ffff:1.2.3.4'), ('::1.2.3.4'), ('2001:db8::/32'), ('1:2:3:4:5:6:7:8'), ('1:0:0:4:0:0:0:8/127')",
      "SELECT CASE WHEN n % 2 = 0 THEN set_masklen('0.0.0.0'::inet + " BITS(
          32) "::int8, n % 33) "
              "ELSE set_masklen(rtrim(regexp_replace(" DIGITS
              ", '(....)', '\\1:', 'g'), ':')::inet, n % 129) END" MANY },
    { "cidr", "VALUES ('10.0.0.0/8'::cidr), ('0.0.0.0/0'), ('2001:db8::/32'), ('::/0')",
      "SELECT network(set_masklen('0.0.0.0'::inet + " BITS(32) "::int8, n % 32))::cidr" MANY },
    { "jsonb",
      "VALUES ('null'::jsonb), ('{}'), ('[]'), ('\"\"'), ('1.500'), ('\"a\\\"\\\\\\u00e9\\n\"'), "
      "('{\"b\": [1, {\"a\": null}], \"a\": true}'), (to_jsonb(repeat('x', 100000)))",
      "SELECT jsonb_build_object(" DIGITS ", random(), 'n', n, 'list', jsonb_build_array(n, " DIGITS
      "))" MANY },
    { "json", "VALUES ('null'::json), ('{ }'), (' [1 , 2]'), ('{\"a\": 1, \"a\": 2}'), ('\"\\u0000\"')",
      "SELECT json_build_object(" DIGITS ", random(), 'n', n)" MANY },
};

enum { TYPES = sizeof types / sizeof *types };

static void next(quern_event *event, quern_event_kind kind, const char *sql)
{
    drive_next(conn, event);
    ck_assert_msg(event->kind == kind, "event %d: %s: %s", (int)event->kind,
                  event->kind == QUERN_EVENT_FAILED ? event->error.message : "", sql);
}

/* A float in a double is another text; but it is still that float. */
static char *show(uint32_t type, quern_kind kind, const void *member)
{
    const bool widened = type == QUERN__PG_FLOAT4 && kind == QUERN_KIND_F64;
    const float narrow = widened ? (float)*(const double *)member : 0;
    return widened ? cell_show(QUERN_KIND_F32, &narrow) : cell_show(kind, member);
}

/* What the server's text is to <quern/convert.h>, where it has a form for the kind. */
static void judge_by_forms(quern_kind kind, const void *member, const char *text)
{
    static const struct {
        quern_kind kind;
        const char *name;
    } forms[] = {
#define FORM(NAME, name, type) { QUERN_KIND_##NAME, #name },
        QUERN__SCALAR_STRUCTS(FORM)
#undef FORM
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        quern__form_value read = { .uuid = { { 0 } } };
        if (forms[i].kind != kind)
            continue;
        const quern__form *form = quern__form_of(forms[i].name);
        ck_assert_msg(form->parse(text, &read), "%s is not read", text);
        ck_assert_msg(memcmp(&read, member, form->size) == 0, "%s is read as another value", text);
    }
}

static void judge_cell(uint32_t type, quern_kind kind, quern_decoder *decoder, const quern_cell *cell,
                       const char *text)
{
    cell_member member;
    cell_storage s = cell_storage_open(0);
    memset(&member, 0, sizeof member);
    const quern_decoded decoded = cell_decode(decoder, cell->data, cell->size, &member, &s);
    ck_assert_msg(decoded == QUERN_DECODED, "%s for %s: %d", text, cell_kind_name(kind), (int)decoded);
    char *shown = show(type, kind, &member);
    ck_assert_msg(strcmp(shown, text) == 0, "the server's %s is %s in %s", text, shown, cell_kind_name(kind));
    judge_by_forms(kind, &member, text);
    free(shown);
    cell_storage_close(&s);
}

/* Reads a column of values and a column of their texts, into every kind that takes the first; gives how many values came. A
 * widened array of floats is left out: its text is another. */
static int judge(const char *sql)
{
    quern_event event;
    drive_submit(conn, sql, true);
    next(&event, QUERN_EVENT_COLUMNS, sql);
    const quern_column column = { .type = event.columns[0].type, .modifier = event.columns[0].modifier };
    int values = 0, kinds = 0;
    for (drive_next(conn, &event); event.kind == QUERN_EVENT_ROW; drive_next(conn, &event), values++) {
        char *text = strndup(event.cells[1].data, event.cells[1].size);
        for (size_t k = 0; cell_kinds[k]; k++)
            for (unsigned flag = 0; flag <= QUERN_ARRAY; flag += QUERN_ARRAY) {
                const quern_kind kind = (quern_kind)(cell_kinds[k] | flag);
                quern_decoder *decoder = quern_postgres_backend()->decoder(&column, kind);
                const bool other_text =
                    column.type == QUERN__PG_FLOAT4_ARRAY && cell_kinds[k] == QUERN_KIND_F64;
                if (!decoder || other_text)
                    continue;
                judge_cell(column.type, kind, decoder, &event.cells[0], text);
                kinds++;
            }
        free(text);
    }
    ck_assert_msg(event.kind == QUERN_EVENT_DONE, "%s: %s",
                  event.kind == QUERN_EVENT_FAILED ? event.error.message : "?", sql);
    ck_assert_msg(kinds >= values, "no kind takes %s", sql);
    drive_read(conn, 1);
    return values;
}

static void set_seed(int number)
{
    char sql[60];
    snprintf(sql, sizeof sql, "SELECT setseed(0.%03d)::text", number);
    drive(conn, sql);
}

START_TEST(a_value_is_what_the_server_says)
{
    NEEDS_SERVER();
    char sql[3000];
    set_seed(_i);
    snprintf(sql, sizeof sql, "SELECT v, format('%%s', v) FROM (%s UNION ALL %s) AS t(v) WHERE v IS NOT NULL",
             types[_i % TYPES].edges, types[_i % TYPES].random);
    ck_assert_int_gt(judge(sql), types[_i % TYPES].random ? 300 : 1);
}
END_TEST

START_TEST(an_array_is_what_the_server_says)
{
    NEEDS_SERVER();
    char sql[3000];
    set_seed(500 + _i);
    snprintf(
        sql, sizeof sql,
        "WITH one (v) AS (%s UNION ALL %s), many (v) AS ("
        "SELECT array_agg(CASE WHEN random() < 0.2 THEN NULL ELSE v END) "
        "FROM (SELECT v, floor(random() * 40) AS part FROM one) AS parts GROUP BY part "
        "UNION ALL SELECT ARRAY[v] FROM one UNION ALL SELECT '{}'::%s[] UNION ALL SELECT '{NULL}'::%s[]) "
        "SELECT v, format('%%s', v) FROM many",
        types[_i % TYPES].edges, types[_i % TYPES].random, types[_i % TYPES].type, types[_i % TYPES].type);
    ck_assert_int_gt(judge(sql), 300);
}
END_TEST

/* Decodes the only cell into a member that must stay as it is. */
static quern_decoded outcome_of(const char *sql, quern_kind kind)
{
    quern_event event;
    cell_member member;
    cell_storage s = cell_storage_open(0);
    memset(&member, 0x5a, sizeof member);
    drive_submit(conn, sql, true);
    next(&event, QUERN_EVENT_COLUMNS, sql);
    quern_decoder *decoder = quern_postgres_backend()->decoder(&event.columns[0], kind);
    ck_assert_msg(decoder != NULL, "%s", sql);
    next(&event, QUERN_EVENT_ROW, sql);
    const quern_decoded decoded = cell_decode(decoder, event.cells[0].data, event.cells[0].size, &member, &s);
    for (size_t i = 0; i < sizeof member; i++)
        ck_assert_msg(member.raw[i] == 0x5a, "%s: byte %zu was written", sql, i);
    drive_read(conn, 1);
    cell_storage_close(&s);
    return decoded;
}

/* What the server has, and members have not. */
static const struct {
    const char *sql;
    quern_kind kind;
    unsigned array;
    quern_decoded decoded;
} refused[] = {
    { "SELECT '294247-01-10 04:00:54.775807+00'::timestamptz", QUERN_KIND_TIMESTAMP, 0,
      QUERN_DECODE_OUT_OF_RANGE },
    { "SELECT '294276-12-31 23:59:59.999999+00'::timestamptz", QUERN_KIND_TIMESTAMP, 0,
      QUERN_DECODE_OUT_OF_RANGE },
    { "SELECT '294276-12-31 23:59:59.999999'::timestamp", QUERN_KIND_LOCAL_TIMESTAMP, 0,
      QUERN_DECODE_OUT_OF_RANGE },
    { "SELECT ARRAY['294276-12-31 23:59:59.999999'::timestamp]", QUERN_KIND_LOCAL_TIMESTAMP, QUERN_ARRAY,
      QUERN_DECODE_OUT_OF_RANGE },
    { "SELECT '\\377'::\"char\"", QUERN_KIND_TEXT, 0, QUERN_DECODE_OUT_OF_RANGE },
    { "SELECT '{{1},{2}}'::int[]", QUERN_KIND_I32, QUERN_ARRAY, QUERN_DECODE_DIMENSIONS },
    { "SELECT '{{{{{{1}}}}}}'::int[]", QUERN_KIND_I64, QUERN_ARRAY, QUERN_DECODE_DIMENSIONS },
    { "SELECT '[0:1]={1,2}'::int[]", QUERN_KIND_I32, QUERN_ARRAY, QUERN_DECODE_DIMENSIONS },
    { "SELECT '[2:2]={x}'::text[]", QUERN_KIND_TEXT, QUERN_ARRAY, QUERN_DECODE_DIMENSIONS },
    { "SELECT '[-3:-1]={1,2,3}'::numeric[]", QUERN_KIND_DECIMAL, QUERN_ARRAY, QUERN_DECODE_DIMENSIONS },
};

START_TEST(what_members_cannot_hold_is_refused)
{
    NEEDS_SERVER();
    ck_assert_msg(outcome_of(refused[_i].sql, (quern_kind)(refused[_i].kind | refused[_i].array)) ==
                      refused[_i].decoded,
                  "%s", refused[_i].sql);
}
END_TEST

START_TEST(types_are_those_of_the_catalogue)
{
    static const struct {
        unsigned type, array;
        const char *name;
    } known[] = {
#define TYPE(NAME, number, array, name) { number, array, name },
        QUERN__PG_TYPES(TYPE)
#undef TYPE
    };
    NEEDS_SERVER();
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char sql[200], expected[200];
        snprintf(sql, sizeof sql,
                 "SELECT format_type(oid, NULL) || ' ' || typarray || ' ' || format_type(typarray, NULL) "
                 "FROM pg_type WHERE oid = %u",
                 known[i].type);
        snprintf(expected, sizeof expected, "%s %u %s[]", known[i].name, known[i].array, known[i].name);
        ck_assert_str_eq(drive_text(conn, sql), expected);
    }
}
END_TEST

quern__suite_maker quern__suite_cells;
Suite *quern__suite_cells(void)
{
    Suite *suite = suite_create("cells");
    TCase *tcase = tcase_create("cells");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_value_is_what_the_server_says, 0, 2 * TYPES);
    tcase_add_loop_test(tcase, an_array_is_what_the_server_says, 0, 2 * TYPES);
    tcase_add_loop_test(tcase, what_members_cannot_hold_is_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tcase, types_are_those_of_the_catalogue);
    suite_add_tcase(suite, tcase);
    return suite;
}
